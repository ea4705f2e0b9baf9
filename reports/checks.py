"""The checks of an annual report, as an outside assessor makes them: C1–C11, W1–W4.

Each check is data: its number, how grave it is, what it asks, and a rule that yields what does
not hold. The rules read the cells and texts of `Facts` and nothing else, so they serve our own
report while it is written and any that was published.
An error keeps a report from being approved; a warning wants a note.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports import text_checks
from reports.breaches import Breach
from reports.cell_values import is_blank, is_nil_sign, read_money
from reports.facts import APPLICANT_PARTS, Facts, result_rows, sum_parts
from reports.formats import FORMS, form_for
from reports.tables import AMOUNT, COUNT, SIGNED

ERROR, WARNING = "error", "warning"
COLUMNS = (*APPLICANT_PARTS, "TOTAL")


@dataclass(frozen=True)
class Check:
    id: str
    level: str
    asks: str
    rule: Callable[[Facts], Iterator[Breach]]


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold, in a sentence that names the cells and the numbers."""

    id: str
    level: str
    cells: tuple[str, ...]
    found: str
    expected: str
    sentence: str


def check_report(facts: Facts) -> list[Finding]:
    """Return all that does not hold, in the order of the checks."""
    return [
        Finding(check.id, check.level, one.cells, one.found, one.expected, one.sentence)
        for check in CHECKS
        for one in check.rule(facts)
    ]


# --- The identities of the tables ---------------------------------------------------------------


def balance(facts: Facts) -> Iterator[Breach]:
    """C1: what came in is what was ended and what goes on."""
    for column in COLUMNS:
        left = (f"S3.NEW.{column}", f"S3.CARRY_IN.{column}")
        right = (f"S3.R7.{column}", f"S3.CARRY_OUT.{column}")
        found, expected = facts.total(left), facts.total(right)
        if None not in (found, expected) and found != expected and facts.has_any(left + right):
            label = facts.form.table("S3").column(column).label
            yield Breach(
                left + right,
                str(found),
                str(expected),
                f"表三“{label}”列不平：本年新收＋上年结转＝{facts.quoted(left)}＝{found}，"
                f"办理结果总计＋结转下年度＝{facts.quoted(right)}＝{expected}，两者应当相等。",
            )


def sums_of_results(facts: Facts) -> Iterator[Breach]:
    """C2: （七）总计 is the sum of the rows above it."""
    for column in COLUMNS:
        yield from wrong_sum(facts, f"S3.R7.{column}", result_parts(facts, column))


def result_parts(facts: Facts, column: str) -> tuple[str, ...]:
    return tuple(f"S3.{row}.{column}" for row in result_rows(facts.form))


def sums_of_applicants(facts: Facts) -> Iterator[Breach]:
    """C3: 总计 is the sum of the kinds of applicants."""
    for row in facts.form.table("S3").rows:
        if not row.is_heading:
            parts = tuple(f"S3.{row.code}.{part}" for part in APPLICANT_PARTS)
            yield from wrong_sum(facts, f"S3.{row.code}.TOTAL", parts)


def sums_of_remedies(facts: Facts) -> Iterator[Breach]:
    """C4: 总计 is the sum of the four results, three times."""
    for group in ("REV", "LITD", "LITA"):
        total = f"S4.CASES.{group}_TOTAL"
        yield from wrong_sum(facts, total, sum_parts(facts.form, total))


def wrong_sum(facts: Facts, total: str, parts: tuple[str, ...]) -> Iterator[Breach]:
    value, expected = facts.cells.get(total), facts.total(parts)
    # A total left blank is said by C7, which also says what it should be.
    if not isinstance(value, int | Decimal) or expected is None or value == expected:
        return
    shown = [part for part in parts if facts.number(part)]
    terms = f"{facts.quoted(shown)}＝{expected}" if len(shown) > 1 else str(expected)
    name = facts.form.name_of(total)
    yield Breach(
        (total, *(shown or parts)),
        str(value),
        str(expected),
        f"{name}填{value}，各项相加为{terms}，两者应当相等。",
    )


# --- With the year before -----------------------------------------------------------------------


def carried_over(facts: Facts) -> Iterator[Breach]:
    """C5: what was carried into the year is what the year before carried out of it."""
    before = previous(facts)
    for column in COLUMNS if before else ():
        code, source = f"S3.CARRY_IN.{column}", f"S3.CARRY_OUT.{column}"
        found, expected = facts.number(code), before.number(source)
        if None not in (found, expected) and found != expected:
            yield Breach(
                (code,),
                str(found),
                str(expected),
                f"{facts.form.name_of(code)}填{found}，上一年度报告的结转下年度为{expected}，"
                "两者应当相等。",
            )


def in_force(facts: Facts) -> Iterator[Breach]:
    """C6: in force = in force a year ago + issued − abolished."""
    before = previous(facts)
    for row in ("RULE", "NORM"):
        code = f"S2_20_1.{row}.EFFECTIVE"
        issued, abolished = f"S2_20_1.{row}.ISSUED", f"S2_20_1.{row}.ABOLISHED"
        now, made, gone = (facts.number(each) for each in (code, issued, abolished))
        if None in (now, made, gone):
            continue
        was = before.number(code) if before else None
        name = facts.form.name_of(code)
        if was is not None and now != was + made - gone:
            should = was + made - gone
            yield Breach(
                (code, issued, abolished),
                str(now),
                str(should),
                f"{name}填{now}，按上年现行有效{was}＋本年制发{made}－本年废止{gone}应为{should}；"
                "如因重新归类等原因不等，请说明。",
            )
        elif was is None and now < made - gone:
            yield Breach(
                (code, issued, abolished),
                str(now),
                f"不少于{made - gone}",
                f"{name}填{now}，少于本年制发{made}－本年废止{gone}＝{made - gone}，不可能成立。",
            )


def previous(facts: Facts) -> Facts | None:
    if facts.previous is None or facts.year is None:
        return None
    return Facts(form_for(facts.year - 1), facts.year - 1, facts.previous)


# --- What stands in single cells ----------------------------------------------------------------


def cells_are_numbers(facts: Facts) -> Iterator[Breach]:
    """C7: whole numbers from 0 up; no blank, no stroke, no amount, no part of a number."""
    for table in facts.form.layout:
        kinds = {code: column.kind for code, _, column in table.pairs()}
        counts = [code for code in table.codes if code in facts.cells]
        counts = [code for code in counts if kinds[code] in (COUNT, SIGNED)]
        blanks = [code for code in counts if is_blank(facts.cells[code])]
        strokes = [code for code in counts if is_nil_sign(facts.cells[code])]
        yield from empty_cells(facts, blanks, "空着")
        yield from empty_cells(facts, strokes, "填了斜线等符号")
        for code in counts:
            if code not in blanks and code not in strokes:
                yield from no_count(facts, code, kinds[code])


def empty_cells(facts: Facts, codes: list[str], how: str) -> Iterator[Breach]:
    if not codes:
        return
    named = "、".join(facts.form.name_of(code) for code in codes[:3])
    more = f"等{len(codes)}格" if len(codes) > 3 else ""
    sums = [(code, facts.number(code)) for code in codes if sum_parts(facts.form, code)]
    should = [f"{facts.form.name_of(code)}应为{number}" for code, number in sums if number][:3]
    advice = f"；其中{'、'.join(should)}" if should else ""
    found = "" if how == "空着" else str(facts.cells[codes[0]])
    yield Breach(
        tuple(codes),
        found,
        "0" if not should else "整数",
        f"{named}{more}{how}，没有的应当填0{advice}。",
    )


def no_count(facts: Facts, code: str, kind: str) -> Iterator[Breach]:
    value = facts.cells[code]
    if value is None or (isinstance(value, int) and (value >= 0 or kind == SIGNED)):
        return
    if isinstance(value, int):
        why = "不能是负数"
    elif isinstance(value, str) and "元" in value:
        why = "是数量，不能填金额"
    else:
        why = "应当是不小于0的整数" if kind == COUNT else "应当是整数"
    sentence = f"{facts.form.name_of(code)}填“{value}”，这一格{why}。"
    yield Breach((code,), str(value), "整数", sentence)


def fee_amount(facts: Facts) -> Iterator[Breach]:
    """C8: the fees of the year are an amount in 万元."""
    for table in facts.form.layout:
        for code, _, column in table.pairs():
            if column.kind == AMOUNT and code in facts.cells:
                yield from no_amount(facts, code)


def no_amount(facts: Facts, code: str) -> Iterator[Breach]:
    value = facts.cells[code]
    name = facts.form.name_of(code)
    money = read_money(value)
    if value is None:
        return
    if is_blank(value) or is_nil_sign(value):
        how = "空着" if is_blank(value) else f"填了“{value}”"
        yield Breach((code,), str(value), "0", f"{name}{how}，没有收费应当填0。")
    elif money is None:
        yield Breach((code,), str(value), "金额（万元）", f"{name}填“{value}”，不是金额。")
    elif money[0] < 0:
        yield Breach((code,), str(value), "不小于0", f"{name}填{value}，金额不能是负数。")
    elif money[1] not in ("", "万元", "万"):
        yield Breach(
            (code,), str(value), "以万元为单位", f"{name}填“{value}”，这一格的单位是万元。"
        )


def equals_the_register(facts: Facts) -> Iterator[Breach]:
    """C10: table 三 and 四 are what the register counts."""
    for code, counted in (facts.register or {}).items():
        value = facts.number(code)
        if value is not None and value != counted:
            yield Breach(
                (code,),
                str(value),
                str(counted),
                f"{facts.form.name_of(code)}填{value}，登记台账中有{counted}件。",
            )


def older_form(facts: Facts) -> Iterator[Breach]:
    """W3: tables, or some columns and rows, of a form that a later one has replaced."""
    yield from text_checks.cites_older_form(facts)
    due = form_for(facts.year) if facts.year else facts.form
    older = FORMS[FORMS.index(due) + 1 :]
    wanted = {code for table in due.layout for code in table.codes}
    replaced = {code for form in older for table in form.layout for code in table.codes} - wanted
    strange = tuple(code for code in facts.cells if code in replaced)
    if strange:
        how = "混有" if facts.form is due else "用的是"
        yield Breach(
            strange,
            f"{older[0].name}年格式",
            f"{due.name}年格式",
            f"{facts.year}年度报告的表格{how}{older[0].name}年格式（{older[0].notice}）"
            f"的{len(strange)}格，应当用{due.name}年格式（{due.notice}）。",
        )


def rules_of_a_bureau(facts: Facts) -> Iterator[Breach]:
    """W4: a 局 has no power to make 规章 (立法法 arts 91, 93)."""
    if not facts.body.endswith("局"):
        return
    table = facts.form.table("S2_20_1")
    codes = tuple(code for code, row, _ in table.pairs() if row.code == "RULE")
    filled = tuple(code for code in codes if facts.number(code))
    if filled:
        yield Breach(
            filled,
            "、".join(str(facts.number(code)) for code in filled),
            "0",
            f"表二“规章”行填了{facts.quoted(filled)}；{facts.body}没有规章制定权，"
            "本机关的文件应当计入规范性文件。",
        )


CHECKS = (
    Check("C1", ERROR, "各列：新收＋上年结转＝办理结果总计＋结转下年度", balance),
    Check("C2", ERROR, "各列：（七）总计＝（一）至（六）之和", sums_of_results),
    Check("C3", ERROR, "各行：总计＝各类申请人之和", sums_of_applicants),
    Check("C4", ERROR, "表四：总计＝维持＋纠正＋其他＋尚未审结", sums_of_remedies),
    Check("C5", ERROR, "上年结转＝上一年度报告的结转下年度", carried_over),
    Check("C6", WARNING, "现行有效＝上年现行有效＋制发－废止", in_force),
    Check("C7", ERROR, "数量为不小于0的整数，不留空、不画斜线", cells_are_numbers),
    Check("C8", ERROR, "行政事业性收费为不小于0的金额，单位万元", fee_amount),
    Check("C9", WARNING, "正文中的数字与表格一致，分项之和与总数一致", text_checks.figures),
    Check("C10", WARNING, "表三、表四与登记台账一致", equals_the_register),
    Check("C11", WARNING, "收取过信息处理费的，第六部分写明金额", text_checks.fee_sentence),
    Check("W1", WARNING, "第五部分写明问题和改进情况", text_checks.problems_are_told),
    Check("W2", WARNING, "正文说的是报告年度", text_checks.other_years),
    Check("W3", WARNING, "使用现行格式", older_form),
    Check("W4", WARNING, "没有规章制定权的机关，规章填0", rules_of_a_bureau),
)
