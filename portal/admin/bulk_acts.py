"""Acts on the rows chosen in a list: few at once, many as a job with progress and its result.

A register names them in `bulk_acts`; a Django action of the same name begins one. Every row is an
act of its own, with its rules, its history and its line in the audit trail.
"""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.admin.base import act_on_each
from portal.admin.jobs import start_act

CONFIRMED = "_confirmed"
MOST_ROWS = 10_000  # of one job
SHOWN_ROWS = 20


def act_on_many(desk, request: HttpRequest, name: str, chosen: QuerySet, **asked):
    """Do an act to the chosen rows; `asked` is what its form said. Return where to go, or None."""
    act = desk.bulk_acts[name]
    count = chosen[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        sentence = f"一次最多办理 {MOST_ROWS} 条；请先用筛选或查找缩小范围，再分几次办理。"
        desk.message_user(request, sentence, messages.WARNING)
        return None
    if count > act.at_once:
        return start_act(request, name, act.label, chosen, asked)
    now, rows = timezone.now(), chosen.defer(None)
    act_on_each(desk, request, rows, act.verb, told_as=act.told_as, at=now, **asked)
    return None


def ask_first(
    desk,
    request: HttpRequest,
    name: str,
    chosen: QuerySet,
    form_class: type[Form],
    consequences: list[str],
) -> HttpResponse | None:
    """Show what would be done to which rows and ask for the rest; do it once that is said."""
    act = desk.bulk_acts[name]
    rows = chosen.filter(act.to_do)
    count = rows[: MOST_ROWS + 1].count()
    if not count:
        sentence = f"所选的{desk.opts.verbose_name}都不能“{act.label}”，请核对它们的状态。"
        desk.message_user(request, sentence, messages.WARNING)
        return None
    form = form_class(request.POST if CONFIRMED in request.POST else None)
    if form.is_valid():
        return act_on_many(desk, request, name, rows, **form.cleaned_data)
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{act.label}：{count} 条{desk.opts.verbose_name}",
        "opts": desk.opts,
        "act": act,
        "form": form,
        "consequences": consequences,
        "rows": rows.defer(None)[:SHOWN_ROWS],
        "more": count - SHOWN_ROWS,
        "sent_again": sent_again(request, name),
    }
    return TemplateResponse(request, "admin/bulk_act.html", context)


def sent_again(request: HttpRequest, name: str) -> list[tuple[str, str]]:
    """Return what chose the rows, to be sent with the form."""
    chosen = [(ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    across = request.POST.get("select_across", "0")
    return [*chosen, ("action", name), ("select_across", across), (CONFIRMED, "1")]
