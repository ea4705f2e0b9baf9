"""The ledger of items (公开信息台账) as a file: which columns it has."""

from portal.ledger_files import Ledger

REQUIRED = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期", "来源链接"]
OPTIONAL = [
    *("索引号", "正文", "摘要", "关键词", "有效性", "公开方式", "责任科室", "附件", "旧网址"),
]
# As the registers and websites of other bureaus name these columns. Only what can mean nothing
# else: 主题分类 and 信息分类 are no columns of our catalogue.
SYNONYMS = {
    "标题": ["信息标题", "文件标题", "文件名称", "信息名称"],
    "发文字号": ["文号", "发文文号", "文件文号", "文件编号", "发文号"],
    "栏目代码": ["栏目编码", "栏目编号", "目录代码", "目录编码"],
    "发布机构": ["发布单位", "发布部门", "发布机关", "发文机关", "发文单位", "制发机关"],
    "成文日期": ["发文日期", "生成日期", "成文时间", "发文时间", "生成时间", "印发日期"],
    "发布日期": ["公开日期", "发布时间", "公开时间"],
    "来源链接": ["网址", "链接", "链接地址", "信息链接", "原文链接", "网页地址", "来源网址"],
    "索引号": ["信息索引号", "索引码", "索引编号"],
    "正文": ["信息内容", "正文内容", "内容"],
    "摘要": ["内容概述", "内容摘要", "信息摘要"],
    "关键词": ["主题词"],
    "有效性": ["时效性", "效力状态", "有效状态"],
    "公开方式": ["公开属性", "公开类别"],
    "责任科室": ["责任部门", "责任处室", "承办科室"],
    "附件": ["附件名称", "附件名"],
}


class ItemLedger(Ledger):
    """The ledger of items, read."""

    required, optional, synonyms = REQUIRED, OPTIONAL, SYNONYMS
