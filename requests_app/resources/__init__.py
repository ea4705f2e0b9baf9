from requests_app.resources.formats import RequestLedger
from requests_app.resources.ledger import RequestResource
from requests_app.resources.results import RequestLedgerResult

__all__ = ["RequestLedger", "RequestLedgerResult", "RequestResource"]
