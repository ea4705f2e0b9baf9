"""行政权力与办事 (10): lists of powers, licences, penalties, inspections and how to apply."""

from collections.abc import Iterator
from datetime import timedelta

from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    ONE_DAY,
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
    POLICY_OFFICE,
    PRIVATE_OFFICE,
    SAFETY_OFFICE,
    STAFF_OFFICE,
    phone,
    wobble,
)

POWERS = (  # name, kind, basis
    ("民办学校设立、变更和终止审批", "行政许可", "《中华人民共和国民办教育促进法》第十二条"),
    ("校外培训机构办学许可", "行政许可", "《国务院办公厅关于规范校外培训机构发展的意见》"),
    ("教师资格认定", "行政许可", "《教师资格条例》第十三条"),
    ("适龄儿童、少年延缓入学或者休学批准", "行政许可", "《中华人民共和国义务教育法》第十一条"),
    ("对违规开展校外培训的处罚", "行政处罚", "《校外培训行政处罚暂行办法》"),
    ("对民办学校违法办学行为的处罚", "行政处罚", "《中华人民共和国民办教育促进法》第六十二条"),
    ("对学校违规收费、违规招生的责令改正", "行政处罚", "《中华人民共和国教育法》第七十六条"),
    ("民办学校年度检查", "行政检查", "《中华人民共和国民办教育促进法实施条例》"),
    ("校园安全检查", "行政检查", "《中小学幼儿园安全管理办法》"),
    ("学生资助资格认定", "行政给付", "学生资助有关政策"),
    ("教育系统表彰奖励", "行政奖励", "《中华人民共和国教师法》第三十三条"),
)


def powers(year: int) -> Iterator[DemoItem]:
    kinds = sorted({kind for _, kind, _ in POWERS})
    tally = tuple((kind, sum(k == kind for _, k, _ in POWERS)) for kind in kinds)
    yield item(
        f"powers-{year}",
        f"云溪县教育局权责清单（{year}年版）",
        "1001",
        workday(year, 4, 26),
        (
            f"""
            根据法律、法规、规章的立改废释和机构职能变化情况，县教育局对权责清单进行了动态调整。{year}年版共{len(POWERS)}项，现予公布。
            """,
            Table("权责事项", ("事项名称", "类别", "设定依据"), POWERS),
            Table("按类别统计（单位：项）", ("类别", "数量"), tally, total=True),
            f"""
            一、清单之外没有法律、法规、规章依据的，不得实施减损公民、法人和其他组织权益或者增加其义务的行为。
            二、每个事项的实施机构、办理程序、时限和监督方式，可以在省政务服务网查看。
            三、本版与上一版相比，新增0项，取消0项，修改设定依据2项。
            监督电话：{phone(112)}。
            """,
        ),
        office=POLICY_OFFICE,
        genre="其他",
        openness="management",
        keywords=("权责清单", "行政许可", "行政处罚"),
    )


LICENCES = (
    ("教师资格认定", "张**等{n}人", "准予许可"),
    ("校外培训机构办学许可延续", "云溪县青禾艺术培训中心", "准予许可"),
    ("适龄儿童延缓入学批准", "李**（监护人）", "准予许可"),
    ("民办幼儿园办学许可证换发", "云溪县小星星幼儿园", "准予许可"),
    ("校外培训机构设立", "云溪县某文化传播公司", "不予许可（场地不符合消防要求）"),
)


def licences(span: Span) -> Iterator[DemoItem]:
    """The weekly lists of the last six weeks."""
    for week in range(1, 7):
        decided = span.day - timedelta(days=7 * week + span.day.weekday() - 3)
        rows = []
        for n in range(2 + week % 2):
            what, who, result = LICENCES[(week + n) % len(LICENCES)]
            number = numbered("云教许", decided.year, 200 - 3 * week - n)
            rows.append(
                (number, what, who.format(n=6 + week), chinese_date(decided - n * ONE_DAY), result)
            )
        monday = decided - timedelta(days=3)
        yield item(
            f"licences-{week}",
            f"云溪县教育局行政许可结果公示（{chinese_date(monday)}至{day_of_month(monday + 4 * ONE_DAY)}）",
            "1002",
            decided + ONE_DAY,
            (
                f"""
                {chinese_date(monday)}至{day_of_month(monday + 4 * ONE_DAY)}，县教育局作出行政许可决定{len(rows)}件，现按照“双公示”要求公布。自然人姓名作部分隐去。
                """,
                Table(
                    "行政许可结果",
                    ("决定书文号", "许可事项", "申请人", "决定日期", "结果"),
                    tuple(rows),
                ),
                f"""
                对许可结果有异议的，可以依法申请行政复议或者提起行政诉讼。办理咨询：政务服务大厅教育窗口，电话{phone(110)}。
                """,
            ),
            lag=0,
            office=POLICY_OFFICE,
            genre="公告",
            openness="result",
            keywords=("行政许可", "双公示"),
        )


PENALTIES = (
    (
        "某教育咨询公司擅自举办校外培训机构案",
        "当事人未取得办学许可，在居民楼内招收小学生23人开展英语、数学培训，收取费用46800元。",
        "责令停止举办、退还所收费用，并处违法所得一倍的罚款46800元",
        "《校外培训行政处罚暂行办法》第十七条",
    ),
    (
        "某艺术培训机构超范围培训案",
        "当事人许可内容为艺术类，暑假期间以“阅读写作”名义开展语文学科培训，涉及学生31人。",
        "责令限期改正、退还费用，给予警告，并处罚款18000元",
        "《校外培训行政处罚暂行办法》第二十二条",
    ),
)


def penalty(year: int) -> Iterator[DemoItem]:
    title, facts, decision, basis = PENALTIES[year % 2]
    signed = workday(year, 9, 16)
    number = numbered("云教罚字", year, 1)
    yield item(
        f"penalty-{year}",
        f"校外培训监管行政处罚决定信息公开表（{number}）",
        "1003",
        signed,
        (
            """
            根据《中华人民共和国行政处罚法》和行政执法公示制度，现公开以下行政处罚决定信息。法人名称和自然人信息按规定作了处理。
            """,
            Table(
                title,
                ("项目", "内容"),
                (
                    ("决定书文号", number),
                    ("违法事实", facts),
                    ("处罚依据", basis),
                    ("处罚结果", decision),
                    ("作出决定日期", chinese_date(signed)),
                    ("履行情况", "已履行"),
                    ("救济渠道", "六十日内申请行政复议或者六个月内提起行政诉讼"),
                ),
            ),
            f"""
            本信息公示期三年，当事人履行义务满三个月的，可以依法申请缩短公示期。执法机构：校外教育培训监管股，电话{phone(109)}。
            """,
        ),
        lag=3,
        doc_no=number,
        office=PRIVATE_OFFICE,
        genre="其他",
        openness="result",
        keywords=("行政处罚", "校外培训"),
    )


def inspections(year: int) -> Iterator[DemoItem]:
    """双随机: the plan in March, the result in November."""
    matter = f"{year}年教育领域“双随机、一公开”检查"
    subjects = (
        ("民办学校办学行为检查", 60, "5月"),
        ("校外培训机构检查", 50, "7—8月"),
        ("学校收费检查", 20, "10月"),
        ("中小学食堂食品安全检查（联合市场监管）", 30, "9—10月"),
    )
    yield item(
        f"inspection-plan-{year}",
        f"云溪县教育局{year}年度“双随机、一公开”抽查工作计划",
        "1004",
        workday(year, 3, 15),
        (
            f"""
            为了规范行政检查行为，减少对学校和机构正常活动的干扰，制定{year}年度抽查计划。检查对象和检查人员从名录库中随机抽取，结果在20个工作日内公开。
            """,
            Table(
                f"{year}年度抽查计划",
                ("抽查事项", "抽查比例（%）", "抽查时间"),
                subjects,
            ),
            f"""
            一、除投诉举报、上级交办、突发事件外，不开展计划外检查。同一时间对同一学校的多项检查合并进行，全年入校检查不超过2次。
            二、检查人员不少于两人，出示执法证件，不得影响正常教学。
            监督电话：{phone(112)}。
            """,
        ),
        office=POLICY_OFFICE,
        genre="通知",
        matter=matter,
        matter_stage="抽查计划",
        matter_order=1,
        openness="execution",
        keywords=("双随机", "抽查计划"),
    )
    rows = []
    for (what, _, _), checked in zip(subjects, (2, 2, 4, 8), strict=True):
        troubled = wobble(year, f"t{what}", 2)
        rows.append((what, checked, checked - troubled, troubled))
    yield item(
        f"inspection-result-{year}",
        f"云溪县教育局{year}年度“双随机、一公开”抽查结果",
        "1004",
        workday(year, 11, 10),
        (
            f"""
            {year}年度抽查任务已经完成，抽查结果公布如下。
            """,
            Table(
                f"{year}年度抽查结果（单位：家）",
                ("抽查事项", "检查数量", "未发现问题", "发现问题已责令改正"),
                tuple(rows),
                total=True,
            ),
            """
            发现的主要问题：收费公示内容不完整、消防器材过期、食品留样记录不规范。责令改正的单位均已在期限内完成整改，并经复查合格。检查结果归集到信用信息平台。
            """,
        ),
        office=POLICY_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="抽查结果",
        matter_order=2,
        openness="result",
        keywords=("双随机", "抽查结果"),
    )


GUIDES = (  # key, name, office, who, papers, limit, stage
    (
        "transfer",
        "义务教育学生转学",
        BASIC_OFFICE,
        "因户籍迁移、监护人工作调动等需要转学的学生",
        ("户口簿", "居住证或者不动产权证（能够数据核验的免交）", "转学申请表"),
        10,
        "compulsory",
    ),
    (
        "teacher",
        "教师资格认定（初级中学、小学、幼儿园）",
        STAFF_OFFICE,
        "教师资格考试合格或者符合免试条件的人员",
        ("身份证", "学历证书", "普通话水平测试等级证书", "体检合格证明", "近期免冠证件照"),
        30,
        "all",
    ),
    (
        "diploma",
        "义务教育、普通高中学历证明书办理",
        BASIC_OFFICE,
        "毕业证书遗失或者损坏的毕业生",
        ("身份证", "毕业年份、学校、班级说明"),
        5,
        "all",
    ),
    (
        "delay",
        "适龄儿童延缓入学、休学",
        BASIC_OFFICE,
        "因身体状况需要延缓入学或者休学的适龄儿童、少年",
        ("户口簿", "县级以上医疗机构诊断证明", "监护人书面申请"),
        5,
        "compulsory",
    ),
    (
        "institution",
        "非学科类校外培训机构办学许可",
        PRIVATE_OFFICE,
        "拟举办非学科类校外培训机构的法人和自然人",
        (
            "设立申请书",
            "章程",
            "场地产权或者租赁证明",
            "消防安全证明",
            "人员资格证明",
            "行业主管部门审核意见",
        ),
        20,
        "all",
    ),
    (
        "hardship",
        "家庭经济困难学生认定",
        "云溪县学生资助管理中心",
        "家庭经济困难的在校学生",
        ("认定申请表（特困、低保、孤儿、残疾学生免交材料）",),
        15,
        "all",
    ),
)


def guides(span: Span) -> Iterator[DemoItem]:
    """办事指南 with the same eight elements each."""
    written = workday(span.year(1), 2, 26)
    for n, (key, name, office, who, papers, limit, stage) in enumerate(GUIDES):
        yield item(
            f"guide-{key}",
            f"{name}办事指南",
            "1005",
            written,
            (
                f"""
                本指南适用于云溪县行政区域内{name}的申请和办理。
                一、办理对象
                {who}。
                二、申请材料
                """,
                "\n".join(f"{number}. {paper}" for number, paper in enumerate(papers, start=1)),
                """
                三、办理信息
                """,
                Table(
                    f"{name}办理信息",
                    ("要素", "内容"),
                    (
                        ("受理机构", office if "中心" in office else f"云溪县教育局（{office}）"),
                        ("办理地点", "云溪县政务服务大厅二楼教育窗口"),
                        ("办理时间", "工作日8:30—12:00，14:30—17:30"),
                        ("办理时限", f"受理之日起{limit}个工作日"),
                        ("收费标准", "不收费"),
                        ("办理形式", "网上办理或者窗口办理，到现场次数不超过1次"),
                        ("结果送达", "网上查询、窗口领取或者邮寄"),
                        ("咨询电话", phone(110)),
                    ),
                ),
                f"""
                四、网上办理
                登录省政务服务网，选择“云溪县”“县教育局”，搜索“{name.split("（")[0]}”，按照提示提交。材料不全的，一次性告知需要补正的全部内容。
                五、不予受理的情形
                不属于本机关职权范围的，即时告知不受理，并说明应当向哪个机关申请。
                六、监督
                对办理结果不满意的，可以在省政务服务网“好差评”系统评价，或者拨打{phone(112)}。
                """,
            ),
            lag=1 + n,
            office=office,
            genre="其他",
            stage=stage,
            openness="service",
            keywords=("办事指南", name.split("（")[0], "申请材料"),
            files=(DemoFile("转学申请表.docx", text=TRANSFER_FORM),) if key == "transfer" else (),
        )


TRANSFER_FORM = """
义务教育学生转学申请表
一、学生信息：姓名、性别、出生日期、现就读学校、年级。
二、转入学校：学校名称、年级。
三、转学原因：户籍迁移、监护人工作调动、购房、其他（请说明）。
四、监护人签名、日期。
五、转出学校意见、转入学校意见、教育局意见由系统在线办理，申请人不需要盖章。
"""


def public_services(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(1), 5, 11)
    rows = (
        ("普通话水平测试报名", "县教育考试中心", "网上办理"),
        ("中考成绩查询", "县教育考试中心", "网上查询"),
        ("学历证明书办理", "基础教育股", "窗口、网上"),
        ("学生资助政策咨询", "县学生资助管理中心", "电话、窗口"),
        ("学校场地开放查询", "体育卫生与艺术教育股", "网上查询"),
        ("家庭教育指导", "县教师发展中心", "预约"),
    )
    yield item(
        "public-services",
        "云溪县教育局公共服务事项清单",
        "1001",
        written,
        (
            """
            除行政权力事项外，县教育局及其直属单位向社会提供以下公共服务，全部免费。
            """,
            Table("公共服务事项", ("事项", "承办单位", "方式"), rows),
            f"""
            一、学校体育场地在节假日和寒暑假向社会开放，开放时间和入校办法由学校公布。
            二、家庭教育指导服务站每周六上午接受预约，由心理健康教育教师值班。
            三、服务事项的变更在20个工作日内公布。咨询电话：{phone(101)}。
            """,
        ),
        office=POLICY_OFFICE,
        genre="其他",
        stage="all",
        openness="service",
        keywords=("公共服务", "场地开放"),
    )


def discretion(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(2), 5, 27)
    yield item(
        "discretion",
        "云溪县教育局校外培训行政处罚裁量权基准",
        "1003",
        signed,
        (
            """
            为了规范行使行政处罚裁量权，根据《中华人民共和国行政处罚法》《校外培训行政处罚暂行办法》，制定本基准。
            """,
            Table(
                "擅自举办校外培训机构处罚裁量基准",
                ("违法程度", "情形", "裁量标准"),
                (
                    (
                        "轻微",
                        "初次违法，学生10人以下，及时退费并改正",
                        "责令停止举办、退还费用，不予罚款",
                    ),
                    ("一般", "学生11人至30人，或者收费5万元以下", "违法所得一倍以上二倍以下罚款"),
                    (
                        "较重",
                        "学生31人至80人，或者收费5万元至20万元",
                        "违法所得二倍以上四倍以下罚款",
                    ),
                    (
                        "严重",
                        "学生81人以上，或者拒不改正、造成恶劣影响",
                        "违法所得四倍以上五倍以下罚款",
                    ),
                ),
            ),
            """
            一、有行政处罚法规定的从轻、减轻、不予处罚情形的，依法适用。
            二、适用本基准明显不当的，经集体讨论可以调整适用，并在决定书中说明理由。
            三、本基准自公布之日起施行，与上级裁量基准不一致的，以上级为准。
            """,
        ),
        lag=3,
        doc_no=numbered("云教", signed.year, 36),
        office=POLICY_OFFICE,
        validity="valid",
        effective_on=next_workday(signed + 4 * ONE_DAY),
        openness="management",
        keywords=("裁量基准", "行政处罚"),
    )


def school_bus(span: Span) -> Iterator[DemoItem]:
    """The inspection item that explains why 1204 has no items of its own."""
    written = workday(span.year(1), 9, 24)
    yield item(
        "bus-checks",
        f"{written.year}年秋季学生上下学交通安全检查情况",
        "1004",
        written,
        (
            f"""
            9月上旬，县教育局配合县公安局交通管理大队对全县学生上下学交通安全进行了检查，现将情况公布如下。
            一、检查学校门口道路31处，增设减速带6处、警示标志14块，施划学生过街通道9条。
            二、检查学生专线公交8条、车辆11辆，发现超员隐患1起，已督促公交企业增加班次。
            三、本县没有校车使用许可的审批职能，学生专线由公交企业运营，不属于《校车安全管理条例》所称的校车。家长发现“黑校车”接送学生的，请拨打110或者{phone(108)}举报。
            """,
        ),
        office=SAFETY_OFFICE,
        genre="通报",
        openness="result",
        keywords=("交通安全", "学生专线", "黑校车"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from licences(span)
    yield from guides(span)
    yield from public_services(span)
    yield from discretion(span)
    yield from school_bus(span)


YEARLY = (
    (powers, 2),
    (penalty, 2),
    (inspections, 3),
)
