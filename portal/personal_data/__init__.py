"""Personal data: finding and masking it in what is about to be published, and field by field.

Fields are masked by masks.py and checked, as they are typed, by typed.py.

Pure: text and tables in, findings out; nothing is stored and nothing is decided. It errs on the
side of finding: numbers with a check digit are found however they are written. Numbers without
one are judged by what stands around them, for 发文字号, 索引号, amounts and serials are no
telephones. Names in running text are not looked for: nothing there tells a child from its teacher.
"""

from portal.personal_data.kinds import CellFinding, Finding, Kind
from portal.personal_data.masks import (
    mask_address,
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
)
from portal.personal_data.scanning import mask, scan
from portal.personal_data.tables import scan_table
from portal.personal_data.typed import (
    typed_credit_code,
    typed_document,
    typed_id_card,
    typed_name,
    typed_phone,
)

__all__ = [
    "CellFinding",
    "Finding",
    "Kind",
    "mask",
    "mask_address",
    "mask_email",
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "scan",
    "scan_table",
    "typed_credit_code",
    "typed_document",
    "typed_id_card",
    "typed_name",
    "typed_phone",
]
