"""What stands in a cell of the request ledger, and what we write into one.

A widget's `clean` raises ValueError with a sentence: what is wrong with the value, and what to
do. The resource adds row and column.
"""

from import_export.widgets import Widget

from portal.ledger_files.cells import one_line
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
