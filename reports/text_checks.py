"""What the text of a report says against its tables, its year and itself (C9, C11, W1–W3)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.breaches import Breach
from reports.facts import Facts, Figure
from reports.format_2021 import FORMAT_2021
from reports.text_numbers import is_share, plain, sentences, wrong_sums
from reports.text_readings import readings

# --- C9 -----------------------------------------------------------------------------------------


def figures(facts: Facts) -> Iterator[Breach]:
    """C9: a number in the text is the number in the table, and a total the sum of its parts."""
    for figure in facts.figures:
        yield from wrong_figure(facts, figure)
    for one in facts.breakdowns:
        if sum(one.parts) != one.stated:
            yield wrong_total(one.words, one.stated, one.parts, "")
    for one in wrong_sums(plain(facts.whole_text)):
        yield wrong_total(f"“{one.quote}……”", one.stated, one.parts, one.unit)
    yield from readings(facts)


def wrong_figure(facts: Facts, figure: Figure) -> Iterator[Breach]:
    total = facts.total(figure.codes)
    if total is None:
        return
    if not figure.share_of:
        if figure.value != total:
            yield Breach(
                figure.codes,
                str(figure.value),
                str(total),
                f"正文写{figure.words}{figure.value}件，表格相应各格合计为{total}件。",
            )
        return
    base = facts.total(figure.share_of)
    if base and not is_share(Decimal(str(figure.value)), total, base):
        share = round(Decimal(total) * 100 / base, 1)
        yield Breach(
            figure.codes,
            f"{figure.value}%",
            f"{share}%",
            f"正文写{figure.words}占{figure.value}%，按表格为{total}÷{base}＝{share}%。",
        )


def wrong_total(words: str, stated: Decimal, parts: tuple, unit: str) -> Breach:
    terms, total = "＋".join(str(part) for part in parts), sum(parts)
    gap = f"多{total - stated}" if total > stated else f"少{stated - total}"
    return Breach(
        (),
        str(stated),
        str(total),
        f"正文{words}总数{stated}{unit}，所列各项{terms}＝{total}{unit}，{gap}{unit}，请核对。",
    )


# --- C11, W1 ------------------------------------------------------------------------------------

FEE_WORDS = re.compile(r"信息处理费|收费|收取|费用")
FEE_TAKEN = re.compile(
    r"(?:收取|收缴|收到)[^。；\n]{0,25}信息处理费[^。；\n\d]{0,12}([\d.]+)\s*万?元"
)
NOTHING_TOLD = re.compile(r"(?:暂?无|没有|无问题|不存在问题|略)?")
MIN_SECTIONS = 3  # a text with fewer of the six headings is not written in the form


def fee_sentence(facts: Facts) -> Iterator[Breach]:
    """C11: section 六 states the fee when one was asked for or taken."""
    if not facts.has_texts or FEE_WORDS.search(plain(facts.texts.get(6, ""))):
        return
    if 6 not in facts.texts and len(facts.texts) < MIN_SECTIONS:
        return  # the sections were not found: nobody knows what section six says
    unpaid, taken = facts.number("S3.R6_2.TOTAL"), FEE_TAKEN.search(plain(facts.whole_text))
    if unpaid:
        why = f"表三有{unpaid}件因逾期未缴费不再处理"
    elif taken and float(taken[1]):
        why = f"正文提到收取信息处理费{taken[1]}元"
    else:
        return
    sentence = f"{why}，第六部分“其他需要报告的事项”没有写明收取信息处理费的情况。"
    yield Breach(("S3.R6_2.TOTAL",) if unpaid else (), "", "收取信息处理费的情况", sentence)


def problems_are_told(facts: Facts) -> Iterator[Breach]:
    """W1: section 五 tells the problems and what is done about them."""
    known = [section for section in facts.texts if section]
    if not facts.has_texts or len(known) < MIN_SECTIONS:
        return
    told = re.sub(r"[\W_]", "", facts.texts.get(5, ""))
    if NOTHING_TOLD.fullmatch(told):
        how = f"只写了“{told}”" if told else "没有内容"
        sentence = f"第五部分“存在的主要问题及改进情况”{how}，应当写明问题和改进情况。"
        yield Breach((), told, "问题和改进情况", sentence)


# --- W2 -----------------------------------------------------------------------------------------

PERIOD = re.compile(
    r"(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:起)?(?:至|到|—|-|－|~)+"
    r"(?P<y2>20\d\d)?年?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
COVERS = re.compile(r"(?:报告|统计|数据)[^。；]{0,20}(?:期限|时间|起止)|所列数据|报告期|统计期")
OPENING = re.compile(
    r"(?:现将|编制(?:了)?|形成(?:了)?|公布|发布)[^。；\n\d]{0,30}(?P<year>20\d\d)年度?"
    r"[^。；，\n\d]{0,12}(?:信息公开|政务公开)[^。；，\n\d]{0,8}(?:报告|情况|总结)"
)
DID = (
    r"(?:，|,)?(?:我[局委厅校县市区]|本机关|[市县区]教育局|教育局|全[市县区]|本[局级])*(?:，|,)?(?:共|累计|全年)?"
    r"(?:未收到|未发生|没有收到|收到|受理|办结|主动公开|公开|发布|收取|制发|办理|在[^，。；]{2,25}发布)(?!的)"
)
TOLD_YEAR = re.compile(rf"(?:^|(?<=[，,。；;：:、\s]))(?P<year>20\d\d)年度?{DID}")
PLAN = re.compile(
    r"(?P<year>20\d\d)年(?:度)?[，,]?[^，。；\d]{0,10}将(?:继续|进一步|认真|着力|重点|加强|不断|从以下|持续"
    r"|全面|深入|加大|努力|坚持)(?![^，。；]*(?:作为|纳入|列为|列入))"
)
QUOTED = re.compile(r"《[^》]*》|〔\d+〕|“[^”]{0,60}”")


def other_years(facts: Facts) -> Iterator[Breach]:
    """W2: the year told of is the report year, and what is planned is still to come."""
    if facts.year is None:
        return
    for sentence in sentences(plain(facts.whole_text)):
        yield from wrong_period(sentence, facts.year)
        bare = QUOTED.sub("", sentence)
        yield from wrong_year(OPENING, sentence, facts.year, "报告的年度写成了")
        # Naming both years, a sentence compares them; a case carried over came the year before.
        if str(facts.year) not in bare and "结转" not in bare:
            yield from wrong_year(TOLD_YEAR, bare, facts.year, "把情况写成了")
        yield from stale_plan(bare, facts.year)


def wrong_period(sentence: str, year: int) -> Iterator[Breach]:
    match = PERIOD.search(sentence)
    if not match or not COVERS.search(sentence):
        return
    begins = (int(match["y1"]), int(match["m1"]), int(match["d1"]))
    ends = (int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"]))
    if begins != (year, 1, 1) or ends != (year, 12, 31):
        yield Breach(
            (),
            match[0],
            f"{year}年1月1日至{year}年12月31日",
            f"正文写的统计期限是“{match[0]}”，{year}年度报告应为{year}年1月1日至12月31日。",
        )


def wrong_year(pattern: re.Pattern, sentence: str, year: int, how: str) -> Iterator[Breach]:
    match = pattern.search(sentence)
    if match and int(match["year"]) < year:
        yield Breach(
            (),
            match["year"],
            str(year),
            f"{year}年度报告的正文{how}{match['year']}年：“{excerpt(sentence, match)}”，"
            "可能沿用了往年的文字，请核对。",
        )


def stale_plan(sentence: str, year: int) -> Iterator[Breach]:
    match = PLAN.search(sentence)
    if match and int(match["year"]) <= year:
        yield Breach(
            (),
            match["year"],
            str(year + 1),
            f"正文在{year}年度报告中写{match['year']}年的打算：“{excerpt(sentence, match)}”，"
            "这一年已经过去，可能沿用了往年的文字。",
        )


def excerpt(sentence: str, match: re.Match) -> str:
    end = match.end() + 12
    return sentence[match.start() : end] + ("……" if len(sentence) > end else "")


# --- W3 -----------------------------------------------------------------------------------------

OLDER_NOTICE = re.compile(
    r"国办公开办函[〔\[【（(]2019[〕\]】）)]60号"
    r"|年度报告格式[》”]?[（(]试行[）)]|年度报告（格式）[（(]试行[）)]"
)


def cites_older_form(facts: Facts) -> Iterator[Breach]:
    """W3: a report for 2021 or later does not cite the form of 2019."""
    if facts.year is None or facts.year < FORMAT_2021.first_year:
        return
    if match := OLDER_NOTICE.search(plain(facts.whole_text)):
        yield Breach(
            (),
            match[0],
            FORMAT_2021.notice,
            f"正文引用“{match[0]}”，{facts.year}年度报告应当依据{FORMAT_2021.notice}的格式。",
        )
