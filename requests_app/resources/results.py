from portal.ledger_files import LedgerResult


class RequestLedgerResult(LedgerResult):
    """What became of a request ledger: counts, the first rows, the first complaints."""

    closed = open = unconfirmed = 0

    @property
    def summary(self) -> str:
        said = f"{self.closed} 件已办结，{self.open} 件在办"
        return f"{said}（其中 {self.unconfirmed} 件待确认收到）" if self.unconfirmed else said
