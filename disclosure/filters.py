"""The filter bar of public lists."""

from typing import NamedTuple

import django_filters
from django.forms import Field
from django.utils import timezone

from disclosure.models import Genre, Item, Stage, Validity
from disclosure.statements import all_rows
from portal.models import Office

FIRST_YEAR = 2008  # the 条例 came into force on 1 May 2008


def years():
    """Return the choices of the year filter, the newest first."""
    return [
        (str(year), f"{year}年") for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    ]


class Choice(NamedTuple):
    """A drop-down of the bar: what its template shows."""

    name: str
    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    error: str

    @classmethod
    def of(cls, name: str, field: Field, chosen: str, error: str) -> "Choice":
        rows = getattr(field, "queryset", None)
        if rows is None:
            options = [(str(value), str(label)) for value, label in field.choices]
        else:  # at once, where the field itself opens a cursor
            kept = all_rows(rows.model)
            options = [(str(getattr(row, field.to_field_name)), str(row)) for row in kept]
            options.insert(0, ("", field.empty_label))
        return cls(name, f"id_{name}", field.label, tuple(options), chosen, error)


class ItemFilter(django_filters.FilterSet):
    """Filters of a category page; a value that makes no sense is shown as an error, not obeyed."""

    year = django_filters.ChoiceFilter(label="年份", choices=years, empty_label="全部年份")
    office = django_filters.ModelChoiceFilter(
        label="责任科室", queryset=Office.objects.all(), to_field_name="code", empty_label="全部"
    )
    kind = django_filters.ModelChoiceFilter(
        label="体裁",
        field_name="genre",
        queryset=Genre.objects.all(),
        to_field_name="name",
        empty_label="全部",
    )
    validity = django_filters.ChoiceFilter(label="有效性", choices=Validity, empty_label="全部")
    stage = django_filters.ChoiceFilter(label="教育阶段", choices=Stage, empty_label="全部")
    sort = django_filters.OrderingFilter(
        label="排序",
        fields={"published_at": "published", "written_on": "written"},
        choices=[("-published", "最新公开"), ("published", "最早公开"), ("-written", "成文日期")],
        empty_label="默认",
    )

    class Meta:
        model = Item
        fields: list[str] = []

    @property
    def is_asked(self) -> bool:
        """False for a page as it is linked; the form, a tenth of its cost, is then not made."""
        return any(self.data.get(name) for name in self.base_filters)

    @property
    def chosen(self) -> dict:
        """Return what the visitor chose and may choose, by the name of the filter."""
        if not self.is_asked:
            return {}
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def fields_shown(self) -> tuple[Choice, ...]:
        faults = self.form.errors if self.is_asked else {}
        return tuple(
            Choice.of(name, each.field, self.data.get(name, ""), faults.get(name, [""])[0])
            for name, each in self.base_filters.items()
        )

    @property
    def is_narrowed(self) -> bool:
        """True when the visitor chose anything."""
        return any(self.chosen.values()) and self.form.is_valid()
