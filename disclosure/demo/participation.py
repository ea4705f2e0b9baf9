"""决策公开与公众参与 (13) and 建议提案办理 (14)."""

from collections.abc import Iterator
from datetime import timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
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
    HEALTH_OFFICE,
    POLICY_OFFICE,
    SAFETY_OFFICE,
    phone,
    wobble,
)


def decisions(year: int) -> Iterator[DemoItem]:
    rows = (
        (
            f"{year}年义务教育阶段学校招生入学工作实施意见",
            BASIC_OFFICE,
            "4月",
            "公开征求意见、合法性审查、集体讨论",
        ),
        (f"{world.school_year(year)}集团化办学调整方案", BASIC_OFFICE, "7月", "专家论证、集体讨论"),
        (
            "学校食堂食材集中采购办法" if year % 2 else "公办幼儿园保育教育费标准调整",
            SAFETY_OFFICE if year % 2 else EARLY_OFFICE,
            "9月",
            "公开征求意见、风险评估、集体讨论",
        ),
        (
            f"{year + 1}年学校建设项目计划",
            FINANCE_OFFICE,
            "11月",
            "专家论证、公开征求意见、集体讨论",
        ),
    )
    yield item(
        f"decisions-{year}",
        f"云溪县教育局{year}年度重大行政决策事项目录",
        "1301",
        workday(year, 3, 19),
        (
            f"""
            根据《重大行政决策程序暂行条例》，结合教育工作实际，确定{year}年度重大行政决策事项{len(rows)}项，现予公布。
            """,
            Table(
                f"{year}年度重大行政决策事项目录",
                ("决策事项", "承办单位", "计划完成时间", "主要程序"),
                rows,
            ),
            f"""
            一、目录实行动态管理，因客观情况变化需要调整的，按照程序调整后重新公布。
            二、公众可以通过“意见征集”栏目、信函、座谈会等方式参与决策，承办单位应当反馈意见采纳情况。
            三、未履行规定程序的，不得提交局务会议讨论。
            联系电话：{phone(102)}。
            """,
        ),
        office=POLICY_OFFICE,
        genre="公告",
        stage="all",
        openness="decision",
        keywords=("重大行政决策", "目录"),
    )


DEPUTIES = (  # subject, what was asked, what is answered, office
    (
        "增加城区义务教育学位",
        "随着高铁新区入住，滨河小学学位紧张，建议新建学校。",
        "已启动高铁新区小学前期工作，列入中小学布局专项规划近期项目；同时通过扩建第二小学、第三中学增加学位。",
        BASIC_OFFICE,
    ),
    (
        "加强农村学校音体美教师配备",
        "乡镇学校缺少专职音体美教师，建议增加招聘名额。",
        "近三年招聘的教师中音体美学科占四分之一，全部安排到乡镇；推行城区教师走教，每周固定两天到结对学校上课。",
        world.STAFF_OFFICE,
    ),
    (
        "规范中小学课后服务",
        "建议丰富课程，延长时间，与下班时间衔接。",
        "推动课后服务结束时间与下班时间相衔接，建立县级课程资源库，引入非遗、科技类课程。",
        BASIC_OFFICE,
    ),
    (
        "改善学校周边交通秩序",
        "部分学校门口上下学时段拥堵，存在安全隐患。",
        "会同公安、交通运输部门实施错峰放学，增设接送区，开通学生专线公交。",
        SAFETY_OFFICE,
    ),
)
MEMBERS = (
    (
        "加强中小学生心理健康教育",
        "心理教师数量不足，建议每校配备专职教师。",
        "全县已配备专职心理教师，其余学校由县教师发展中心巡回服务；与县人民医院建立转介绿色通道。",
        HEALTH_OFFICE,
    ),
    (
        "推进学前教育普及普惠",
        "乡镇公办园学位不足，建议利用闲置校舍改建。",
        "利用闲置校舍改建幼儿园分园，新增学位全部为公办；对普惠性民办园按人数给予补助。",
        EARLY_OFFICE,
    ),
    (
        "提高学校食堂管理水平",
        "家长关注食材来源和账目公开。",
        "大宗食材县级集中采购，食谱和账目每周公示，家长代表参与验收和陪餐。",
        SAFETY_OFFICE,
    ),
    (
        "促进职业教育产教融合",
        "建议职业学校专业与县域产业对接。",
        "开设新能源汽车、电子商务等专业，与26家企业开展订单培养，毕业生本地就业率逐年提高。",
        EARLY_OFFICE,
    ),
)


FIRST_TERM_BEGAN = 2017
DEPUTY_TERMS = (
    "十七",
    "十八",
    "十九",
    "二十",
    "二十一",
    "二十二",
    "二十三",
    "二十四",
)  # five years each
MEMBER_TERMS = ("九", "十", "十一", "十二", "十三", "十四", "十五", "十六")


def answer(year: int, kind: str, n: int, case: tuple[str, str, str, str]) -> DemoItem:
    """The answer to one deputy's (人大) or member's (政协) proposal."""
    subject, asked, told, office = case
    is_deputy = kind == "人大"
    number = 12 + 9 * n + wobble(year, f"{kind}{n}", 7)
    term, meeting = divmod(year - FIRST_TERM_BEGAN, 5)
    body = f"第{DEPUTY_TERMS[term]}届人大" if is_deputy else f"第{MEMBER_TERMS[term]}届政协"
    session = f"县{body}第{meeting + 1}次会议第{number}号"
    name = "代表" if is_deputy else "委员"
    signed = workday(year, 6, 5 + 6 * n + (0 if is_deputy else 3))
    return item(
        f"{'deputy' if is_deputy else 'member'}-{n}-{year}",
        f"对{session}{'建议' if is_deputy else '提案'}的答复（关于{subject}）",
        "1401" if is_deputy else "1402",
        signed,
        (
            f"""
            {"王李张刘陈杨赵黄"[wobble(year, subject, 7)]}某某{name}：
            您提出的《关于{subject}的{"建议" if is_deputy else "提案"}》收悉。{asked}您的意见对我们改进工作很有帮助。经与有关部门研究，现答复如下。
            一、已经开展的工作
            {told}
            二、存在的困难
            财政投入和编制总量有限，部分工作需要分年度推进；个别措施还需要与乡镇、相关部门进一步衔接。
            三、下一步打算
            1. 将有关内容列入{year}年下半年重点工作，明确责任股室和完成时限。
            2. 每季度检查一次进展，年底前向您通报落实情况。
            3. 邀请您参加实地调研和“局长接待日”活动，继续听取意见。
            感谢您对教育工作的关心和支持。
            办理结果类别：{"A" if (year + n) % 3 else "B"}类。联系单位：{office}；联系电话：{phone(101)}。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        lag=5,
        doc_no=numbered("云教建" if is_deputy else "云教提", year, 3 + n),
        office=office,
        genre="函",
        stage="all",
        openness="result",
        keywords=("代表建议" if is_deputy else "政协提案", subject),
    )


def first_answers(year: int) -> Iterator[DemoItem]:
    yield answer(year, "人大", 0, DEPUTIES[year % 4])
    yield answer(year, "政协", 0, MEMBERS[year % 4])


def more_answers(year: int) -> Iterator[DemoItem]:
    yield answer(year, "人大", 1, DEPUTIES[(year + 1) % 4])
    yield answer(year, "政协", 1, MEMBERS[(year + 1) % 4])


def proposals(year: int) -> Iterator[DemoItem]:
    """办理总体情况: counts by meeting and role."""
    deputies, members, party = 8 + year % 4, 14 + year % 5, 2 + year % 2
    joint = 3 + year % 3
    rows = (
        ("人大代表建议", deputies, 1),
        ("政协提案", members, joint),
        ("党代会提案", party, 1),
    )
    yield item(
        f"proposals-{year}",
        f"云溪县教育局{year}年人大代表建议和政协提案办理总体情况",
        "1403",
        workday(year, 11, 19),
        (
            f"""
            {year}年，县教育局共承办建议提案{deputies + members + party + joint + 2}件，全部在规定时限内办结，见面率、答复率、满意率均为100%。
            """,
            Table(
                f"{year}年建议提案承办情况（单位：件）",
                ("类别", "主办", "协办"),
                rows,
                total=True,
            ),
            f"""
            一、主要内容：学位供给和学校布局{5 + year % 3}件，教师队伍{4 + year % 2}件，学前教育{3 + year % 2}件，校园安全和食堂管理{4 + year % 3}件，其余涉及心理健康、职业教育和课后服务等。
            二、办理措施：实行主要领导领办、股室承办、办公室督办，答复前与代表、委员当面沟通，答复文本除涉及不宜公开的内容外全文公开。
            三、成果转化：{2 + year % 2}个政策文件在起草中吸收了建议提案内容。
            联系电话：{phone(101)}。
            """,
        ),
        office=GENERAL_OFFICE,
        genre="报告",
        stage="all",
        openness="result",
        keywords=("建议提案", "办理情况", "满意率"),
    )


def service_fee_consultation(span: Span) -> Iterator[DemoItem]:
    """A consultation with its feedback, last year: the kindergarten fee."""
    matter, opened = "公办幼儿园保育教育费标准调整", workday(span.year(1), 5, 6)
    common = {"office": EARLY_OFFICE, "matter": matter, "stage": "preschool"}
    yield item(
        "fee-draft",
        "关于公开征求《云溪县公办幼儿园保育教育费标准调整方案（征求意见稿）》意见的公告",
        "1302",
        opened,
        (
            """
            公办幼儿园现行保育教育费标准已执行六年，办园成本变化较大。县教育局会同县发展改革局、县财政局起草了调整方案，现公开征求意见。
            """,
            Table(
                "拟调整标准（单位：元/月）",
                ("等级", "现行标准", "拟调整标准"),
                (
                    ("省级示范园", 480, 540),
                    ("市级示范园", 420, 470),
                    ("乡镇中心园", 300, 330),
                ),
            ),
            f"""
            一、调整后的标准从新学年小班开始执行，已在园幼儿仍按原标准收取直至毕业。
            二、低保、特困、孤儿、残疾幼儿免收保育教育费，多孩家庭第二个及以上子女减收30%。
            三、成本监审结论可以在县发展改革局网站查阅，听证会另行公告。
            四、征求意见时间：{chinese_date(opened)}至{day_of_month(opened + timedelta(days=30))}。联系电话：{phone(105)}。
            """,
        ),
        lag=0,
        co_issuers=("云溪县发展和改革局", "云溪县财政局"),
        genre="公告",
        matter_stage="意见征集",
        matter_order=1,
        openness="decision",
        period_kind="comment",
        begins_on=opened,
        ends_on=opened + timedelta(days=30),
        keywords=("幼儿园收费", "征求意见"),
        **common,
    )
    yield item(
        "fee-feedback",
        "公办幼儿园保育教育费标准调整方案公开征求意见和听证会意见采纳情况",
        "1303",
        next_workday(opened + timedelta(days=48)),
        (
            """
            征求意见和听证会共收到意见64条，其中赞成调整的29条，认为涨幅偏高的22条，其他意见13条。采纳情况如下。
            """,
            Table(
                "意见采纳情况（单位：条）",
                ("意见内容", "数量", "采纳", "未采纳"),
                (
                    ("降低乡镇中心园涨幅", 14, 14, 0),
                    ("扩大多孩家庭减免范围", 18, 18, 0),
                    ("推迟一年执行", 9, 9, 0),
                    ("按学期一次性收取", 6, 0, 6),
                    ("加强伙食费公开", 17, 17, 0),
                ),
                total=True,
            ),
            """
            一、根据多数意见，方案推迟执行，乡镇中心园标准维持不变，修改后的方案报县政府批准后另行公布，公布前仍执行现行标准。
            二、未采纳的意见：按学期一次性收取，会加重家长一次性支出负担，仍按月收取。
            """,
        ),
        genre="其他",
        matter_stage="意见反馈",
        matter_order=2,
        openness="result",
        keywords=("幼儿园收费", "听证会", "意见采纳"),
        **common,
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from service_fee_consultation(span)


YEARLY = (
    (decisions, 4),
    (first_answers, 6),
    (more_answers, 2),
    (proposals, 6),
)
