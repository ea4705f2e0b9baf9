"""What stands in a cell of the request ledger, and what we write into one.

A widget's `clean` raises ValueError with a sentence: what is wrong with the value, and what to
do. The resource adds row and column.
"""

from import_export.widgets import Widget

from disclosure.resources.cells import DayWidget, one_line
from requests_app.deadlines import MAX_EXTENSION
from requests_app.models import ApplicantKind
from requests_app.resources.labels import (
    channel_label,
    outcome_label,
    read_applicant_kind,
    read_channel,
    read_outcome,
)

LONGEST_TEXT = 20_000


class LineWidget(Widget):
    """One line of text up to a length."""

    def __init__(self, longest: int, *, is_required: bool = False):
        super().__init__()
        self.longest, self.is_required = longest, is_required

    def clean(self, value, row=None, **kwargs) -> str:
        text = self.as_text(value)
        if self.is_required and not text:
            raise ValueError("不能为空，请填写。")
        if len(text) > self.longest:
            raise ValueError(
                f"“{text[:20]}……”有{len(text)}字，超过{self.longest}字的上限；请缩短。"
            )
        return text

    def as_text(self, value) -> str:
        return one_line(value)

    def render(self, value, **kwargs):
        return value


class TextWidget(LineWidget):
    """Text that may have several lines."""

    def as_text(self, value) -> str:
        return str(value).strip()


class RequiredDayWidget(DayWidget):
    def clean(self, value, row=None, **kwargs):
        if day := super().clean(value, row, **kwargs):
            return day
        raise ValueError("不能为空，请填写日期。")


class ApplicantKindWidget(Widget):
    def clean(self, value, row=None, **kwargs) -> str:
        return read_applicant_kind(one_line(value))

    def render(self, value, **kwargs):
        return ApplicantKind(value).label


class ChannelWidget(Widget):
    def clean(self, value, row=None, **kwargs) -> str:
        return read_channel(one_line(value))

    def render(self, value, **kwargs):
        return channel_label(value)


class OutcomeWidget(Widget):
    """The outcome with its sub-outcome, where the ledger's word tells it; None while open."""

    def clean(self, value, row=None, **kwargs):
        return read_outcome(one_line(value))

    def render(self, value, **kwargs):
        return outcome_label(value.outcome) if value else ""


class ExtensionWidget(Widget):
    """Working days the term was extended by; empty is none."""

    def clean(self, value, row=None, **kwargs) -> int:
        text = str(value).strip()
        number = text.removesuffix("天").removesuffix("日").removesuffix("个工作").strip()
        if not text:
            return 0
        if not (number.isascii() and number.isdecimal() and int(number) <= MAX_EXTENSION):
            raise ValueError(
                f"“{text[:20]}”无效；延期不超过{MAX_EXTENSION}个工作日（条例第三十三条），"
                f"请填0至{MAX_EXTENSION}的整数，没有延期的留空。"
            )
        return int(number)

    def render(self, value, **kwargs):
        return value or ""
