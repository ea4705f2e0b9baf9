"""正在进行 as calendar files (RFC 5545): one period, or all that are open or still to come."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from disclosure.models import Item
from portal.models import OfficeSettings

MOST = 200


@require_safe
def all_periods(request: HttpRequest) -> HttpResponse:
    """Every registration, publicity period and consultation that is not over yet."""
    items = Item.objects.public().not_over(timezone.localdate()).defer("body")
    return calendar_file(items.order_by("ends_on", "pk")[:MOST], "going-on")


@require_safe
def one_period(request: HttpRequest, slug: str) -> HttpResponse:
    items = Item.objects.public().exclude(period_kind="").defer("body")
    return calendar_file([get_object_or_404(items, slug=slug)], slug)


def calendar_file(items, name: str) -> HttpResponse:
    office = OfficeSettings.objects.current()
    calendar = Calendar()
    calendar.add("prodid", f"-//{office.bureau_name}//{office.site_name}//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{office.site_name} · 正在进行")
    for item in items:
        calendar.add_component(event_of(item, office))
    kind = "text/calendar; charset=utf-8"
    response = HttpResponse(calendar.to_ical(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def event_of(item: Item, office: OfficeSettings) -> Event:
    """Return the whole days of an item's period; by RFC 5545 the end is the day after the last."""
    address = office.url_of(item.get_absolute_url())
    event = Event()
    event.add("uid", f"{item.slug}@{office.site_domain or 'portal'}")
    event.add("dtstamp", item.updated_at)
    event.add("dtstart", item.begins_on)
    event.add("dtend", item.ends_on + timedelta(days=1))
    event.add("summary", f"{item.get_period_kind_display()}：{item.title}")
    event.add("description", f"{item.summary}\n{address}".strip())
    event.add("url", address)
    return event
