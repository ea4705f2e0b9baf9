"""The form of the reports of 2019 and 2020: 198 cells (国办公开办函〔2019〕60号, 试行).

Its figures are never turned into those of the later form: each year is shown in its own.
"""

from django.db.models import Q

from reports.format_2021 import OTHER_ROWS, closed_in, remedies_table, requests_table_with
from reports.tables import FREE_TEXT, SIGNED, Form, Line, Table

BEFORE_AND_CHANGE = (Line("PREV", "上一年项目数量"), Line("DELTA", "本年增/减", kind=SIGNED))
WITH_DECISIONS = (*BEFORE_AND_CHANGE, Line("DECISIONS", "处理决定数量"))

DISCLOSURE_TABLES = (
    Table(
        "S2_20_1",
        "第二十条第（一）项",
        section=2,
        row_header="信息内容",
        rows=(Line("RULE", "规章"), Line("NORM", "规范性文件")),
        columns=(
            Line("MADE", "本年新制作数量"),
            Line("PUBLISHED", "本年新公开数量"),
            Line("PUBLIC_TOTAL", "对外公开总数量"),
        ),
    ),
    Table(
        "S2_20_5",
        "第二十条第（五）项",
        section=2,
        row_header="信息内容",
        rows=(Line("LICENSE", "行政许可"), Line("OTHER_SERVICE", "其他对外管理服务事项")),
        columns=WITH_DECISIONS,
    ),
    Table(
        "S2_20_6",
        "第二十条第（六）项",
        section=2,
        row_header="信息内容",
        rows=(Line("PENALTY", "行政处罚"), Line("COERCION", "行政强制")),
        columns=WITH_DECISIONS,
    ),
    Table(
        "S2_20_8",
        "第二十条第（八）项",
        section=2,
        row_header="信息内容",
        rows=(Line("FEE", "行政事业性收费"),),
        columns=BEFORE_AND_CHANGE,
    ),
    Table(
        "S2_20_9",
        "第二十条第（九）项",
        section=2,
        row_header="信息内容",
        rows=(Line("PROCUREMENT", "政府集中采购"),),
        columns=(
            Line("PROJECTS", "采购项目数量"),
            Line("AMOUNT", "采购总金额", kind=FREE_TEXT),  # the form names no unit
        ),
    ),
)


def requests_table(year: int) -> Table:
    outcomes = [outcome for _, _, outcome in OTHER_ROWS]
    other = Line("R6", "（六）其他处理", closed_in(year) & Q(outcome__in=outcomes))
    return requests_table_with((other,), year)


def tables(year: int) -> tuple[Table, ...]:
    return (*DISCLOSURE_TABLES, requests_table(year), remedies_table(year))


FORMAT_2019 = Form("2019", "国办公开办函〔2019〕60号", 2019, tables)
