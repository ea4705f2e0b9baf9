from disclosure.models.attachment import Attachment, TextStatus
from disclosure.models.catalogue import (
    CHANNELS,
    Cadence,
    Category,
    CategoryStatus,
    DisclosureMode,
    Family,
    NationalRow,
    Risk,
)
from disclosure.models.guide import Guide
from disclosure.models.item import (
    Genre,
    Item,
    ItemEvent,
    LegacyAddress,
    Matter,
    Openness,
    Origin,
    PeriodKind,
    Stage,
    Validity,
)

__all__ = [
    "CHANNELS",
    "Attachment",
    "Cadence",
    "Category",
    "CategoryStatus",
    "DisclosureMode",
    "Family",
    "Genre",
    "Guide",
    "Item",
    "ItemEvent",
    "LegacyAddress",
    "Matter",
    "NationalRow",
    "Openness",
    "Origin",
    "PeriodKind",
    "Risk",
    "Stage",
    "TextStatus",
    "Validity",
]
