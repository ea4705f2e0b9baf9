"""What is going on around the day of loading: registrations, notices, consultations; and drafts."""

from collections.abc import Iterator
from datetime import date

from disclosure.demo import world
from disclosure.demo.markup import Part, Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    day_of_month,
    item,
    moment,
    workday,
)
from disclosure.demo.world import (
    AID_CENTRE,
    BASIC_OFFICE,
    EARLY_OFFICE,
    EXAM_CENTRE,
    FIRST_HIGH,
    FIRST_PRIMARY,
    GENERAL_OFFICE,
    HEALTH_OFFICE,
    PRIVATE_OFFICE,
    SAFETY_OFFICE,
    STAFF_OFFICE,
    phone,
)


def fresh(
    key: str, title: str, category: str, day: date, body: tuple[Part, ...], **fields
) -> DemoItem:
    """An item signed and published on one and the same day, weekend or not."""
    return item(key, title, category, day, body, published_at=moment(key, day), **fields)


def registrations(span: Span) -> Iterator[DemoItem]:
    opens, closes = span.ago(3), span.ahead(6)
    yield fresh(
        "now-talents",
        "云溪县教育系统引进高层次教育人才公告",
        "0701",
        span.ago(8),
        (
            """
            因事业发展需要，县教育局面向社会引进高层次教育人才15名，现公告如下。
            """,
            Table(
                "引进岗位",
                ("单位", "岗位", "名额", "条件"),
                (
                    ("第一中学", "学科竞赛教师", 4, "硕士研究生以上，具有省级以上竞赛指导经历优先"),
                    ("第四中学", "学科骨干教师", 4, "高级教师，或者省级教学能手"),
                    ("职业中等专业学校", "专业课教师", 4, "硕士研究生以上，或者高级技师"),
                    ("特殊教育学校", "康复教师", 3, "本科以上，康复治疗或者特殊教育专业"),
                ),
                total=True,
            ),
            f"""
            一、报名时间：{chinese_date(opens)}9:00至{chinese_date(closes)}17:00。
            二、报名方式：登录县人事考试报名系统，或者到县教育局人事与教师工作股现场报名。
            三、考核方式：资格审查后采取试讲、面谈方式考核，不组织笔试。考核成绩当场公布，合格线为75分。
            四、待遇：纳入事业编制，提供人才公寓和安家补助，配偶就业、子女入学按照人才政策安排。
            五、拟引进人员经体检、考察后公示7个工作日。咨询电话：{phone(106)}；监督电话：{phone(112)}。
            """,
        ),
        co_issuers=("中共云溪县委人才工作领导小组办公室",),
        office=STAFF_OFFICE,
        genre="公告",
        matter="云溪县教育系统引进高层次教育人才",
        matter_stage="引进公告",
        matter_order=1,
        stage="all",
        openness="decision",
        period_kind="registration",
        begins_on=opens,
        ends_on=closes,
        keywords=("人才引进", "高层次人才", "报名"),
        files=(DemoFile("高层次教育人才引进岗位表和报名须知.docx", text=TALENT_NOTE),),
    )
    yield fresh(
        "now-mandarin",
        "云溪县本期普通话水平测试报名公告",
        "1501",
        span.ago(4),
        (
            f"""
            根据省语言文字工作委员会安排，现开放本期普通话水平测试报名。
            一、报名时间：{chinese_date(span.ago(2))}9:00至{chinese_date(span.ahead(2))}17:00，名额420个，报满为止。
            二、报名方式：省普通话水平测试在线报名系统，选择“云溪县测试站”。
            三、测试安排：报名结束后15日内组织测试，考生打印准考证后按照规定时间到县教师发展中心参加。
            四、同一考生两次测试间隔不少于三个月。视力、听力障碍考生请提前联系，提供合理便利。
            咨询电话：{phone(111)}。
            """,
        ),
        office=EXAM_CENTRE,
        issuer=EXAM_CENTRE,
        genre="公告",
        openness="service",
        period_kind="registration",
        begins_on=span.ago(2),
        ends_on=span.ahead(2),
        keywords=("普通话水平测试", "报名"),
    )
    yield fresh(
        "now-retired-teachers",
        "云溪县招募银龄讲学教师公告",
        "1501",
        span.ago(12),
        (
            f"""
            为了充实农村学校教师力量，面向退休教师招募银龄讲学教师10名，到柳林镇、河湾镇、松岭乡学校任教。
            一、条件：身体健康，年龄一般在65岁以下，退休前具有中级以上教师职称，学科为数学、英语、物理、音乐、美术优先。
            二、期限：一学年，考核合格可以续聘。
            三、待遇：发放工作经费补助，报销探亲和体检费用，办理意外伤害保险，学校提供住宿。
            四、报名：{chinese_date(span.ago(10))}至{chinese_date(span.ahead(15))}，向县教育局人事与教师工作股报名，电话{phone(106)}。
            """,
        ),
        office=STAFF_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="service",
        period_kind="registration",
        begins_on=span.ago(10),
        ends_on=span.ahead(15),
        keywords=("银龄讲学", "乡村教师"),
    )


TALENT_NOTE = """
报名须知
一、报名人员应当如实填写信息，上传身份证、学历学位证书、职称证书和获奖证书扫描件。
二、初审时间为报名次日起2个工作日，结果在报名系统查询。未通过的可以在报名截止前补充材料。
三、试讲课题在试讲前60分钟抽签确定，准备时间50分钟，试讲20分钟、答辩10分钟。
四、资格审查贯穿引进全过程，发现不符合条件的，随时取消资格。
"""


def publicity(span: Span) -> Iterator[DemoItem]:
    yield fresh(
        "now-titles",
        "云溪县正高级教师推荐人选公示",
        "0704",
        span.ago(3),
        (
            """
            经个人申报、学校推荐、县级评议，拟推荐3名教师申报正高级教师职称，现予公示。
            """,
            Table(
                "推荐人选",
                ("单位", "姓名", "学科", "教龄（年）"),
                (
                    ("云溪县第一中学", "周**", "数学", 27),
                    ("云溪县实验小学", "吴**", "语文", 29),
                    ("云溪县教师发展中心", "郑**", "英语", 25),
                ),
            ),
            f"""
            公示时间：{chinese_date(span.ago(3))}至{chinese_date(span.ahead(3))}。申报材料在推荐单位公示栏展示。对推荐人选有异议的，请实名反映，电话{phone(106)}。
            """,
        ),
        office=STAFF_OFFICE,
        genre="公告",
        stage="all",
        openness="result",
        period_kind="publicity",
        begins_on=span.ago(3),
        ends_on=span.ahead(3),
        keywords=("职称评审", "正高级教师", "公示"),
    )
    yield fresh(
        "now-safe-schools",
        "云溪县平安校园示范学校拟命名名单公示",
        "1502",
        span.ago(1),
        (
            """
            根据平安校园创建标准，经学校申报、乡镇推荐、县教育局和县公安局联合验收，拟命名6所学校为平安校园示范学校，现予公示。
            """,
            Table(
                "拟命名学校",
                ("学校", "验收得分"),
                tuple((school.name, 97 - n) for n, school in enumerate(world.COMPULSORY[1:7])),
            ),
            f"""
            公示时间：{chinese_date(span.ago(1))}至{chinese_date(span.ahead(5))}。公示期间有意见的，请拨打{phone(108)}。
            """,
        ),
        co_issuers=("云溪县公安局",),
        office=SAFETY_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="result",
        period_kind="publicity",
        begins_on=span.ago(1),
        ends_on=span.ahead(5),
        keywords=("平安校园", "公示"),
    )
    yield fresh(
        "now-institution",
        "关于拟同意设立云溪县晨曦体育培训中心的公示",
        "0902",
        span.ago(5),
        (
            f"""
            经材料审查、现场核查和县文化旅游体育局审核同意，拟同意设立云溪县晨曦体育培训中心（非学科类，项目为篮球、羽毛球），现予公示。
            一、地址：城关镇东湖路58号，建筑面积640平方米。
            二、举办者：自然人孙**；专职教练员7名，均持有相应资格证书。
            三、预收费资金监管：已与监管银行签订协议。
            公示时间：{chinese_date(span.ago(5))}至{chinese_date(span.ahead(1))}。利害关系人有异议的，可以提出书面意见，电话{phone(109)}。
            """,
        ),
        office=PRIVATE_OFFICE,
        genre="公告",
        openness="result",
        period_kind="publicity",
        begins_on=span.ago(5),
        ends_on=span.ahead(1),
        keywords=("校外培训机构", "设立", "公示"),
    )


def consultations(span: Span) -> Iterator[DemoItem]:
    yield fresh(
        "now-phone-rules",
        "关于公开征求《云溪县中小学生上下学交通安全管理办法（征求意见稿）》意见的公告",
        "1302",
        span.ago(9),
        (
            f"""
            为了保障学生上下学交通安全，县教育局会同县公安局、县交通运输局起草了《云溪县中小学生上下学交通安全管理办法（征求意见稿）》，现公开征求意见。
            一、主要内容
            - 学校门口两侧150米范围划定为学生上下学安全区，高峰时段限速20公里/小时。
            - 在校门口设置家长接送等候区，机动车不得在安全区内长时间停放。
            - 学生专线公交由公交企业运营，教育、财政部门按照实际班次给予补贴。
            - 电动自行车接送学生的，驾乘人员应当佩戴安全头盔。
            - 学校与交警建立“一校一警”联系机制，每学期开展一次交通安全演练。
            二、征求意见时间：{chinese_date(span.ago(9))}至{chinese_date(span.ahead(21))}。
            三、方式：在本页面留言；信函寄至{world.PORTAL_ADDRESS}学校安全与后勤股；电话{phone(108)}。
            四、意见采纳情况将在征集结束后20个工作日内公布。
            """,
        ),
        co_issuers=("云溪县公安局", "云溪县交通运输局"),
        office=SAFETY_OFFICE,
        genre="公告",
        matter="云溪县中小学生上下学交通安全管理办法",
        matter_stage="意见征集",
        matter_order=1,
        stage="all",
        openness="decision",
        period_kind="comment",
        begins_on=span.ago(9),
        ends_on=span.ahead(21),
        keywords=("征求意见", "交通安全", "学生专线"),
        files=(DemoFile("征求意见稿全文.docx", text=TRAFFIC_DRAFT),),
    )
    yield fresh(
        "now-menu",
        "关于征求新学期学校食堂带量食谱意见的公告",
        "1302",
        span.ago(6),
        (
            f"""
            为了让学生吃得营养、吃得可口，县教育局委托营养师编制了春秋两季带量食谱，现征求学生和家长意见。
            一、食谱按照小学低年级、小学高年级、初中、高中四档设计，每周蔬菜不少于12种，水产品不少于1次，油炸食品不超过1次。
            二、每餐标注能量、蛋白质和食盐用量，少数民族学生就餐按照需要单独设置窗口。
            三、征求意见时间：{chinese_date(span.ago(6))}至{chinese_date(span.ahead(9))}。
            四、意见可以交给班主任，也可以拨打{phone(108)}。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="公告",
        stage="all",
        openness="decision",
        period_kind="comment",
        begins_on=span.ago(6),
        ends_on=span.ahead(9),
        keywords=("食堂", "带量食谱", "征求意见"),
        files=(DemoFile("带量食谱（样例）.pdf", stored="canteen-menu.pdf"),),
    )


TRAFFIC_DRAFT = """
云溪县中小学生上下学交通安全管理办法（征求意见稿）
第一条　为了保障中小学生上下学交通安全，根据《中华人民共和国道路交通安全法》《中华人民共和国未成年人保护法》等法律法规，制定本办法。
第二条　学校门口两侧各150米的道路为学生上下学安全区，由公安机关交通管理部门设置标志、标线和减速设施。
第三条　学校应当根据学生人数安排错时放学，错时间隔不少于10分钟。
第四条　学生专线公交的线路、站点和时刻由教育、交通运输部门会同公交企业确定，每学期开学前公布。
第五条　家长接送学生的，应当在等候区内有序停放车辆，不得在安全区内调头、逆行。
第六条　任何单位和个人不得使用非法营运车辆、货运车辆、超员车辆接送学生。
第七条　本办法自公布之日起三十日后施行。
"""


def latest_news(span: Span) -> Iterator[DemoItem]:
    yield fresh(
        "now-inspection",
        "县教育局开展校园食品安全突击检查",
        "1601",
        span.ago(2),
        (
            f"""
            {day_of_month(span.ago(2))}，县教育局会同县市场监督管理局，对城区5所学校食堂开展突击检查。检查组没有提前通知，凌晨五点半到达，全程查看食材配送、验收、加工和留样。
            检查组现场快速检测蔬菜农药残留、食用油品质等18批次，结果全部合格。发现1所学校验收记录缺少签字、1所学校冷藏柜温度记录不完整，当场责令改正。
            县教育局要求各学校落实负责人陪餐和家长代表参与验收制度，检查结果在学校公示栏公布。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="其他",
        stage="all",
        keywords=("食品安全", "突击检查", "食堂"),
    )
    yield fresh(
        "now-visit",
        "县领导到石桥镇调研学校建设",
        "1601",
        span.ago(7),
        (
            f"""
            {day_of_month(span.ago(7))}，县政府负责同志到石桥镇调研教育工作，实地查看石桥镇初级中学学生公寓和中心幼儿园分园建设情况。
            在学生公寓施工现场，调研组检查了工程质量和进度，要求在保证质量的前提下加快施工，让学生早日住上新公寓。
            座谈会上，教师代表反映乡镇学校教师周转宿舍不足、骨干教师流失等问题，县教育、财政、住房城乡建设部门负责人现场作了答复。
            """,
        ),
        office=GENERAL_OFFICE,
        genre="其他",
        stage="all",
        keywords=("学校建设", "石桥镇"),
    )
    yield fresh(
        "now-open-class",
        "实验小学举行家长开放周",
        "1602",
        span.ago(5),
        (
            f"""
            本周，实验小学举行家长开放周，{820}余名家长走进课堂、食堂和课后服务现场。
            家长可以任选一节课听课，与孩子一起参加大间操，在食堂品尝同款午餐。学校还组织了六场家庭教育沙龙，主题包括作业习惯、手机管理和情绪沟通。
            家长填写的反馈表显示，对课堂教学的满意度为96.8%，对课后服务的满意度为93.5%。学校将对提出的41条建议逐条回复。
            """,
        ),
        office=FIRST_PRIMARY,
        issuer=FIRST_PRIMARY,
        genre="其他",
        stage="compulsory",
        keywords=("家长开放周", "实验小学"),
    )


def withdrawn(span: Span) -> Iterator[DemoItem]:
    """Two items that were taken down, and why; the second stands corrected in 0608."""
    shown = workday(span.year(1), 10, 13)
    yield item(
        "withdrawn-aid-names",
        f"{shown.year}年秋季学期家庭经济困难学生认定名单公示",
        "0802",
        shown,
        (
            """
            经班级评议、学校认定，现将本学期家庭经济困难学生认定结果公示5个工作日。
            名单由各学校在校内公示栏公布。
            """,
        ),
        lag=0,
        office=AID_CENTRE,
        issuer=AID_CENTRE,
        genre="公告",
        openness="result",
        period_kind="publicity",
        begins_on=shown,
        ends_on=date(shown.year, 10, 20),
        withdrawn_reason="公示期已满。为保护学生个人信息，按照公示信息到期处理规定撤下。认定政策见《云溪县家庭经济困难学生认定实施办法》。",
    )
    wrong = workday(span.year(1), 5, 19)
    yield item(
        "withdrawn-kindergarten-plan",
        f"{wrong.year}年秋季幼儿园招生计划（初稿）",
        "0608",
        wrong,
        (
            """
            现将今年秋季幼儿园招生计划公布如下，具体以正式通知为准。
            """,
            Table(
                "招生计划", ("幼儿园", "班数"), (("云溪县机关幼儿园", 6), ("云溪县第二幼儿园", 4))
            ),
        ),
        office=EARLY_OFFICE,
        stage="preschool",
        openness="service",
        withdrawn_reason="机关幼儿园班数有误（应为5个班）。正确的计划见《云溪县教育局关于做好当年秋季幼儿园招生工作的通知》。",
    )


def drafts(span: Span) -> Iterator[DemoItem]:
    year = span.day.year
    texts = (
        (
            "draft-layout",
            f"云溪县{year + 1}年学区划分调整方案（草案）",
            "0603",
            BASIC_OFFICE,
            "active",
            "根据水岸新城三期交付使用情况，拟将该小区划入滨河小学招生范围。待专家论证和公开征求意见后定稿。",
        ),
        (
            "draft-sport",
            "云溪县中小学生阳光体育联赛竞赛规程",
            "1501",
            HEALTH_OFFICE,
            "active",
            "联赛设足球、篮球、乒乓球、跳绳四个项目，采取主客场积分制。场地安排待与各学校确认。",
        ),
        (
            "draft-rules",
            f"{FIRST_HIGH}食堂大宗食材采购比选公告",
            "0506",
            FIRST_HIGH,
            "active",
            "拟采购大米、食用油、肉类三类食材，服务期一年。预算金额待财务核定。",
        ),
        (
            "draft-request",
            "某校教职工对岗位聘用方案的意见汇总",
            "0708",
            STAFF_OFFICE,
            "withheld",
            "属于行政机关内部讨论记录、过程稿，不予公开（《政府信息公开条例》第十六条）。",
        ),
        (
            "draft-archive",
            "部分学校历史沿革档案整理情况",
            "0106",
            GENERAL_OFFICE,
            "on_request",
            "涉及学校撤并的历史档案已经整理，数量较大，依申请提供查阅。",
        ),
    )
    for key, title, category, office, mode, text in texts:
        yield item(
            key,
            title,
            category,
            span.ago(2),
            (text,),
            draft=True,
            office=office,
            issuer=office if office == FIRST_HIGH else world.BUREAU,
            mode=mode,
        )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from registrations(span)
    yield from publicity(span)
    yield from consultations(span)
    yield from latest_news(span)
    yield from withdrawn(span)
    yield from drafts(span)


YEARLY = ()
