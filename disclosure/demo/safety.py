"""校园安全与应急 (12): rules, meals and dormitories, plans for emergencies and what happened."""

from collections.abc import Iterator
from datetime import date

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    chinese_date,
    item,
    numbered,
    workday,
)
from disclosure.demo.world import FIRST_PRIMARY, SAFETY_OFFICE, count, phone, wobble


def opening_checks(year: int) -> Iterator[DemoItem]:
    yield item(
        f"opening-checks-{year}",
        f"云溪县教育局关于做好{year}年秋季学期开学校园安全工作的通知",
        "1201",
        workday(year, 8, 21),
        (
            f"""
            各学校、幼儿园：
            秋季学期即将开学，为了保障师生安全，现将有关工作通知如下。
            一、开学前检查
            - 校舍：检查教学楼、宿舍、围墙、栏杆，C级危房未加固、D级危房未拆除的不得使用。
            - 消防：检查疏散通道、应急照明、灭火器，宿舍门窗不得安装影响逃生的障碍物。
            - 食堂：清洗消毒，从业人员健康证齐全，清退过期食材，首次供餐前全面检查饮用水水质。
            - 安防：封闭管理、专职保安、一键报警和视频监控、防撞设施达标率均为100%。
            二、开学第一课
            开学第一周，各校以交通安全、防溺水、防欺凌、防诈骗、应急疏散为主题上好安全教育第一课，组织一次疏散演练。
            三、心理健康
            开学两周内完成新生心理筛查，建立“一生一策”档案，严格保密；对有需要的学生及时干预、转介。
            四、上下学交通
            错时、错峰上下学，教师护学岗在岗；发现非法营运车辆接送学生的，及时报告公安机关。
            五、责任
            校长是校园安全第一责任人。各校于8月28日前完成自查，县教育局随机抽查，隐患清单逐项销号。值班电话：{phone(108)}。
            """,
        ),
        doc_no=numbered("云教", year, 55),
        office=SAFETY_OFFICE,
        validity="valid",
        stage="all",
        openness="management",
        keywords=("开学", "校园安全", "消防", "防溺水"),
    )


def meals_and_dormitories(year: int) -> Iterator[DemoItem]:
    boarding = tuple(school for school in world.SCHOOLS if school.boarding)
    rows = tuple(
        (
            school.name,
            world.pupils(school, year - 1) * (30 + wobble(year, f"bed{school.name}", 40)) // 100,
            1 + world.pupils(school, year - 1) // 100,
            "达标",
        )
        for school in boarding
    )
    yield item(
        f"meals-{year}",
        f"云溪县{year}年春季学期学生住宿、用餐、集体活动安全管理情况",
        "1202",
        workday(year, 5, 8),
        (
            f"""
            按照义务教育领域政务公开要求，现将{year}年春季学期学生住宿、用餐和组织活动安全管理情况公布如下。
            一、住宿管理
            """,
            Table(
                f"{year}年春季学期寄宿制学校住宿情况",
                ("学校", "住宿学生（人）", "生活管理人员（人）", "消防设施"),
                rows,
            ),
            f"""
            各寄宿制学校实行24小时值班和夜间巡查，女生宿舍配备女性管理人员，每月组织一次夜间疏散演练。
            二、用餐管理
            全县学校食堂{count(year, 26, 0, "canteens", 1)}个，量化分级A级{count(year, 14, 1, "a-canteens", 1)}个，其余为B级。学校负责人陪餐率100%，食品留样、晨检、消毒记录齐全。抽检食材{count(year, 90, 3, "samples", 10)}批次，不合格{wobble(year, "bad samples", 2)}批次，已退货并处罚供应商。
            三、集体活动管理
            学校组织研学实践、运动会等集体活动{count(year, 44, 1, "trips", 6)}次，全部制定安全预案并报备案，租用车辆均为有资质的客运企业车辆。
            四、下一步：梅雨季节和暑期重点防范食物中毒、溺水和极端天气风险。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="其他",
        stage="all",
        openness="management",
        keywords=("住宿", "食堂", "集体活动", "校园安全"),
    )


def drowning_warning(year: int) -> Iterator[DemoItem]:
    yield item(
        f"drowning-{year}",
        f"{year}年暑期防溺水、防汛安全预警",
        "1203",
        workday(year, 6, 26),
        (
            f"""
            据县气象、水利部门预测，{year}年汛期本县降雨量较常年偏{"多" if year % 2 else "少"}{10 + wobble(year, "rain", 15)}%，河湾、水库、坑塘水位上涨，学生溺水风险增加。县教育局发布预警，请家长和学生注意。
            一、六不要
            - 不要私自下水游泳。
            - 不要擅自与他人结伴游泳。
            - 不要在无家长或者教师带领的情况下游泳。
            - 不要到无安全设施、无救援人员的水域游泳。
            - 不要到不熟悉的水域游泳。
            - 不熟悉水性的学生不要擅自下水施救。
            二、家长责任
            暑假期间学生由监护人看护，外出做到“四知”：知去向、知同伴、知内容、知归时。留守儿童由委托照护人看护。
            三、重点水域
            云溪河城关段、石桥水库、白鹭湖、柳林镇废弃砂坑已设置警示牌、救生圈、救生绳，由乡镇安排巡查员。
            四、极端天气
            发布暴雨红色预警时，学校、幼儿园停课，校外培训机构停止线下培训，具体通知以县教育局发布为准。
            应急电话：119、110；教育局值班电话：{phone(108)}。
            """,
        ),
        lag=0,
        office=SAFETY_OFFICE,
        genre="公告",
        stage="all",
        openness="service",
        keywords=("防溺水", "预警", "防汛", "暑假"),
        files=(DemoFile("防溺水告家长书.pdf", stored="letter-to-parents.pdf"),)
        if year % 2 == 0
        else (),
    )


def response_report(year: int) -> Iterator[DemoItem]:
    yield item(
        f"response-{year}",
        f"云溪县{year}年校园安全突发事件应对和调查处理情况",
        "1203",
        workday(year, 12, 16),
        (
            f"""
            {year}年，全县教育系统没有发生较大以上突发事件，一般事件{2 + year % 2}起，均及时处置。现将应对和调查处理情况公布如下。
            一、强降雨停课应对
            6月13日至14日，县气象台发布暴雨橙色预警。县教育局启动三级响应，{4 + year % 3}所沿河学校停课1天，提前4小时通知到全部家长，没有人员受伤。
            二、食堂从业人员健康异常处置
            5月，某乡镇学校晨检发现1名食堂从业人员发热，立即调离岗位，环境采样检测结果正常，没有造成影响。
            三、校内意外伤害调查
            10月，某小学一名学生在体育课上跌倒骨折。经调查，学校教学组织符合要求、救治及时，通过校方责任保险赔付，双方无异议。
            四、演练情况
            全年组织应急疏散演练{count(year, 176, 4, "drills", 12)}次、消防演练{count(year, 88, 2, "fire drills", 8)}次，参加师生{count(year, 62000, 300, "drilled", 2000)}人次。
            五、改进措施：修订停课通知流程，统一由县教育局官方渠道发布，避免信息不一致。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="报告",
        stage="all",
        openness="result",
        keywords=("突发事件", "应对情况", "调查处理", "停课"),
    )


def emergency_plans(span: Span) -> Iterator[DemoItem]:
    """The plan in force and the one it replaced."""
    old, new = workday(span.year(5), 9, 20), workday(span.year(1), 10, 9)
    yield item(
        "emergency-plan-old",
        f"云溪县教育系统突发公共事件应急预案（{old.year}年版）",
        "1203",
        old,
        (
            """
            一、适用范围：全县学校、幼儿园发生的自然灾害、事故灾难、公共卫生和社会安全事件。
            二、组织指挥：县教育局成立应急领导小组，办公室设在学校安全与后勤股。
            三、事件分级：特别重大（Ⅰ级）、重大（Ⅱ级）、较大（Ⅲ级）、一般（Ⅳ级）。
            四、信息报告：事发学校应当在1小时内报告县教育局。
            五、应急响应：先期处置、救治伤员、疏散师生、保护现场、通知家长。
            六、善后处置：心理疏导、保险理赔、总结评估。
            """,
        ),
        doc_no=numbered("云教", old.year, 64),
        office=SAFETY_OFFICE,
        validity="valid",
        effective_on=old,
        stage="all",
        openness="management",
        keywords=("应急预案",),
    )
    document = item(
        "emergency-plan",
        f"云溪县教育局关于印发《云溪县教育系统突发公共事件应急预案》（{new.year}年修订）的通知",
        "1203",
        new,
        (
            f"""
            各学校、幼儿园，局属各单位、各股室：
            《云溪县教育系统突发公共事件应急预案》已经修订，现印发给你们。{old.year}年印发的预案同时废止。
            一、工作原则
            以人为本、快速反应，统一领导、分级负责，预防为主、平急结合。
            二、监测预警
            学校每日排查隐患，接到气象、水利、卫生健康等部门预警后30分钟内传达到全体师生。预警级别由低到高用蓝、黄、橙、红四色表示。
            三、信息报告
            """,
            Table(
                "信息报告时限",
                ("事件级别", "学校报县教育局", "县教育局报县政府和市教育局", "对外发布权威信息"),
                (
                    ("特别重大、重大", "立即电话报告，30分钟内书面", "1小时内", "5小时内"),
                    ("较大", "立即电话报告，1小时内书面", "2小时内", "24小时内"),
                    ("一般", "1小时内", "按日报告", "视情况"),
                ),
            ),
            f"""
            四、应急响应
            学校负责人立即到场，按照“先救人、后救物”的原则处置：拨打110、119、120，疏散学生，封控现场，联系监护人。任何人不得迟报、谎报、瞒报、漏报。
            五、停课与复课
            停课由县教育局决定，紧急情况下学校可以先行停课后报告。停课期间对无人看护的学生，学校应当提供看护。
            六、调查处理
            处置结束后15个工作日内形成调查报告，依法公开调查处理结果，未成年人信息应当隐去。
            云溪县教育局
            {chinese_date(new)}
            """,
        ),
        doc_no=numbered("云教", new.year, 68),
        office=SAFETY_OFFICE,
        validity="valid",
        effective_on=new,
        replaces=("emergency-plan-old",),
        stage="all",
        openness="management",
        keywords=("应急预案", "信息报告", "停课"),
        files=(DemoFile("突发事件信息报告单.docx", text=REPORT_FORM),),
    )
    yield document
    yield item(
        "emergency-plan-interpretation",
        "《云溪县教育系统突发公共事件应急预案》修订解读",
        "0204",
        document.published_at.date(),
        (
            f"""
            新修订的《云溪县教育系统突发公共事件应急预案》已经印发，现说明主要变化。
            一、报告更快：重大以上事件书面报告由1小时缩短为30分钟。
            二、发布更明确：规定权威信息对外发布时限，重大以上事件不超过5小时。
            三、停课更清楚：明确由谁决定、怎样通知、谁来看护，家长不需要再到处打听。
            四、调查公开：处置结束后15个工作日内形成调查报告并依法公开。
            解读机构：学校安全与后勤股；联系电话：{phone(108)}。
            """,
        ),
        follows=document,
        office=SAFETY_OFFICE,
        genre="其他",
        interprets=("emergency-plan",),
        stage="all",
        openness="decision",
        keywords=("应急预案", "解读"),
    )


REPORT_FORM = """
突发事件信息报告单
一、报告单位、报告人、联系电话、报告时间。
二、事件发生的时间、地点、类别和简要经过。
三、伤亡情况：人数、救治医院、伤情（不写未成年人姓名）。
四、已经采取的措施、现场负责人。
五、需要协调解决的问题。
"""


def safety_rules(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(2), 3, 27)
    yield item(
        "safety-laws",
        "校园安全管理法律法规和配套制度目录",
        "1201",
        written,
        (
            """
            为了便于学校、家长和社会了解校园安全管理的依据，现将有关法律法规和配套制度目录公布如下。
            """,
            Table(
                "法律法规和配套制度",
                ("名称", "层级", "涉及内容"),
                (
                    ("《中华人民共和国未成年人保护法》", "法律", "学校保护、防欺凌、防性侵"),
                    ("《中华人民共和国食品安全法》", "法律", "集中用餐、食堂管理"),
                    ("《中华人民共和国消防法》", "法律", "疏散、设施、演练"),
                    ("《校车安全管理条例》", "行政法规", "校车使用许可、通行安全"),
                    ("《中小学幼儿园安全管理办法》", "部门规章", "校内安全管理制度"),
                    ("《学校食品安全与营养健康管理规定》", "部门规章", "陪餐、采购、留样"),
                    ("《云溪县教育系统突发公共事件应急预案》", "本局文件", "报告、响应、停课"),
                    (
                        "《云溪县中小学校集中用餐和食堂管理办法》",
                        "规范性文件",
                        "集中采购、明厨亮灶",
                    ),
                ),
            ),
            f"""
            学校配套制度包括门卫、值班巡查、实验室、宿舍、食堂、外出活动、学生请假交接等十二项，由学校公布。咨询电话：{phone(108)}。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="其他",
        stage="all",
        openness="management",
        keywords=("校园安全", "法律法规", "管理制度"),
    )
    bullying = workday(span.year(1), 4, 17)
    yield item(
        "bullying",
        "云溪县中小学学生欺凌防治工作制度",
        "1201",
        bullying,
        (
            f"""
            各中小学校：
            为了预防和处理学生欺凌，制定本制度。
            一、预防：每学期开展一次专题教育，教室、走廊、厕所周边等隐蔽区域纳入巡查和监控（卫生间内不得安装摄像设备）。
            二、发现：设置欺凌举报箱和电话，班主任每月了解一次学生情况，教职工发现疑似欺凌应当立即制止并报告。
            三、认定：学校学生欺凌治理委员会10日内完成调查，必要时邀请法治副校长参加，区分玩笑打闹与欺凌。
            四、处理：情节轻微的批评教育、道歉；情节严重的给予纪律处分、由公安机关训诫；涉嫌违法犯罪的移送公安机关。
            五、救助：对受害学生安排心理辅导，必要时调整班级座位；保护双方隐私，不得传播视频和图片。
            举报电话：{phone(116)}，由县教育局直接受理。
            """,
        ),
        doc_no=numbered("云教", bullying.year, 19),
        office=SAFETY_OFFICE,
        validity="valid",
        effective_on=bullying,
        stage="all",
        openness="management",
        keywords=("学生欺凌", "防治", "举报"),
    )
    meals = workday(span.year(0) - 1, 11, 5)
    yield item(
        "primary-canteen-accounts",
        f"云溪县实验小学{meals.year}年10月食堂收支和食材采购公示",
        "1202",
        meals,
        (
            """
            学校食堂由学校自主经营，现将10月收支和采购情况公示，请家长监督。
            """,
            Table(
                "10月食堂支出（单位：元）",
                ("项目", "金额"),
                (
                    ("粮油", 28640),
                    ("蔬菜", 41275),
                    ("肉禽蛋", 76320),
                    ("水产", 12180),
                    ("调味品", 5460),
                    ("燃料和水电", 9850),
                    ("从业人员工资", 36400),
                ),
                total=True,
            ),
            f"""
            本月收入213400元，其中学生伙食费206800元、教职工伙食费6600元；本月结余3275元，转入下月用于改善伙食。
            一、膳食委员会家长代表6人次参与验收和陪餐，满意度测评94.2%。
            二、下月食谱和带量标准在校门口公示栏公布。
            意见箱设在校门口，联系电话：{phone(201)}。
            """,
        ),
        office=FIRST_PRIMARY,
        issuer=FIRST_PRIMARY,
        genre="公告",
        stage="compulsory",
        openness="result",
        period_kind="publicity",
        begins_on=meals,
        ends_on=date(meals.year, 11, 30),
        keywords=("食堂账目", "实验小学", "膳食委员会"),
        files=(DemoFile("10月食材采购明细.xlsx", tables=(PURCHASED,)),),
    )


PURCHASED = Table(
    "10月食材采购明细（单位：元）",
    ("品类", "金额"),
    (
        ("大米", 15800),
        ("食用油", 12840),
        ("叶菜类", 22615),
        ("根茎类", 18660),
        ("猪肉", 43200),
        ("鸡肉", 19800),
        ("鸡蛋", 13320),
        ("水产", 12180),
        ("调味品", 5460),
    ),
    total=True,
)


def singles(span: Span) -> Iterator[DemoItem]:
    yield from emergency_plans(span)
    yield from safety_rules(span)


YEARLY = (
    (opening_checks, 2),
    (meals_and_dormitories, 3),
    (drowning_warning, 4),
    (response_report, 3),
)
