from requests_app.resources.formats import EXPORT_FORMATS, CsvLedger, RequestLedger, XlsxLedger
from requests_app.resources.ledger import RequestResource
from requests_app.resources.results import RequestLedgerResult

__all__ = [
    "EXPORT_FORMATS",
    "CsvLedger",
    "RequestLedger",
    "RequestLedgerResult",
    "RequestResource",
    "XlsxLedger",
]
