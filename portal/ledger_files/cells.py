"""What stands in a cell of any ledger, and what we write into one.

A widget's `clean` raises ValueError with a sentence: what is wrong with the value, and what to
do. The resource adds row and column.
"""

import re
from collections.abc import Mapping
from datetime import date

from django.db.models import TextChoices
from import_export.widgets import Widget

from portal.ledger_days import parse_day


def one_line(value: object) -> str:
    return re.sub(r"\s*\n\s*", " ", str(value)).strip()


class LineWidget(Widget):
    """One line of text up to a length."""

    def __init__(
        self, longest: int, *, is_required: bool = False, if_missing: str = "不能为空，请填写。"
    ):
        super().__init__()
        self.longest, self.is_required, self.if_missing = longest, is_required, if_missing

    def clean(self, value, row=None, **kwargs) -> str:
        text = self.as_text(value)
        if self.is_required and not text:
            raise ValueError(self.if_missing)
        if len(text) > self.longest:
            raise ValueError(
                f"“{text[:20]}……”有{len(text)}字，超过{self.longest}字的上限；请缩短。"
            )
        return text

    def as_text(self, value) -> str:
        return one_line(value)

    def render(self, value, **kwargs):
        return value


class ParagraphsWidget(LineWidget):
    """Text that may have several lines."""

    def as_text(self, value) -> str:
        return str(value).strip()


class NumberWidget(Widget):
    """A whole number within bounds; a per cent sign or “年” behind it is dropped."""

    def __init__(self, least: int, most: int, *, empty: int | None = None):
        super().__init__()
        self.least, self.most, self.empty = least, most, empty

    def clean(self, value, row=None, **kwargs) -> int:
        text = str(value).strip().rstrip("%％年").strip()
        if not text and self.empty is not None:
            return self.empty
        within = text.isascii() and text.isdecimal() and self.least <= int(text) <= self.most
        if not within:
            raise ValueError(f"“{text[:20]}”无效，请填{self.least}至{self.most}的整数。")
        return int(text)

    def render(self, value, **kwargs):
        return value


class DayWidget(Widget):
    def clean(self, value, row=None, **kwargs) -> date | None:
        return parse_day(value)

    def render(self, value, **kwargs):
        return value or ""


class RequiredDayWidget(DayWidget):
    def clean(self, value, row=None, **kwargs) -> date:
        if day := super().clean(value, row, **kwargs):
            return day
        raise ValueError("不能为空，请填写日期。")


class ChoiceWidget(Widget):
    """A choice by the label people read, or by another word for it."""

    def __init__(self, choices: type[TextChoices], synonyms: Mapping[str, str] | None = None):
        super().__init__()
        self.values = {choice.label: choice.value for choice in choices}
        self.labels = dict(choices.choices)
        self.synonyms = synonyms or {}

    def clean(self, value, row=None, **kwargs) -> str:
        label = one_line(value)
        label = self.synonyms.get(label, label)
        if label and label not in self.values:
            raise ValueError(f"“{label}”无效；可以填：{'、'.join(self.values)}，或者留空。")
        return self.values.get(label, "")

    def render(self, value, **kwargs):
        return self.labels.get(value, "")
