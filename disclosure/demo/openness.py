"""信息公开工作 (90): the guide, the rules, the catalogue and the yearly reports."""

from collections.abc import Iterator
from datetime import date

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.spec import (
    DemoFile,
    DemoItem,
    Span,
    item,
    numbered,
    workday,
)
from disclosure.demo.world import (
    AID_CENTRE,
    GENERAL_OFFICE,
    POLICY_OFFICE,
    PORTAL_ADDRESS,
    count,
    phone,
)

GUIDE = {  # the nine fields of 条例 art. 12
    "classification": "主动公开的政府信息按内容分为机构概况、政策文件、规划计划、统计信息、财务信息、招生入学、教师招聘与人事、学生管理与资助、民办教育与校外培训、行政权力与办事、重大政策落实与督导、校园安全与应急、决策公开与公众参与、建议提案办理、公告公示和信息公开工作，共16类。",
    "arrangement": "每条信息有索引号，由本机关统一社会信用代码、年份和五位流水号组成，公开后不再变更。信息按栏目分类，同时标注发文字号、成文日期、公开时间、有效性和责任科室，可以按标题、文号、正文和附件内容检索。",
    "ways_to_obtain": "一、网上查阅：登录本网站“政府信息公开”平台检索、阅读、下载。二、现场查阅：县政务服务大厅、县档案馆、县图书馆设有查阅点，免费查阅。三、依申请公开：主动公开以外的信息，可以在线提交、邮寄、传真或者当面提出申请。本机关自收到申请之日起20个工作日内答复。",
    "office_name": "云溪县教育局办公室",
    "address": f"{PORTAL_ADDRESS}云溪县教育局二楼206室",
    "office_hours": "工作日8:30—12:00，14:30—17:30（法定节假日除外）",
    "phone": phone(101),
    "fax": phone(120),
    "internet_contact": "在本网站“依申请公开”页面提交",
}


SITE = {  # what the footer says (国办发〔2017〕47号); every number is invented
    "site_name": "云溪县教育局",
    "bureau_name": "云溪县教育局",
    "site_domain": "jyj.yunxi.example",
    "site_id_code": "0000000000",
    "address": GUIDE["address"],
    "phone": GUIDE["phone"],
    "email": "gk@yunxi.example",
    "office_hours": GUIDE["office_hours"],
    "icp_number": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
    "party_mark_url": "https://mark.example/",
    "error_report_url": "https://errors.example/",
}


def guide_item(key: str, written: date, extra: str, **fields) -> DemoItem:
    return item(
        key,
        f"云溪县教育局政府信息公开指南（{written.year}年版）",
        "9001",
        written,
        (
            f"""
            为了方便公民、法人和其他组织获取云溪县教育局的政府信息，根据《中华人民共和国政府信息公开条例》，编制本指南。{extra}
            一、信息分类
            {GUIDE["classification"]}
            二、编排体系
            {GUIDE["arrangement"]}
            三、获取方式
            {GUIDE["ways_to_obtain"]}
            四、政府信息公开工作机构
            """,
            Table(
                "政府信息公开工作机构",
                ("项目", "内容"),
                (
                    ("机构名称", GUIDE["office_name"]),
                    ("办公地址", GUIDE["address"]),
                    ("办公时间", GUIDE["office_hours"]),
                    ("联系电话", GUIDE["phone"]),
                    ("传真号码", GUIDE["fax"]),
                    ("互联网联系方式", GUIDE["internet_contact"]),
                ),
            ),
            """
            五、收费
            依申请提供政府信息不收取费用；申请数量、频次明显超过合理范围的，按照国家规定收取信息处理费。
            六、监督救济
            认为本机关未依法履行政府信息公开义务的，可以向县政府信息公开工作主管部门投诉、举报；认为侵犯合法权益的，可以依法申请行政复议或者提起行政诉讼。
            """,
        ),
        genre="其他",
        openness="service",
        keywords=("公开指南", "依申请公开", "查阅点"),
        **fields,
    )


def public_guide(span: Span) -> Iterator[DemoItem]:
    yield guide_item("guide-old", workday(span.year(4), 2, 14), "", validity="valid")
    yield guide_item(
        "guide-now",
        workday(span.year(1), 2, 12),
        "与上一版相比，更新了信息分类和查阅点，补充了收费规定。",
        validity="valid",
        replaces=("guide-old",),
    )


def annual_report(year: int) -> Iterator[DemoItem]:
    """The list entry of a yearly report; its tables are those `load_demo_reports` enters."""
    told = year - 1
    yield item(
        f"annual-report-{year}",
        f"云溪县教育局{told}年政府信息公开工作年度报告",
        "9004",
        workday(year, 1, 14),
        (
            f"""
            本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{told}年1月1日至12月31日，分总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。
            [阅读{told}年政府信息公开工作年度报告全文](/zfxxgk/zfxxgknb/{told}/)，并可下载 Word、Excel、PDF 和 JSON 格式。
            """,
        ),
        lag=5,
        office=GENERAL_OFFICE,
        genre="报告",
        openness="result",
        keywords=("年度报告", "政府信息公开"),
    )


def rule_of_law(year: int) -> Iterator[DemoItem]:
    told = year - 1
    yield item(
        f"rule-of-law-{year}",
        f"云溪县教育局{told}年法治政府建设年度报告",
        "9006",
        workday(year, 3, 13),
        (
            f"""
            {told}年，县教育局贯彻落实法治政府建设实施纲要，推进依法治教、依法治校。现将有关情况报告如下。
            一、主要举措和成效
            （一）健全依法决策机制
            重大行政决策事项实行目录管理，{4}项决策全部履行公众参与、合法性审查、集体讨论程序。法律顾问参与审查合同和文件{count(told, 32, 2, "contracts", 6)}件。
            （二）加强规范性文件管理
            制定规范性文件{1 + told % 2}件，合法性审查率、备案率、公开率均为100%，完成年度清理。
            （三）严格规范公正文明执法
            落实行政执法公示、全过程记录、重大执法决定法制审核制度，持证执法人员{12 + told % 3}名，办理行政处罚案件{1 + told % 2}件，没有被撤销或者确认违法的情形。
            （四）推进依法治校
            全县中小学校全部制定章程，配备法治副校长，创建市级依法治校示范校{2 + told % 3}所。
            （五）开展法治宣传
            组织“宪法晨读”“学法用法”活动，参与学生{count(told, 16800, 120, "pupils law", 300)}人次。
            二、主要负责人履行推进法治建设第一责任人职责情况
            局主要负责人主持研究法治工作{3 + told % 2}次，带头述法，重大执法案件亲自过问。
            三、存在的不足和下一步安排
            基层学校法治工作力量薄弱，校外培训执法取证难。{year}年将组织校长法治培训，完善跨部门联合执法机制。
            """,
        ),
        lag=4,
        office=POLICY_OFFICE,
        genre="报告",
        openness="result",
        keywords=("法治政府", "依法治校", "行政执法"),
    )


COLUMNS = (
    (
        "机构概况",
        "机构职能、领导分工、内设机构、直属单位、教育概况、学校名录",
        "变更之日起20个工作日内",
        GENERAL_OFFICE,
    ),
    (
        "政策文件",
        "法律法规、规范性文件、其他文件、政策解读、清理结果",
        "形成之日起20个工作日内；解读3个工作日内",
        POLICY_OFFICE,
    ),
    (
        "规划计划、统计信息",
        "发展规划、年度计划总结、统计数据、统计公报",
        "形成之日起20个工作日内",
        world.FINANCE_OFFICE,
    ),
    (
        "财务信息",
        "预算、决算、“三公”经费、收费、专项资金、采购、项目",
        "形成之日起20个工作日内",
        world.FINANCE_OFFICE,
    ),
    (
        "招生入学",
        "政策、计划、范围、学校介绍、结果、学位预警",
        "形成之日起20个工作日内",
        world.BASIC_OFFICE,
    ),
    (
        "教师招聘与人事",
        "招聘、资格、职称、培训、评优、任免",
        "形成之日起20个工作日内",
        world.STAFF_OFFICE,
    ),
    ("学生管理与资助", "学籍、资助、优待、评优、营养改善", "形成之日起20个工作日内", AID_CENTRE),
    (
        "民办教育与校外培训",
        "基本信息、审批、年检、治理",
        "形成之日起20个工作日内",
        world.PRIVATE_OFFICE,
    ),
    ("行政权力与办事", "清单、许可、处罚、检查、办事指南", "许可、处罚7个工作日内", POLICY_OFFICE),
    ("校园安全与应急", "制度、住宿用餐、预案预警", "形成之日起20个工作日内", world.SAFETY_OFFICE),
    (
        "决策公开、建议提案",
        "决策目录、意见征集与反馈、答复",
        "形成之日起20个工作日内",
        GENERAL_OFFICE,
    ),
    ("信息公开工作", "指南、制度、目录、年报", "年报1月31日前", GENERAL_OFFICE),
)


def catalogue(year: int) -> Iterator[DemoItem]:
    table = Table(
        f"云溪县教育局主动公开基本目录（{year}年）",
        ("公开事项", "公开内容", "公开时限", "责任单位"),
        COLUMNS,
    )
    yield item(
        f"catalogue-{year}",
        f"云溪县教育局政府信息主动公开基本目录（{year}年版）",
        "9003",
        workday(year, 4, 9),
        (
            """
            根据《中华人民共和国政府信息公开条例》和义务教育领域基层政务公开标准指引，编制本目录，并根据工作变化动态调整。
            """,
            table,
            f"""
            一、公开渠道以门户网站为主，同时使用微信公众号、公示栏、政务服务大厅和公开查阅点。
            二、学校应当参照本目录编制校务公开目录，重点公开收费、招生、食堂、评优评先和教师招聘信息。
            三、栏目逐项目录和更新情况，可以在本网站[政府信息公开目录](/zfxxgk/fdzdgknr/)查看。联系电话：{phone(101)}。
            """,
        ),
        validity="valid",
        replaces=(f"catalogue-{year - 1}",),
        openness="management",
        genre="其他",
        keywords=("主动公开目录", "公开时限", "责任单位"),
        files=(DemoFile(f"主动公开基本目录（{year}年版）.xlsx", tables=(table,)),),
    )


RULES = (
    (
        "rule-review",
        "政府信息发布审核和保密审查制度",
        2,
        6,
        10,
        """
        第一条　政府信息公开坚持“先审查、后公开，谁公开、谁审查，谁审查、谁负责”。
        第二条　拟公开的信息由拟稿人提出公开属性建议，经科室负责人初审、办公室复审、保密审查、分管领导签发后发布。
        第三条　保密审查逐项进行，重点审查是否涉及国家秘密、商业秘密、个人隐私和工作秘密。
        第四条　对不能确定是否可以公开的，报主管部门或者保密行政管理部门确定，确定前不得公开。
        第五条　已发布信息的修改、撤回，按照发布程序办理，并保留记录。
        """,
    ),
    (
        "rule-requests",
        "政府信息公开申请办理规程",
        3,
        7,
        5,
        """
        第一条　局办公室统一受理申请，当面提交的当场登记，邮寄、网络、传真的以收到之日为准，并与申请人确认。
        第二条　申请内容不明确的，收到之日起7个工作日内一次性告知补正。
        第三条　承办股室5个工作日内提出答复意见，办公室审核后报分管领导签发。
        第四条　能够当场答复的当场答复；不能的，20个工作日内答复；需要延长的，经办公室负责人同意并告知申请人，最长延长20个工作日。
        第五条　涉及第三方合法权益的，书面征求意见，第三方15个工作日内答复。
        第六条　答复书应当写明依据、理由和救济渠道。
        """,
    ),
    (
        "rule-interpretation",
        "政策解读和回应关切工作制度",
        2,
        5,
        22,
        """
        第一条　政策文件与解读方案、解读材料同步组织、同步审签、同步部署。
        第二条　解读材料应当自文件公布之日起3个工作日内发布，注明解读机构、解读人和联系方式。
        第三条　提倡使用图表、问答、音视频形式，语言通俗。
        第四条　对招生、收费、食品安全等群众关切事项，收到反映后1个工作日内核实、3个工作日内回应。
        第五条　重大突发事件5小时内发布权威信息，24小时内举行新闻发布会。
        """,
    ),
    (
        "rule-supervision",
        "政府信息公开监督考核和责任追究制度",
        2,
        11,
        7,
        """
        第一条　监督考核由局纪检监察和办公室共同负责，每季度检查一次栏目更新情况。
        第二条　考核内容包括更新及时、内容准确、申请办理、解读回应和群众评价。
        第三条　设置监督电话、局长信箱和公开意见箱，自觉接受人大、政协和社会监督。
        第四条　未按期更新、公开不应当公开的信息、办理申请违法的，责令改正；情节严重的追究责任。
        """,
    ),
    (
        "rule-schools",
        "中小学校校务公开实施办法",
        1,
        9,
        12,
        """
        第一条　学校应当主动公开办学性质、招生、收费、食堂、资助、评优、安全、校服和教辅选用等信息。
        第二条　公开形式为学校网页、公示栏、家长会和教职工大会，公示时间不少于7日。
        第三条　涉及学生的信息，公开前应当去除身份证号、住址、联系方式和困难原因。
        第四条　家长对公开内容有疑问的，学校5个工作日内答复。
        第五条　校务公开情况列入学校年度考核。
        """,
    ),
)


REVIEW_FORM = """
政府信息公开保密审查表
一、信息标题、拟稿科室、拟稿人、拟公开方式。
二、科室负责人初审意见：事实是否准确，是否含个人信息。
三、办公室复审意见：格式、文号、公开属性。
四、保密审查意见：不涉密可以公开、处理后可以公开、不宜公开、报上级确定。
五、分管领导签发意见和日期。
"""


def disclosure_rules(span: Span) -> Iterator[DemoItem]:
    for key, name, back, month, day, text in RULES:
        signed = workday(span.year(back), month, day)
        yield item(
            f"disclosure-{key}",
            f"云溪县教育局{name}",
            "9002",
            signed,
            (
                """
                为了规范政府信息公开工作，根据《中华人民共和国政府信息公开条例》，制定本制度。
                """,
                text,
                f"""
                本制度自印发之日起施行，由局办公室负责解释，电话{phone(101)}。
                """,
            ),
            lag=3,
            doc_no=numbered("云教办", signed.year, 10 + 2 * month),
            validity="valid",
            effective_on=signed,
            openness="management",
            keywords=("政府信息公开制度", name[:6]),
            files=(DemoFile("政府信息公开保密审查表.wps", text=REVIEW_FORM),)
            if key == "rule-review"
            else (),
        )


def work_plan(year: int) -> Iterator[DemoItem]:
    signed = workday(year, 4, 18)
    yield item(
        f"openness-plan-{year}",
        f"云溪县教育局{year}年政务公开工作要点和责任分解",
        "9002",
        signed,
        (
            f"""
            各学校，局属各单位、各股室：
            为了做好{year}年政务公开工作，制定本要点。
            """,
            Table(
                f"{year}年政务公开责任分解",
                ("任务", "责任单位", "时限"),
                (
                    ("招生入学政策、计划、范围、结果全过程公开", world.BASIC_OFFICE, "3月至9月"),
                    ("教师招聘、职称评审信息公开和公示信息到期处理", world.STAFF_OFFICE, "全年"),
                    ("预算、决算、“三公”经费和收费公开", world.FINANCE_OFFICE, "2月、9月、每学期"),
                    ("规范性文件与解读同步公开", POLICY_OFFICE, "随文件"),
                    ("食堂食谱、账目、食材来源公开", world.SAFETY_OFFICE, "每周"),
                    ("个人信息保护自查", GENERAL_OFFICE, "每季度"),
                ),
            ),
            f"""
            一、常规性工作定期公开，阶段性工作逐步公开，临时性工作及时公开，杜绝僵尸栏目。
            二、各股室确定一名联络员，信息形成之日起20个工作日内公开。
            三、{year}年底对学校校务公开情况开展评估，结果通报。
            """,
        ),
        doc_no=numbered("云教办", year, 11),
        validity="valid",
        expires_on=date(year, 12, 31),
        openness="decision",
        keywords=("政务公开要点", "责任分解"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from public_guide(span)
    yield from disclosure_rules(span)
    for year in span.years[:-2]:  # the next is published by its makers (reports/demo)
        yield from annual_report(year)


YEARLY = (
    (rule_of_law, 5),
    (catalogue, 2),
    (work_plan, 2),
)
