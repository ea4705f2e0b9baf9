"""教师管理与人事 (0703 to 0708): certificates, titles, training, conduct, honours, appointments."""

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.recruitment import SURNAMES
from disclosure.demo.spec import (
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
    BUREAU,
    STAFF_OFFICE,
    TEACHER_CENTRE,
    phone,
    wobble,
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
            公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。对评审结果有异议的，可以向县教育局人事与教师工作股实名反映，电话{phone(106)}。
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
        ends_on=weekdays_from(starts, 5),
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
            公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。公示期间有不同意见的，请向人事与教师工作股反映，电话{phone(106)}。
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
        ends_on=weekdays_from(starts, 5),
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
            公示期：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。监督电话：{phone(112)}。
            """,
        ),
        lag=0,
        office=STAFF_OFFICE,
        issuer=BUREAU,
        genre="公告",
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 5),
        keywords=("公务员", "拟录用", "公示"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from conduct(span)
    yield from civil_service(span)


YEARLY = (
    (certification, 3),
    (titles, 3),
    (training, 6),
    (honours, 4),
    (appointments, 3),
)
