"""The office's own notes on how a row of the report is filled (填报说明)."""

from django.db import models

from reports.formats import FORMS
from reports.tables import SECTION_NAMES, SECTIONS


class RowHelpQuerySet(models.QuerySet):
    def by_code(self) -> dict[str, str]:
        return dict(self.values_list("code", "text"))


class RowHelp(models.Model):
    """What to mind with one row, or with one section of text."""

    code = models.CharField("行", max_length=24, unique=True)
    text = models.TextField("填报说明", help_text="显示在这一行的数据旁边。")

    objects = RowHelpQuerySet.as_manager()

    class Meta:
        verbose_name = "填报说明"
        verbose_name_plural = "填报说明"
        ordering = ["code"]

    def __str__(self):
        return dict(row_choices()).get(self.code, self.code)


def row_choices() -> list[tuple[str, str]]:
    """Return every row of every form, and the sections of text, with their names."""
    rows = {f"TEXT.{n}": SECTIONS[n] for n in (1, 5, 6)}
    for form in FORMS:
        for table in form.layout:
            place = f"{SECTION_NAMES[table.section]} {table.caption}"
            for row in table.rows:
                if not row.is_heading:
                    rows.setdefault(f"{table.code}.{row.code}", f"{place}：{row.label}")
    return sorted(rows.items())


def help_for(code: str, notes: dict[str, str]) -> str:
    """Return the note on the row of a cell, "" where there is none."""
    return notes.get(code.rpartition(".")[0], "")
