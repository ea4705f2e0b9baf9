"""The papers of a case file that no letter and no upload holds: form, days, course of the case."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from portal.documents import Cell, Document, Heading, Paragraph, TableSpec
from portal.models import HolidayNotice, OfficeSettings
from requests_app.models import InformationRequest, RequestRules
from requests_app.models.applicant import MASKS, Applicant

FORM_WIDTHS = (1, 3)


def shown(value) -> str:
    """Return a value as a paper prints it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def pairs(caption: str, rows: Iterable[tuple[str, object]]) -> TableSpec:
    """Return a table of labels and values, what is empty left out."""
    said = [(Cell(label, scope="row"), shown(value)) for label, value in rows if shown(value)]
    return TableSpec(caption, said or [(Cell("无", scope="row"), "")], 0, FORM_WIDTHS)


def paper(title: str, info_request: InformationRequest, blocks) -> Document:
    bureau = OfficeSettings.objects.current().bureau_name
    return Document(
        title=title,
        subtitle=f"{bureau}　申请编号 {info_request.number}",
        blocks=tuple(blocks),
        author=bureau,
    )


def application(info_request: InformationRequest) -> Document:
    """Return the request as it was made, who made it in clear."""
    applicant = info_request.applicant
    person = [("申请人类型", info_request.get_applicant_kind_display())]
    for name in MASKS:
        if name == "id_number":
            person.append(("证件类型", applicant.get_id_kind_display()))
        label = Applicant._meta.get_field(name).verbose_name
        person.append((label, getattr(applicant, name)))
    names = ["wanted_name", "wanted_number", "wanted", "wanted_period", "provide_form"]
    names += ["obtain_way", "accepts_other_way", "help_needed", "suggests_publication"]
    names += ["channel", "submitted_on", "submitted_at", "received_on"]
    wanted = [(label_of(info_request, name), value_of(info_request, name)) for name in names]
    blocks = [pairs("申请人", person), pairs("申请内容", wanted)]
    return paper("政府信息公开申请表", info_request, blocks)


def label_of(row, name: str) -> str:
    return row._meta.get_field(name).verbose_name


def value_of(row, name: str):
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else getattr(row, name)


def days(info_request: InformationRequest, today: date) -> Document | None:
    """Return the term day by day, in the words staff and applicant see; None without a clock."""
    calendar = HolidayNotice.objects.calendar()
    clock = info_request.clock(calendar, RequestRules.objects.current(), today)
    if clock is None:
        return None
    due = shown(clock.due) or (
        f"{shown(clock.provisional_due)}（暂估）" if clock.provisional_due else "尚不能计算"
    )
    rows = [("日期", "星期", "说明")]
    rows += [(Cell(shown(day.on), scope="row"), day.weekday, day.text) for day in clock.days]
    summary = f"期限自{shown(clock.started_on)}起算，共{clock.limit}个工作日，答复期限：{due}。"
    table = TableSpec("逐日计算", rows, widths=(2, 1, 5))
    return paper("答复期限计算表", info_request, [Paragraph(summary), table])


def course(info_request: InformationRequest) -> Document:
    """Return who did what when, and what the parts of the case hold."""
    rows = [("时间", "事项", "日期", "办理人", "说明")]
    for event in info_request.events.select_related("by").order_by("at", "pk"):
        by = shown(event.by) or "申请人或系统"
        rows.append((shown(event.at), event.get_kind_display(), shown(event.on), by, event.note))
    blocks = [Heading("一、办理经过"), TableSpec("办理记录", rows, widths=(3, 3, 2, 2, 6))]
    blocks.append(Heading("二、各项办理情况"))
    parts = list(each_part(info_request))
    blocks += [pairs(str(part._meta.verbose_name), fields_of(part)) for part in parts]
    if not parts:
        blocks.append(Paragraph("无。"))
    return paper("办理情况", info_request, blocks)


def each_part(info_request: InformationRequest):
    for name in ("correction", "reasons_inquiry", "extension", "fee_notice"):
        if part := info_request.part(name):
            yield part
    for name in ("consultations", "decisions", "remedies"):
        yield from getattr(info_request, name).all()


def fields_of(row) -> list[tuple[str, object]]:
    """Return every field with a name of its own: relations by their label, lists line by line."""
    skipped = ("info_request", "letter", "id")
    said = []
    for each in row._meta.concrete_fields:
        if each.name not in skipped:
            value = value_of(row, each.name)
            if isinstance(value, dict):
                value = "\n".join(value.values())
            elif isinstance(value, list):
                value = "\n".join(map(str, value))
            said.append((each.verbose_name, value))
    return said
