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
from disclosure.models.choices import Openness, Origin, PeriodKind, Stage, Validity
from disclosure.models.guide import Guide
from disclosure.models.item import Genre, Item, ItemEvent, LegacyAddress, Matter
from disclosure.models.search_words import MissedWord, Misspelling, SynonymGroup
from disclosure.models.subscription import Subscription
from disclosure.models.version import PrivacyWaiver, Review, Version
from disclosure.models.writing import ItemTemplate, Leader, WrongWord
from disclosure.models.yearly_task import YearlyTask

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
    "ItemTemplate",
    "Leader",
    "LegacyAddress",
    "Matter",
    "MissedWord",
    "Misspelling",
    "NationalRow",
    "Openness",
    "Origin",
    "PeriodKind",
    "PrivacyWaiver",
    "Review",
    "Risk",
    "Stage",
    "Subscription",
    "SynonymGroup",
    "TextStatus",
    "Validity",
    "Version",
    "WrongWord",
    "YearlyTask",
]
