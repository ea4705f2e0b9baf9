"""What the placeholders of the texts stand for: cells, fees, items, channels, and words."""

from django.db.models import QuerySet

from portal.models import OfficeSettings
from reports import counting
from reports.tables import Cells, Form


def text_values(
    year: int, form: Form, body: str, cells: Cells, outlets: QuerySet
) -> dict[str, object]:
    """Return the value of every placeholder by its name."""
    figures = counting.figures_of_text(year, outlets)
    return cells | figures | words_of(year, form, body, cells)


def words_of(year: int, form: Form, body: str, cells: Cells) -> dict[str, object]:
    """Return what the placeholders stand for that are no cell and no channel."""
    suits = [cells.get(f"S4.CASES.{group}_TOTAL") for group in ("LITD", "LITA")]
    office = OfficeSettings.objects.current()
    contact = "；".join(each for each in (office.address, office.phone, office.email) if each)
    return {
        "YEAR": year,
        "NEXT_YEAR": year + 1,
        "BODY": body,
        "NOTICE": form.notice,
        "CONTACT": f"如有疑问，请与{body}联系（{contact}）。" if contact else "",
        "SUITS": None if None in suits else sum(suits),
    }
