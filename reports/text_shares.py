"""The cells of 三 that a claim adds up, and the shares and growth told beside a number (C9)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.breaches import Breach
from reports.facts import Facts, result_rows
from reports.formats import form_for
from reports.text_claims import GROWTH, NEW, OF_ALL, SHARE, Claim
from reports.text_numbers import is_share


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


def wrong_share(facts: Facts, claim: Claim, told: re.Match, sentence: str) -> Iterator[Breach]:
    """予以公开5件，占71.4%: of the requests received, dealt with, or answered."""
    match = re.match(SHARE, sentence[told.end() :])
    if not match or match["about"] or match["about2"]:
        return
    stated, part = Decimal(match["share"]), int(told["n"])
    bases = [total_of(facts, rows) for rows in OF_ALL]
    if None in bases or any(base and is_share(stated, part, base) for base in bases):
        return
    if base := bases[-1]:
        share = round(Decimal(part) * 100 / base, 1)
        yield Breach(
            (*cells_of(facts, claim.rows[0]), "S3.R7.TOTAL"),
            f"{stated}%",
            f"{share}%",
            f"正文写{claim.words}{part}件占{stated}%，按表三为{part}÷{base}＝{share}%。",
        )


def wrong_growth(facts: Facts, claim: Claim, told: re.Match, sentence: str) -> Iterator[Breach]:
    """收到申请7件，比上年增长40%: against the report of the year before, where it is given."""
    if facts.previous is None or facts.year is None or claim.rows[0] != (NEW,):
        return
    pattern = GROWTH.replace("{before}", str(facts.year - 1))
    match = re.match(pattern, sentence[told.end() :])
    before = Facts(form_for(facts.year - 1), facts.year - 1, facts.previous)
    was, now = before.number("S3.NEW.TOTAL"), int(told["n"])
    if not match or match["about"] or not was or bool(match["more"]) == bool(match["less"]):
        return
    change = now - was if match["more"] else was - now
    stated = Decimal(match["growth"])
    is_right = stated == change if match["unit"] == "件" else is_share(stated, change, was)
    if not is_right:
        right = f"{now - was:+d}件，{Decimal(now - was) * 100 / was:+.1f}%"
        yield Breach(
            ("S3.NEW.TOTAL",),
            f"{stated}{match['unit']}",
            right,
            f"正文写{claim.words}{match[0].strip('，,（(')}，上一年度报告新收{was}件，"
            f"本年{now}件，应为{right}。",
        )
