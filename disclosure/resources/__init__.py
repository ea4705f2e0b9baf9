from disclosure.resources.archive import Archive
from disclosure.resources.catalogue import CategoryResource
from disclosure.resources.formats import ItemLedger
from disclosure.resources.items import ItemResource
from disclosure.resources.results import ItemLedgerResult

__all__ = [
    "Archive",
    "CategoryResource",
    "ItemLedger",
    "ItemLedgerResult",
    "ItemResource",
]
