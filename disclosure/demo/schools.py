"""招生入学 (06): high schools, kindergartens, and what each school says of itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    day_of_month,
    item,
    numbered,
    workday,
)
from disclosure.demo.world import BASIC_OFFICE, BUREAU, EARLY_OFFICE, EXAM_CENTRE, phone


def kindergarten_plan(year: int) -> Iterator[DemoItem]:
    table = Table(
        f"{year}年秋季幼儿园小班招生计划",
        ("幼儿园", "性质", "地址", "班数", "计划人数", "咨询电话"),
        tuple(
            (
                k.name,
                k.owner,
                k.address,
                k.classes,
                k.classes * world.KINDERGARTEN_CLASS,
                phone(k.extension),
            )
            for k in world.KINDERGARTENS
        ),
    )
    signed = workday(year, 5, 26)
    seats = sum(k.classes for k in world.KINDERGARTENS) * world.KINDERGARTEN_CLASS
    yield item(
        f"kindergarten-plan-{year}",
        f"云溪县教育局关于做好{year}年秋季幼儿园招生工作的通知",
        "0608",
        signed,
        (
            f"""
            各幼儿园：
            为了规范幼儿园招生行为，保障适龄幼儿就近就便入园，现就{year}年秋季幼儿园招生工作通知如下。
            一、招生对象为{year - 4}年9月1日至{year - 3}年8月31日出生的幼儿。有空余学位的中班、大班可以插班招生。
            二、公办幼儿园实行网上登记，登记人数超过学位的，在本园服务区内电脑随机录取；普惠性民办幼儿园由家长自愿选择。
            三、幼儿入园不得进行任何形式的考试或者测查，不得要求家长一次预交跨学期费用，不得收取与入园挂钩的赞助费。
            四、全县小班共安排学位{seats}个，各园计划如下。
            """,
            table,
            f"""
            五、烈士子女、符合条件的现役军人和消防救援人员子女、残疾幼儿、特困供养和孤儿优先安排入园。
            六、网上登记时间为6月20日至6月26日，录取结果6月30日前由幼儿园通知家长。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 34 + year % 2),
        office=EARLY_OFFICE,
        validity="valid",
        expires_on=date(year, 12, 31),
        stage="preschool",
        openness="service",
        keywords=("幼儿园", "招生", "小班"),
    )


def high_school(year: int) -> Iterator[DemoItem]:
    """中考: the rules of the year and the lines of admission."""
    matter, signed = f"{year}年云溪县高中阶段学校招生", workday(year, 5, 15)
    yield item(
        f"high-rules-{year}",
        f"云溪县{year}年高中阶段学校招生工作意见",
        "0607",
        signed,
        (
            f"""
            各初中、高中学校：
            根据省、市{year}年高中阶段学校考试招生工作要求，结合本县实际，提出如下意见。
            一、考试科目与分值
            语文、数学、外语各120分，物理70分，化学60分，道德与法治、历史各50分，体育与健康50分，理化实验操作20分，总分660分。生物学、地理为八年级结业考试科目，以等级呈现。
            二、招生计划
            全县高中阶段计划招生{sum(map(world.senior_plan, world.SENIOR))}人，其中普通高中{sum(map(world.senior_plan, world.SENIOR[:2]))}人、中等职业学校{world.senior_plan(world.SENIOR[2])}人。云溪县第一中学招生计划的60%作为指标分配到全县初中，向农村初中倾斜。
            三、志愿与录取
            实行考后知分填报志愿，平行志愿投档。录取分为三个批次：第一批指标到校和特长生，第二批普通高中统招，第三批中等职业学校。
            四、加分照顾
            烈士子女加20分；符合条件的军人子女、国家综合性消防救援队伍人员子女按照有关规定执行；归侨、华侨子女、归侨子女和台湾省籍考生加10分。同时符合多项的，取最高一项，不累加。加分考生名单由毕业学校和县教育考试中心分别公示。
            五、招生纪律
            普通高中不得违规跨区域招生，不得提前组织任何形式的测试，不得以高额奖金、减免费用等方式争抢生源。监督电话：{phone(104)}。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 31 + year % 2),
        office=BASIC_OFFICE,
        genre="意见",
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="招生方案",
        matter_order=1,
        stage="high",
        openness="decision",
        keywords=("中考", "高中招生", "加分", "指标到校"),
        files=(DemoFile("中考报名与志愿填报须知.pdf", stored="exam-registration.pdf"),)
        if year % 2
        else (),
    )
    lines = {
        school.name: 470 + 60 * n + world.wobble(year, f"line{school.name}", 12)
        for n, school in enumerate(reversed(world.SENIOR[:2]))
    }
    yield item(
        f"high-lines-{year}",
        f"云溪县{year}年普通高中录取分数线公告",
        "0607",
        workday(year, 7, 12),
        (
            f"""
            根据{year}年高中阶段学校招生计划和考生成绩、志愿，经云溪县招生考试委员会研究确定，现将普通高中录取分数线公告如下。
            """,
            Table(
                f"{year}年云溪县普通高中录取情况",
                ("学校", "招生计划（人）", "统招录取分数线（分）", "指标到校最低分（分）"),
                tuple(
                    (
                        school.name,
                        world.senior_plan(school),
                        lines[school.name],
                        lines[school.name] - 30 if school.name == world.FIRST_HIGH else "不实行",
                    )
                    for school in world.SENIOR[:2]
                ),
            ),
            f"""
            一、总分相同的考生，依次比较语文、数学、外语三科之和，语文与数学之和，数学成绩。
            二、考生凭准考证号和本人设置的密码，在省教育考试院网站查询录取结果。县教育考试中心不通过电话提供考生个人成绩和录取结果。
            三、已录取的考生应当在7月20日前持录取通知书到学校报到，逾期不报到的视为放弃。
            四、对成绩有疑问的，可以在公布之日起3日内通过毕业学校申请复核，只复核是否漏评、总分是否累加有误。咨询电话：{phone(111)}。
            """,
        ),
        lag=0,
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        genre="公告",
        matter=matter,
        matter_stage="录取分数线",
        matter_order=4,
        stage="high",
        openness="result",
        keywords=("中考", "录取分数线", "普通高中"),
    )


def high_school_steps(year: int) -> Iterator[DemoItem]:
    """The plan per school and how marks are looked up."""
    matter = f"{year}年云溪县高中阶段学校招生"
    table = Table(
        f"{year}年云溪县高中阶段学校招生计划",
        ("学校", "类别", "班数", "计划人数"),
        tuple((s.name, s.kind, s.senior, world.senior_plan(s)) for s in world.SENIOR),
    )
    yield item(
        f"high-plan-{year}",
        f"云溪县教育局关于下达{year}年高中阶段学校招生计划的通知",
        "0607",
        workday(year, 6, 3),
        (
            f"""
            各高中阶段学校：
            根据市教育局核定的规模，现将{year}年高中阶段学校招生计划下达给你们，请严格执行。普通高中每班不超过{world.SENIOR_CLASS}人，全部面向本县招生。
            """,
            table,
            """
            云溪县职业中等专业学校开设幼儿保育、机电技术应用、电子商务、中餐烹饪、新能源汽车运用与维修5个专业，其中幼儿保育专业与青岚职业学院联合培养，学制“3+3”。
            学校应当在校门口和网站公布招生计划、收费标准和资助政策，不得虚假宣传。
            """,
        ),
        doc_no=numbered("云教", year, 38 + year % 2),
        office=BASIC_OFFICE,
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="招生计划",
        matter_order=2,
        stage="high",
        openness="execution",
        keywords=("高中招生计划",),
    )
    opens = workday(year, 7, 4)
    yield item(
        f"high-scores-{year}",
        f"关于{year}年初中学业水平考试成绩查询和志愿填报的公告",
        "0607",
        workday(year, 7, 2),
        (
            f"""
            {year}年初中学业水平考试阅卷工作已经结束，现就成绩查询和志愿填报公告如下。
            一、成绩查询
            {day_of_month(opens)}10:00起，考生登录省教育考试院网站，凭准考证号和报名时设置的密码查询。成绩通知单由毕业学校发放。任何单位和个人不得公布考生成绩排名，不得炒作“中考状元”和升学率。
            二、志愿填报
            {day_of_month(opens)}10:00至{day_of_month(opens + timedelta(days=4))}18:00，考生在同一系统填报志愿。每名考生可以填报普通高中志愿2个、中等职业学校志愿3个，提交后在截止时间前可以修改2次。
            三、填报帮助
            各初中学校机房在填报期间开放，由班主任指导，但不得代替考生填报。农村考生家中没有网络的，可以到毕业学校填报。
            四、生僻字姓名
            姓名中含有“㛃”“𠮷”等生僻字，或者含有间隔号（示例：阿卜杜·热合曼）的考生，如系统显示与户口簿不一致，请到县教育考试中心更正，不影响成绩和录取。
            咨询电话：{phone(111)}。
            """,
        ),
        lag=0,
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        genre="公告",
        matter=matter,
        matter_stage="成绩查询与志愿填报",
        matter_order=3,
        stage="high",
        openness="service",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=4),
        keywords=("中考成绩", "志愿填报", "生僻字"),
    )


SCHOOL_INTRODUCTIONS = (  # school, what makes it itself
    (
        world.FIRST_PRIMARY,
        "创建于1956年，占地3.2万平方米，有标准塑胶运动场1个、科学实验室4间、图书馆1座（藏书5.1万册）。学校以“书香校园”为办学特色，每天安排20分钟晨读，设有少年合唱团、书法社、航模社等28个社团。",
        "compulsory",
    ),
    (
        "云溪县滨河小学",
        "2019年建成投用，占地4.6万平方米，是全县占地面积最大的小学，按照42班规模设计。校内有下沉式接送区和风雨操场，可以实现家长接送车辆不上路停放。",
        "compulsory",
    ),
    (
        "云溪县第二中学",
        "创建于1978年，占地5.5万平方米，有理化生实验室9间、250米环形跑道运动场1个。学校实行走读，提供午餐，课后服务开设学业辅导和32门拓展课程。",
        "compulsory",
    ),
    (
        "云溪县松岭乡九年一贯制学校",
        "位于县境西部山区，由原松岭乡小学和初中合并而成，是寄宿制学校。学生公寓可以住宿320人，实行营养改善计划，每周五、周日开通山区学生专线。",
        "compulsory",
    ),
    (
        "云溪县博雅学校",
        "是民办非营利性九年一贯制学校，办学许可证由云溪县教育局颁发，收费标准由学校公示。学校只在本县范围内招生，报名人数超过计划时实行电脑随机录取。",
        "compulsory",
    ),
    (
        "云溪县职业中等专业学校",
        "是国家中等职业教育办学条件达标学校，占地9.8万平方米，有校内实训室41间、合作企业26家。学生全部免除学费，一、二年级涉农专业学生和家庭经济困难学生可以申请国家助学金。",
        "vocational",
    ),
    (
        "云溪县特殊教育学校",
        "面向全县招收视力、听力、智力残疾和孤独症儿童，设学前、小学、初中和职业高中四个学段，免收学费、书本费、住宿费和伙食费，并为重度残疾儿童送教上门。",
        "special",
    ),
)


def school_introductions(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(1), 4, 8)
    for name, text, stage in SCHOOL_INTRODUCTIONS:
        school = next(school for school in world.SCHOOLS if school.name == name)
        count = world.pupils(school, written.year - 1)
        yield item(
            f"introduction-{school.extension}",
            f"{name}办学情况介绍",
            "0604",
            written,
            (
                f"""
                {name}{text}
                """,
                Table(
                    "办学基本情况",
                    ("项目", "内容"),
                    (
                        ("办学性质", school.owner),
                        ("办学层次", school.kind),
                        ("办学地点", f"云溪县{school.town}{school.address}"),
                        ("教学班", f"{world.classes(school)}个"),
                        ("在校学生", f"{count}人"),
                        ("专任教师", f"{world.teachers(school, written.year - 1)}人"),
                        ("住宿条件", "提供住宿" if school.boarding else "不提供住宿"),
                        ("办公电话", school.phone),
                    ),
                ),
                """
                学校实行校务公开，收费项目、食堂食谱、招生计划和教师招聘信息在校门口公示栏和学校网页公布。每学期举办校园开放日，欢迎家长参观。
                """,
            ),
            lag=3,
            office=name if name == world.FIRST_PRIMARY else BASIC_OFFICE,
            issuer=name if name == world.FIRST_PRIMARY else BUREAU,
            genre="其他",
            stage=stage,
            openness="service",
            keywords=("学校介绍", school.town),
            files=(school_picture(),) if name == "云溪县滨河小学" else (),
        )


def school_picture() -> DemoFile:
    return DemoFile(
        "滨河小学校园平面示意图.png",
        stored="campus-plan.png",
        alt_text="滨河小学校园平面示意图：北侧为教学楼和实验楼，中部为运动场，南侧为风雨操场和下沉式接送区",
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from school_introductions(span)


YEARLY = (
    (kindergarten_plan, 6),
    (high_school, 6),
    (high_school_steps, 3),
)
