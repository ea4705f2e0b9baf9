"""Personal data in what is about to be published: finding it, and masking it.

Pure: text and tables in, findings out; nothing is stored and nothing is decided. It errs on the
side of finding: numbers with a check digit are found however they are written. Numbers without
one are judged by what stands around them, for 发文字号, 索引号, amounts and serials are no
telephones. Names in running text are not looked for: nothing there tells a child from its teacher.
"""

from portal.personal_data.kinds import CellFinding, Finding, Kind
from portal.personal_data.scanning import mask, scan
from portal.personal_data.tables import scan_table

__all__ = ["CellFinding", "Finding", "Kind", "mask", "scan", "scan_table"]
