"""招生入学 (06): the matter of compulsory school, from the draft for comment to the numbers enrolled."""

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
    moment,
    numbered,
    workday,
)
from disclosure.demo.world import BASIC_OFFICE, phone

ESTATES = (  # school, estates and villages of its area
    ("云溪县实验小学", "书院路以东、文昌街以北：学府花园、书香苑、北门社区、东门社区"),
    ("云溪县城关镇第二小学", "文昌街以南、临河路以北：文昌小区、南门社区、纺织家属院、金桂园"),
    ("云溪县城关镇第三小学", "临河路以南：临河社区、渡口村、水岸新城一期"),
    ("云溪县滨河小学", "滨河大道以西：滨河名邸、水岸新城二期、高铁新区各小区、西河村"),
    ("云溪县石桥镇中心小学", "石桥镇石桥社区、上桥村、下桥村、青石村"),
    ("云溪县白鹭镇中心小学", "白鹭镇白鹭社区、白鹭村、沙洲村、望江村"),
    ("云溪县柳林镇中心小学", "柳林镇全镇"),
    ("云溪县河湾镇中心小学", "河湾镇全镇"),
    ("云溪县松岭乡九年一贯制学校", "松岭乡全乡（小学、初中）"),
    ("云溪县第二中学", "实验小学、城关镇第二小学、河湾镇中心小学毕业生"),
    ("云溪县第三中学", "城关镇第三小学、滨河小学毕业生"),
    ("云溪县石桥镇初级中学", "石桥镇中心小学毕业生"),
    ("云溪县白鹭镇初级中学", "白鹭镇中心小学毕业生"),
    ("云溪县柳林镇初级中学", "柳林镇中心小学毕业生"),
)


def matter_of(year: int) -> str:
    return f"{year}年云溪县义务教育阶段学校招生入学"


def plan_table(year: int) -> Table:
    rows = tuple(
        (
            school.name,
            school.owner,
            school.primary,
            world.primary_plan(school),
            school.junior,
            world.junior_plan(school),
        )
        for school in world.COMPULSORY
    )
    head = ("学校", "办学性质", "一年级班数", "一年级计划（人）", "七年级班数", "七年级计划（人）")
    return Table(f"{year}年云溪县义务教育阶段学校招生计划表", head, rows, total=True)


def result_table(year: int) -> Table:
    rows = tuple(
        (
            school.name,
            world.primary_plan(school),
            world.primary_enrolled(school, year),
            world.junior_plan(school),
            world.junior_enrolled(school, year),
        )
        for school in world.COMPULSORY
    )
    head = ("学校", "一年级计划", "一年级录取", "七年级计划", "七年级录取")
    return Table(f"{year}年云溪县义务教育阶段学校招生结果（单位：人）", head, rows, total=True)


def compulsory_plan(year: int) -> Iterator[DemoItem]:
    """The yearly 实施意见, its interpretation, plan, areas and result."""
    matter = matter_of(year)
    signed = workday(year, 4, 20)
    rules = f"《云溪县{year}年义务教育阶段学校招生入学工作实施意见》"
    online, onsite = workday(year, 6, 23), workday(year, 7, 4)
    born = f"{year - 7}年9月1日至{year - 6}年8月31日"
    document = item(
        f"compulsory-rules-{year}",
        f"云溪县教育局关于印发{rules}的通知",
        "0601",
        signed,
        (
            f"""
            各乡镇中心学校，县直各学校，各民办义务教育学校：
            现将{rules}印发给你们，请认真贯彻执行。
            一、总体要求
            坚持免试就近入学，义务教育阶段学校一律不得以笔试、面试、竞赛成绩、培训证书等作为入学依据。公办学校和民办学校同步招生，民办学校招生纳入统一管理，报名人数超过计划的，全部实行电脑随机录取。
            二、招生对象
            （一）小学一年级
            凡{born}期间出生、年满六周岁的适龄儿童，应当入学接受义务教育。因身体状况需要延缓入学的，由父母或者其他法定监护人向户籍所在地学校提出书面申请，经学校审核后报县教育局批准。
            （二）初中七年级
            具有本县小学学籍的{year}年应届毕业生，以及户籍在本县、在外地就读需回县升学的小学毕业生。
            三、招生办法
            （一）公办小学
            按照“房户一致、房产优先、统筹安排”的次序分批录取：适龄儿童与父母户籍、实际居住的房产一致的为第一批；父母在城区有房产而户籍不在城区的为第二批；随迁子女和其他符合条件的为第三批。同一批次人数超过学位时，按房屋登记时间先后录取，未录取的统筹安排到有空余学位的学校。
            （二）公办初中
            实行小学与初中对口直升，对口关系见《云溪县{year}年义务教育阶段学校招生范围》。乡镇初中面向本乡镇招生。
            （三）随迁子女
            父母一方持有本县有效居住证，并有合法稳定就业（劳动合同或者营业执照）的，随迁子女可以在居住证所在的学区申请入学，由县教育局统筹安排到公办学校，不收取任何借读费用。
            （四）特殊群体
            残疾儿童由县残疾人教育专家委员会评估后，安排随班就读、特殊教育学校就读或者送教上门。军人、消防救援人员、公安英模和因公牺牲伤残警察、高层次人才等人员的子女，按照国家和省有关优待政策安排。
            四、时间安排
            - 网上报名：{day_of_month(online)}至{day_of_month(online + timedelta(days=7))}
            - 现场核验（网上核验未通过的）：{day_of_month(onsite)}至{day_of_month(onsite + timedelta(days=2))}
            - 民办学校电脑随机录取：7月10日前后，具体时间另行公告
            - 公布录取结果并发放入学通知书：8月10日前
            - 报到：8月30日至31日
            五、工作纪律
            严禁提前招生、跨区域掐尖招生，严禁设立重点班，严禁收取与入学挂钩的费用，小学、初中新生一律均衡编班。违反规定的，依法依规追究学校和有关人员责任。咨询、监督电话：{phone(104)}。
            本意见自印发之日起施行，{year}年12月31日废止。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 21 + year % 3),
        office=BASIC_OFFICE,
        genre="意见",
        validity="valid",
        effective_on=signed,
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="招生方案",
        matter_order=3,
        stage="compulsory",
        openness="decision",
        keywords=("义务教育", "招生", "入学", "学区", "随迁子女"),
        files=(rules_file(year),),
    )
    yield document
    yield rules_interpretation(document, year, rules)
    yield plan_notice(year, matter)
    yield areas_notice(year, matter)
    yield registration_notice(year, matter, online)
    yield result_notice(year, matter)


def rules_file(year: int) -> DemoFile:
    """The list of papers a parent brings, as a document to print."""
    return DemoFile(
        name=f"{year}年义务教育入学报名材料清单.docx",
        text=f"""
        {year}年云溪县义务教育入学报名材料清单
        一、户籍类：户口簿首页、户主页、父母页、适龄儿童页。
        二、房产类：不动产权证；未取得的，提供经备案的购房合同和发票。
        三、随迁子女：父母一方的有效居住证，劳动合同或者营业执照，在本县缴纳社会保险的凭证。
        四、预防接种：由乡镇卫生院或者社区卫生服务中心出具的预防接种查验证明。没有接种证的，先报名后补办，不影响入学。
        以上材料能够通过数据共享核验的，家长不需要提交。
        """,
        tables=(plan_table(year),),
    )


def rules_interpretation(document: DemoItem, year: int, rules: str) -> DemoItem:
    return item(
        f"compulsory-rules-interpretation-{year}",
        f"{rules}政策解读",
        "0204",
        document.written_on,
        (
            f"""
            {rules}（{document.doc_no}，以下简称《实施意见》）已经印发，现就家长关心的问题解读如下。
            一、为什么要制定《实施意见》
            义务教育法规定适龄儿童、少年免试入学，地方各级人民政府应当保障其在户籍所在地学校就近入学。为了落实这一规定，结合本县生源和学位情况，县教育局制定了{year}年的具体办法，起草过程中公开征求了社会意见。
            二、今年一年级和七年级各招多少人
            全县公办、民办学校计划招收一年级新生{sum(map(world.primary_plan, world.PRIMARY))}人、七年级新生{sum(map(world.junior_plan, world.JUNIOR))}人，总量可以满足全部适龄儿童、少年入学。
            三、与去年相比有什么变化
            一是核验材料减少，户籍、不动产、居住证、社会保险信息由部门数据共享核验，核验通过的家长不再到现场。二是明确同一批次超出学位时按房屋登记时间先后录取，不再抽签。三是随迁子女不再要求提供原籍学校的证明。
            四、哪些情况可以延缓入学
            适龄儿童因身体状况需要延缓入学的，监护人凭县级以上医疗机构的诊断证明向户籍所在地学校申请。延缓期一般为一年。自行决定在家不入学的，乡镇人民政府和县教育局将依法督促入学。
            五、解读机构和联系方式
            解读机构：云溪县教育局基础教育股；解读人：基础教育股负责人；联系电话：{phone(104)}。
            """,
        ),
        follows=document,
        office=BASIC_OFFICE,
        genre="其他",
        interprets=(f"compulsory-rules-{year}",),
        stage="compulsory",
        openness="decision",
        keywords=("招生", "政策解读"),
    )


def plan_notice(year: int, matter: str) -> DemoItem:
    signed = workday(year, 5, 12)
    return item(
        f"compulsory-plan-{year}",
        f"云溪县教育局关于下达{year}年义务教育阶段学校招生计划的通知",
        "0602",
        signed,
        (
            f"""
            各乡镇中心学校，县直各学校，各民办义务教育学校：
            根据各学校核定的办学规模、校舍和师资情况，经研究，现将{year}年义务教育阶段学校招生计划下达给你们。
            一、小学一年级每班不超过{world.PRIMARY_CLASS}人，初中七年级每班不超过{world.JUNIOR_CLASS}人，任何学校不得突破计划招生，严禁产生新的大班额。
            二、民办学校的招生计划为最高限额，只在本县范围内招生，不得跨县招生。
            三、确因生源变化需要调整计划的，学校应当在7月5日前提出书面申请，由县教育局集体研究后统一公布。
            """,
            plan_table(year),
            f"""
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 27 + year % 3),
        office=BASIC_OFFICE,
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="招生计划",
        matter_order=4,
        stage="compulsory",
        openness="execution",
        keywords=("招生计划", "班额"),
        files=(DemoFile(f"{year}年义务教育招生计划表.xlsx", tables=(plan_table(year),)),),
    )


def areas_notice(year: int, matter: str) -> DemoItem:
    signed = workday(year, 5, 20)
    table = Table(
        f"云溪县{year}年义务教育阶段公办学校招生范围",
        ("学校", "招生范围"),
        ESTATES,
    )
    return item(
        f"school-areas-{year}",
        f"云溪县{year}年义务教育阶段学校招生范围（学区划分）公告",
        "0603",
        signed,
        (
            f"""
            根据适龄人口分布、学校规模、行政区划和道路交通等情况，经专家论证和公开征求意见，现将{year}年全县义务教育阶段公办学校的招生范围公告如下。
            """,
            table,
            f"""
            说明：
            - 道路以中心线为界，未列明的新建小区以县教育局公布的补充公告为准。
            - 民办学校面向全县招生，不划分学区。
            - 小区名称以地名主管部门批准的标准名称为准，购房前请以当年公布的招生范围为依据，不要轻信“学区房”宣传。
            对招生范围有疑问的，请拨打{phone(104)}，或者向学校咨询。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        office=BASIC_OFFICE,
        genre="公告",
        validity="valid",
        expires_on=date(year, 12, 31),
        matter=matter,
        matter_stage="招生范围",
        matter_order=5,
        stage="compulsory",
        openness="service",
        keywords=("学区", "招生范围", "小区"),
    )


def registration_notice(year: int, matter: str, online: date) -> DemoItem:
    closes = online + timedelta(days=7)
    return item(
        f"compulsory-registration-{year}",
        f"关于开展{year}年义务教育阶段学校新生网上报名的公告",
        "0601",
        workday(year, 6, 15),
        (
            f"""
            {year}年义务教育阶段学校新生报名全部在网上进行，现将有关事项公告如下。
            一、报名时间
            {chinese_date(online)}8:00至{day_of_month(closes)}18:00。报名先后不影响录取，请家长错峰填报。
            二、报名方式
            1. 登录省政务服务网，在“入学报名”专题中选择“云溪县”。
            2. 填写适龄儿童和监护人信息，授权核验户籍、不动产、居住证和社会保险信息。
            3. 公办学校按照招生范围由系统自动对应，民办学校可以选报一所。
            4. 提交后可以在同一页面查询核验状态，核验未通过的按照提示补充材料。
            三、现场帮办
            不会使用网络的家长，可以带户口簿到所在学区的学校，由学校工作人员免费帮助填报。各乡镇中心学校和县政务服务大厅教育窗口设置帮办点，工作日8:30至17:00开放。
            四、咨询电话
            县教育局基础教育股{phone(104)}，政务服务大厅教育窗口{phone(110)}。
            """,
        ),
        office=BASIC_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="报名",
        matter_order=6,
        stage="compulsory",
        openness="service",
        period_kind="registration",
        begins_on=online,
        ends_on=closes,
        keywords=("网上报名", "一年级", "七年级"),
    )


def result_notice(year: int, matter: str) -> DemoItem:
    table = result_table(year)
    _, plan, came, plan_junior, came_junior = table.total_row
    return item(
        f"compulsory-result-{year}",
        f"云溪县{year}年义务教育阶段学校招生结果公告",
        "0605",
        workday(year, 8, 22),
        (
            f"""
            {year}年全县义务教育阶段学校招生工作已经结束，现将结果公告如下。
            一、总体情况
            全县一年级计划招收{plan}人，录取{came}人；七年级计划招收{plan_junior}人，录取{came_junior}人。各学校均未突破计划，没有新增大班额。
            二、各校录取人数
            """,
            table,
            f"""
            三、其他
            录取新生中，随迁子女{world.count(year, 160, 9, "migrant-first")}人，全部安排在公办学校；残疾儿童{world.count(year, 14, 0, "disabled")}人，其中随班就读{world.count(year, 8, 0, "inclusive", 3)}人。博雅学校报名人数超过计划，已于7月10日在公证人员监督下实行电脑随机录取。
            本公告只公布汇总数据。学生个人的录取结果，请监护人凭报名账号在省政务服务网查询。
            """,
        ),
        office=BASIC_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="招生结果",
        matter_order=7,
        stage="compulsory",
        openness="result",
        keywords=("招生结果", "录取"),
        files=(DemoFile(f"{year}年义务教育招生结果.xlsx", tables=(table,)),),
    )


def consultation(year: int) -> Iterator[DemoItem]:
    """The draft for comment in March and what became of the comments."""
    matter, opened = matter_of(year), workday(year, 3, 5)
    received = 40 + world.wobble(year, "comments", 60)
    adopted, partly = received // 3, received // 5
    yield item(
        f"compulsory-draft-{year}",
        f"关于公开征求《云溪县{year}年义务教育阶段学校招生入学工作实施意见（征求意见稿）》意见的公告",
        "1302",
        opened,
        (
            f"""
            为了做好{year}年义务教育阶段学校招生入学工作，县教育局起草了《云溪县{year}年义务教育阶段学校招生入学工作实施意见（征求意见稿）》，现向社会公开征求意见。
            一、主要内容
            - 明确一年级新生出生日期为{year - 7}年9月1日至{year - 6}年8月31日。
            - 滨河小学和城关镇第三小学的招生范围以滨河大道中心线为界。
            - 数据共享能够核验的材料，家长不再提交。
            - 多孩家庭的子女，可以申请在同一所学校就读。
            二、征求意见时间
            {chinese_date(opened)}至{day_of_month(opened + timedelta(days=14))}。
            三、提出意见的方式
            1. 在本页面下方的互动交流栏目留言。
            2. 信函寄至{world.PORTAL_ADDRESS}云溪县教育局基础教育股，信封上注明“招生意见”。
            3. 电话{phone(104)}，工作时间接听并登记。
            提出意见时，请尽量说明理由和依据。意见采纳情况将在征集结束后20个工作日内公布。
            """,
        ),
        lag=0,
        office=BASIC_OFFICE,
        genre="公告",
        matter=matter,
        matter_stage="意见征集",
        matter_order=1,
        stage="compulsory",
        openness="decision",
        period_kind="comment",
        begins_on=opened,
        ends_on=opened + timedelta(days=14),
        keywords=("征求意见", "招生"),
    )
    yield item(
        f"compulsory-feedback-{year}",
        f"关于{year}年义务教育招生入学工作实施意见公开征求意见采纳情况的说明",
        "1303",
        workday(year, 3, 28),
        (
            f"""
            {day_of_month(opened)}至{day_of_month(opened + timedelta(days=14))}，县教育局就{year}年义务教育阶段学校招生入学工作实施意见公开征求意见，共收到意见{received}条。经逐条研究，采纳{adopted}条，部分采纳{partly}条，未采纳{received - adopted - partly}条。
            一、采纳的主要意见
            - 建议延长网上报名时间：由5天延长到8天。
            - 建议在乡镇设立帮办点：各乡镇中心学校均设置。
            - 建议公布各校学位数：招生计划单独发文公布。
            二、部分采纳的意见
            - 建议祖辈房产可以作为入学依据：父母确无房产且长期共同居住、户籍一致的，可以作为第一批，其余情况不作为依据。
            三、未采纳的意见及理由
            - 建议初中实行全县电脑派位：乡镇学生上学距离过远，不符合就近入学原则。
            - 建议恢复学校自主测试：违反义务教育法关于免试入学的规定。
            感谢社会各界的关心和支持。咨询电话：{phone(104)}。
            """,
            Table(
                "意见采纳情况统计（单位：条）",
                ("类别", "数量"),
                (
                    ("采纳", adopted),
                    ("部分采纳", partly),
                    ("未采纳", received - adopted - partly),
                ),
                total=True,
            ),
        ),
        office=BASIC_OFFICE,
        genre="其他",
        matter=matter,
        matter_stage="意见反馈",
        matter_order=2,
        stage="compulsory",
        openness="result",
        keywords=("意见反馈", "招生"),
    )


def seat_warning(year: int) -> Iterator[DemoItem]:
    """学位预警: which schools will be short of seats."""
    rows = []
    for school in world.PRIMARY[:4]:
        plan = world.primary_plan(school)
        expected = plan * (88 + world.wobble(year, f"w{school.name}", 30)) // 100
        level = "红色" if expected > plan * 110 // 100 else "黄色" if expected > plan else "绿色"
        rows.append((school.name, plan, expected, level))
    yield item(
        f"seat-warning-{year}",
        f"云溪县{year}年城区小学学位预警公告",
        "0606",
        workday(year, 2, 24),
        (
            f"""
            根据公安户籍、卫生健康部门预防接种和学区入户摸底数据，对{year}年秋季城区小学一年级学位供需情况进行了测算。现将结果公告如下，请家长合理安排。
            """,
            Table(
                f"{year}年城区小学一年级学位供需测算（单位：人）",
                ("学校", "计划学位", "预计申请", "预警等级"),
                tuple(rows),
            ),
            """
            说明：预计申请人数超过计划学位110%的为红色预警，超过计划学位的为黄色预警，其余为绿色。
            一、红色、黄色预警学校在第一批录取后学位可能不足，后续批次的适龄儿童将统筹安排到有空余学位的学校，统筹的学校不一定是距离最近的学校。
            二、预警是测算结果，不代表最终录取结果。实际录取以当年招生入学工作实施意见为准。
            三、县教育局正在通过挖掘校舍潜力、调整学区、加快学校建设等办法增加学位，进展情况在“学校建设重大项目”栏目公布。
            """,
        ),
        office=BASIC_OFFICE,
        genre="公告",
        stage="compulsory",
        openness="service",
        keywords=("学位预警", "入学提示"),
    )


def reprint(span: Span) -> Iterator[DemoItem]:
    """The one item with a fixed date: 桐教〔2020〕103号, reprinted for reference."""
    yield item(
        "reprint-tongxiang-103",
        "关于做好2020年桐乡市义务教育阶段民办学校招生入学工作的通知",
        "0601",
        None,
        (
            """
            【转载说明】本件由桐乡市教育局印发，文号为桐教〔2020〕103号，列入该局2020年主动公开的重点领域信息。现作为外地经验转载，供各民办义务教育学校学习参考。本县招生以云溪县教育局当年文件为准。
            一、适用范围
            通知适用于当年桐乡市义务教育阶段民办学校的招生入学工作，同期印发的还有《关于2020学年桐乡市市区幼儿园招生工作的指导性意见》（桐教〔2020〕105号）和《关于2020年桐乡市普通高级中学招生高一特长生的通知》（桐教〔2020〕76号）。
            二、可供参考的做法
            - 公办、民办学校同步招生，民办学校招生纳入审批地统一管理。
            - 民办学校报名人数超过招生计划的，实行电脑随机录取。
            - 入学报名通过浙江政务服务网“一网通”办理，数据共享、后台审核、线上通知。
            三、原文获取
            需要通知全文的，请向原发布机构查询或者申请。
            """,
        ),
        published_at=moment("reprint-tongxiang-103", date(2020, 6, 19)),
        issuer="桐乡市教育局",
        office=BASIC_OFFICE,
        doc_no="桐教〔2020〕103号",
        origin="reprint",
        source="桐乡市教育局",
        stage="compulsory",
        keywords=("民办学校", "招生", "电脑随机录取"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from reprint(span)


YEARLY = (
    (compulsory_plan, 6),
    (consultation, 2),
    (seat_warning, 5),
)
