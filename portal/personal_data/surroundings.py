"""What stands before and after a number: labels, and the signs that it is something else."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from portal.personal_data.kinds import Kind
from portal.personal_data.pages import Page


class Hit(NamedTuple):
    kind: Kind
    start: int
    end: int
    reason: str
    blocking: bool = True


Finder = Callable[[Page], Iterator[Hit]]
Span = tuple[int, int]

ID_LABEL = re.compile(r"(?:身份证|身份号|证件号|公民身份)[^\d\n。；;]{0,12}$")
PHONE_WORD = (
    r"(?:电话|手机|联系方式|联系人|联系号码|热线|传真|微信|短信|致电|拨打"
    r"|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile)"
)
CARD_WORD = r"(?:银行卡|储蓄卡|借记卡|工资卡|社保卡|卡号|一卡通|存折|[账帐][号户])"
SERIAL = re.compile(
    r"(?:编号|编码|代码|代号|序号|序列号|流水号|索引号|索取号|文号|字号|档号|案号|单号|批号|票号"
    r"|条码|条形码|许可证|备案号?|证书号?|证号|注册号|登记号|学号|学籍号|考号|考生号|报名号|受理号"
    r"|办件号|回执号|查询码|校验码|发票号码|合同号|项目号|订单号?|户号|邮编|会议号?|群号?|QQ号?|[Nn][Oo]\.?|№|SN)"
    r"[\s:为是(「“\"'.#-]{0,6}$|[〔\[(](?:19|20)\d\d[〕\])] ?第?$"
)
CURRENCY = re.compile(
    r"(?:[¥￥$€]|\([万亿]?元\)|人民币|[金总]额|合计|总计|共计|小计|总价|经费|资金|预算|决算|收入|支出|拨款|投资|费用)"
    r"\s{0,3}:?\s{0,3}$"
)
UNIT = re.compile(
    r"\s{0,2}(?:[千万亿]?元(?![旦宵])|[千万亿][人名份件册个吨次]|美元|字节|平方|公里|人次|人(?![事民工员力])"
    r"|名(?![称单])|份|件|册|个(?!人)|吨|次|%|‰)"
)
JOINED_BEFORE = re.compile(r"[0-9A-Za-z][-/_]$")
PHONE_BEFORE = re.compile(
    r"(?:(?<!\d)1[3-9]\d{9}|(?<!\d)0\d{2,3}-?\d{7,8}|(?<![\d-])[2-8]\d{6,7}|(?<!\d)(?:00)?86)[-/]$"
)
JOINED_AFTER = re.compile(
    r"[-/_](?:(?:19|20)\d{2}(?!\d)|\d{1,4}(?!\d|-\d)|[A-Za-z])|\.\d{1,2}(?![\d.、])|\.[A-Za-z]{2,5}(?![A-Za-z])"
)
DECIMAL_BEFORE = re.compile(r"(?:0|\d{3,}|[\u4e00-\u9fff,]\d{1,2})\.$")  # and no item 3.
LETTER = re.compile(r"[A-Za-z_]")
LETTER_LABEL = re.compile(r"(?:[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[Ww]e?[Cc]hat|[Vv]x|[Ww]x)$")


def is_something_else(page: Page, start: int, end: int) -> bool:
    """True when a number is part of an address, a serial, an amount or a word."""
    before, after = page.before(start), page.after(end)
    return bool(
        page.is_public(start, end)
        or SERIAL.search(before)
        or CURRENCY.search(before)
        or UNIT.match(after)
        or DECIMAL_BEFORE.search(before)
        or JOINED_AFTER.match(after)
        or LETTER.match(after)
        or (LETTER.match(before[-1:]) and not LETTER_LABEL.search(before))
        or (JOINED_BEFORE.search(before) and not PHONE_BEFORE.search(before))
    )


FIGURE = re.compile(r"\d+")
GAPS = {" ", "  ", "-", " - ", ".", "·"}


def runs(text: str) -> Iterator[list[Span]]:
    """Yield the figures that stand in a row, all apart by the same mark."""
    figures = [match.span() for match in FIGURE.finditer(text)]
    gaps = [text[left[1] : right[0]] for left, right in pairwise(figures)]
    first = 0
    for gap, same in groupby(gaps):
        last = first + len(list(same))
        if gap in GAPS:
            yield figures[first : last + 1]
        first = last
