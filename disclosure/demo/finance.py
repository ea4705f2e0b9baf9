"""财务信息 (0504 to 0507): fees, special funds, purchases and building projects."""

from collections.abc import Iterator
from datetime import timedelta
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
    workday,
)
from disclosure.demo.world import (
    FINANCE_OFFICE,
    SAFETY_OFFICE,
    phone,
)


def fee_rows(year: int, term: str) -> tuple[tuple[str, ...], ...]:
    kindergarten = (
        ("幼儿园", "保育教育费（省级示范）", "480元/月", "县发展改革局、县财政局、县教育局文件"),
        ("幼儿园", "保育教育费（其他公办）", "300—420元/月", "同上"),
        ("幼儿园", "伙食费", "据实结算，按月公布", "收支平衡，不得盈利"),
    )
    compulsory = (
        ("小学、初中", "学费、杂费、教科书费、作业本费", "免收", "城乡义务教育经费保障机制"),
        (
            "小学、初中",
            "课后服务费",
            "小学150元/学期，初中180元/学期",
            "自愿参加；困难家庭学生免收",
        ),
        ("小学、初中", "伙食费（走读午餐）", f"{9 + (year - 2020) // 3}元/餐", "据实结算"),
    )
    senior = (
        ("普通高中", "学费", "省级示范高中800元/学期，其他600元/学期", "省定标准"),
        ("普通高中", "住宿费", "六人间300元/学期", "省定标准"),
        ("中等职业学校", "学费", "免收", "国家免学费政策"),
    )
    free_year = year > 2025 or (year == 2025 and term == "秋季")
    free = (("幼儿园", "学前一年保育教育费", "免收", "学前一年免保育教育费政策"),)
    return (*kindergarten, *(free if free_year else ()), *compulsory, *senior)


def fee_notice(year: int, term: str, month: int) -> DemoItem:
    table = Table(
        f"{year}年{term}学期中小学、幼儿园收费项目和标准",
        ("学段", "收费项目", "收费标准", "依据或者说明"),
        fee_rows(year, term),
    )
    return item(
        f"fees-{'spring' if month < 6 else 'autumn'}-{year}",
        f"云溪县{year}年{term}学期中小学、幼儿园收费项目和标准公示",
        "0504",
        workday(year, month, 20),
        (
            f"""
            为了规范教育收费行为，接受社会监督，现将{year}年{term}学期全县中小学、幼儿园收费项目和标准公示如下。
            """,
            table,
            f"""
            一、除公示项目外，学校不得收取任何费用。服务性收费和代收费坚持自愿和非营利原则，不得与学费合并收取。
            二、学校收费使用财政票据或者税务发票，不得通过家委会、个人微信收款。
            三、校服由家长委员会参与选用，自愿购买；教辅材料“一科一辅”、自愿购买。
            四、家庭经济困难学生可以申请减免，政策见“学生资助与两免一补”栏目。
            举报电话：{phone(103)}（教育局），12345（政务服务便民热线）。
            """,
        ),
        office=FINANCE_OFFICE,
        genre="公告",
        stage="all",
        openness="management",
        keywords=("教育收费", "收费标准", "课后服务费"),
    )


def spring_fees(year: int) -> Iterator[DemoItem]:
    yield fee_notice(year, "春季", 2)


def autumn_fees(year: int) -> Iterator[DemoItem]:
    yield fee_notice(year, "秋季", 8)


def per_pupil_funds(year: int) -> Iterator[DemoItem]:
    primary, junior = (720, 940) if year > 2022 else (650, 850)
    rows = []
    for school in world.COMPULSORY:
        first = sum(world.primary_enrolled(school, year - 1 - n) for n in range(6))
        second = sum(world.junior_enrolled(school, year - 1 - n) for n in range(3))
        first, second = first * bool(school.primary), second * bool(school.junior)
        money = Decimal(first * primary + second * junior) / 10000
        rows.append((school.name, first, second, money.quantize(Decimal("0.01"))))
    table = Table(
        f"{year}年义务教育学校公用经费分配表",
        ("学校", "小学生（人）", "初中生（人）", "金额（万元）"),
        tuple(rows),
        total=True,
    )
    signed = workday(year, 3, 18)
    yield item(
        f"per-pupil-funds-{year}",
        f"云溪县教育局关于分配{year}年义务教育学校公用经费的通知",
        "0505",
        signed,
        (
            f"""
            各义务教育学校：
            根据城乡义务教育经费保障机制，按照小学每生每年{primary}元、初中每生每年{junior}元的生均公用经费基准定额和上年秋季学籍人数，现将{year}年公用经费分配给你们。
            """,
            table,
            f"""
            一、公用经费用于教学业务与管理、教师培训、实验实习、文体活动、水电、取暖、交通差旅、邮电，仪器设备及图书资料购置，房屋、建筑物及仪器设备的日常维修维护等，不得用于人员经费、基本建设投资和偿还债务。
            二、教师培训费不低于公用经费预算总额的5%。寄宿制学校按寄宿生人数每生每年另行增加，乡镇规模较小学校按100人核定，资金另文下达。
            三、各学校应当在收到资金30日内公布预算，每学期末公布使用情况，接受教职工和家长监督。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教财", year, 5),
        office=FINANCE_OFFICE,
        validity="valid",
        expires_on=signed.replace(month=12, day=31),
        stage="compulsory",
        openness="execution",
        keywords=("公用经费", "专项资金", "义务教育"),
        files=(DemoFile(f"{year}年公用经费分配表.xlsx", tables=(table,)),),
    )


PURCHASES = (  # what, unit, quantity, budget in 万元, section
    ("义务教育学校课桌椅", "套", 3200, 96),
    ("学校食堂大宗食材配送服务", "年", 1, 860),
    ("普通高中智慧黑板", "台", 78, 148),
    ("中小学实验室仪器设备", "批", 1, 126),
    ("校园安防监控系统升级", "项", 1, 210),
)


def purchase(year: int) -> Iterator[DemoItem]:
    """One government purchase of the year, from intention to result."""
    what, unit, quantity, limit = PURCHASES[year % len(PURCHASES)]
    matter = f"{year}年{what}采购"
    number = f"YXCG-{year}-{17 + year % 7:03d}"
    won = Decimal(limit * (9300 + world.wobble(year, "won", 500))) / 10000
    opens = workday(year, 5, 13)
    common = {"office": SAFETY_OFFICE if "食堂" in what else FINANCE_OFFICE, "genre": "公告"}
    yield item(
        f"purchase-intent-{year}",
        f"云溪县教育局{what}项目采购意向公告",
        "0506",
        workday(year, 3, 26),
        (
            f"""
            为便于供应商及时了解政府采购信息，现将{what}项目采购意向公开如下。
            """,
            Table(
                "采购意向",
                ("项目", "内容"),
                (
                    ("采购项目名称", what),
                    ("采购需求概况", f"{quantity}{unit}，质量符合国家标准，交付到各学校指定地点"),
                    ("预算金额", f"{limit}万元"),
                    ("预计采购时间", f"{year}年5月"),
                    ("是否专门面向中小企业", "是"),
                ),
            ),
            f"""
            本次公开的采购意向是本单位政府采购工作的初步安排，具体采购项目情况以相关采购公告和采购文件为准。联系电话：{phone(103)}。
            """,
        ),
        matter=matter,
        matter_stage="采购意向",
        matter_order=1,
        openness="execution",
        keywords=("政府采购", "采购意向"),
        **common,
    )
    yield item(
        f"purchase-tender-{year}",
        f"{what}项目公开招标公告",
        "0506",
        workday(year, 4, 28),
        (
            f"""
            云溪县教育局就{what}项目进行公开招标，欢迎符合条件的供应商参加投标。
            一、项目编号：{number}
            二、采购预算：{limit}万元，投标报价超过预算的为无效投标
            三、供应商资格：符合《中华人民共和国政府采购法》第二十二条规定；未被列入失信被执行人和政府采购严重违法失信行为记录名单；本项目不接受联合体投标。
            四、获取招标文件：{year}年4月29日至{day_of_month(opens - timedelta(days=7))}，登录县公共资源交易平台免费下载。
            五、投标截止和开标时间：{chinese_date(opens + timedelta(days=7))}9:30，地点为县公共资源交易中心第二开标室。
            六、评标办法：综合评分法，其中价格分占30%，技术和质量分占50%，售后服务分占20%。
            对招标文件有质疑的，应当在知道或者应当知道其权益受到损害之日起七个工作日内，以书面形式提出。联系电话：{phone(103)}。
            """,
        ),
        matter=matter,
        matter_stage="招标公告",
        matter_order=2,
        openness="execution",
        keywords=("招标公告", number),
        **common,
    )
    yield item(
        f"purchase-result-{year}",
        f"{what}项目中标结果公告",
        "0506",
        workday(year, 5, 24),
        (
            f"""
            {what}项目（项目编号：{number}）的评标工作已经结束，中标结果公告如下。
            """,
            Table(
                "评标结果",
                ("供应商", "投标报价（万元）", "综合得分", "名次"),
                (
                    ("青岚市甲供应商", f"{won:.2f}", "91.60", "1"),
                    ("青岚市乙供应商", f"{won * Decimal('1.02'):.2f}", "88.35", "2"),
                    ("青岚市丙供应商", f"{won * Decimal('1.03'):.2f}", "84.10", "3"),
                ),
            ),
            f"""
            中标供应商：青岚市甲供应商；中标金额：{won:.2f}万元，节约预算资金{limit - won:.2f}万元。
            公告期限为1个工作日。各有关当事人对中标结果有异议的，可以在公告期限届满之日起七个工作日内，以书面形式向采购人提出质疑。
            """,
        ),
        matter=matter,
        matter_stage="中标结果",
        matter_order=3,
        openness="result",
        keywords=("中标公告", number),
        **common,
    )


BUILDING = "云溪县第三中学扩建工程"


BUILDING_STAGES = (  # years back, month, day, stage, title, text
    (
        3,
        3,
        12,
        "项目审批",
        "可行性研究报告获得批复",
        """
        一、建设地点：城关镇滨河大道88号，第三中学校园西侧新增用地。
        二、建设规模：新增学位600个；新增用地1.6万平方米，总建筑面积1.42万平方米，包括教学楼2栋、综合楼、风雨操场和地下停车接送区。
        三、总投资：概算总投资6250万元，资金来源为上级补助、专项债券和县财政统筹。
        四、建设工期：24个月。
        项目已依法完成规划选址、用地预审和社会稳定风险评估，环境影响评价文件可以在县生态环境部门网站查阅。
        """,
    ),
    (
        3,
        10,
        18,
        "施工招标",
        "施工招标结果公布",
        """
        一、招标方式：公开招标，共有11家单位递交投标文件，评标委员会由7人组成。
        二、中标价：5486.00万元，比最高限价下降4.8%。
        三、监理单位同步确定。施工、监理合同自签订之日起七个工作日内在县公共资源交易平台公开。
        四、项目实行农民工工资专用账户管理，维权信息在施工现场公示。
        """,
    ),
    (
        2,
        6,
        20,
        "建设进展",
        "主体工程完成过半",
        """
        一、形象进度：1号、2号教学楼主体结构封顶，综合楼施工至三层，风雨操场基础完成。
        二、投资完成：累计完成投资2830万元，占概算总投资的45.3%。
        三、质量安全：开展质量安全检查9次，发现的14项问题全部整改到位，没有发生安全事故。
        四、下一步安排：年底前完成全部单体主体工程，开展室外管网施工。
        """,
    ),
    (
        1,
        7,
        8,
        "竣工验收",
        "通过竣工验收",
        """
        一、验收情况：建设、勘察、设计、施工、监理五方责任主体验收合格，消防验收、人防验收、室内空气质量检测合格。
        二、空气质量检测：抽检教室、宿舍、功能室共58间，甲醛、苯、TVOC等指标全部符合国家标准，检测报告在校门口公示。
        三、投资完成：累计完成投资6018万元，工程结算正在由县审计局审计。
        四、投用时间：秋季学期投入使用，全校达到标准班额，大班额问题得到解决。
        """,
    ),
)


def building(span: Span) -> Iterator[DemoItem]:
    """A school is built in four stages over three years."""
    for order, (back, month, day, stage, title, text) in enumerate(BUILDING_STAGES, start=1):
        signed = workday(span.year(back), month, day)
        yield item(
            f"building-{order}",
            f"{BUILDING}{title}",
            "0507",
            signed,
            (
                f"""
                {BUILDING}是县政府为民办实事项目，现将项目{stage}情况公开如下。
                """,
                text,
                f"""
                监督电话：{phone(103)}。
                云溪县教育局
                {chinese_date(signed)}
                """,
            ),
            lag=2,
            office=FINANCE_OFFICE,
            genre="公告",
            matter=BUILDING,
            matter_stage=stage,
            matter_order=order,
            stage="compulsory",
            openness="execution" if order < 4 else "result",
            keywords=("学校建设", "重大项目", "第三中学"),
        )


def money_rules(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(2), 9, 25)
    yield item(
        "money-rules",
        "云溪县中小学校财务管理和内部监督办法",
        "0505",
        signed,
        (
            f"""
            各乡镇中心学校，县直各学校、幼儿园：
            为了规范学校财务行为，提高资金使用效益，根据《中小学校财务制度》等规定，制定本办法。
            一、预算管理
            学校全部收支纳入单位预算，坚持“先有预算、后有支出”。单项支出5万元以上的，由校长办公会集体研究并记录。
            二、收支管理
            学校收入按照“收支两条线”管理，学费、住宿费全额缴入财政专户。食堂实行独立核算，每月公布收支，结余用于改善学生伙食，不得用于教职工福利。
            三、资产管理
            学校资产每年盘点一次，处置按照权限报批。出租、出借校舍和场地须报县教育局、县财政局审批，收入缴入国库。
            四、内部监督
            县教育局每三年对所属学校审计一轮，校长离任必须审计。审计结果在系统内通报，涉嫌违纪违法的移送有关机关。
            五、公开要求
            学校每学期至少公开一次财务收支、收费项目、食堂账目和大额采购情况，公开时间不少于7日。
            本办法自{chinese_date(signed + timedelta(days=30))}起施行，有效期5年。
            """,
        ),
        doc_no=numbered("云教财", signed.year, 19),
        office=FINANCE_OFFICE,
        genre="通知",
        validity="valid",
        effective_on=signed + timedelta(days=30),
        expires_on=signed.replace(year=signed.year + 5),
        stage="all",
        openness="management",
        keywords=("财务管理", "内部审计", "食堂账目"),
        files=(DemoFile("学校财务公开表（样表）.pdf", stored="school-accounts-form.pdf"),),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from building(span)
    yield from money_rules(span)


YEARLY = (
    (spring_fees, 3),
    (autumn_fees, 3),
    (per_pupil_funds, 4),
    (purchase, 3),
)
