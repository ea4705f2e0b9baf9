from disclosure.resources.archive import Archive
from disclosure.resources.catalogue import CategoryResource
from disclosure.resources.formats import LEDGER_FORMATS, CsvLedger, ItemLedger, XlsxLedger
from disclosure.resources.items import ItemResource
from disclosure.resources.results import LedgerResult

__all__ = [
    "LEDGER_FORMATS",
    "Archive",
    "CategoryResource",
    "CsvLedger",
    "ItemLedger",
    "ItemResource",
    "LedgerResult",
    "XlsxLedger",
]
