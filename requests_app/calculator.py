"""The public working-day calculator: a first day and a term, and every day between them."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from portal.workdays import CalendarGap, WorkCalendar
from requests_app.calendar_terms import (
    litigation_after_review_by,
    litigation_by,
    litigation_ends,
    review_by,
    review_ends,
)
from requests_app.day_list import Day, Stretch, day_list
from requests_app.deadlines import (
    ANSWER_DAYS,
    CONSULTATION_DAYS,
    CORRECTION_NOTICE_DAYS,
    MAX_EXTENSION,
)
from requests_app.form_fields import with_notes

MOST_DAYS = 250
YEARS = range(2000, 2100)
FREE = "days"
WORKING = {  # term: its name, its working days
    "answer": ("答复申请：20个工作日（条例第三十三条）", ANSWER_DAYS),
    "extended": ("经批准延期后答复：最长40个工作日（条例第三十三条）", ANSWER_DAYS + MAX_EXTENSION),
    "correction": ("告知补正：7个工作日（条例第三十条）", CORRECTION_NOTICE_DAYS),
    "consultation": ("第三方提出意见：15个工作日（条例第三十二条）", CONSULTATION_DAYS),
}
CALENDAR = {  # term: its name, how its last day is counted, with and without the shift
    "review": ("申请行政复议：60日（行政复议法第二十条）", review_by, review_ends),
    "suit": ("直接起诉：6个月（行政诉讼法第四十六条）", litigation_by, litigation_ends),
    "suit_after_review": (
        "复议后起诉：15日（行政诉讼法第四十五条）",
        litigation_after_review_by,
        lambda day: day,
    ),
}
TERMS = [(name, row[0]) for name, row in (WORKING | CALENDAR).items()]


@dataclass(frozen=True)
class Counted:
    """The last day of a term and how it was found; estimated where a notice is missing."""

    start: date
    last: date
    days: tuple[Day, ...] = ()
    missing_years: tuple[int, ...] = ()

    @property
    def is_estimate(self) -> bool:
        return bool(self.missing_years)


class CalculatorForm(forms.Form):
    """The first day, which does not count, and the term."""

    start = forms.DateField(
        label="起算日（当天不计入）",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写起算日。", "invalid": "日期请写成2026-03-02的样子。"},
    )
    term = forms.ChoiceField(
        label="期限", choices=[*TERMS, (FREE, "其他天数的工作日（填在下面）")], initial="answer"
    )
    days = forms.IntegerField(
        label="工作日天数",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={"invalid": "请填整数。"},
    )
    NOTES = {
        "start": "收到申请、收到补正、送达答复的那一天",
        "days": f"选“其他天数”时填写，1到{MOST_DAYS}",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        with_notes(self)

    def clean_start(self):
        start = self.cleaned_data["start"]
        if start.year not in YEARS:
            raise ValidationError("请填写2000年至2099年的日期。")
        return start

    def clean(self):
        super().clean()
        is_free = self.cleaned_data.get("term") == FREE
        if is_free and not self.cleaned_data.get("days") and "days" not in self.errors:
            self.add_error("days", "请填写工作日天数。")

    def count(self, calendar: WorkCalendar) -> Counted:
        """Return the last day of the term, by `calendar` or estimated beyond it."""
        start, term = self.cleaned_data["start"], self.cleaned_data["term"]
        if term in CALENDAR:
            return count_calendar_days(start, term, calendar)
        days = self.cleaned_data["days"] if term == FREE else WORKING[term][1]
        return count_working_days(start, days, calendar)


def count_working_days(start: date, length: int, calendar: WorkCalendar) -> Counted:
    """Return the last of `length` working days after `start`, with the days in between."""
    whole = calendar.estimate(range(start.year, start.year + 3))
    last = whole.end_of_term(start, length)
    stretch = Stretch(start, last, limit=length, regular=length, note="起算日，不计入", pauses=[])
    days = tuple(day_list(stretch, calendar))
    years = sorted({day.on.year for day in days[1:]} - calendar.years)
    return Counted(start, last, days, tuple(years))


def count_calendar_days(start: date, term: str, calendar: WorkCalendar) -> Counted:
    """Return the last day of a period of days or months; it ends on no day of rest."""
    _, count, end = CALENDAR[term]
    try:
        return Counted(start, count(start, calendar))
    except CalendarGap as gap:
        year = end(start).year
        whole = calendar.estimate(range(year, year + 2))
        return Counted(start, count(start, whole), missing_years=(gap.year,))
