"""政策文件 (02): laws, normative documents with their chain of replacement, letters, clean-up."""

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.demo import world
from disclosure.demo.markup import Table
from disclosure.demo.rules import NAMES, RULES, Rule
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
    BASIC_OFFICE,
    POLICY_OFFICE,
    phone,
)


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
    changes = rule.interpretation.strip("。").split("；")
    lasts = f"有效期{rule.lifetime}年" if rule.lifetime else "长期有效，修改或者废止时另行公布"
    return item(
        f"{rule.key}-interpretation",
        f"{about}政策解读",
        "0204",
        document.published_at.date(),
        (
            f"""
            {chinese_date(signed)}，县教育局印发《{name}》（{rule.doc_no(span)}）。为了便于社会公众理解，现解读如下。
            一、出台背景
            原有规定施行以来，在规范管理方面发挥了积极作用，但与国家新的要求和群众新的期待相比还有差距，需要重新制定或者修改。起草中召开座谈会3次，征求了学校、家长和有关部门意见，并在门户网站公开征求意见30日。
            二、主要变化
            """,
            "\n".join(f"- {change}" for change in changes),
            f"""
            三、施行时间
            自{chinese_date(document.effective_on)}起施行，{lasts}。
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
    ends = end_of(rule, rule.signed(span))
    for other in RULES:
        if other.signed(span) <= on and rule.key in (other.replaces, other.amends):
            is_expired = ends and ends < other.signed(span)
            return "已修改" if other.amends else "失效" if is_expired else "废止"
    if rule.key == "rule-attendance-repealed" and on >= workday(span.year(1), 6, 24):
        return "废止"
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
