"""The statistics board: what is asked for, and the tables and charts that answer it."""

from dataclasses import dataclass
from datetime import date

from django import forms

from portal.documents import Document, TableSpec
from portal.models import Office
from reports import statistics
from reports.request_statistics import RequestCounts, request_table
from reports.statistics import Period, Rows

LONGEST_PERIOD = 3660  # days


class PeriodForm(forms.Form):
    begins = forms.DateField(
        label="从",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，例如2025-01-01。"},
    )
    ends = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，例如2025-12-31。"},
    )
    office = forms.ModelChoiceField(
        label="机构", queryset=Office.objects.all(), required=False, empty_label="全部机构"
    )

    def __init__(self, *args, today: date, **kwargs):
        self.today = today
        year = statistics.year_of(today.year)
        super().__init__(*args, initial={"begins": year.begins, "ends": year.ends}, **kwargs)

    def clean(self):
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and begins > ends:
            self.add_error("ends", "结束日期不能早于开始日期。")
        elif begins and ends and (ends - begins).days > LONGEST_PERIOD:
            self.add_error("ends", "一次最多统计十年。")
        return data

    @property
    def period(self) -> Period:
        """Return the period asked for; this year where nothing, or nothing usable, is."""
        data = self.cleaned_data if self.is_valid() else {}
        default = statistics.year_of(self.today.year)
        return Period(
            data.get("begins") or min(default.begins, data.get("ends") or default.begins),
            data.get("ends") or max(default.ends, data.get("begins") or default.ends),
        )

    @property
    def office_pk(self) -> int | None:
        office = self.cleaned_data.get("office") if self.is_valid() else None
        return office.pk if office else None


@dataclass(frozen=True)
class Panel:
    """One question with its table, and the bars or lines of the same rows."""

    key: str
    title: str
    table: TableSpec | None
    bars: Rows = ()
    lines: tuple[tuple[str, Rows], ...] = ()
    is_public: bool = True


def panels(period: Period, today: date, office: int | None = None) -> list[Panel]:
    """Return every panel of the board."""
    categories = statistics.items_by_category(period, office)
    months = statistics.items_by_month(period.until(today), office)
    requests = RequestCounts(period, today, office)
    outcomes, flow, subjects = requests.by_outcome, requests.by_month, requests.top_subjects
    outlets = [(f"{name}（{unit}）", n) for name, unit, n in statistics.outlet_rows(period)]
    make = statistics.table
    lines = (("收到", [row[:2] for row in flow]), ("办结", [(row[0], row[2]) for row in flow]))
    return [
        Panel("requests", "依申请公开办理情况", request_table(requests.figures)),
        Panel(
            "outcomes",
            "办结的申请，按结果",
            make("办理结果", ["办理结果", "件数"], outcomes),
            bars=outcomes if len(outcomes) <= 6 else (),
        ),
        Panel(
            "flow",
            "收到和办结的申请，按月",
            make("申请按月收到和办结", ["月份", "收到", "办结"], flow),
            lines=lines,
        ),
        Panel(
            "months",
            "主动公开的信息，按月",
            make("主动公开按月", ["月份", "条数"], months),
            bars=months if len(months) <= 12 else (),
            lines=(("公开", months),) if len(months) > 12 else (),
        ),
        Panel(
            "categories",
            "主动公开的信息，按栏目",
            make("主动公开按栏目", ["栏目", "条数"], categories),
        ),
        Panel(
            "outlets", "公开渠道", make("各渠道", ["渠道", "数量"], outlets), is_public=not office
        ),
        Panel(
            "subjects",
            "申请最多的事由",
            make("事由", ["事由", "件数"], subjects),
            is_public=False,
        ),
    ]


def as_document(title: str, shown: list[Panel]) -> Document:
    return Document(title=title, blocks=tuple(panel.table for panel in shown if panel.table))
