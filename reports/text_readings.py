"""Compares what the text says of cells (text_claims.py) with the cells themselves (C9)."""

import re
from collections.abc import Iterator

from reports.breaches import Breach
from reports.facts import Facts, result_rows
from reports.text_claims import (
    DECISION_CLAIMS,
    DISCLOSURE_CLAIMS,
    NIL_RATE,
    NO_REQUESTS,
    NO_REVIEW,
    NO_SUIT,
    NOT_ABOUT_ALL,
    NOT_ABOUT_REQUESTS,
    OUTCOME_CLAIMS,
    REQUEST_CLAIMS,
    REVIEW_CLAIMS,
    Claim,
)
from reports.text_numbers import SENTENCE_END, plain, sentences

ABOUT_REQUESTS = re.compile(r"依申请公开|信息公开(?:的)?申请|公开申请|申请公开")
# The same words are used of documents (公文的公开属性), petitions and proposals.
OTHER_MATTERS = re.compile(
    r"公文|发文|制发|属性|信访件|建议|提案|信箱|热线|留言|咨询|诉求|许可|来信|复议|诉讼"
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
                yield from about_requests(facts, paragraph)
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
        if not re.search(r"公文|发文|属性|文件", sentence):
            for claim in OUTCOME_CLAIMS:
                if claim.words not in told and (match := found(claim, sentence, facts.year)):
                    told.add(claim.words)
                    yield from differs(facts, claim, match, sentence)
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
    if claim in REQUEST_CLAIMS and (is_part or OTHER_MATTERS.search(match[0])):
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


def rows_named(facts: Facts, rows: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return (sign, row) of what a claim adds up; R3_* is every row under R3."""
    named = []
    for row in rows:
        sign, row = (-1, row[1:]) if row.startswith("-") else (1, row)
        if row.endswith("*"):
            stem = row[:-1]
            named += [(sign, each) for each in result_rows(facts.form) if each.startswith(stem)]
        else:
            named.append((sign, row))
    return named


def cells_of(facts: Facts, rows: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"S3.{row}.TOTAL" for _, row in rows_named(facts, rows))


def total_of(facts: Facts, rows: tuple[str, ...]) -> int | None:
    terms = [(sign, facts.number(f"S3.{row}.TOTAL")) for sign, row in rows_named(facts, rows)]
    if any(number is None for _, number in terms):
        return None
    return sum(sign * number for sign, number in terms)


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
