"""规划计划 (03): the five-year plan, the layout of schools, the work points and what became of them."""

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.demo import world
from disclosure.demo.figures import (
    by_kind,
    nine_year_rate,
    preschool_rate,
    public_share,
    senior_rate,
)
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    day_of_month,
    item,
    next_workday,
    numbered,
    workday,
)
from disclosure.demo.world import (
    BASIC_OFFICE,
    EARLY_OFFICE,
    FINANCE_OFFICE,
    GENERAL_OFFICE,
    count,
    phone,
)

TASKS = (
    ("优化学校布局，推进{school}建设", FINANCE_OFFICE, "按工期推进"),
    ("落实义务教育优质均衡发展三年行动，新增{n}所管理优质校", BASIC_OFFICE, "12月底"),
    ("新增普惠性学前教育学位{seats}个", EARLY_OFFICE, "9月底"),
    ("公开招聘教师{teachers}名，全部补充到缺员学校", world.STAFF_OFFICE, "8月底"),
    ("中小学食堂“互联网＋明厨亮灶”接入率达到100%", world.SAFETY_OFFICE, "6月底"),
    ("学生体质健康优良率提高{rate}个百分点", world.HEALTH_OFFICE, "12月底"),
    ("校外培训预收费资金监管覆盖率达到100%", world.PRIVATE_OFFICE, "持续"),
    ("政府信息公开目录各栏目按期更新，无空白栏目", GENERAL_OFFICE, "持续"),
)


def work_points(year: int) -> Iterator[DemoItem]:
    values = {
        "school": "城区学校改扩建" if year % 2 else "石桥镇中心幼儿园分园",
        "n": 2 + year % 3,
        "seats": 120 + world.wobble(year, "seats", 6) * 30,
        "teachers": 40 + world.wobble(year, "hire", 15),
        "rate": 2 + year % 2,
    }
    table = Table(
        f"{year}年重点任务分解表",
        ("任务", "责任单位", "完成时限"),
        tuple((task.format(**values), office, until) for task, office, until in TASKS),
    )
    signed = workday(year, 2, 21)
    yield item(
        f"work-points-{year}",
        f"云溪县教育局关于印发{year}年工作要点的通知",
        "0302",
        signed,
        (
            f"""
            各学校、幼儿园，局属各单位、各股室：
            现将《云溪县教育局{year}年工作要点》印发给你们，请结合实际抓好落实。
            一、总体思路
            坚持以人民为中心发展教育，落实立德树人根本任务，以优质均衡为主线，着力补短板、强内涵、促公平、保安全，办好人民满意的教育。
            二、重点任务
            """,
            table,
            f"""
            三、工作要求
            各责任单位要制定时间表、路线图，每季度末向局办公室报送进展情况。局办公室牵头督查，进展情况在局门户网站公开，年终考核结果与评先评优挂钩。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 9),
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=f"{year}年教育工作要点及落实",
        matter_stage="工作要点",
        matter_order=1,
        stage="all",
        openness="decision",
        keywords=("工作要点", "重点任务"),
        files=(DemoFile(f"{year}年工作要点任务分解表.xlsx", tables=(table,)),)
        if year % 2 == 0
        else (),
    )


def year_review(year: int) -> Iterator[DemoItem]:
    """The summary published in January on the year before."""
    told = year - 1
    total = by_kind(told).total_row
    yield item(
        f"year-review-{year}",
        f"云溪县教育局{told}年工作总结",
        "0302",
        workday(year, 1, 9),
        (
            f"""
            {told}年，县教育局在县委、县政府的领导下，围绕年初确定的8项重点任务扎实工作，各项目标基本完成。现将有关情况总结如下。
            一、主要工作
            （一）扩大优质资源
            全年新增普惠性学前教育学位{120 + world.wobble(told, "seats", 6) * 30}个，改造薄弱学校校舍{count(told, 8200, 300, "repair", 900)}平方米，教育集团覆盖全部农村学校。
            （二）规范办学行为
            开展课程开设、作业管理、收费、教辅征订专项检查{3 + told % 3}次，检查学校{count(told, 52, 0, "checked")}所次，整改问题{count(told, 31, -1, "mended")}个。
            （三）加强教师队伍建设
            补充教师{count(told, 66, 2, "new teachers")}人，交流轮岗{count(told, 88, 3, "moved")}人，培训{count(told, 1100, 20, "trained", 80)}人次，落实乡村教师生活补助。
            （四）守牢安全底线
            开展校园安全隐患排查4轮，整改隐患{count(told, 140, -4, "risks", 20)}处，全年没有发生重大校园安全责任事故。
            （五）推进政务公开
            全年主动公开政府信息{count(told, 190, 12, "published", 20)}条，公开征求意见{4 + told % 3}次，办理建议提案{count(told, 24, 1, "proposals", 4)}件，满意率100%。
            二、存在的问题
            一是城区部分学校学位偏紧，在校生总数{total[3]}人，集中在城关镇的超过六成；二是农村学校音体美、心理健康教师不足；三是课后服务课程资源不够丰富。
            三、下一步打算
            {year}年将重点抓好学校建设、教师补充、食堂规范管理和义务教育优质均衡创建，具体任务在年度工作要点中公布。
            """,
        ),
        lag=3,
        genre="报告",
        matter=f"{told}年教育工作要点及落实",
        matter_stage="工作总结",
        matter_order=2,
        stage="all",
        openness="result",
        keywords=("工作总结", "重点任务"),
    )


def goal(now: float, more: float) -> tuple[str, str]:
    """Where an indicator stands and what is aimed at."""
    return f"{now:.1f}%", f"{min(99.9, now + more):.1f}%以上"


def five_years(year: int) -> Iterator[DemoItem]:
    """The five-year plan, in the first year of its period only, with its interpretation."""
    name, began = world.five_year_plan(year)
    if began != year:
        return
    signed, base = workday(year, 9, 20), began - 1
    title = f"《云溪县{name}教育事业发展规划（{began}—{began + 4}年）》"
    goals = Table(
        f"{name}教育事业发展主要指标",
        ("指标", f"{base}年", f"{began + 4}年目标", "属性"),
        (
            ("学前三年毛入园率", *goal(preschool_rate(base), 1.2), "预期性"),
            ("九年义务教育巩固率", *goal(nine_year_rate(base), 0.5), "约束性"),
            ("高中阶段毛入学率", *goal(senior_rate(base), 1.5), "预期性"),
            ("公办园在园幼儿占比", *goal(public_share(base), 5), "约束性"),
            ("学生体质健康优良率", *goal(48 + 2 * (base - 2020), 8), "预期性"),
            ("义务教育大班额比例", "0", "保持为0", "约束性"),
        ),
    )
    document = item(
        f"five-years-{year}",
        f"云溪县教育局关于印发{title}的通知",
        "0301",
        signed,
        (
            f"""
            各乡镇人民政府，县直有关部门，各学校：
            {title}已经县人民政府同意，现印发给你们，请认真组织实施。
            一、发展基础
            上一个五年规划确定的主要目标全部完成，县域义务教育实现基本均衡，教育投入稳步增长，办学条件明显改善。
            二、主要目标
            """,
            goals,
            f"""
            三、重点工程
            - 学前教育普及普惠提升工程：新建、改扩建公办园4所。
            - 义务教育优质均衡推进工程：改扩建城区学校3所，建设农村寄宿制学校2所。
            - 普通高中内涵建设工程：改善实验室、图书馆条件，支持特色发展。
            - 教师队伍提质工程：五年补充教师350名，培训全员轮训一遍。
            - 智慧教育工程：实现城乡课堂互动全覆盖。
            四、保障措施
            建立规划年度监测制度，{began + 2}年开展中期评估，{began + 4}年开展总结评估，结果向社会公布。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        lag=5,
        doc_no=numbered("云教", year, 66),
        office=FINANCE_OFFICE,
        validity="valid",
        effective_on=signed,
        expires_on=date(began + 4, 12, 31),
        stage="all",
        openness="decision",
        keywords=("教育规划", name.strip("“”"), "重点工程"),
        files=(
            DemoFile(
                "规划主要指标和重点工程.docx",
                text=f"云溪县{name}教育事业发展主要指标",
                tables=(goals,),
            ),
        ),
    )
    yield document
    yield item(
        f"five-years-interpretation-{year}",
        f"{title}政策解读",
        "0204",
        document.published_at.date(),
        (
            f"""
            {title}已经公布，现对编制过程和主要内容解读如下。
            一、编制过程
            规划编制历时一年，开展专题调研6项，召开教师、家长、乡镇座谈会9场，在门户网站公开征求意见30日，收到意见126条，采纳47条。
            二、怎样理解六项主要指标
            约束性指标三项，是必须完成的任务；预期性指标三项，主要依靠学校和社会共同努力实现。义务教育大班额比例保持为0，意味着小学每班不超过45人、初中每班不超过50人。
            三、与群众关系最密切的内容
            城区新增学位、农村寄宿条件改善、公办园比例提高、食堂规范管理，均列入重点工程，每年进展在“学校建设重大项目”等栏目公布。
            四、解读机构：计划财务股；联系电话：{phone(103)}。
            """,
        ),
        follows=document,
        office=FINANCE_OFFICE,
        genre="其他",
        interprets=(f"five-years-{year}",),
        stage="all",
        openness="decision",
        keywords=("规划解读",),
    )


def layout(span: Span) -> Iterator[DemoItem]:
    """专项规划: the draft for comment, the plan, what came of the comments."""
    matter, year = "云溪县中小学幼儿园布局专项规划", span.year(2)
    opened, signed = workday(year, 4, 10), workday(year, 7, 15)
    common = {"office": FINANCE_OFFICE, "matter": matter, "stage": "all"}
    yield item(
        "layout-draft",
        "关于公开征求《云溪县中小学幼儿园布局专项规划（草案）》意见的公告",
        "1302",
        opened,
        (
            f"""
            为了合理配置教育资源，县教育局会同县自然资源局组织编制了《云溪县中小学幼儿园布局专项规划（草案）》，现公开征求意见。
            一、规划范围为全县域，期限为{year}年至{year + 11}年。
            二、规划新建、改扩建学校和幼儿园9所，撤并学生不足20人的教学点2个，撤并前须召开村民代表会议和家长会，一半以上家长不同意的不撤并。
            三、新建住宅小区按照每千户配建幼儿园6班、小学12班的标准预留用地。
            四、征求意见时间：{chinese_date(opened)}至{day_of_month(opened + timedelta(days=30))}。书面意见寄至{world.PORTAL_ADDRESS}，电话{phone(103)}。
            规划图件可以在县政务服务大厅和县图书馆政府信息公开查阅点查看。
            """,
        ),
        lag=0,
        genre="公告",
        matter_stage="意见征集",
        matter_order=1,
        openness="decision",
        period_kind="comment",
        begins_on=opened,
        ends_on=opened + timedelta(days=30),
        keywords=("学校布局", "征求意见"),
        **common,
    )
    yield item(
        "layout-feedback",
        "《云溪县中小学幼儿园布局专项规划（草案）》公开征求意见采纳情况",
        "1303",
        next_workday(opened + timedelta(days=44)),
        (
            """
            征求意见期间共收到意见87条，其中信函12封、电话31个、网上留言44条。采纳36条，部分采纳19条，未采纳32条。
            一、采纳：高铁新区小学建设时间提前一年；河湾镇增设公办幼儿园分园；教学点撤并后开通学生专线并给予交通补助。
            二、部分采纳：要求在文昌小区内新建小学的意见，因用地不足，改为扩建城关镇第二小学。
            三、未采纳：要求每个村保留小学的意见。村均适龄儿童不足30人，分散办学难以开齐课程，保留的教学点实行“一校一案”。
            """,
            Table(
                "意见处理情况（单位：条）",
                ("类别", "数量"),
                (("采纳", 36), ("部分采纳", 19), ("未采纳", 32)),
                total=True,
            ),
        ),
        genre="其他",
        matter_stage="意见反馈",
        matter_order=2,
        openness="result",
        keywords=("学校布局", "意见反馈"),
        **common,
    )
    yield item(
        "layout-plan",
        f"云溪县中小学幼儿园布局专项规划（{year}—{year + 11}年）",
        "0301",
        signed,
        (
            f"""
            各乡镇人民政府，县直有关部门：
            《云溪县中小学幼儿园布局专项规划（{year}—{year + 11}年）》已经县人民政府批准，现予公布。
            一、规划目标
            到{year + 11}年，全县规划中小学22所、幼儿园38所，小学服务半径城区不超过500米、农村不超过2公里，初中服务半径城区不超过1000米。
            二、近期建设项目
            """,
            Table(
                "近期建设项目",
                ("项目", "性质", "规模", "计划年度"),
                (
                    ("高铁新区小学", "新建", "36班", f"{year + 1}—{year + 3}"),
                    ("城关镇第二小学", "扩建", "增加12班", f"{year}—{year + 1}"),
                    ("河湾镇中心幼儿园分园", "新建", "6班", f"{year + 1}—{year + 2}"),
                    ("石桥镇初级中学学生公寓", "新建", "320床", f"{year}—{year + 1}"),
                ),
            ),
            """
            三、用地保障
            规划确定的教育用地纳入国土空间规划，任何单位和个人不得擅自改变用途。新建小区配套学校、幼儿园与住宅同步规划、同步建设、同步验收、同步交付。
            四、小规模学校
            撤并学校必须严格履行听证和公示程序，坚持先建后撤，保障学生不因撤并而失学、辍学。
            """,
        ),
        lag=4,
        co_issuers=("云溪县自然资源局",),
        doc_no=numbered("云教", year, 48),
        genre="通知",
        validity="valid",
        effective_on=signed,
        expires_on=date(year + 11, 12, 31),
        matter_stage="规划公布",
        matter_order=3,
        openness="decision",
        keywords=("学校布局", "专项规划", "学位"),
        files=(DemoFile("布局专项规划说明.pdf", stored="layout-plan.pdf"),),
        **common,
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from layout(span)


YEARLY = (
    (work_points, 6),
    (year_review, 6),
    (five_years, 6),
)
