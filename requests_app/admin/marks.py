"""What the register says of a request's term, in a word and a shape."""

from datetime import date

from django.utils.html import format_html

from portal.admin.base import state_mark
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.models import InformationRequest
from requests_app.workflow import Status

SOON = 3  # working days
NOT_COUNTED = {  # where no day is counted, and why
    Status.SUBMITTED: "确认收到后起算",
    Status.CORRECTION: "待补正，收到后重新计算",
    Status.CONSULTING: "暂停：征求意见",
    Status.AWAITING_FEE: "暂停：待缴费",
}


def due_mark(info_request: InformationRequest, calendar: WorkCalendar, today: date):
    """Return the due day with what it means today, for a list."""
    if not info_request.is_open:
        return late_mark(info_request)
    if due_on := info_request.due_on:
        return format_html("{}\u2002{}", f"{due_on:%Y-%m-%d}", left_mark(due_on, calendar, today))
    if estimate := info_request.provisional_due_on:
        return format_html("{}\u2002{}", f"{estimate:%Y-%m-%d}", state_mark("soon", "暂估"))
    if words := NOT_COUNTED.get(info_request.status):
        return state_mark("off", words)
    return state_mark("off", "不计算期限")


def late_mark(info_request: InformationRequest):
    if info_request.is_late:
        return state_mark("stale", "逾期办结")
    return format_html("{}", "按期办结" if info_request.is_late is False else "")


def left_mark(due_on: date, calendar: WorkCalendar, today: date):
    """Return how many working days are left, or by how many days the term is over."""
    if due_on < today:
        return state_mark("late", f"逾期{(today - due_on).days}天")
    if due_on == today:
        return state_mark("soon", "今天到期")
    try:
        left = calendar.workdays_left(today, due_on)
    except CalendarGap:
        return ""
    words = f"还剩{left}个工作日"
    return state_mark("soon", words) if left <= SOON else words


def status_mark(info_request: InformationRequest):
    return state_mark(info_request.status, info_request.get_status_display())
