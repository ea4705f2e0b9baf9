"""The request ledger (依申请公开台账) as a file: which columns it has."""

from django.conf import settings

from disclosure.resources.formats import CsvLedger, ItemLedger, LedgerDataset, XlsxLedger
from portal.ledgers import LedgerError, read_ledger

REQUIRED = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道"),
    *("申请内容", "办理结果", "办结日期"),
]
OPTIONAL = ["答复文号", "延期工作日", "备注"]
EXPORT_FORMATS = [XlsxLedger, CsvLedger]

__all__ = ["EXPORT_FORMATS", "CsvLedger", "LedgerDataset", "RequestLedger", "XlsxLedger"]


class RequestLedger(ItemLedger):
    """The request ledger, read; CSV or XLSX is told by content."""

    def create_dataset(self, in_stream: bytes, name: str = "台账") -> LedgerDataset:
        """Raises LedgerError when the file is no request ledger."""
        ledger = read_ledger(
            in_stream,
            name,
            columns=[*REQUIRED, *OPTIONAL],
            required=REQUIRED,
            max_megabytes=settings.MAX_UPLOAD_MEGABYTES,
        )
        if not ledger.rows:
            raise LedgerError(f"“{name}”只有表头，没有数据；请填写后再导入。")
        dataset = LedgerDataset(headers=ledger.headers)
        dataset.sha256 = ledger.sha256
        for number, row in ledger.rows:
            dataset.append(list(row.values()))
            dataset.numbers.append(number)
        return dataset
