"""What of this app hangs on the working-day calendar: answers, consultations, payments."""

from django.db.models import Q

from portal.calendar_users import CalendarUser, register
from requests_app.models import Consultation, FeeNotice, InformationRequest
from requests_app.models.request_queries import SEE_ALL

register(
    CalendarUser(
        "公开申请",
        lambda: InformationRequest.objects.running().with_clock(),
        SEE_ALL,
        ("started_on", "due_on", "provisional_due_on"),
        uncounted=Q(provisional_due_on__isnull=False),  # others wait for somebody, not for a day
    )
)
register(
    CalendarUser(
        "征求意见",
        lambda: Consultation.objects.with_running_term().select_related("info_request"),
        SEE_ALL,
    )
)
register(
    CalendarUser(
        "信息处理费缴费",
        lambda: FeeNotice.objects.with_running_term().select_related("info_request"),
        SEE_ALL,
    )
)
