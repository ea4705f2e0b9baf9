"""Reads reports in JSON: our own export, and the form of collected published reports.

{"year": 2024, "format": "2021", "cells": {"S3.NEW.NAT": 0, …}}    null: nobody entered it
{"bureau": …, "year": …, "format": …, "section2": …, "section3": {"rows": […]}, …}
                                                  "": published blank; null: not available
"""

import json
import re
from decimal import Decimal

from reports.cell_values import read_value, tidy
from reports.facts import Breakdown, Facts, Figure
from reports.formats import FORMS, form_for, form_named
from reports.readers.json_shapes import PARTS, report_in
from reports.readers.report import Gap, ReadReport, UnreadableReport
from reports.tables import SECTION_NAMES, Cells, Form

NO_JSON = "不是规范的JSON文件（第{line}行附近写法有误）；请用原来的程序重新导出。"
OTHER_JSON = (
    "是JSON文件，但不是年度报告：应当有cells（本系统导出），或者section2、section3、section4。"
)
NO_CELLS = "是年度报告的JSON文件，但一格数据也没有读到；请核对cells的键是不是S3.NEW.NAT这样的代码。"
ROWS = {
    "new": "NEW", "carried_in": "CARRY_IN", "granted": "R1", "partial": "R2",
    "refuse_secret": "R3_1", "refuse_law": "R3_2", "refuse_safety": "R3_3",
    "refuse_third_party": "R3_4", "refuse_internal": "R3_5", "refuse_process": "R3_6",
    "refuse_enforcement": "R3_7", "refuse_query": "R3_8",
    "unable_not_held": "R4_1", "unable_needs_creation": "R4_2", "unable_unclear": "R4_3",
    "reject_petition": "R5_1", "reject_repeat": "R5_2", "reject_publication": "R5_3",
    "reject_mass": "R5_4", "reject_reconfirm": "R5_5",
    "other_no_correction": "R6_1", "other_no_payment": "R6_2", "other_other": "R6_3",
    "other_single": "R6", "total": "R7", "carried_out": "CARRY_OUT",
}  # fmt: skip
COLUMNS = {
    "natural_person": "NAT", "enterprise": "ORG_BUS", "research": "ORG_RES",
    "public_interest": "ORG_SOC", "legal_service": "ORG_LAW", "other_org": "ORG_OTH",
    "total": "TOTAL",
}  # fmt: skip
RESULTS = {
    "upheld": "UPHELD", "corrected": "CORRECTED", "other_result": "OTHER",
    "pending": "PENDING", "total": "TOTAL",
}  # fmt: skip
REMEDIES = {
    "REV": ("section4", "reconsideration"),
    "LITD": ("section4", "litigation", "direct"),
    "LITA": ("section4", "litigation", "after_reconsideration"),
}
DOCUMENTS = {
    "made": "ISSUED", "repealed": "ABOLISHED", "valid": "EFFECTIVE",
    "new_made": "MADE", "new_published": "PUBLISHED", "public_total": "PUBLIC_TOTAL",
}  # fmt: skip
ITEMS = {
    "last_year_items": "PREV", "change": "DELTA", "processed": "DECISIONS",
    "items": "PROJECTS", "amount": "AMOUNT",
}  # fmt: skip
# Where the figures of section 二 stand, for each row of the form.
DISCLOSURE = {
    "S2_20_1.RULE": (("section2", "art20_1", "regulations"), DOCUMENTS),
    "S2_20_1.NORM": (("section2", "art20_1", "normative_documents"), DOCUMENTS),
    "S2_20_5.LICENSE": (("section2", "art20_5", "licensing"), ITEMS),
    "S2_20_5.OTHER_SERVICE": (("section2", "art20_5", "other_external_services"), ITEMS),
    "S2_20_6.PENALTY": (("section2", "art20_6", "punishment"), ITEMS),
    "S2_20_6.COERCION": (("section2", "art20_6", "coercion"), ITEMS),
    "S2_20_8.FEE": (("section2", "art20_8", "administrative_fee"), ITEMS),
    "S2_20_9.PROCUREMENT": (("section2", "art20_9", "central_procurement"), ITEMS),
}
SINGLE = {
    "S2_20_5.LICENSE.DECISIONS": ("section2", "art20_5", "licensing_processed"),
    "S2_20_6.PENALTY.DECISIONS": ("section2", "art20_6", "punishment_processed"),
    "S2_20_6.COERCION.DECISIONS": ("section2", "art20_6", "coercion_processed"),
    "S2_20_8.FEE.AMOUNT": ("section2", "art20_8", "administrative_fee_10k_yuan"),
}
NEW, IN, OUT, R7 = (f"S3.{row}.TOTAL" for row in ("NEW", "CARRY_IN", "CARRY_OUT", "R7"))
# What the numbers of the text are called, with the rows of 三 they speak of.
TOLD_ROWS = {
    "requests_received": ("收到申请", ("NEW",)),
    "requests_accepted": ("受理申请", ("NEW",)),
    "answered": ("办结申请", ("R7",)),
    "carried_in": ("上年结转", ("CARRY_IN",)),
    "carried_out": ("结转下年度", ("CARRY_OUT",)),
    "granted": ("予以公开", ("R1",)),
    "partial": ("部分公开", ("R2",)),
    "granted_and_partial": ("予以公开和部分公开", ("R1", "R2")),
    "refused": ("不予公开", ("R3_",)),
    "unable": ("无法提供", ("R4_",)),
    "rejected": ("不予处理", ("R5_",)),
    "other": ("其他处理", ("R6",)),
}
REVIEW_WORDS = {"reconsideration": "行政复议", "litigation": "行政诉讼"}
RESULT_WORDS = {
    "upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结",
    "total": "总计",
}  # fmt: skip
RULE_NAMES = {"regulations": "RULE", "normative_documents": "NORM"}


def read_json(text: str) -> ReadReport:
    try:
        data = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise UnreadableReport(NO_JSON.format(line=error.lineno)) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableReport(NO_JSON.format(line=1)) from error
    data = report_in(data)
    if PARTS & data.keys():
        return read_collected(data)
    if "cells" not in data:
        raise UnreadableReport(OTHER_JSON)
    report = read_export(data)
    if not report.facts.cells and not report.facts.texts:
        raise UnreadableReport(NO_CELLS)
    return report


def year_and_form(data: dict) -> tuple[int | None, Form, list[Gap]]:
    year = data.get("year")
    if isinstance(year, str) and (match := re.fullmatch(r"(\d{4})(?:年度?)?", year.strip())):
        year = int(match[1])
    if not isinstance(year, int) or isinstance(year, bool) or not 2008 <= year <= 2200:
        told = "没有写明报告年度" if year is None else f"报告年度“{str(year)[:20]}”不是年份"
        gaps = [Gap("year", f"{told}，与年度有关的检查没有做")]
        year = None
    else:
        gaps = []
    name = str(data.get("format", ""))
    if name in [form.name for form in FORMS]:
        return year, form_named(name), gaps
    if name:
        gaps.append(Gap("format", f"没有名为“{name[:20]}”的格式，按报告年度的格式检查"))
    return year, form_for(year or FORMS[0].first_year), gaps


# --- Our own export -----------------------------------------------------------------------------


def read_export(data: dict) -> ReadReport:
    year, form, gaps = year_and_form(data)
    kinds = kinds_of(form)
    cells: Cells = {}
    for code, raw in data["cells"].items():
        if not isinstance(raw, str | int | Decimal | None) or isinstance(raw, bool):
            gaps.append(Gap(f"cells的{code[:40]}", "不是数也不是文字，没有读取"))
        elif code in kinds or known_elsewhere(code):
            cells[code] = "" if raw is None else read_value(raw, kinds.get(code, "int"))
        else:
            gaps.append(Gap(f"cells的{code[:40]}", "格式上没有这一格，没有读取"))
    missing = [code for code in kinds if code not in cells]
    gaps += missing_cells(form, missing)
    texts = data.get("texts") or {}
    is_good = isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
    read = {int(key): text for key, text in texts.items() if key in "0123456"} if is_good else {}
    body = data.get("body") if isinstance(data.get("body"), str) else ""
    return ReadReport(Facts(form, year, cells, read, has_texts=bool(read), body=body), tuple(gaps))


def kinds_of(form: Form) -> dict[str, str]:
    return {code: column.kind for table in form.layout for code, _, column in table.pairs()}


def known_elsewhere(code: str) -> bool:
    return any(code in table.codes for form in FORMS for table in form.layout)


def missing_cells(form: Form, codes: list[str]) -> list[Gap]:
    """Return a gap for each table with missing cells."""
    found = []
    for table in form.layout:
        missing = [code for code in table.codes if code in codes]
        if missing:
            where = f"{SECTION_NAMES[table.section]}（{table.caption}）"
            found.append(Gap(where, f"缺{len(missing)}格：{'、'.join(missing[:5])}，没有检查"))
    return found


# --- Collected reports --------------------------------------------------------------------------


def read_collected(data: dict) -> ReadReport:
    year, form, gaps = year_and_form(data)
    kinds = kinds_of(form)
    raw = {**disclosure_cells(data, kinds), **request_cells(data, gaps), **remedy_cells(data)}
    cells: Cells = {}
    for code, value in raw.items():
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal | None):
            gaps.append(Gap(form.name_of(code), "不是数也不是文字，没有读取"))
        else:
            cells[code] = read_value(value, kinds.get(code, "int"))
    unknown = [code for code in kinds if cells.get(code, None) is None]
    gaps += missing_cells(form, unknown)
    fees = data.get("fees_text")
    facts = Facts(
        form,
        year,
        cells,
        {6: fees} if isinstance(fees, str) else {},
        has_texts=isinstance(fees, str),
        body=bureau[:60] if isinstance(bureau := data.get("bureau"), str) else "",
        figures=tuple(figures(at(data, ("narrative_figures",)), form)),
        breakdowns=tuple(breakdowns(data.get("narrative_breakdowns"))),
    )
    return ReadReport(facts, tuple(gaps))


def at(data: object, path: tuple[str, ...]) -> dict:
    """Return the object at a path, {} when there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def disclosure_cells(data: dict, kinds: dict[str, str]) -> dict:
    found = {}
    for stem, (path, names) in DISCLOSURE.items():
        for key, value in at(data, path).items():
            if key in names:
                found[f"{stem}.{names[key]}"] = value
    for code, path in SINGLE.items():
        if path[-1] in (holder := at(data, path[:-1])):
            found[code] = holder[path[-1]]
    return {code: value for code, value in found.items() if known_elsewhere(code)}


def request_cells(data: dict, gaps: list[Gap]) -> dict:
    rows = at(data, ("section3",)).get("rows")
    found = {}
    for row in rows if isinstance(rows, list) else ():
        code = ROWS.get(str(row.get("code"))) if isinstance(row, dict) else None
        if code is None:
            shown = row.get("label", row.get("code")) if isinstance(row, dict) else row
            gaps.append(Gap("表三", f"认不出“{str(shown)[:30]}”这一行，没有读取"))
            continue
        for key, column in COLUMNS.items():
            if key in row:
                found[f"S3.{code}.{column}"] = row[key]
    return found


def remedy_cells(data: dict) -> dict:
    return {
        f"S4.CASES.{group}_{RESULTS[key]}": value
        for group, path in REMEDIES.items()
        for key, value in at(data, path).items()
        if key in RESULTS
    }


def figures(told: dict, form: Form) -> list[Figure]:
    """Return the numbers of the text whose names say which cells they speak of."""
    rows = [row.code for row in form.table("S3").rows if not row.is_heading]
    found = []
    for name, value in told.items():
        number = read_value(value) if isinstance(value, str | int | Decimal) else None
        if isinstance(value, bool) or not isinstance(number, int | Decimal):
            continue  # “5500余” is no number to compare
        stem = name.removesuffix("_percent")
        if stem in TOLD_ROWS:
            words, stems = TOLD_ROWS[stem]
            codes = tuple(f"S3.{row}.TOTAL" for row in rows if fits(row, stems))
            base = (R7,) if name.endswith("_percent") else ()
            found.append(Figure(words, codes, number, share_of=base))
        elif codes := remedy_codes(name):
            group, _, result = name.partition("_")
            words = REVIEW_WORDS[group] + RESULT_WORDS.get(result, "")
            found.append(Figure(words, codes, number))
        elif name in RULE_NAMES and form.name == "2019":
            words = "制作规章" if name == "regulations" else "制作规范性文件"
            found.append(Figure(words, (f"S2_20_1.{RULE_NAMES[name]}.MADE",), number))
    return found


def fits(row: str, stems: tuple[str, ...]) -> bool:
    return any(row == stem or (stem.endswith("_") and row.startswith(stem)) or
               (stem == "R6" and row.startswith("R6_")) for stem in stems)  # fmt: skip


def remedy_codes(name: str) -> tuple[str, ...]:
    kind, _, result = name.partition("_")
    groups = {"reconsideration": ("REV",), "litigation": ("LITD", "LITA")}.get(kind, ())
    if (result or "total") not in RESULT_WORDS:
        return ()
    return tuple(f"S4.CASES.{group}_{(result or 'total').upper()}" for group in groups)


def breakdowns(told: object) -> list[Breakdown]:
    found = []
    for one in told if isinstance(told, list) else ():
        stated, parts = (one.get("stated"), one.get("parts")) if isinstance(one, dict) else (0, 0)
        numbers = [stated, *parts] if isinstance(parts, list) else [None]
        if all(isinstance(n, int | Decimal) and not isinstance(n, bool) for n in numbers):
            found.append(Breakdown(tidy(str(one.get("what", ""))), stated, tuple(parts)))
    return found
