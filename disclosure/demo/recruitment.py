"""教师招聘与人事 (07): recruitment from announcement to appointment, titles, training, conduct."""

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
from disclosure.demo.world import (
    BUREAU,
    FIRST_HIGH,
    STAFF_OFFICE,
    TEACHER_CENTRE,
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
    rows = tuple(
        (number, post, candidate(year, n), place and "合格", "合格")
        for n, (post, number, place, _) in enumerate(written_marks(year))
        if place == 1
    )
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
                ("准考证号", "岗位代码", "姓名", "体检结果", "考察结果"),
                rows,
            ),
            f"""
            公示时间：{chinese_date(starts)}至{day_of_month(starts + timedelta(days=8))}（7个工作日）。
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
        ends_on=starts + timedelta(days=8),
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
            overall_table(year, marks),
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


def overall_table(year: int, marks) -> Table:
    rows = []
    for post, number, place, mark in marks:
        interview = 84 + wobble(year, number, 90) / 10 - place
        total = float(mark) * 0.4 + interview * 0.6
        rows.append((number, post, mark, f"{interview:.2f}", f"{total:.2f}"))
    return Table(
        "总成绩（前6个岗位）",
        ("准考证号", "岗位代码", "笔试成绩", "面试成绩", "总成绩"),
        tuple(rows),
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


def certification(year: int) -> Iterator[DemoItem]:
    """教师资格认定: spring and autumn."""
    for term, month, recognised in (("上", 4, 92), ("下", 9, 118)):
        opens = workday(year, month, 17)
        yield item(
            f"certification-{month}-{year}",
            f"云溪县{year}年{term}半年中小学教师资格认定公告",
            "0703",
            workday(year, month, 7),
            (
                f"""
                根据《教师资格条例》和省教育厅工作安排，现将云溪县{year}年{term}半年初级中学、小学、幼儿园教师资格认定有关事项公告如下。
                一、认定对象
                户籍、居住地或者就读学校在本县，教师资格考试合格的人员，以及符合免试认定条件的师范生。
                二、网上报名
                {chinese_date(opens)}至{day_of_month(opens + timedelta(days=11))}，登录中国教师资格网填报，选择认定机构“云溪县教育局”、确认点“云溪县政务服务大厅教育窗口”。
                三、体检
                网上报名后到县人民医院健康管理中心体检，体检结果由医院直接传送，不需要申请人领取。
                四、现场确认
                学历、普通话、户籍信息能够在线核验的，不需要现场确认。不能核验的，携带原件到确认点办理，只跑一次。
                五、证书发放
                符合条件的，自受理期限终止之日起30个法定工作日内作出认定结论，可以选择邮寄送达或者窗口领取。
                六、上一批认定情况
                上一批次受理申请{recognised + wobble(year, f"c{month}", 20) + 6}人，认定通过{recognised + wobble(year, f"c{month}", 20)}人。
                咨询电话：{phone(106)}。
                """,
            ),
            office=STAFF_OFFICE,
            genre="公告",
            stage="all",
            openness="service",
            period_kind="registration",
            begins_on=opens,
            ends_on=opens + timedelta(days=11),
            keywords=("教师资格认定", "现场确认"),
        )


def titles(year: int) -> Iterator[DemoItem]:
    """职称评审: the notice in August and the result in December."""
    matter = f"{year}年云溪县中小学教师系列中级职称评审"
    yield item(
        f"titles-{year}",
        f"云溪县教育局关于做好{year}年中小学教师职称评审工作的通知",
        "0704",
        workday(year, 8, 18),
        (
            f"""
            各学校、幼儿园：
            根据中小学教师职称制度改革有关规定，现就{year}年中小学教师职称评审工作通知如下。
            一、评审范围：全县公办、民办中小学和幼儿园在职在岗教师申报一级教师、二级教师职称。高级教师由市级评审，另行推荐。
            二、岗位要求：公办学校在核定的岗位结构比例内推荐。乡村学校教师任教累计满20年、申报一级教师的，不受岗位结构比例限制。
            三、破除唯论文、唯学历倾向：论文、课题不作为申报一级教师的必要条件，突出课堂教学、班主任工作和学生评价。
            四、学校推荐程序：个人述职、民主测评、课堂听课、集体评议、校内公示5个工作日。
            五、时间安排：9月20日前网上申报，10月组织说课答辩，11月评审。
            六、有师德失范行为受到处理且在影响期内的，实行“一票否决”。申报材料弄虚作假的，撤销所得职称，三年内不得申报。
            """,
        ),
        doc_no=numbered("云教人", year, 22),
        office=STAFF_OFFICE,
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="评审通知",
        matter_order=1,
        stage="all",
        openness="execution",
        keywords=("职称评审", "一级教师"),
    )
    starts = workday(year, 12, 4)
    schools = [school.name for school in world.SCHOOLS[:12]]
    passed = tuple(
        (school, 1 + wobble(year, f"title{school}", 4), wobble(year, f"second{school}", 3))
        for school in schools
    )
    yield item(
        f"titles-result-{year}",
        f"{year}年中小学教师中级职称评审通过人员公示",
        "0704",
        starts,
        (
            f"""
            云溪县中小学教师系列中级职称评审委员会于{year}年11月召开评审会议，现将评审通过情况公示。通过人员名单在所在学校公示栏和县教育局公示栏张贴，本页面公布各校人数。
            """,
            Table(
                "各校评审通过人数（单位：人）", ("学校", "一级教师", "二级教师"), passed, total=True
            ),
            f"""
            公示时间：{chinese_date(starts)}至{day_of_month(starts + timedelta(days=6))}。对评审结果有异议的，可以向县教育局人事与教师工作股实名反映，电话{phone(106)}。
            """,
        ),
        lag=0,
        office=STAFF_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="结果公示",
        matter_order=2,
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=starts + timedelta(days=6),
        keywords=("职称评审", "公示"),
    )


COURSES = (
    ("新教师岗前培训", 30, 60),
    ("班主任专业能力提升培训", 24, 180),
    ("义务教育课程标准学科培训", 40, 420),
    ("校园长任职资格与提高培训", 48, 50),
    ("乡村教师信息技术应用培训", 30, 260),
    ("心理健康教育教师培训", 36, 80),
    ("学校安全管理人员培训", 16, 95),
)


def training(year: int) -> Iterator[DemoItem]:
    table = Table(
        f"{year}年教师培训项目表",
        ("项目", "学时", "计划人数"),
        tuple((n, h, p + wobble(year, n, p // 5)) for n, h, p in COURSES),
    )
    people = sum(row[2] for row in table.rows)
    yield item(
        f"training-{year}",
        f"云溪县{year}年中小学、幼儿园教师培训计划",
        "0705",
        workday(year, 3, 11),
        (
            f"""
            各学校、幼儿园：
            为了提高教师队伍专业水平，现将{year}年县级教师培训计划印发给你们，请做好参训人员选派工作。
            一、全年安排县级培训项目{len(COURSES)}个，计划培训{people}人次，由县教师发展中心组织实施。
            """,
            table,
            f"""
            二、培训安排在周末以外的教研活动日和暑假前两周，不占用教师法定休息日。县级培训不收取教师任何费用，差旅费按规定在学校公用经费中列支。
            三、教师每五年累计参加培训不少于360学时，县级培训学时由系统自动登记，作为资格定期注册的依据。
            四、每个项目结束后由参训教师匿名评价，满意度低于85%的项目下一年调整。{year - 1}年各项目平均满意度为{90 + wobble(year, "satisfied", 6)}%。
            咨询电话：{phone(113)}。
            """,
        ),
        doc_no=numbered("云教师", year, 3),
        office=TEACHER_CENTRE,
        stage="all",
        openness="execution",
        validity="valid",
        expires_on=date(year, 12, 31),
        keywords=("教师培训", "培训计划", "学时"),
    )


def honours(year: int) -> Iterator[DemoItem]:
    """教师节表彰: the notice of names in August, the decision before 10 September."""
    matter = f"{year}年教师节表彰"
    starts = workday(year, 8, 24)
    numbers = (("优秀教师", 60), ("优秀班主任", 30), ("优秀教育工作者", 15), ("师德标兵", 10))
    table = Table("拟表彰名额（单位：人）", ("称号", "人数"), numbers, total=True)
    yield item(
        f"honours-notice-{year}",
        f"{year}年教师节拟表彰对象公示",
        "0707",
        starts,
        (
            f"""
            经学校民主推荐、校内公示、县教育局评审，拟在第{year - 1984}个教师节表彰一批优秀教师和教育工作者，现予公示。
            """,
            table,
            f"""
            名额向农村学校和教学一线倾斜，乡镇学校教师占{52 + wobble(year, "village", 8)}%，校级领导不超过10%。拟表彰人员名单在各学校和县教育局公示栏张贴。
            公示时间：{chinese_date(starts)}至{day_of_month(starts + timedelta(days=6))}。公示期间有不同意见的，请向人事与教师工作股反映，电话{phone(106)}。
            """,
        ),
        lag=0,
        office=STAFF_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="公示",
        matter_order=1,
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=starts + timedelta(days=6),
        keywords=("教师节", "表彰", "公示"),
    )
    signed = workday(year, 9, 7)
    yield item(
        f"honours-{year}",
        f"云溪县教育局关于表彰{year}年优秀教师和优秀教育工作者的决定",
        "0707",
        signed,
        (
            """
            各学校、幼儿园：
            一年来，全县广大教师认真履行教书育人职责，涌现出一批师德高尚、业绩突出的先进典型。为了弘扬尊师重教的良好风尚，经研究，决定授予60名教师“优秀教师”、30名教师“优秀班主任”、15名同志“优秀教育工作者”、10名教师“师德标兵”称号。
            """,
            table,
            f"""
            希望受到表彰的教师珍惜荣誉、再接再厉。全县教师要以先进典型为榜样，潜心教书、静心育人，为建设教育强县作出新的贡献。
            受表彰人员每人发放荣誉证书，事迹材料由各学校宣传。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 61 + year % 3),
        office=STAFF_OFFICE,
        genre="决定",
        matter=matter,
        matter_stage="表彰决定",
        matter_order=2,
        stage="all",
        openness="result",
        keywords=("教师节", "优秀教师", "表彰决定"),
    )


def appointments(year: int) -> Iterator[DemoItem]:
    signed = workday(year, 8, 15)
    moved = ("石桥镇中心小学", "柳林镇初级中学", "河湾镇中心小学", "第四中学", "职业中等专业学校")
    school = moved[year % len(moved)]
    other = moved[(year + 2) % len(moved)]
    yield item(
        f"appointments-{year}",
        "云溪县教育局关于部分学校负责人任免职的通知",
        "0708",
        signed,
        (
            f"""
            各学校：
            经县教育局党组{year}年第{9 + year % 4}次会议研究，决定：
            - {SURNAMES[year % 20]}某某任云溪县{school}校长，试用期一年；
            - {SURNAMES[(year + 7) % 20]}某某任云溪县{other}副校长；
            - 免去{SURNAMES[(year + 3) % 20]}某某云溪县{other}副校长职务（到龄退休）。
            校长任期为5年，任期届满实行交流。离任校长须在一个月内完成财务、资产和档案交接，接受任期经济责任审计。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        lag=3,
        doc_no=numbered("云教任", year, 4),
        office=STAFF_OFFICE,
        stage="all",
        openness="result",
        keywords=("任免", "校长"),
    )


def conduct(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(3), 3, 15)
    yield item(
        "conduct-rules",
        "云溪县中小学教师职业行为负面清单和违规处理办法",
        "0706",
        signed,
        (
            f"""
            各学校、幼儿园：
            为了落实新时代教师职业行为十项准则，规范教师职业行为，制定本办法。
            一、负面清单
            - 体罚或者变相体罚学生，侮辱、歧视学生。
            - 组织、参与有偿补课，为校外培训机构介绍生源。
            - 索要、收受学生和家长财物，推销教辅材料、保险等商品。
            - 在招生、考试、推优、职称评审等工作中弄虚作假。
            - 泄露学生个人信息，在家长群发布学生成绩和排名。
            - 遇突发事件时不顾学生安危，擅离职守。
            二、处理权限
            情节较轻的，由学校给予批评教育、责令检查、取消当年评优资格等处理；情节较重的，由县教育局给予处分；构成犯罪的，移送司法机关。
            三、处理程序
            学校接到反映后5个工作日内完成初步核实，听取教师本人陈述和申辩，处理决定书面送达。教师不服的，可以依法申请复核、申诉。
            四、结果运用
            师德考核不合格的，年度考核确定为不合格，职称评审、岗位聘用、评优奖励实行一票否决。
            五、监督
            师德监督电话{phone(114)}，接受实名和匿名反映，对反映人信息保密。
            本办法自印发之日起施行。
            """,
        ),
        doc_no=numbered("云教", signed.year, 14),
        office=STAFF_OFFICE,
        validity="valid",
        effective_on=signed,
        stage="all",
        openness="management",
        keywords=("师德", "教师行为规范", "负面清单"),
    )
    reported = workday(span.year(1), 12, 10)
    yield item(
        "conduct-cases",
        f"关于{reported.year}年查处违反教师职业行为规范典型问题的通报",
        "0706",
        reported,
        (
            f"""
            各学校、幼儿园：
            为了严肃纪律、教育警示，现将{reported.year}年查处的3起典型问题通报如下。
            一、某乡镇初中教师参与有偿补课问题。该教师周末在校外机构兼职授课，取得报酬2400元。给予警告处分，责令退还违规所得，取消两年内评优和晋升资格。
            二、某小学教师变相体罚学生问题。该教师罚学生抄写课文20遍。给予批评教育并责令向学生和家长道歉，当年师德考核确定为不合格。
            三、某幼儿园违规收取材料费问题。责令全部退还，对园长予以诫勉。
            全县各学校要举一反三，开展自查自纠，把师德教育纳入每学期教师培训内容。
            """,
        ),
        doc_no=numbered("云教", reported.year, 78),
        office=STAFF_OFFICE,
        genre="通报",
        stage="all",
        openness="result",
        keywords=("师德", "典型案例", "通报"),
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


def civil_service(span: Span) -> Iterator[DemoItem]:
    starts = workday(span.year(1), 9, 18)
    yield item(
        "civil-service",
        f"云溪县教育局{starts.year}年考试录用公务员拟录用人员公示",
        "0708",
        starts,
        (
            """
            根据公务员录用有关规定，经笔试、资格审查、面试、体检和考察，拟录用2名公务员，现予公示。
            """,
            Table(
                "拟录用人员",
                ("职位", "准考证号", "姓名", "总成绩"),
                (
                    ("政策法规与行政审批股一级科员", "30710215", "陈**", "78.62"),
                    ("计划财务股一级科员", "30710348", "何**", "77.95"),
                ),
            ),
            f"""
            公示期：{chinese_date(starts)}至{day_of_month(starts + timedelta(days=6))}。监督电话：{phone(112)}。
            """,
        ),
        lag=0,
        office=STAFF_OFFICE,
        issuer=BUREAU,
        genre="公告",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=starts + timedelta(days=6),
        keywords=("公务员", "拟录用", "公示"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from postponement(span)
    yield from conduct(span)
    yield from high_school_recruits(span)
    yield from civil_service(span)


YEARLY = (
    (recruitment, 6),
    (recruitment_steps, 3),
    (rural_posts, 2),
    (certification, 3),
    (titles, 3),
    (training, 6),
    (honours, 4),
    (appointments, 3),
)
