"""教师招聘 (0701, 0702): from the announcement to the appointment."""

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
    weekdays_from,
    workday,
)
from disclosure.demo.world import (
    FIRST_HIGH,
    STAFF_OFFICE,
    phone,
    wobble,
)

POSTS = (  # unit, subject, posts, degree
    ("县直小学", "语文", 8, "本科以上"),
    ("县直小学", "数学", 6, "本科以上"),
    ("乡镇小学", "英语", 4, "本科以上"),
    ("乡镇小学", "体育", 3, "本科以上"),
    ("县直初中", "数学", 5, "本科以上"),
    ("县直初中", "物理", 3, "本科以上"),
    ("乡镇初中", "历史", 2, "本科以上"),
    ("第一中学", "化学", 2, "本科以上，研究生优先"),
    ("特殊教育学校", "特殊教育", 2, "本科以上"),
    ("公办幼儿园", "学前教育", 8, "大专以上"),
)


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def posts(year: int) -> Table:
    rows = tuple(
        (unit, subject, number + wobble(year, unit + subject, 2), degree, f"{year % 100}{n:02d}")
        for n, (unit, subject, number, degree) in enumerate(POSTS, start=1)
    )
    table = Table(
        f"{year}年公开招聘中小学、幼儿园教师岗位表",
        ("招聘单位", "学科", "名额", "学历要求", "岗位代码"),
        rows,
        total=True,
    )
    return table


def candidate(year: int, n: int) -> str:
    """A masked name: only the family name shows."""
    return SURNAMES[wobble(year, f"name{n}", len(SURNAMES) - 1)] + "**"


def ticket(year: int, post: int, n: int) -> str:
    return f"{year % 100}{post:02d}{n:04d}"


def written_marks(year: int) -> list[tuple[str, str, int, str]]:
    """Post, ticket, place and mark of the three best of each of the first six posts."""
    marks = []
    for post in range(1, 7):
        best = 78 + wobble(year, f"best{post}", 9)
        for place in range(1, 4):
            mark = best - 2 * place + wobble(year, f"m{post}{place}", 10) / 10
            number = ticket(year, post, 11 * place + wobble(year, f"t{post}{place}", 9))
            marks.append((f"{year % 100}{post:02d}", number, place, f"{mark:.2f}"))
    return marks


def matter_of(year: int) -> str:
    return f"{year}年云溪县公开招聘中小学、幼儿园教师"


def recruitment(year: int) -> Iterator[DemoItem]:
    """The announcement and the names to be appointed."""
    table, signed = posts(year), workday(year, 4, 8)
    opens = signed + timedelta(days=11)
    places = table.total_row[2]
    yield item(
        f"recruitment-{year}",
        f"云溪县{year}年公开招聘中小学、幼儿园教师公告",
        "0701",
        signed,
        (
            f"""
            为了满足全县教育事业发展需要，经县委机构编制委员会办公室、县人力资源和社会保障局同意，{year}年面向社会公开招聘中小学、幼儿园教师{places}名。现将有关事项公告如下。
            一、招聘原则
            坚持公开、平等、竞争、择优，实行信息公开、过程公开、结果公开。
            二、岗位与名额
            """,
            table,
            f"""
            三、报名条件
            - 遵守宪法和法律，具有良好的品行和职业道德，适应岗位要求的身体条件。
            - 具有与岗位相符的学历、专业和教师资格证书。
            - 年龄在35周岁以下（{year - 36}年4月30日以后出生）；具有中级以上专业技术职称的放宽到40周岁。
            - 曾受过刑事处罚、被开除公职、在公务员或者事业单位招考中被认定有严重违纪行为且在禁考期内的，以及依法应当禁止从事教职工工作的，不得报名。
            四、报名时间和方式
            {chinese_date(opens)}9:00至{day_of_month(opens + timedelta(days=4))}17:00，登录县人事考试报名系统报名。每人限报一个岗位。报名不收取费用，考试费在资格初审通过后缴纳。
            五、考试
            （一）笔试
            时间为{year}年5月18日上午，内容为教育综合知识和学科专业知识，满分100分。开考比例为1∶3，达不到的核减或者取消岗位名额。
            （二）面试
            按照笔试成绩从高到低1∶3确定面试人选，采取模拟课堂方式。面试成绩当场公布。
            （三）总成绩
            总成绩＝笔试成绩×40%＋面试成绩×60%。
            六、体检、考察、公示和聘用
            按照总成绩从高到低等额确定体检人选。体检、考察合格的，公示7个工作日。聘用人员实行试用期制度，最低服务年限5年。
            七、纪律与监督
            招聘工作由县纪委监委派驻纪检监察组全程监督。考试不指定辅导用书，不举办也不委托任何机构举办培训班。咨询电话：{phone(106)}；监督电话：{phone(112)}。
            """,
        ),
        doc_no=numbered("云教人", year, 6),
        co_issuers=("云溪县人力资源和社会保障局",),
        office=STAFF_OFFICE,
        genre="公告",
        matter=matter_of(year),
        matter_stage="招聘公告",
        matter_order=1,
        stage="all",
        openness="decision",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=4),
        keywords=("教师招聘", "事业单位", "岗位表"),
        files=(DemoFile(f"{year}年教师招聘岗位表.xlsx", tables=(table,)),),
    )
    yield appointment_notice(year, places)


def appointment_notice(year: int, places: int) -> DemoItem:
    starts = workday(year, 7, 10)
    return item(
        f"recruitment-names-{year}",
        f"云溪县{year}年公开招聘教师拟聘用人员公示",
        "0702",
        starts,
        (
            f"""
            经过笔试、面试、体检和考察，拟聘用{places - wobble(year, "unfilled", 4)}名教师，现予公示。姓名按照个人信息保护要求作部分隐去，可以凭准考证号核对；下表列出前6个岗位第一名，完整名单在县人力资源和社会保障局、县教育局公示栏张贴。
            """,
            Table(
                "拟聘用人员名单（节选）",
                ("准考证号", "岗位代码", "姓名", "总成绩", "体检和考察"),
                winners(year),
            ),
            f"""
            公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 7))}（7个工作日）。
            公示期间，对拟聘用人员有异议的，可以实名反映，并提供具体事实和线索。受理电话：{phone(106)}、{phone(112)}。公示期满后，本页面的名单将按规定作进一步处理。
            """,
        ),
        lag=0,
        co_issuers=("云溪县人力资源和社会保障局",),
        office=STAFF_OFFICE,
        genre="公告",
        matter=matter_of(year),
        matter_stage="拟聘用公示",
        matter_order=6,
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 7),
        keywords=("拟聘用", "公示", "教师招聘"),
    )


def recruitment_steps(year: int) -> Iterator[DemoItem]:
    """Marks, interview, health check and appointment, for the recent years."""
    matter = {"matter": matter_of(year), "office": STAFF_OFFICE, "genre": "公告", "stage": "all"}
    marks = written_marks(year)
    table = Table(
        f"{year}年教师招聘笔试成绩（各岗位前三名，前6个岗位）",
        ("准考证号", "岗位代码", "笔试成绩", "名次"),
        tuple((number, post, mark, place) for post, number, place, mark in marks),
    )
    yield item(
        f"recruitment-marks-{year}",
        f"云溪县{year}年公开招聘教师笔试成绩公告",
        "0702",
        workday(year, 5, 28),
        (
            f"""
            {year}年公开招聘教师笔试于5月18日举行，应考{world.count(year, 980, 40, "sat", 60)}人，实考率{88 + wobble(year, "rate", 6)}%。现将笔试成绩公布如下，全部成绩见附件。
            """,
            table,
            f"""
            一、考生只按准考证号公布成绩，不公布姓名。
            二、对成绩有疑问的，可以在公布之日起3个工作日内持身份证和准考证到县教育局人事与教师工作股申请查分，只查加分和登分，不重新评卷。
            三、进入面试的人选按照岗位名额1∶3确定，末位同分的一并进入，面试安排另行公告。
            咨询电话：{phone(106)}。
            """,
        ),
        matter_stage="笔试成绩",
        matter_order=2,
        openness="result",
        keywords=("笔试成绩", "教师招聘"),
        files=(DemoFile(f"{year}年教师招聘笔试成绩.xlsx", tables=(table,)),),
        **matter,
    )
    when = interview_day(year)
    yield item(
        f"recruitment-interview-{year}",
        f"云溪县{year}年公开招聘教师面试公告",
        "0701",
        workday(year, 6, 1),
        (
            f"""
            现将{year}年公开招聘教师面试有关事项公告如下。
            一、面试时间：{chinese_date(when)}（星期{"一二三四五六日"[when.weekday()]}）上午8:00开始，考生7:20前到候考室签到，迟到的视为放弃。
            二、面试地点：云溪县第二中学（城关镇文昌街100号）。
            三、面试方式：模拟课堂，备课30分钟、讲课12分钟、答辩3分钟。学前教育和特殊教育岗位另加专业技能展示5分钟。
            四、教材版本：使用考点提供的教材，考生不得携带任何资料。
            五、资格复审：6月4日至5日，在县教育局二楼会议室，携带身份证、学历学位证书、教师资格证书原件。未参加复审的取消面试资格，按成绩依次递补一次。
            六、评委由外县教师担任，面试当天抽签确定考场，全程录像。
            咨询电话：{phone(106)}。
            """,
        ),
        matter_stage="面试公告",
        matter_order=3,
        openness="execution",
        keywords=("面试", "资格复审", "教师招聘"),
        **matter,
    )
    yield item(
        f"recruitment-health-{year}",
        f"云溪县{year}年公开招聘教师面试成绩、总成绩和体检公告",
        "0702",
        workday(year, 6, 26),
        (
            """
            面试工作已经结束，现将总成绩和体检事项公告如下。
            """,
            overall_table(year),
            f"""
            一、体检人选：按照总成绩从高到低，以岗位名额等额确定。
            二、体检时间：{year}年6月30日上午7:30，在县教育局门前集合，统一乘车。考生须空腹，携带身份证和准考证。
            三、体检标准：参照公务员录用体检通用标准执行，费用由考生承担。对结果有疑问的，可以在接到通知之日起7日内申请复检，复检只进行一次。
            四、体检不合格或者放弃的，在同岗位面试合格人员中依次递补。
            """,
        ),
        matter_stage="总成绩与体检",
        matter_order=5,
        openness="result",
        keywords=("面试成绩", "体检", "教师招聘"),
        **matter,
    )
    yield item(
        f"recruitment-done-{year}",
        f"关于聘用{year}年公开招聘教师的通知",
        "0702",
        workday(year, 8, 6),
        (
            f"""
            各有关学校、幼儿园：
            {year}年公开招聘教师拟聘用人员公示期满，没有收到影响聘用的反映。经研究并报县人力资源和社会保障局备案，同意聘用，现将有关事项通知如下。
            一、新聘教师于8月20日到县教师发展中心报到，参加不少于30学时的岗前培训，培训合格后上岗。
            二、各学校应当在8月31日前与新聘教师签订聘用合同，试用期一年，最低服务期5年。服务期内不得借调到非教学单位。
            三、为每名新教师安排一名指导教师，指导期一年。
            四、乡镇学校新聘教师享受乡镇工作补贴和乡村教师生活补助，自报到当月起发放。
            """,
        ),
        doc_no=numbered("云教人", year, 18),
        matter_stage="聘用",
        matter_order=7,
        openness="result",
        keywords=("聘用", "岗前培训"),
        **{**matter, "genre": "通知"},
    )


def interview_day(year: int) -> date:
    """The second Saturday of June, or so."""
    day = date(year, 6, 8)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def overall(year: int) -> tuple[tuple[str, str, str, str, str], ...]:
    """Ticket, post, and the three marks of those who were interviewed."""
    rows = []
    for post, number, place, mark in written_marks(year):
        interview = 84 + wobble(year, number, 90) / 10 - place
        total = float(mark) * 0.4 + interview * 0.6
        rows.append((number, post, mark, f"{interview:.2f}", f"{total:.2f}"))
    return tuple(rows)


def winners(year: int) -> tuple[tuple[str, ...], ...]:
    """The best of each post, with a masked name."""
    best = {}
    for row in sorted(overall(year), key=lambda row: row[4]):
        best[row[1]] = row
    return tuple(
        (number, post, candidate(year, n), total, "合格")
        for n, (number, post, _, _, total) in enumerate(sorted(best.values()))
    )


def overall_table(year: int) -> Table:
    return Table(
        "总成绩（前6个岗位）",
        ("准考证号", "岗位代码", "笔试成绩", "面试成绩", "总成绩"),
        overall(year),
    )


def postponement(span: Span) -> Iterator[DemoItem]:
    """A rainstorm moved last year's interview by a week."""
    year = span.year(1)
    planned = interview_day(year)
    yield item(
        f"recruitment-postponed-{year}",
        f"关于延期举行{year}年公开招聘教师面试的公告",
        "0701",
        planned - timedelta(days=2),
        (
            f"""
            根据县气象台发布的暴雨橙色预警和县防汛抗旱指挥部的要求，为了保障考生和工作人员安全，原定于{chinese_date(planned)}举行的{year}年公开招聘教师面试延期举行。
            一、新的面试时间：{chinese_date(planned + timedelta(days=7))}上午8:00，签到时间、地点和方式不变。
            二、已经完成的资格复审继续有效，考生不需要再次复审，原面试通知单继续使用。
            三、因延期不能参加面试的考生，可以在{day_of_month(planned + timedelta(days=4))}17:00前提出书面说明，退还考试费。
            四、后续体检、公示时间相应顺延，以公告为准。
            给考生带来不便，敬请谅解。咨询电话：{phone(106)}。
            """,
        ),
        lag=0,
        office=STAFF_OFFICE,
        genre="公告",
        matter=matter_of(year),
        matter_stage="面试延期",
        matter_order=4,
        postpones=f"recruitment-interview-{year}",
        stage="all",
        openness="execution",
        keywords=("延期公告", "面试", "暴雨"),
    )


def rural_posts(year: int) -> Iterator[DemoItem]:
    opens = workday(year, 5, 20)
    quota = world.count(year, 24, -1, "rural", 4)
    yield item(
        f"rural-posts-{year}",
        f"云溪县{year}年农村义务教育阶段学校特设岗位教师招聘公告",
        "0701",
        workday(year, 5, 14),
        (
            f"""
            按照省教育厅统一部署，{year}年云溪县计划招聘农村义务教育阶段学校特设岗位教师{quota}名，全部安排在石桥、白鹭、柳林、河湾、松岭五个乡镇的义务教育学校任教。
            一、招聘对象：普通高等学校本科毕业生，以及师范教育类专业专科毕业生，年龄不超过30周岁，具有相应教师资格。
            二、报名时间：{chinese_date(opens)}至{day_of_month(opens + timedelta(days=9))}，在全省特岗教师招聘系统报名。
            三、服务期为3年。服务期内执行国家统一的工资制度，由中央和地方财政共同负担；服务期满考核合格且愿意留任的，办理入编手续，不再组织考试。
            四、特岗教师在职称评审、评优评先、年度考核等方面与当地公办教师享受同等待遇，学校提供必要的周转宿舍。
            五、报名、考试、体检不收取报名费以外的费用。咨询电话：{phone(106)}。
            """,
        ),
        office=STAFF_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="decision",
        period_kind="registration",
        begins_on=opens,
        ends_on=opens + timedelta(days=9),
        keywords=("特岗教师", "乡村教师"),
    )


def high_school_recruits(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(1), 11, 12)
    yield item(
        "campus-recruitment",
        f"{FIRST_HIGH}{span.year(0)}届高校毕业生校园招聘公告",
        "0701",
        signed,
        (
            f"""
            因教学工作需要，云溪县第一中学面向{span.year(0)}届高校毕业生招聘教师12名，现公告如下。
            """,
            Table(
                "招聘岗位",
                ("学科", "名额", "专业要求"),
                (
                    ("语文", 3, "中国语言文学类"),
                    ("数学", 3, "数学类"),
                    ("物理", 2, "物理学类"),
                    ("信息技术", 2, "计算机类"),
                    ("心理健康", 2, "心理学类"),
                ),
                total=True,
            ),
            f"""
            一、应聘人员须为研究生，或者教育部直属师范大学公费师范生，{span.year(0)}年8月31日前取得学历学位证书和高级中学教师资格。
            二、采取现场报名、面试、说课的方式，当天公布面试成绩。拟聘用人员名单报县教育局、县人力资源和社会保障局审核后公示。
            三、学校提供教师公寓，执行事业单位工资待遇和人才补贴政策。
            四、报名电话：{phone(231)}。
            """,
        ),
        office=FIRST_HIGH,
        issuer=FIRST_HIGH,
        genre="公告",
        stage="high",
        openness="decision",
        keywords=("校园招聘", "第一中学"),
        files=(DemoFile("应聘人员登记表.docx", text=FORM_TEXT),),
    )


FORM_TEXT = """
应聘人员登记表
一、基本信息：姓名、性别、出生年月、政治面貌、毕业院校、所学专业、学历学位、教师资格种类。
二、学习经历：从高中填起，注明起止时间。
三、获奖情况：填写校级以上奖励，附证书复印件。
四、教学实践：实习学校、学科、课时数、指导教师评价。
五、本人承诺：以上填写内容真实，如有虚假，自愿承担取消聘用资格的后果。
"""


def singles(span: Span) -> Iterator[DemoItem]:
    yield from postponement(span)
    yield from high_school_recruits(span)


YEARLY = (
    (recruitment, 6),
    (recruitment_steps, 3),
    (rural_posts, 2),
)
