"""学生管理与资助 (08): registers, aid, preferences, honours, meals."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

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
    AID_CENTRE,
    BASIC_OFFICE,
    SAFETY_OFFICE,
    SCHOOLS,
    count,
    phone,
    wobble,
)


def aid_policy(year: int) -> Iterator[DemoItem]:
    signed = workday(year, 8, 28)
    yield item(
        f"aid-policy-{year}",
        f"云溪县{world.school_year(year)}学生资助政策简介",
        "0802",
        signed,
        (
            f"""
            从幼儿园到高中，家庭经济困难学生都可以得到资助。现将{world.school_year(year)}各学段资助政策公布如下，申请不收取任何费用。
            """,
            Table(
                f"{world.school_year(year)}学生资助政策一览",
                ("学段", "项目", "对象", "标准"),
                (
                    (
                        "学前教育",
                        "家庭经济困难幼儿资助",
                        "特困、低保、孤儿、残疾等幼儿",
                        "每生每学期500元",
                    ),
                    ("义务教育", "免学杂费、免费提供教科书", "全体学生", "全部免除、免费提供"),
                    (
                        "义务教育",
                        "生活补助（寄宿生）",
                        "家庭经济困难学生",
                        "小学每生每年1000元，初中1250元",
                    ),
                    (
                        "义务教育",
                        "生活补助（非寄宿生）",
                        "四类家庭经济困难学生",
                        "按寄宿生标准的50%",
                    ),
                    ("普通高中", "国家助学金", "家庭经济困难学生", "分档发放，每学期评定"),
                    ("普通高中", "免学杂费", "特困、低保、残疾等学生", "公办学校全免"),
                    (
                        "中等职业教育",
                        "免学费、国家助学金",
                        "符合条件的学生",
                        "免学费；助学金分档发放",
                    ),
                ),
            ),
            f"""
            一、怎样申请
            每年9月，学生或者监护人向所在学校领取《家庭经济困难学生认定申请表》，填写后交班主任。特困、低保、孤儿、残疾等学生由数据比对直接认定，不需要提交证明材料。
            二、怎样发放
            资助资金按学期发放到学生或者监护人的社会保障卡、银行卡，不发放现金和实物，学校不得以任何理由代领、抵扣费用。
            三、谨防诈骗
            学校和资助部门不会要求学生到自动柜员机操作，不会索要银行卡密码和验证码。
            资助热线：{phone(115)}（工作日8:30至17:30）。
            """,
        ),
        office=AID_CENTRE,
        genre="其他",
        stage="all",
        openness="service",
        expires_on=date(year + 1, 8, 31),
        validity="valid",
        keywords=("学生资助", "两免一补", "助学金", "生活补助"),
        files=(DemoFile("家庭经济困难学生认定申请表.pdf", stored="hardship-form.pdf"),)
        if year % 2 == 0
        else (),
    )


def aid_paid(year: int) -> Iterator[DemoItem]:
    """What was paid in the autumn term: numbers only, no names."""
    lines = (
        ("学前教育资助", count(year, 380, 6, "aid1", 20), 500),
        ("小学生活补助（寄宿）", count(year, 260, -4, "aid2", 20), 500),
        ("小学生活补助（非寄宿）", count(year, 420, -6, "aid3", 20), 250),
        ("初中生活补助（寄宿）", count(year, 510, -6, "aid4", 20), 625),
        ("初中生活补助（非寄宿）", count(year, 180, -3, "aid5", 20), 312),
        ("普通高中国家助学金", count(year, 760, -8, "aid6", 20), 1000),
        ("中等职业教育国家助学金", count(year, 210, 2, "aid7", 20), 1000),
    )
    table = Table(
        f"{year}年秋季学期学生资助资金发放情况",
        ("项目", "人数（人）", "金额（万元）"),
        tuple(
            (name, n, (Decimal(n * each) / 10000).quantize(Decimal("0.01")))
            for name, n, each in lines
        ),
        total=True,
    )
    yield item(
        f"aid-paid-{year}",
        f"{year}年秋季学期学生资助资金发放情况公告",
        "0802",
        workday(year, 12, 11),
        (
            f"""
            {year}年秋季学期，全县共发放学生资助资金{table.total_row[2]}万元，资助学生{table.total_row[1]}人次。现将分项情况公告如下。
            """,
            table,
            f"""
            受助学生由学校认定小组评议并在校内公示5个工作日，公示内容不含身份证号码、家庭住址和困难原因。资金已于12月10日前全部发放到卡。
            未收到资助款或者对认定结果有疑问的，请与学校或者县学生资助管理中心联系，电话{phone(115)}。
            """,
        ),
        lag=2,
        office=AID_CENTRE,
        issuer=AID_CENTRE,
        genre="公告",
        stage="all",
        openness="result",
        keywords=("资助资金", "发放"),
        files=(DemoFile(f"{year}年秋季学生资助发放情况.xlsx", tables=(table,)),),
    )


def enrolment_register(year: int) -> Iterator[DemoItem]:
    yield item(
        f"register-{year}",
        f"云溪县教育局关于做好{year}年秋季学期中小学学籍管理工作的通知",
        "0801",
        workday(year, 9, 3),
        (
            f"""
            各中小学校：
            现就{year}年秋季学期学籍管理工作通知如下。
            一、新生注册：9月20日前为一年级新生建立学籍，9月25日前完成七年级新生学籍接续，做到“一人一籍、籍随人走”。
            二、均衡编班：9月5日前由县教育局统一组织电脑编班，编班结果当天公布，禁止调班。
            三、转学：学期开始前一个月内办理。监护人在省政务服务网提交申请，转入、转出学校和县教育局在10个工作日内完成核办，不得要求家长往返盖章。
            四、休学、复学：因病休学凭二级以上医院诊断证明申请，期限一般为一学期或者一学年。期满后持复学申请到校办理，病愈证明由医院出具。
            五、信息安全：学籍信息只用于教育管理，不得向任何机构和个人提供，打印的学籍表应当专人保管、及时销毁。
            六、不得接收没有办理转学手续的学生借读，不得出现空挂学籍、人籍分离。
            咨询电话：{phone(104)}。
            """,
        ),
        doc_no=numbered("云教", year, 57 + year % 3),
        office=BASIC_OFFICE,
        validity="valid",
        stage="all",
        openness="management",
        keywords=("学籍", "转学", "休学", "编班"),
    )


def preferences(year: int) -> Iterator[DemoItem]:
    kinds = (
        ("现役军人子女", count(year, 22, 1, "army", 4)),
        ("国家综合性消防救援队伍人员子女", count(year, 6, 0, "fire", 3)),
        ("公安英模和因公牺牲伤残警察子女", count(year, 2, 0, "police", 2)),
        ("高层次人才子女", count(year, 9, 1, "talent", 4)),
        ("援外医务人员子女", wobble(year, "medical", 2)),
    )
    yield item(
        f"preferences-{year}",
        f"{year}年享受教育优待政策入学学生情况公告",
        "0803",
        workday(year, 8, 30),
        (
            f"""
            {year}年义务教育阶段和幼儿园招生中，按照国家和省有关规定落实教育优待政策。现将人数公告如下，不公布个人信息。
            """,
            Table(f"{year}年教育优待入学人数（单位：人）", ("类别", "人数"), kinds, total=True),
            f"""
            优待对象由主管部门（县人武部、县消防救援大队、县公安局、县委人才办、县卫生健康局）审核并提供名单，县教育局统筹安排到公办学校或者幼儿园。
            对优待政策落实情况有疑问的，请拨打{phone(104)}。
            """,
        ),
        office=BASIC_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="result",
        keywords=("教育优待", "军人子女"),
    )


def good_pupils(year: int) -> Iterator[DemoItem]:
    """三好学生: criteria in April, names shown at school in May, list in June."""
    matter, common = f"{year}年县级三好学生评选", {"office": BASIC_OFFICE, "stage": "all"}
    quotas = tuple(
        (
            school.name,
            max(2, world.pupils(school, year - 1) // 100),
            max(1, world.pupils(school, year - 1) // 400),
        )
        for school in SCHOOLS[:17]
    )
    quota = Table(
        "各校推荐名额（单位：人）", ("学校", "三好学生", "优秀学生干部"), quotas, total=True
    )
    _, good, leaders = quota.total_row
    yield item(
        f"good-pupils-{year}",
        f"云溪县教育局关于评选{year}年县级三好学生、优秀学生干部的通知",
        "0804",
        workday(year, 4, 14),
        (
            f"""
            各中小学校：
            为了引导学生德智体美劳全面发展，决定评选{year}年县级三好学生{good}名、优秀学生干部{leaders}名。
            一、评选条件
            - 热爱祖国，遵守法律和校规，品行端正，积极参加劳动和志愿服务。
            - 勤奋学习，学业水平良好以上，不以考试分数作为唯一标准。
            - 体质健康测试达到良好以上；残疾学生不作要求。
            - 优秀学生干部应当担任班级以上职务满一学期，工作负责。
            二、名额
            """,
            quota,
            f"""
            三、程序
            1. 班级民主推荐，学生投票，不得由教师直接指定。
            2. 学校评议后在校内公示栏公示5个工作日，公示只写班级和姓名。
            3. 5月20日前报县教育局。
            四、纪律：不得收取任何费用，不得与升学挂钩。举报电话{phone(104)}。
            """,
        ),
        doc_no=numbered("云教", year, 17 + year % 2),
        genre="通知",
        matter=matter,
        matter_stage="评选通知",
        matter_order=1,
        openness="execution",
        keywords=("三好学生", "评选条件"),
        **common,
    )
    starts = workday(year, 5, 22)
    yield item(
        f"good-pupils-notice-{year}",
        f"{year}年县级三好学生、优秀学生干部拟表彰名单公示",
        "0804",
        starts,
        (
            f"""
            经学校推荐、县教育局审核，拟表彰三好学生{good}名、优秀学生干部{leaders}名。按照未成年人个人信息保护要求，完整名单在各学校公示栏公示，本页面只公布各校人数。
            """,
            quota,
            f"""
            公示时间：{chinese_date(starts)}至{day_of_month(weekdays_from(starts, 5))}。有异议的请向学校或者县教育局反映，电话{phone(104)}。
            """,
        ),
        lag=0,
        genre="公告",
        matter=matter,
        matter_stage="公示",
        matter_order=2,
        openness="result",
        period_kind="publicity",
        begins_on=starts,
        ends_on=weekdays_from(starts, 5),
        keywords=("三好学生", "公示"),
        **common,
    )
    yield item(
        f"good-pupils-decision-{year}",
        f"云溪县教育局关于表彰{year}年县级三好学生、优秀学生干部的决定",
        "0804",
        workday(year, 6, 3),
        (
            f"""
            各中小学校：
            公示期满无异议，决定授予{good}名学生“云溪县三好学生”称号，授予{leaders}名学生“云溪县优秀学生干部”称号，颁发证书。
            各学校要在结业式上宣读表彰决定，宣传受表彰学生的事迹，引导学生见贤思齐。宣传中不得使用学生家庭住址、联系方式等个人信息，使用照片应当征得监护人同意。
            """,
        ),
        doc_no=numbered("云教", year, 40 + year % 2),
        genre="决定",
        matter=matter,
        matter_stage="表彰决定",
        matter_order=3,
        openness="result",
        keywords=("三好学生", "表彰"),
        **common,
    )


def nutrition(year: int) -> Iterator[DemoItem]:
    schools = tuple(school for school in world.COMPULSORY if school.town in RURAL)
    rows = tuple(
        (
            school.name,
            world.pupils(school, year - 1),
            (Decimal(world.pupils(school, year - 1) * 5 * 100) / 10000).quantize(Decimal("0.01")),
        )
        for school in schools
    )
    table = Table(
        f"{year}年春季学期营养膳食补助资金安排",
        ("学校", "受益学生（人）", "补助资金（万元）"),
        rows,
        total=True,
    )
    yield item(
        f"nutrition-{year}",
        f"{year}年春季学期农村义务教育学生营养改善计划实施情况公告",
        "0805",
        workday(year, 4, 22),
        (
            f"""
            {year}年春季学期，全县{len(rows)}所农村义务教育学校实施营养改善计划，采取学校食堂供餐，按每生每天5元、全学期100天安排膳食补助，资金全部用于购买食材。
            """,
            table,
            f"""
            一、食材采购：大宗食材由县级定点企业配送，每批次查验合格证明，不合格的当场退回。本学期以来退回{3 + wobble(year, "returned", 6)}批次。
            二、供餐内容：午餐两荤一素一汤，带量食谱每周五在学校公示栏和班级群公布。
            三、公开与监督：学校每月公布食堂收支，膳食委员会家长代表每月参与食材验收和陪餐。
            四、营养监测：对{4 + year % 2}所学校开展学生身高体重监测，结果反馈学校调整食谱。
            监督电话：{phone(108)}。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="execution",
        keywords=("营养改善计划", "膳食补助", "食堂"),
        files=(DemoFile("学校食堂带量食谱（样例）.pdf", stored="canteen-menu.pdf"),)
        if year % 2
        else (),
    )


RURAL = ("石桥镇", "白鹭镇", "柳林镇", "河湾镇", "松岭乡")


def preference_rules(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(3), 5, 10)
    yield item(
        "preference-rules",
        "云溪县军人子女教育优待实施办法",
        "0803",
        signed,
        (
            f"""
            各学校、幼儿园：
            为了解决军人后顾之忧，根据军人子女教育优待有关规定，制定本办法。
            一、学前教育：军人子女由县教育局就近安排到公办幼儿园。
            二、义务教育：可以在军人部队驻地、军人或者其配偶、父母户籍所在地的学区选择入学。
            三、高中阶段：烈士子女、因公牺牲军人子女、一至四级残疾军人子女和其他符合条件的军人子女，按照规定享受降分或者加分录取。
            四、转学：军人调动的，其子女凭调令随时办理转学，接收学校不得拒绝。
            五、申请：军人所在单位政治工作部门审核后，由县人武部统一报送名单，个人不需要到教育局提交材料。
            咨询电话：{phone(104)}。
            """,
        ),
        doc_no=numbered("云教", signed.year, 25),
        co_issuers=("云溪县人民武装部",),
        office=BASIC_OFFICE,
        validity="valid",
        effective_on=signed,
        stage="all",
        openness="service",
        keywords=("军人子女", "教育优待"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from preference_rules(span)


YEARLY = (
    (aid_policy, 6),
    (aid_paid, 3),
    (enrolment_register, 2),
    (preferences, 2),
    (good_pupils, 3),
    (nutrition, 4),
)
