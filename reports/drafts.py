"""DATA: what the sections of text say before anybody has written them.

The figures are placeholders: they are filled from the cells whenever the text is shown. The order
of section 一 is that of 国办公开办函〔2021〕30号.
"""

from collections.abc import Mapping

from reports.workflow import PUBLISHING, Outlet, unit_of

OVERVIEW = """{YEAR}年，{BODY}认真贯彻《中华人民共和国政府信息公开条例》，推进政府信息公开工作。
（一）主动公开。全年在本网站主动公开政府信息{ITEMS.PUBLISHED}条；{NORMS}。{OUTLETS}
（二）依申请公开。全年新收政府信息公开申请{S3.NEW.TOTAL}件，上年结转{S3.CARRY_IN.TOTAL}件；办结{S3.R7.TOTAL}件，结转下年度继续办理{S3.CARRY_OUT.TOTAL}件。因政府信息公开发生行政复议{S4.CASES.REV_TOTAL}件、行政诉讼{SUITS}件。
（三）政府信息管理。公开前逐件履行初审、复审、保密审查和签发程序，对已公开的文件标注有效性，及时更新。
（四）平台建设。做好政府信息公开平台的日常维护，提供检索、下载和无障碍浏览。
（五）监督保障。按照《条例》要求公布年度报告，接受社会监督。"""
NORMS_2021 = (
    "制发行政规范性文件{S2_20_1.NORM.ISSUED}件，废止{S2_20_1.NORM.ABOLISHED}件，"
    "现行有效{S2_20_1.NORM.EFFECTIVE}件"
)
NORMS_2019 = (
    "新制作规范性文件{S2_20_1.NORM.MADE}件，新公开{S2_20_1.NORM.PUBLISHED}件，"
    "对外公开总数{S2_20_1.NORM.PUBLIC_TOTAL}件"
)
PROBLEMS = ""  # nobody but the office knows them
NO_FEE = "本年度未收取信息处理费。\n无其他需要报告的事项。"
FEE = (
    "依据《政府信息公开信息处理费管理办法》规定，{YEAR}年实际收取信息处理费共计{FEE.INFO}元。\n"
    "无其他需要报告的事项。"
)
OPENING = (
    "根据《中华人民共和国政府信息公开条例》第五十条和《国务院办公厅政府信息与政务公开办公室关于印发"
    "〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（{NOTICE}），编制本报告。"
    "本报告所列数据的统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。"
    "报告电子版可在本机关网站“政府信息公开年报”栏目查阅和下载。{CONTACT}"
)


SAID = {  # how figures are told that are no information published
    Outlet.EXPLANATION: "发布政策解读",
    Outlet.PRESS: "举办新闻发布会",
    Outlet.INTERVIEW: "开展在线访谈",
    Outlet.HOTLINE: "办理热线",
    Outlet.MAILBOX: "答复信箱留言",
    Outlet.CALLS: "接听电话咨询",
    Outlet.VISITS: "接待来访",
}


def overview(form_name: str, outlets: list[Outlet] = ()) -> str:
    """Return section 一 for a form, its figures still placeholders."""
    norms = NORMS_2019 if form_name == "2019" else NORMS_2021
    return OVERVIEW.replace("{NORMS}", norms).replace("{OUTLETS}", told(outlets))


def told(outlets: list[Outlet]) -> str:
    """Return what went out and what was answered, of the channels that have figures."""
    published = [outlet for outlet in PUBLISHING if outlet in outlets]
    parts = "、".join(f"{outlet.label}{figure_of(outlet)}" for outlet in published)
    said = ["、".join(f"{SAID[each]}{figure_of(each)}" for each in SAID if each in outlets)]
    if len(published) > 1:
        said.insert(0, f"各渠道发布信息共{{CHANNEL.TOTAL}}条，其中{parts}")
    elif published:
        said.insert(0, f"{published[0].label}发布信息{figure_of(published[0])}")
    sentence = "；".join(filter(None, said))
    return f"{sentence}。" if sentence else ""


def figure_of(outlet: Outlet) -> str:
    return f"{{CHANNEL.{outlet}}}{unit_of(outlet)}"


def first_texts(form_name: str, figures: Mapping[str, object]) -> dict[str, str]:
    """Return the first texts of a year; of its fees and channels only those with figures."""
    outlets = [outlet for outlet in Outlet if figures.get(f"CHANNEL.{outlet}")]
    fees = FEE if figures.get("FEE.INFO") else NO_FEE
    return {"1": overview(form_name, outlets), "5": PROBLEMS, "6": fees}
