"""政策文件 (02): laws, normative documents with their chain of replacement, letters, clean-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
from disclosure.demo.world import (
    AID_CENTRE,
    BASIC_OFFICE,
    EARLY_OFFICE,
    POLICY_OFFICE,
    PRIVATE_OFFICE,
    SAFETY_OFFICE,
    phone,
)


@dataclass(frozen=True)
class Rule:
    """A normative document: how many years back it was signed and what it did to another."""

    key: str
    name: str
    back: int
    month: int
    day: int
    number: int
    office: str
    stage: str
    text: str
    lifetime: int = 0  # years; 0: until replaced
    replaces: str = ""
    amends: str = ""
    interpretation: str = ""

    def signed(self, span: Span) -> date:
        return workday(span.year(self.back), self.month, self.day)

    def doc_no(self, span: Span) -> str:
        return numbered("云教规", self.signed(span).year, self.number)


RULES = (
    Rule(
        "rule-admission-old",
        "云溪县义务教育阶段学校招生入学管理办法（试行）",
        5,
        3,
        16,
        1,
        BASIC_OFFICE,
        "compulsory",
        """
        第一条　为了规范义务教育阶段学校招生行为，根据《中华人民共和国义务教育法》，制定本办法。
        第二条　公办小学、初中实行划片免试入学，招生范围由县教育局每年公布。
        第三条　报名采取现场报名方式，家长携带户口簿、房产证、预防接种证到学校登记。
        第四条　同一批次人数超过学位时，采取现场抽签方式确定录取人选。
        第五条　随迁子女入学，须提供居住证、务工证明、社会保险凭证和原籍学校同意就读证明。
        第六条　民办学校招生范围由学校提出，报县教育局备案。
        第七条　本办法自印发之日起试行，试行期三年。
        """,
    ),
    Rule(
        "rule-admission",
        "云溪县义务教育阶段学校招生入学管理办法",
        2,
        3,
        12,
        2,
        BASIC_OFFICE,
        "compulsory",
        """
        第一条　为了规范义务教育阶段学校招生行为，保障适龄儿童、少年平等接受义务教育的权利，根据《中华人民共和国义务教育法》《中华人民共和国民办教育促进法》等法律法规，结合本县实际，制定本办法。
        第二条　本县行政区域内公办、民办义务教育学校招收一年级、七年级新生，适用本办法。
        第三条　公办学校和民办学校实行同步报名、同步录取、同步注册学籍。
        第四条　招生范围根据适龄儿童人数、学校分布、规模和交通状况合理确定，保持相对稳定；需要调整的，应当经过专家论证、公开征求意见和集体讨论决定。
        第五条　报名实行网上办理。户籍、不动产、居住证、社会保险等信息通过数据共享核验，不得要求群众重复提交。
        第六条　同一批次人数超过学位时，按照房屋登记时间先后依次录取，未录取的由县教育局统筹安排。
        第七条　民办学校报名人数超过招生计划的，全部实行电脑随机录取，由公证机构公证。
        第八条　随迁子女凭居住证和合法稳定就业证明申请入学，不再提供原籍学校证明。
        第九条　残疾儿童、少年按照“一人一案”安置；不得拒绝接收具有接受普通教育能力的残疾儿童、少年入学。
        第十条　违反本办法的，依照有关规定追究责任。
        第十一条　本办法自公布之日起三十日后施行，有效期五年。原《云溪县义务教育阶段学校招生入学管理办法（试行）》同时废止。
        """,
        lifetime=5,
        replaces="rule-admission-old",
        interpretation="新办法取消现场报名和现场抽签，改为网上报名、数据核验；随迁子女不再提供原籍证明；民办学校招生纳入统一管理；增加残疾儿童“一人一案”安置的规定。",
    ),
    Rule(
        "rule-kindergarten-fees-old",
        "云溪县幼儿园收费管理办法（试行）",
        5,
        9,
        8,
        3,
        EARLY_OFFICE,
        "preschool",
        """
        第一条　为了规范幼儿园收费行为，制定本办法。
        第二条　公办幼儿园保育教育费实行政府定价，民办幼儿园由举办者自主确定并报备案。
        第三条　幼儿因故退园的，按月退费：当月在园不足十个工作日的退还一半。
        第四条　伙食费按月预收、据实结算，每月公布账目。
        第五条　本办法试行期二年。
        """,
        lifetime=2,
    ),
    Rule(
        "rule-kindergarten-fees",
        "云溪县幼儿园收费管理实施细则",
        3,
        10,
        20,
        6,
        EARLY_OFFICE,
        "preschool",
        """
        第一条　为了加强幼儿园收费管理，保障受教育者和幼儿园的合法权益，制定本细则。
        第二条　公办幼儿园收费项目为保育教育费、住宿费；服务性收费和代收费由家长自愿选择。
        第三条　普惠性民办幼儿园执行政府指导价，最高不超过同等级公办幼儿园标准的二倍。
        第四条　保育教育费按月或者按学期收取，不得跨学期预收。幼儿连续缺勤五个工作日以上的，按实际缺勤天数退还伙食费；因病连续缺勤十个工作日以上的，退还当月一半保育教育费。
        第五条　幼儿园不得以开办实验班、特色班、兴趣班等名义另外收费，不得收取与入园挂钩的赞助费、捐资助学费。
        第六条　幼儿园应当在收费场所公示收费项目、标准、依据和举报电话。
        第七条　本细则自印发之日起三十日后施行，有效期五年。
        """,
        lifetime=5,
        replaces="rule-kindergarten-fees-old",
        interpretation="细则明确了普惠性民办幼儿园最高收费标准，细化了缺勤退费的天数和比例，禁止以兴趣班名义另外收费。",
    ),
    Rule(
        "rule-after-school",
        "云溪县中小学课后服务管理办法",
        4,
        8,
        30,
        5,
        BASIC_OFFICE,
        "compulsory",
        """
        第一条　为了减轻学生课业负担、解决家长接送困难，制定本办法。
        第二条　义务教育学校每周五天提供课后服务，每天不少于两小时，初中工作日晚上可以开设自习。
        第三条　课后服务坚持学生和家长自愿，学校不得强制，不得利用课后服务时间讲授新课。
        第四条　服务内容包括作业辅导、体育锻炼、艺术活动、劳动实践、阅读和社团。
        第五条　收费标准为小学每生每学期150元、初中每生每学期180元，家庭经济困难学生免收。
        第六条　引进第三方机构的，从县教育局公布的名单中选择，费用不得高于学校自办标准。
        第七条　课后服务经费用于参与教师劳务补助和必要的耗材，按月公示。
        """,
    ),
    Rule(
        "rule-after-school-change",
        "云溪县教育局关于修改《云溪县中小学课后服务管理办法》的决定",
        1,
        8,
        19,
        3,
        BASIC_OFFICE,
        "compulsory",
        """
        县教育局决定对《云溪县中小学课后服务管理办法》作如下修改：
        一、将第二条修改为：“义务教育学校在法定上学日提供课后服务，结束时间与当地正常下班时间相衔接。每天安排一小时综合体育活动。”
        二、将第五条中的“家庭经济困难学生免收”修改为：“家庭经济困难学生、孤儿、残疾学生免收，多孩家庭第二个及以上子女减半收取”。
        三、增加一条，作为第八条：“学校应当建立学生交接制度，服务结束时未被接走的学生由值班教师看护。”
        本决定自印发之日起施行。《云溪县中小学课后服务管理办法》根据本决定作相应修改，重新公布。
        """,
        amends="rule-after-school",
        interpretation="修改后课后服务结束时间与下班时间衔接，每天安排一小时体育活动；减免范围扩大到多孩家庭；明确未被接走学生的看护责任。",
    ),
    Rule(
        "rule-training-standards",
        "云溪县校外培训机构设置标准和审批管理办法",
        3,
        6,
        15,
        3,
        PRIVATE_OFFICE,
        "all",
        """
        第一条　为了规范校外培训机构设置和审批，制定本办法。
        第二条　面向义务教育阶段学生的学科类培训机构不再审批；非学科类培训机构由相应行业主管部门审核后，由县教育局颁发办学许可。
        第三条　培训场所建筑面积不少于200平方米，同一时段生均面积不少于3平方米，符合消防、抗震、环保要求。
        第四条　专职教学人员不少于机构从业人员总数的50%，面向3周岁以上6周岁以下儿童的培训另有规定的，从其规定。
        第五条　培训费全部进入资金监管账户，一次收费不得超过60课时、不得超过3个月，总额不得超过5000元。
        第六条　线下培训结束时间不得晚于20:30。
        第七条　审批机关自受理申请之日起二十个工作日内作出决定。
        """,
        interpretation="办法明确了场地、人员、资金监管的最低标准，学科类机构不再审批，预收费全部纳入监管。",
    ),
    Rule(
        "rule-hardship",
        "云溪县家庭经济困难学生认定实施办法",
        3,
        9,
        5,
        5,
        AID_CENTRE,
        "all",
        """
        第一条　为了公平、公正、合理地分配资助资源，制定本办法。
        第二条　认定工作每学年进行一次，坚持实事求是、公开透明与保护隐私相结合，不得让学生当众诉苦、互相比困。
        第三条　认定等级分为特别困难、比较困难、一般困难三级。
        第四条　脱贫享受政策家庭、防返贫监测对象、低保、特困、孤儿、残疾学生等，由民政、农业农村、残联数据比对直接认定，不需要学生提交证明。
        第五条　其他学生由家长提出申请，学校认定小组评议，公示5个工作日。公示只公布姓名和等级，不得涉及身份证号、家庭住址、困难原因等个人敏感信息。
        第六条　认定结果作为国家助学金、生活补助、课后服务减免的依据。
        第七条　弄虚作假的，取消资助资格并追回资金。
        """,
        interpretation="建档数据自动比对、不再开证明；公示内容限于姓名和等级，禁止公开敏感信息；明确三级认定标准。",
    ),
    Rule(
        "rule-canteen",
        "云溪县中小学校集中用餐和食堂管理办法",
        1,
        3,
        20,
        1,
        SAFETY_OFFICE,
        "all",
        """
        第一条　为了保障师生集中用餐食品安全与营养健康，制定本办法。
        第二条　学校食堂原则上自主经营、统一管理，不得对外承包或者委托经营；确需引入社会力量的，应当公开招标并报县教育局备案。
        第三条　实行校长（园长）负责制和陪餐制，每餐由学校负责人陪餐，做好记录。
        第四条　大宗食材实行县级集中定点采购，建立索证索票和台账，做到来源可查。
        第五条　后厨、备餐间、配送通道安装视频设备，接入“互联网＋明厨亮灶”平台，家长可以在线查看。
        第六条　食堂饭菜价格、带量食谱、食材来源、收支账目每周公示。
        第七条　成立由家长代表参加的膳食委员会，每学期至少开展两次食堂检查和满意度测评，满意度低于80%的限期整改。
        第八条　本办法自印发之日起施行，有效期五年。
        """,
        lifetime=5,
        interpretation="办法明确食堂不得承包，大宗食材县级集中采购，账目和食谱每周公示，家长可以在线看后厨、参与评价。",
    ),
    Rule(
        "rule-homework",
        "云溪县义务教育学校作业、考试和手机管理规定",
        4,
        4,
        12,
        2,
        BASIC_OFFICE,
        "compulsory",
        """
        第一条　小学一、二年级不布置书面家庭作业，小学三至六年级书面作业平均完成时间不超过60分钟，初中不超过90分钟。
        第二条　建立作业公示制度，班主任统筹各学科作业总量。教师对布置的作业全批全改，不得要求家长批改作业。
        第三条　小学一、二年级不进行纸笔考试，其他年级每学期组织一次期末考试，初中可以安排一次期中考试。
        第四条　考试成绩实行等级评价，不公布排名，不按成绩调整分班和座位。
        第五条　学生原则上不得将个人手机带入校园；确有需求的，经家长同意、书面申请，进校后由学校统一保管。
        第六条　学校设置公共电话或者其他方式，方便学生与家长联系。
        """,
    ),
    Rule(
        "rule-attendance-repealed",
        "云溪县中小学教师请销假管理规定",
        5,
        11,
        24,
        8,
        world.STAFF_OFFICE,
        "all",
        """
        第一条　为了维护教学秩序，规范教师请销假手续，制定本规定。
        第二条　请假3天以内由学校审批，3天以上报中心学校审批，15天以上报县教育局审批。
        第三条　教师请假期间的课程由学校统筹安排，不得自行请人代课。
        第四条　婚假、产假、护理假、育儿假等按照国家和省有关规定执行。
        """,
    ),
)
NAMES = {rule.key: rule for rule in RULES}


def rules(span: Span) -> Iterator[DemoItem]:
    for rule in RULES:
        signed, number = rule.signed(span), rule.doc_no(span)
        is_change = bool(rule.amends)
        title = rule.name if is_change else f"云溪县教育局关于印发《{rule.name}》的通知"
        starts = signed + timedelta(days=30 if rule.lifetime else 0)
        lead = (
            ""
            if is_change
            else f"各乡镇中心学校，县直各学校、幼儿园：\n《{rule.name}》已经县教育局局务会议审议通过，并经合法性审查，现印发给你们，请遵照执行。"
        )
        document = item(
            rule.key,
            title,
            "0202",
            signed,
            (
                lead,
                rule.text,
                f"""
                （本文件由{rule.office}负责解释，联系电话：{phone(102)}。规范性文件统一编号：{number}）
                云溪县教育局
                {chinese_date(signed)}
                """,
            ),
            lag=2,
            summary=f"{rule.name}，{chinese_date(signed)}印发。" if is_change else "",
            doc_no=number,
            office=rule.office,
            genre="决定" if is_change else "通知",
            validity="valid",
            effective_on=starts,
            expires_on=end_of(rule, starts),
            replaces=(rule.replaces,) if rule.replaces else (),
            amends=(rule.amends,) if rule.amends else (),
            stage=rule.stage,
            openness="decision",
            keywords=("规范性文件", *short_words(rule.name)),
            files=(rule_file(rule, number),) if rule.lifetime or is_change else (),
        )
        yield document
        if rule.interpretation:
            yield interpretation(rule, span, document)


def end_of(rule: Rule, starts: date) -> date | None:
    return starts.replace(year=starts.year + rule.lifetime) if rule.lifetime else None


def short_words(name: str) -> tuple[str, ...]:
    known = ("招生", "幼儿园收费", "课后服务", "校外培训", "困难学生", "食堂", "作业", "请销假")
    return tuple(word for word in known if word[-2:] in name)


def rule_file(rule: Rule, number: str) -> DemoFile:
    return DemoFile(f"{number} {rule.name}.docx", text=f"{rule.name}\n{rule.text}")


def interpretation(rule: Rule, span: Span, document: DemoItem) -> DemoItem:
    signed, name = rule.signed(span), rule.name.removeprefix("云溪县教育局")
    about = f"《{rule.name}》" if not rule.amends else f"《{NAMES[rule.amends].name}》修改决定"
    return item(
        f"{rule.key}-interpretation",
        f"{about}政策解读",
        "0204",
        signed + timedelta(days=1),
        (
            f"""
            {chinese_date(signed)}，县教育局印发《{name}》（{rule.doc_no(span)}）。为了便于社会公众理解，现解读如下。
            一、出台背景
            原有规定施行以来，在规范管理方面发挥了积极作用，但与国家新的要求和群众新的期待相比还有差距，需要重新制定或者修改。起草中召开座谈会3次，征求了学校、家长和有关部门意见，并在门户网站公开征求意见30日。
            二、主要内容
            {rule.interpretation}
            三、与原有规定的差异
            """,
            Table(
                "新旧对照",
                ("项目", "内容"),
                tuple(
                    (f"变化{n}", clause.strip("。"))
                    for n, clause in enumerate(rule.interpretation.split("；"), start=1)
                ),
            ),
            f"""
            四、解读机构和联系方式
            解读机构：{rule.office}；解读人：{rule.office}负责人；联系电话：{phone(102)}。
            """,
        ),
        follows=document,
        office=rule.office,
        genre="其他",
        interprets=(rule.key,),
        stage=rule.stage,
        openness="decision",
        keywords=("政策解读", *short_words(rule.name)),
        files=(DemoFile("一图读懂校园食品安全新规.pdf", stored="canteen-in-one-picture.pdf"),)
        if rule.key == "rule-canteen"
        else (),
    )


def repeal(span: Span) -> Iterator[DemoItem]:
    signed = workday(span.year(1), 6, 24)
    gone = NAMES["rule-attendance-repealed"]
    yield item(
        "rules-repealed",
        "云溪县教育局关于废止《云溪县中小学教师请销假管理规定》的通知",
        "0205",
        signed,
        (
            f"""
            各学校、幼儿园：
            根据规范性文件清理结果，因上位规定已作统一要求，经县教育局局务会议研究，决定废止《云溪县中小学教师请销假管理规定》（{gone.doc_no(span)}），自本通知印发之日起停止执行。
            今后教师请销假按照事业单位人事管理有关规定执行，学校可以结合实际制定校内办法，经教职工大会通过后实施。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教规", signed.year, 2),
        office=POLICY_OFFICE,
        validity="valid",
        effective_on=signed,
        replaces=("rule-attendance-repealed",),
        openness="decision",
        keywords=("废止", "请销假", "文件清理"),
    )


def clean_up(span: Span) -> Iterator[DemoItem]:
    """The list of each year: what holds, what was amended, what ended, as of that December."""
    for year in span.years:
        closed = workday(year, 12, 18)
        rows = tuple(
            (
                rule.name,
                rule.doc_no(span),
                chinese_date(rule.signed(span)),
                state(rule, closed, span),
            )
            for rule in RULES
            if rule.signed(span) <= closed and not rule.amends
        )
        if closed >= span.last:
            continue
        tally = {word: sum(row[3] == word for row in rows) for word in STATES}
        counts = "，".join(f"{word}{number}件" for word, number in tally.items())
        yield item(
            f"clean-up-{year}",
            f"云溪县教育局{year}年行政规范性文件清理结果",
            "0205",
            closed,
            (
                f"""
                根据《行政规范性文件管理办法》关于定期清理的要求，县教育局对截至{chinese_date(closed)}制发的行政规范性文件进行了全面清理，共清理{len(rows)}件，其中{counts}。现将结果公布如下。
                """,
                Table(
                    f"{year}年行政规范性文件清理目录",
                    ("文件名称", "文号", "印发日期", "清理结果"),
                    rows,
                ),
                f"""
                凡未列入继续有效目录的规范性文件，一律不得作为行政管理的依据。文件全文可以在“行政规范性文件”栏目查阅，失效、废止和已修改的文件在页面上作了标注。
                联系电话：{phone(102)}。
                """,
            ),
            lag=3,
            office=POLICY_OFFICE,
            genre="公告",
            openness="management",
            keywords=("规范性文件清理", "废止", "失效"),
            files=(
                DemoFile(
                    f"{year}年规范性文件清理目录.xlsx",
                    tables=(Table("清理目录", ("文件名称", "文号", "印发日期", "清理结果"), rows),),
                ),
            )
            if year > span.year(2)
            else (),
        )


STATES = ("继续有效", "已修改", "废止", "失效")


def state(rule: Rule, on: date, span: Span) -> str:
    """What the yearly list says about a rule on that day."""
    for other in RULES:
        if other.signed(span) <= on and rule.key in (other.replaces, other.amends):
            return "已修改" if other.amends == rule.key else "废止"
    if rule.key == "rule-attendance-repealed" and on >= workday(span.year(1), 6, 24):
        return "废止"
    ends = end_of(rule, rule.signed(span))
    return "失效" if ends and ends <= on else "继续有效"


LAWS = (
    (
        "中华人民共和国义务教育法",
        "1986年通过，2006年修订，2015年、2018年修正",
        "义务教育的性质、入学、学校、教师、经费保障",
    ),
    (
        "中华人民共和国教育法",
        "1995年通过，2009年、2015年、2021年修正",
        "教育基本制度、学校、受教育者、教育投入",
    ),
    ("中华人民共和国教师法", "1993年通过，2009年修正", "教师的权利义务、资格、聘任、待遇"),
    (
        "中华人民共和国民办教育促进法",
        "2002年通过，2013年、2016年、2018年修正",
        "民办学校的设立、活动、监督",
    ),
    ("中华人民共和国职业教育法", "1996年通过，2022年修订", "职业教育体系、学校与企业、保障"),
    ("中华人民共和国国家通用语言文字法", "2000年通过", "普通话和规范汉字的使用"),
    (
        "中华人民共和国未成年人保护法",
        "1991年通过，2006年、2020年修订",
        "家庭、学校、社会、网络、政府、司法保护",
    ),
    ("中华人民共和国政府信息公开条例", "2007年公布，2019年修订", "主动公开、依申请公开、监督保障"),
    ("校车安全管理条例", "2012年公布", "校车使用许可、驾驶人、通行安全"),
)


def laws(span: Span) -> Iterator[DemoItem]:
    written = workday(span.year(2), 1, 15)
    yield item(
        "laws-list",
        "教育工作常用法律、行政法规目录",
        "0201",
        written,
        (
            """
            为了方便群众查询，现将教育工作常用的法律、行政法规列出。全文以国家法律法规数据库公布的文本为准。
            """,
            Table("常用法律、行政法规", ("名称", "公布与修改", "主要内容"), LAWS),
            """
            查询途径：登录国家法律法规数据库，按名称检索。县政务服务大厅、县图书馆、县档案馆设有政府信息公开查阅点，可以免费查阅纸质文本。
            """,
        ),
        office=POLICY_OFFICE,
        genre="其他",
        stage="all",
        openness="service",
        keywords=("法律", "法规", "义务教育法"),
    )
    yield item(
        "law-compulsory",
        "《中华人民共和国义务教育法》入学有关条款",
        "0201",
        written,
        (
            """
            第二条　国家实行九年义务教育制度。义务教育是国家统一实施的所有适龄儿童、少年必须接受的教育，是国家必须予以保障的公益性事业。实施义务教育，不收学费、杂费。
            第四条　凡具有中华人民共和国国籍的适龄儿童、少年，不分性别、民族、种族、家庭财产状况、宗教信仰等，依法享有平等接受义务教育的权利，并履行接受义务教育的义务。
            第十一条　凡年满六周岁的儿童，其父母或者其他法定监护人应当送其入学接受并完成义务教育；条件不具备的地区的儿童，可以推迟到七周岁。适龄儿童、少年因身体状况需要延缓入学或者休学的，其父母或者其他法定监护人应当提出申请，由当地乡镇人民政府或者县级人民政府教育行政部门批准。
            第十二条　适龄儿童、少年免试入学。地方各级人民政府应当保障适龄儿童、少年在户籍所在地学校就近入学。
            （节选。全文以国家法律法规数据库公布的文本为准。）
            """,
        ),
        lag=2,
        issuer="全国人民代表大会常务委员会",
        office=POLICY_OFFICE,
        genre="其他",
        origin="reprint",
        source="国家法律法规数据库",
        source_url="https://flk.npc.gov.cn/",
        validity="valid",
        effective_on=date(2006, 9, 1),
        stage="compulsory",
        keywords=("义务教育法", "免试入学", "就近入学"),
    )
    yield item(
        "law-disclosure",
        "《中华人民共和国政府信息公开条例》主动公开有关条款",
        "0201",
        written,
        (
            """
            第十九条　对涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的政府信息，行政机关应当主动公开。
            第二十六条　属于主动公开范围的政府信息，应当自该政府信息形成或者变更之日起20个工作日内及时公开。法律、法规对政府信息公开的期限另有规定的，从其规定。
            第二十七条　除行政机关主动公开的政府信息外，公民、法人或者其他组织可以向地方各级人民政府、对外以自己名义履行行政管理职能的县级以上人民政府部门申请获取相关政府信息。
            （节选。需要申请公开政府信息的，请先阅读[政府信息公开指南](/zfxxgk/zfxxgkzn/)。）
            """,
        ),
        lag=3,
        issuer="国务院",
        office=POLICY_OFFICE,
        genre="其他",
        origin="reprint",
        source="中国政府网",
        source_url="https://www.gov.cn/",
        validity="valid",
        effective_on=date(2019, 5, 15),
        keywords=("政府信息公开条例", "主动公开"),
    )


def calendar_notice(year: int) -> Iterator[DemoItem]:
    """校历: the coming school year."""
    signed = workday(year, 6, 12)
    opens, winter, spring, summer = (
        date(year, 9, 1),
        date(year + 1, 1, 17),
        date(year + 1, 2, 22),
        date(year + 1, 7, 5),
    )
    yield item(
        f"school-calendar-{year}",
        f"云溪县教育局关于印发{world.school_year(year)}中小学校历的通知",
        "0203",
        signed,
        (
            f"""
            各学校、幼儿园：
            根据省教育厅有关要求，现将{world.school_year(year)}中小学校历印发给你们，请遵照执行。
            """,
            Table(
                f"{world.school_year(year)}安排",
                ("学期", "开始", "结束", "周数"),
                (
                    (
                        "第一学期",
                        chinese_date(opens),
                        chinese_date(winter - timedelta(days=1)),
                        (winter - opens).days // 7,
                    ),
                    (
                        "寒假",
                        chinese_date(winter),
                        chinese_date(spring - timedelta(days=1)),
                        (spring - winter).days // 7,
                    ),
                    (
                        "第二学期",
                        chinese_date(spring),
                        chinese_date(summer - timedelta(days=1)),
                        (summer - spring).days // 7,
                    ),
                    (
                        "暑假",
                        chinese_date(summer),
                        chinese_date(date(year + 1, 8, 31)),
                        (date(year + 1, 8, 31) - summer).days // 7,
                    ),
                ),
            ),
            f"""
            一、小学新生于{year}年8月30日报到，初中、高中新生军训（国防教育）安排在8月最后一周。
            二、学校不得擅自提前开学、推迟放假，不得利用节假日组织集体补课。因灾害性天气等原因需要停课的，按照应急预案执行并及时告知家长。
            三、每学期安排一周复习考试；春季学期安排一次研学实践，时间由学校自定并报备案。
            四、幼儿园参照执行，放假期间应当为有需要的家庭提供值班看护。
            云溪县教育局
            {chinese_date(signed)}
            """,
        ),
        doc_no=numbered("云教", year, 42 + year % 3),
        office=BASIC_OFFICE,
        validity="valid",
        effective_on=opens,
        expires_on=date(year + 1, 8, 31),
        stage="all",
        openness="service",
        keywords=("校历", "寒假", "暑假", "开学"),
    )


def textbooks(year: int) -> Iterator[DemoItem]:
    signed = workday(year, 11, 3)
    yield item(
        f"textbooks-{year}",
        f"云溪县教育局关于规范{year + 1}年春季学期教辅材料征订工作的通知",
        "0203",
        signed,
        (
            f"""
            各中小学校：
            为了减轻学生课业负担和家庭经济负担，现就{year + 1}年春季学期教辅材料征订工作通知如下。
            一、坚持“一科一辅”，由家长委员会在市级公告目录内选择，学校和教师不得指定目录外的教辅材料。
            二、坚持自愿购买。不购买的学生，学校不得以任何方式区别对待，课堂教学和作业不得以教辅材料为前提。
            三、小学一、二年级不征订教辅材料。义务教育免费教科书、免费字典按时发放到每名学生。
            四、学校可以无偿代购，不得收取回扣、手续费和管理费。
            五、{year}年秋季学期核查发现，有{1 + world.wobble(year, "books", 3)}所学校存在教师在家长群推荐目录外教辅的问题，已责令退费并约谈校长。
            举报电话：{phone(104)}。
            """,
        ),
        doc_no=numbered("云教", year, 74),
        office=BASIC_OFFICE,
        validity="valid",
        stage="compulsory",
        openness="management",
        keywords=("教辅材料", "征订", "减负"),
    )


def singles(span: Span) -> Iterator[DemoItem]:
    yield from laws(span)
    yield from rules(span)
    yield from repeal(span)
    yield from clean_up(span)


YEARLY = (
    (calendar_notice, 6),
    (textbooks, 2),
)
