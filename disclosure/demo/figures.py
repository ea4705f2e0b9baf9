"""统计信息 (04) and the county’s schools in figures (0105, 0106)."""

from collections.abc import Iterator

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    item,
    workday,
)
from disclosure.demo.world import (
    BASIC_OFFICE,
    FINANCE_OFFICE,
    GENERAL_OFFICE,
    count,
    phone,
)


def by_kind(year: int) -> Table:
    """Schools, classes, pupils and teachers of the county in the autumn of a year."""
    kinds = ("小学", "初中", "九年一贯", "普通高中", "中职", "特殊教育")
    names = ("普通小学", "普通初中", "九年一贯制学校", "普通高中", "中等职业学校", "特殊教育学校")
    rows = []
    for kind, name in zip(kinds, names, strict=True):
        schools = [school for school in world.SCHOOLS if school.kind == kind]
        rows.append(
            (
                name,
                len(schools),
                sum(map(world.classes, schools)),
                sum(world.pupils(school, year) for school in schools),
                sum(world.teachers(school, year) for school in schools),
            )
        )
    gardens = world.KINDERGARTENS
    rows.append(
        (
            "幼儿园",
            len(gardens),
            sum(k.classes * 3 for k in gardens),
            sum(world.children(k, year) for k in gardens),
            sum(k.classes * 6 for k in gardens),
        )
    )
    return Table(
        f"{world.school_year(year)}云溪县教育事业基本情况",
        ("类别", "学校（所）", "教学班（个）", "在校（园）生（人）", "专任教师（人）"),
        tuple(rows),
        total=True,
    )


def by_school(year: int) -> Table:
    rows = tuple(
        (
            school.name,
            world.classes(school),
            world.pupils(school, year),
            world.teachers(school, year),
        )
        for school in world.SCHOOLS
    )
    return Table(
        f"{world.school_year(year)}各学校基本情况",
        ("学校", "教学班（个）", "在校生（人）", "专任教师（人）"),
        rows,
        total=True,
    )


def preschool_rate(year: int) -> float:
    return min(99.5, 95 + (year - 2020) * 0.4)


def nine_year_rate(year: int) -> float:
    return min(99.8, 98 + (year - 2020) * 0.2)


def senior_rate(year: int) -> float:
    return min(99.0, 93 + (year - 2020) * 0.5)


def public_share(year: int) -> int:
    """How many of a hundred children in kindergartens are in public ones."""
    return min(85, count(year, 52, 1, "public", 1))


def statistics(year: int) -> Iterator[DemoItem]:
    table = by_school(year)
    _, _, pupils, teachers = table.total_row
    yield item(
        f"statistics-{year}",
        f"云溪县{world.school_year(year)}教育统计数据",
        "0401",
        workday(year, 11, 10),
        (
            f"""
            根据《教育统计管理规定》，以{year}年9月1日为统计时点，全县{len(world.SCHOOLS)}所中小学校（不含幼儿园）在校学生{pupils}人，专任教师{teachers}人，生师比为{pupils / teachers:.1f}∶1。各学校数据如下。
            """,
            table,
            f"""
            办学条件：全县中小学占地面积{count(year, 86, 1, "land")}万平方米，校舍建筑面积{count(year, 41, 1, "house", 1)}万平方米，图书{count(year, 62, 2, "books")}万册，教学用计算机{count(year, 3200, 140, "pc", 60)}台，多媒体教室{count(year, 520, 12, "rooms", 8)}间，体育运动场馆面积达标率{count(year, 92, 1, "sport", 1)}%。
            数据来源为教育事业统计年报，由各学校填报、县教育局审核。数据使用中有疑问的，请联系计划财务股，电话{phone(103)}。
            """,
        ),
        lag=6,
        office=FINANCE_OFFICE,
        genre="其他",
        stage="all",
        openness="result",
        keywords=("教育统计", "在校生", "教师", "办学条件"),
        files=(DemoFile(f"云溪县{year}年教育统计数据.xlsx", tables=(table, by_kind(year))),),
    )


def bulletin(year: int) -> Iterator[DemoItem]:
    """统计公报 of the year before."""
    told = year - 1
    now, before = by_kind(told).total_row, by_kind(told - 1).total_row
    change = now[3] - before[3]
    yield item(
        f"bulletin-{year}",
        f"{told}年云溪县教育事业发展统计公报",
        "0402",
        workday(year, 3, 22),
        (
            f"""
            {told}年，全县教育系统坚持教育优先发展，各级各类教育协调推进。现将主要统计数据公布如下。
            一、综合
            全县共有各级各类学校、幼儿园{now[1]}所，在校（园）生{now[3]}人，比上年{"增加" if change > 0 else "减少"}{abs(change)}人；专任教师{now[4]}人。
            """,
            by_kind(told),
            f"""
            二、学前教育
            学前三年毛入园率{preschool_rate(told):.1f}%，公办园在园幼儿占比{public_share(told)}%，普惠性幼儿园覆盖率{count(told, 88, 1, "cover", 1)}%。
            三、义务教育
            小学学龄人口净入学率100%，九年义务教育巩固率{nine_year_rate(told):.1f}%。义务教育学校大班额比例为0，随迁子女在公办学校就读比例为100%。
            四、高中阶段教育
            高中阶段毛入学率{senior_rate(told):.1f}%。中等职业学校毕业生就业和升学率{96 + world.wobble(told, "job", 25) / 10:.1f}%。
            五、教师队伍
            全年补充教师{count(told, 66, 2, "new teachers")}人，小学、初中、高中专任教师学历合格率均为100%，小学本科以上学历比例{count(told, 78, 2, "ba", 1)}%。
            六、教育经费
            全县地方教育经费总投入{world.amount(told, 78000, 4, "total funds")}万元，一般公共预算教育支出实现“只增不减”。
            注：部分数据因四舍五入，存在分项与合计不等的情况；本公报不包括技工学校。
            """,
        ),
        lag=2,
        office=FINANCE_OFFICE,
        genre="公报",
        stage="all",
        openness="result",
        keywords=("统计公报", "毛入园率", "巩固率"),
    )


def overview(year: int) -> Iterator[DemoItem]:
    now = by_kind(year)
    name, began = world.five_year_plan(year)
    yield item(
        f"overview-{year}",
        f"云溪县教育概况（{year}年）",
        "0105",
        workday(year, 10, 18),
        (
            f"""
            云溪县位于青岚市东部，辖城关、石桥、白鹭、柳林、河湾五镇和松岭乡，全县常住人口约21万人。截至{year}年秋季学期，全县有各级各类学校、幼儿园{now.total_row[1]}所，在校（园）生{now.total_row[3]}人，专任教师{now.total_row[4]}人。
            一、学前教育
            形成以公办园和普惠性民办园为主体的办园格局，城区和主要乡镇设有公办中心幼儿园。
            二、义务教育
            城区实行集团化办学，实验小学、第二中学分别牵头组建教育集团，覆盖全部农村学校，骨干教师定期轮岗交流。
            三、高中阶段教育
            有普通高中2所、中等职业学校1所，普职协调发展。职业中等专业学校与26家企业开展订单培养。
            四、特殊教育
            特殊教育学校实行十五年免费教育，随班就读、送教上门全覆盖。
            五、{name}规划实施
            {name}规划（{began}—{began + 4}年）确定的{18 + began % 3}项指标，已有{min(18, 4 + 3 * (year - began))}项达到或者超过目标进度。
            """,
            now,
        ),
        lag=5,
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        openness="service",
        keywords=("教育概况", "云溪县"),
    )


def school_list(year: int) -> Iterator[DemoItem]:
    table = Table(
        f"云溪县{year}年义务教育学校名录",
        ("学校名称", "办学层次", "办学类型", "学校地址", "办公电话"),
        tuple(
            (school.name, school.kind, school.owner, school.town + school.address, school.phone)
            for school in world.COMPULSORY
        ),
    )
    public = sum(school.owner == "公办" for school in world.COMPULSORY)
    yield item(
        f"school-list-{year}",
        f"云溪县义务教育学校名录（{year}年）",
        "0106",
        workday(year, 9, 14),
        (
            f"""
            {year}年秋季学期，全县共有义务教育学校{len(table.rows)}所，其中公办{public}所、民办{len(table.rows) - public}所。名录如下。
            """,
            table,
            f"""
            名录每年9月更新。学校名称、地址、电话发生变化的，在变化之日起20个工作日内更新。未列入名录的机构不得以“学校”名义招收义务教育阶段学生，请家长注意识别。
            举报电话：{phone(104)}。
            """,
        ),
        lag=4,
        office=BASIC_OFFICE,
        genre="其他",
        stage="compulsory",
        openness="service",
        keywords=("学校名录", "地址", "电话"),
        files=(DemoFile(f"义务教育学校名录（{year}年）.xlsx", tables=(table,)),)
        if year % 2
        else (),
    )


YEARLY = (
    (statistics, 6),
    (bulletin, 6),
    (overview, 6),
    (school_list, 6),
)
