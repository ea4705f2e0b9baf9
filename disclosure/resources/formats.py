"""The ledger of items (公开信息台账) as a file: which columns it has."""

from portal.ledger_files import Ledger

REQUIRED = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期", "来源链接"]
OPTIONAL = [
    *("索引号", "正文", "摘要", "关键词", "有效性", "公开方式", "责任科室", "附件", "旧网址"),
]


class ItemLedger(Ledger):
    """The ledger of items, read."""

    required, optional = REQUIRED, OPTIONAL
