"""Compares what the text says of cells (text_claims.py) with the cells themselves (C9)."""

import re
from collections.abc import Iterator

from reports.breaches import Breach
from reports.facts import Facts
from reports.text_claims import (
    APPLICANT_CLAIMS,
    DECISION_CLAIMS,
    DISCLOSURE_CLAIMS,
    NIL_RATE,
    NO_REQUESTS,
    NO_REVIEW,
    NO_SUIT,
    NOT_ABOUT_ALL,
    NOT_ABOUT_REQUESTS,
    OF_ALL,
    OUTCOME_CLAIMS,
    REQUEST_CLAIMS,
    REVIEW_CLAIMS,
    Claim,
)
from reports.text_numbers import SENTENCE_END, plain, sentences
from reports.text_shares import cells_of, total_of, wrong_growth, wrong_share

ABOUT_REQUESTS = re.compile(r"依申请公开|信息公开(?:的)?申请|公开申请|申请公开")
# The same words are used of documents (公文的公开属性), petitions and proposals.
OTHER_MATTERS = re.compile(
    r"公文|发文|制发|属性|信访件|建议|提案|信箱|热线|留言|咨询|诉求|许可|来信|复议|诉讼"
)
# What others were asked, or asked of us to help with.
OF_OTHERS = re.compile(r"指导|督促|协助|学校|直属单位|企事业单位|下级")
# 七件; not 一件事, 十件实事. Articles (第二十条) and batches are left alone.
SPELLED = re.compile(
    r"(?<![第一二三四五六七八九十百每同这某任逐])[零〇一二两三四五六七八九十百千]+(?=[件宗](?!事|实事|套|小事|大事))"
)
PAST = re.compile(r"累计|以来|历年|历史")
BY_CHANNEL = re.compile(r"网络|网上|信函|当面|现场|邮|在线|线上|传真|转办|转来|口头")


def readings(facts: Facts) -> Iterator[Breach]:
    """Yield what the text says otherwise than the tables."""
    seen = set()
    for breach in every_reading(facts):
        if breach.sentence not in seen:
            seen.add(breach.sentence)
            yield breach


def every_reading(facts: Facts) -> Iterator[Breach]:
    for section, text in facts.texts.items():
        for paragraph in plain(text).split("\n"):
            if ABOUT_REQUESTS.search(paragraph):
                yield from about_requests(facts, SPELLED.sub(in_digits, paragraph))
            for sentence in sentences(paragraph):
                if section == 4 or "信息公开" in sentence:
                    yield from about_remedies(facts, sentence)
            yield from about_disclosure(facts, paragraph)


# --- Requests -----------------------------------------------------------------------------------


def about_requests(facts: Facts, paragraph: str) -> Iterator[Breach]:
    """Read the first number of each kind: later ones are often parts of it."""
    told: set[str] = set()
    has_begun = False
    for sentence in clauses(paragraph):
        has_begun = has_begun or bool(ABOUT_REQUESTS.search(sentence))
        if not has_begun or is_of_another_time(sentence, facts.year):
            continue
        if OTHER_MATTERS.search(sentence) and not ABOUT_REQUESTS.search(sentence):
            continue
        for claim in REQUEST_CLAIMS:
            if claim.words not in told and (match := found(claim, sentence, facts.year)):
                told.add(claim.words)
                if claim.rows[0] == ("NEW", "CARRY_IN"):
                    told |= {"新收到的申请", "受理的申请"}
                yield from differs(facts, claim, match, sentence)
                yield from wrong_growth(facts, claim, match, sentence)
        if not re.search(r"公文|发文|属性|文件", sentence):
            for claim in OUTCOME_CLAIMS:
                if claim.words not in told and (match := found(claim, sentence, facts.year)):
                    told.add(claim.words)
                    yield from differs(facts, claim, match, sentence)
                    yield from wrong_share(facts, claim, match, sentence)
        yield from applicants_differ(facts, sentence, told)
        yield from no_requests(facts, sentence)
        yield from rate_of_nothing(facts, sentence)


def clauses(paragraph: str) -> list[str]:
    return [part for part in re.split(rf"{SENTENCE_END.pattern}|[；;]", paragraph) if part.strip()]


def is_of_another_time(sentence: str, year: int | None) -> bool:
    if PAST.search(sentence):
        return True
    years = re.finditer(r"(?<![较比与同])(20\d\d)年(?!度?结转)", sentence)
    return year is not None and any(int(match[1]) < year for match in years)


def found(claim: Claim, sentence: str, year: int | None) -> re.Match | None:
    pattern = claim.pattern
    for name, value in {"{before}": -1, "{after}": 1}.items():
        pattern = pattern.replace(name, str(year + value) if year else "此年")
    match = re.search(pattern, sentence)
    if not match:
        return None
    clause = re.split(r"[，,、：:]", sentence[: match.start()])[-1] + match[0]
    before = re.split(r"[，,、：:]", sentence[: match.start()])[-1]
    is_part = "其中" in before or (BY_CHANNEL.search(clause) and "共" not in clause)
    if claim in REQUEST_CLAIMS and (
        is_part or OTHER_MATTERS.search(match[0]) or OF_OTHERS.search(clause)
    ):
        return None
    if claim.words == "答复的申请" and re.search(r"公开|提供|处理", before):
        return None
    return match


def differs(facts: Facts, claim: Claim, match: re.Match, sentence: str) -> Iterator[Breach]:
    stated = int(match["n"])
    sums = [(cells_of(facts, rows), total_of(facts, rows)) for rows in claim.rows]
    if any(total is None or total == stated for _, total in sums):
        return
    codes, total = sums[0]
    yield Breach(
        codes,
        str(stated),
        str(total),
        f"正文写{claim.words}{stated}件（“{match[0]}”），表三“总计”列为{total}件。",
    )


def applicants_differ(facts: Facts, sentence: str, told: set[str]) -> Iterator[Breach]:
    """其中自然人5件: of what came in, or of what was dealt with, whichever fits."""
    for column, pattern in APPLICANT_CLAIMS.items():
        match = re.search(pattern, sentence)
        if not match or column in told or OF_OTHERS.search(sentence):
            continue
        told.add(column)
        sums = [facts.total(f"S3.{row}.{column}" for row in rows) for rows in OF_ALL]
        if None in sums or int(match["n"]) in sums:
            continue
        label = facts.form.table("S3").column(column).label
        yield Breach(
            (f"S3.NEW.{column}",),
            match["n"],
            str(sums[0]),
            f"正文写{label}{match['n']}件（“{match[0]}”），表三新收“{label}”列为{sums[0]}件。",
        )


def in_digits(match: re.Match) -> str:
    """Return a number spelled out, below ten thousand, in digits."""
    total = digit = 0
    for character in match[0]:
        if size := {"十": 10, "百": 100, "千": 1000}.get(character):
            total, digit = total + (digit or 1) * size, 0
        else:
            digit = "零一二三四五六七八九".find(character.replace("〇", "零").replace("两", "二"))
    return str(total + digit)


def no_requests(facts: Facts, sentence: str) -> Iterator[Breach]:
    match, new = re.search(NO_REQUESTS, sentence), facts.number("S3.NEW.TOTAL")
    if match and new and not re.search(NOT_ABOUT_REQUESTS, match[0]):
        yield Breach(
            ("S3.NEW.TOTAL",),
            "0",
            str(new),
            f"正文写没有收到申请（“{match[0]}”），表三新收总计为{new}件。",
        )


def rate_of_nothing(facts: Facts, sentence: str) -> Iterator[Breach]:
    match = re.search(NIL_RATE, sentence)
    base = facts.total(("S3.NEW.TOTAL", "S3.CARRY_IN.TOTAL"))
    if match and base == 0 and ABOUT_REQUESTS.search(sentence):
        yield Breach(
            ("S3.NEW.TOTAL", "S3.CARRY_IN.TOTAL"),
            "100%",
            "不写比率",
            f"正文写“{match[0]}”，而本年没有需要办理的申请，没有基数的比率不应写100%。",
        )


# --- Review and litigation ----------------------------------------------------------------------


def about_remedies(facts: Facts, paragraph: str) -> Iterator[Breach]:
    for sentence in clauses(paragraph):
        if is_of_another_time(sentence, facts.year):
            continue
        for clause in re.split(r"[，,]", sentence):
            yield from no_remedies(facts, clause, NO_REVIEW, "行政复议", ("REV",))
            yield from no_remedies(facts, clause, NO_SUIT, "行政诉讼", ("LITD", "LITA"))
        for claim in REVIEW_CLAIMS:
            if match := re.search(claim.pattern, sentence):
                yield from remedies_differ(facts, claim, match)


def no_remedies(
    facts: Facts, clause: str, pattern: str, what: str, groups: tuple[str, ...]
) -> Iterator[Breach]:
    codes = tuple(f"S4.CASES.{group}_TOTAL" for group in groups)
    match, total = re.search(pattern, clause), facts.total(codes)
    if match and total and not re.search(NOT_ABOUT_ALL, clause):
        sentence = f"正文写没有{what}（“{match[0]}”），表四{what}总计为{total}件。"
        yield Breach(codes, "0", str(total), sentence)


def remedies_differ(facts: Facts, claim: Claim, match: re.Match) -> Iterator[Breach]:
    codes = tuple(f"S4.CASES.{column}" for column in claim.rows[0])
    total, stated = facts.total(codes), int(match["n"])
    if total is not None and total != stated:
        yield Breach(
            codes,
            str(stated),
            str(total),
            f"正文写{claim.words}{stated}件（“{match[0]}”），表四总计为{total}件。",
        )


# --- 表二 ----------------------------------------------------------------------------------------


def about_disclosure(facts: Facts, paragraph: str) -> Iterator[Breach]:
    for sentence in clauses(paragraph):
        if is_of_another_time(sentence, facts.year):
            continue
        for claim in DISCLOSURE_CLAIMS:
            yield from cell_differs(facts, claim, sentence, f"S2_20_1.NORM.{claim.rows[0]}")
        for claim in DECISION_CLAIMS:
            yield from cell_differs(facts, claim, sentence, f"{claim.rows[0]}.DECISIONS")


def cell_differs(facts: Facts, claim: Claim, sentence: str, code: str) -> Iterator[Breach]:
    match, value = re.search(claim.pattern, sentence), facts.number(code)
    if match and value is not None and value != int(match["n"]):
        yield Breach(
            (code,),
            match["n"],
            str(value),
            f"正文写{claim.words}{match['n']}件（“{match[0]}”），{facts.form.name_of(code)}为{value}。",
        )
