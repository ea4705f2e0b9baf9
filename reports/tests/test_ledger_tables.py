"""A published table 三, taken apart into single cases and imported as a ledger, comes out again."""

import csv
from datetime import date
from io import StringIO
from itertools import chain, repeat

import pytest

from reports.format_2019 import FORMAT_2019
from reports.format_2021 import FORMAT_2021
from reports.tests.published import collected
from requests_app.models import ApplicantKind, InformationRequest
from requests_app.resources import RequestLedger, RequestResource

pytestmark = pytest.mark.django_db
COLUMNS = {
    "natural_person": ApplicantKind.NATURAL,
    "enterprise": ApplicantKind.BUSINESS,
    "research": ApplicantKind.RESEARCH,
    "public_interest": ApplicantKind.CHARITY,
    "legal_service": ApplicantKind.LEGAL,
    "other_org": ApplicantKind.OTHER,
}
HEADER = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道", "申请内容"),
    *("办理结果", "办结日期"),
]
NOT_OUTCOMES = {"new", "carried_in", "carried_out", "total"}


def cases_of(report: dict, column: str):
    """Yield a column as cases: (received, outcome, closed); those carried over are open still,
    or were closed after the year."""
    year = report["year"]
    count = {row["code"]: row[column] or 0 for row in report["section3"]["rows"]}
    label = {row["code"]: row["label"] for row in report["section3"]["rows"]}
    received = chain(
        repeat(date(year - 1, 12, 20), count["carried_in"]), repeat(date(year, 3, 1), count["new"])
    )
    closed = ((label[code], n) for code, n in count.items() if code not in NOT_OUTCOMES)
    endings = [(words, date(year, 12, 30)) for words, n in closed for _ in range(n)]
    for n in range(count["carried_out"]):
        endings.append(("予以公开", date(year + 1, 1, 8)) if n % 2 else ("", ""))
    for day, (words, closed_on) in zip(received, endings, strict=True):
        yield day, words, closed_on


def ledger_of(report: dict) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for column, kind in COLUMNS.items():
        for n, (day, words, closed_on) in enumerate(cases_of(report, column)):
            number = f"{column}-{n}"
            writer.writerow(
                [number, kind.label, "示例", day, day, "网络", f"信息{n}", words, closed_on]
            )
    return text.getvalue().encode("gb18030")


@pytest.mark.parametrize(
    "name, form",
    [
        ("bureau-shuyang-ndrc-2023", FORMAT_2021),
        ("gov-huaian-city-2024", FORMAT_2021),
        ("gov-shanghai-office-2019", FORMAT_2019),
    ],
)
def test_every_cell_of_a_published_table_comes_back(name, form):
    report = collected(name)
    published = report["section3"]["rows"]
    [table] = [table for table in form.tables(report["year"]) if table.code == "S3"]
    dataset = RequestLedger().create_dataset(ledger_of(report), "台账.csv")

    result = RequestResource().import_data(dataset, today=date(report["year"] + 1, 1, 20))
    counted = table.fill(InformationRequest.objects.counted())

    assert list(result.complaints()) == []
    lines = [row for row in table.rows if not row.is_heading]
    for line, row in zip(lines, published, strict=True):
        for column, kind in COLUMNS.items():
            assert counted[table.cell(line.code, kind)] == (row[column] or 0), row["label"]
        if row["total"] != "":
            assert counted[table.cell(line.code, "TOTAL")] == row["total"], row["label"]
