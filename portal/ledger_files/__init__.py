"""Ledger files of every register: what a column holds, how a file is read, checked and written."""

from portal.ledger_files.formats import (
    LEDGER_FORMATS,
    CsvLedger,
    ExportedTable,
    Ledger,
    LedgerDataset,
    XlsxLedger,
)
from portal.ledger_files.resources import LedgerResource
from portal.ledger_files.results import PREVIEW_ROWS, LedgerResult
from portal.ledger_files.tables import TableResource

__all__ = [
    "LEDGER_FORMATS",
    "PREVIEW_ROWS",
    "CsvLedger",
    "ExportedTable",
    "Ledger",
    "LedgerDataset",
    "LedgerResource",
    "LedgerResult",
    "TableResource",
    "XlsxLedger",
]
