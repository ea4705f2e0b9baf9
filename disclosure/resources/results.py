from portal.ledger_files import LedgerResult


class ItemLedgerResult(LedgerResult):
    """What became of a ledger of items: counts, the first rows, the first complaints."""

    published = drafts = 0

    @property
    def summary(self) -> str:
        return f"{self.published}条已公开，{self.drafts}条草稿"
