"""The numbers in the text of a report: sentences, amounts with their unit, totals with their parts.

PURE. What a writer marks as about (余, 多, 近, 约) is no number to compare with anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from opencc import OpenCC

FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)}
GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
SENTENCE_END = re.compile(r"[。！？!?\n]+")
CLAUSE_END = re.compile(r"[；;]")

UNITS = "人次|条次|篇次|条|件|个|篇|项|期|场|次|份|部|宗|例|起|封|批|幅"
AMOUNT = re.compile(
    rf"(?<![第\d.〔\[])(?P<about>近|约|超过|超|逾|达到?)?(?P<number>\d+(?:\.\d+)?)\s*(?P<scale>万|亿)?"
    rf"(?P<more>余|多|几)?(?P<scale2>万|亿)?(?P<more2>余|多)?(?P<unit>{UNITS})(?!工作日|月|小时)"
)
SCALES = {"万": 10_000, "亿": 100_000_000}
OF_WHICH = re.compile(r"其中[:：,，]?|包括[:：]?|分别(?:为|是)[:：]?|分为[:：]?")
IN_ALL = re.compile(r"(?:共计|合计|总计|总共)")
# A number after one of these measures something else than its neighbours do.
OTHER_MEASURE = re.compile(
    r"增|减|较|比|升|降|均|率|占|阅读|浏览|点击|访问|关注|粉丝|最高|最多|涉及|惠及|转发|点赞|累计|字"
)
# A part that begins so, when the first did not, belongs to what is told next.
NEXT_ACT = re.compile(
    r"[，,、\s]*(?:并|同时|另|还|共|全年|组织|开展|召开|举办|收到|办理|受理|回复|答复|发布|公开|编发|制作|印发"
    r"|推送|通过|在|利用|转发|转载|及时|开设|新增)"
)
OPEN_LIST = re.compile(r"等(?!级|候|待)|主要|以及其他|以上|左右")
NEARLY_ALL = Decimal("0.1")  # what a list of parts may lack and still mean to be whole


@cache
def to_simplified() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """Return the text in simplified characters, with half-width digits without commas."""
    text = to_simplified().convert(text).translate(FULL_WIDTH)
    return GROUPING.sub("", text)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def is_share(stated: Decimal, part: int | Decimal, base: int | Decimal) -> bool:
    """Tell whether a percentage is right to its last digit, rounded or cut off."""
    last_digit = Decimal(1).scaleb(stated.as_tuple().exponent)
    return abs(Decimal(part) * 100 / base - stated) < last_digit


@dataclass(frozen=True)
class Quantity:
    number: Decimal
    unit: str
    is_about: bool
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    return [quantity(match) for match in AMOUNT.finditer(text)]


def quantity(match: re.Match) -> Quantity:
    number = Decimal(match["number"])
    for scale in (match["scale"], match["scale2"]):
        number *= SCALES.get(scale, 1)
    about = match["about"] not in (None, "达", "达到") or match["more"] or match["more2"]
    return Quantity(number, match["unit"], bool(about), match.start(), match.end())


@dataclass(frozen=True)
class WrongSum:
    quote: str
    stated: Decimal
    parts: tuple[Decimal, ...]
    unit: str


def wrong_sums(text: str) -> Iterator[WrongSum]:
    """Yield the totals in the text that are not the sum of the parts named beside them."""
    for sentence in sentences(text):
        for clause in CLAUSE_END.split(sentence):
            yield from parts_after(clause)
            yield from parts_before(clause)


def parts_after(clause: str) -> Iterator[WrongSum]:
    """共公开187条，其中政策文件4条、规划计划3条……"""
    marks = [*OF_WHICH.finditer(clause)]
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(clause)
        head, tail = clause[: mark.start()], clause[mark.end() : end]
        total = last_total(head)
        if total is None:
            continue
        if head.rstrip()[-1:] in "（(":
            tail = re.split(r"[）)]", tail)[0]
        parts, is_whole = parts_of(re.sub(r"[（(][^）)]*[）)]", "", tail), total)
        is_list = mark[0].startswith("分")
        if is_of_an_earlier_total(head, total, parts):
            continue
        if contradicts(total.number, parts, is_whole=is_whole, must_be_whole=is_list):
            yield WrongSum(clause[total.start : mark.end()], total.number, parts, total.unit)


def last_total(head: str) -> Quantity | None:
    found = quantities(head)
    if not found or found[-1].is_about or not found[-1].number:
        return None
    total = found[-1]
    before = re.split(r"[，,、]", head[: total.start])[-1]
    follows = re.fullmatch(r"[^\d]{0,12}", head[total.end :])
    return total if follows and not OTHER_MEASURE.search(before) else None


def is_of_an_earlier_total(head: str, last: Quantity, parts: tuple[Decimal, ...]) -> bool:
    """Tell whether what is too much for the number next to it is part of one further back:
    收到申请7件，上年结转1件，其中予以公开5件、部分公开1件."""
    earlier = (one.number for one in quantities(head) if one.unit == last.unit)
    return sum(parts) > last.number and any(number >= sum(parts) for number in earlier)


def parts_of(tail: str, total: Quantity) -> tuple[tuple[Decimal, ...], bool]:
    """Return the parts, and whether the list seems to name all of them."""
    parts: list[Decimal] = []
    is_whole, last = not OPEN_LIST.search(tail), 0
    for one in quantities(tail):
        between = tail[last : one.start]
        last = one.end
        if one.is_about:
            return (), False
        if OTHER_MEASURE.search(between):
            is_whole = False
            continue
        is_next = NEXT_ACT.match(between) and not NEXT_ACT.match(tail)
        if one.unit != total.unit or (parts and (is_next or one.number > total.number)):
            break  # the sentence goes on with something else
        parts.append(one.number)
        if sum(parts) == total.number:  # what follows is told of something else
            break
    return tuple(parts), is_whole


def contradicts(
    stated: Decimal, parts: tuple[Decimal, ...], *, is_whole: bool, must_be_whole: bool = False
) -> bool:
    lacking = stated - sum(parts)
    if len(parts) < 2 or not lacking:
        return False
    if lacking < 0:
        return True
    if must_be_whole:
        return is_whole
    return is_whole and len(parts) > 2 and lacking <= stated * NEARLY_ALL


def parts_before(clause: str) -> Iterator[WrongSum]:
    """网站发布100条、微信发布200条，合计310条."""
    mark = IN_ALL.search(clause)
    if not mark or OF_WHICH.search(clause):
        return
    totals, before = quantities(clause[mark.end() :]), quantities(clause[: mark.start()])
    if not totals or totals[0].start > 12 or totals[0].is_about:
        return
    total = totals[0]
    parts = [one for one in before if one.unit == total.unit]
    if len(parts) < 2 or any(one.is_about for one in parts):
        return
    if OTHER_MEASURE.search(clause[: mark.start()]) or OPEN_LIST.search(clause):
        return
    numbers = tuple(one.number for one in parts)
    suffixes = {sum(numbers[n:]) for n in range(len(numbers))}
    if total.number not in suffixes and abs(sum(numbers) - total.number) <= total.number / 10:
        yield WrongSum(clause[parts[0].start :], total.number, numbers, total.unit)
