"""The findings as inspectors list them, and the history of the rounds, as tables."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from portal.documents import Cell, Document, TableSpec
from portal.models import OfficeSettings
from reports.inspection import BY_CODE
from reports.models import Inspection, InspectionFinding

COLUMNS = [
    *("编号", "指标", "扣分/否决", "问题描述", "网址"),
    *("发现时间", "责任单位", "整改情况"),
]


def findings_document(
    findings: Iterable[InspectionFinding], numbers: Mapping[str, int | None]
) -> Document:
    office = OfficeSettings.objects.current()
    rows = [cells_of(n, each, numbers, office) for n, each in enumerate(findings, start=1)]
    table = TableSpec("网站自查问题清单", [COLUMNS, *rows], captioned=False)
    return Document(title="网站自查问题清单", author=office.bureau_name, blocks=(table,))


def cells_of(number: int, finding: InspectionFinding, numbers, office: OfficeSettings) -> list:
    check = BY_CODE.get(finding.check_code)
    title = f"{check.code} {check.title}" if check else finding.check_code
    url = office.url_of(finding.url) if finding.url.startswith("/") else finding.url
    return [
        Cell(number, scope="row"),
        title,
        verdict(finding.check_code, numbers),
        f"{finding.place}：{finding.sentence}",
        url,
        f"{timezone.localtime(finding.first_seen):%Y-%m-%d %H:%M}",
        finding.office.name if finding.office else "公开办",
        finding.progress,
    ]


def verdict(code: str, numbers: Mapping[str, int | None]) -> str:
    if code.startswith("V"):
        return "单项否决"
    weight = numbers.get(f"{code}.weight")
    return f"扣{weight}分" if weight else "扣分（分值待确认）"


def history_table(runs: Iterable[Inspection]) -> TableSpec:
    """Return the rounds, the newest first."""
    rows = [
        [
            Cell(f"{timezone.localtime(run.started_at):%Y-%m-%d %H:%M}", scope="row"),
            run.open_count,
            "、".join(f"{code} {count}" for code, count in run.by_check.items()) or "没有问题",
            "、".join(run.unfinished) or "全部查完",
        ]
        for run in reversed(list(runs))
    ]
    names = ["时间", "待整改", "按指标", "没有查完"]
    return TableSpec("历次自查", [names, *rows], captioned=False)
