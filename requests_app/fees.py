"""信息处理费 (条例 42 II): what a request costs by pieces or by pages, band by band.

Unit    Decimal yuan; pieces (件) and pages (页) are whole numbers, the first one is number 1.
Source  国办函〔2020〕109号, in force since 1 January 2021: one request is charged by pieces (四) or
        by pages (五), never by both (三). By pieces, those of one applicant in one calendar month
        are counted through; by pages, every request begins at page 1. Only what lies in a band
        costs the price of that band (超额累进).
Errors  ValueError with a sentence: bands with a gap, a tariff of the other basis, a count below 0.

The tariff is handed in: the office keeps it as a table (requests_app/models/fee_tariff.py), which
DEFAULT fills with the national one. By when it must be paid: requests_app/deadlines.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices


class Basis(TextChoices):
    """What is counted; the label is the term of the rule."""

    PIECES = "pieces", "按件计收"
    PAGES = "pages", "按量计收"

    @property
    def unit(self) -> str:
        return "件" if self is Basis.PIECES else "页"


@dataclass(frozen=True)
class Tier:
    """A band: the price of every piece or page from `first` to `last`, without end if None.

    A band without end may rise: after each `step` pieces the price is `step_price` higher.
    """

    first: int
    last: int | None
    price: Decimal
    step: int = 0
    step_price: Decimal = Decimal(0)


@dataclass(frozen=True)
class Tariff:
    """The bands of one basis, without a gap from the first piece or page on."""

    basis: Basis
    tiers: tuple[Tier, ...]

    def __post_init__(self):
        follow = 1
        for tier in self.tiers:
            if tier.first != follow:
                raise ValueError(f"{self.basis.label}的收费标准在第{tier.first}起的一档前后不连续")
            if tier.last is not None and (tier.step or tier.last < tier.first):
                raise ValueError(f"{self.basis.label}第{tier.first}起的一档，止数或递增有误")
            follow = None if tier.last is None else tier.last + 1
        if follow is not None:
            raise ValueError(f"{self.basis.label}的收费标准缺少第{follow}起、不设上限的一档")

    def bands(self) -> Iterator[Tier]:
        """Yield bands of one price each, the last one unfolded into its steps: perhaps endless."""
        for tier in self.tiers:
            if not tier.step:
                yield tier
                continue
            first, price = tier.first, tier.price
            while True:
                yield Tier(first, first + tier.step - 1, price)
                first, price = first + tier.step, price + tier.step_price


@dataclass(frozen=True)
class Line:
    """What falls into one band: `count` pieces or pages, numbers `first` to `last`, at `price`."""

    first: int
    last: int
    price: Decimal
    basis: Basis

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> Decimal:
        return self.count * self.price

    def __str__(self):
        unit = self.basis.unit
        band = f"第{self.first}{unit}" + (f"至第{self.last}{unit}" if self.count > 1 else "")
        if not self.price:
            return f"{band}，共{self.count}{unit}，免费"
        each, amount = plain(self.price), plain(self.amount)
        return f"{band}，共{self.count}{unit}，每{unit}{each}元，计{amount}元"


@dataclass(frozen=True)
class Fee:
    """What is charged and how it comes about, as the fee notice must say (标准、数额)."""

    basis: Basis
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


def plain(amount: Decimal) -> str:
    """Return an amount as a letter prints it: 100, not 100.00."""
    return f"{amount.normalize():f}"


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES, GROUPS = ("仟", "佰", "拾", ""), ("亿", "万", "")


def in_capitals(amount: Decimal) -> str:
    """Return an amount in the characters of cheques, as it cannot be altered: 壹仟零伍拾元整."""
    if amount < 0 or amount >= 10**12 or amount != round(amount, 2):
        raise ValueError(f"{amount}不能写成大写金额")
    yuan, cents = divmod(int(amount * 100), 100)
    tenths, hundredths = divmod(cents, 10)
    said = f"{whole_in_capitals(yuan)}元" if yuan or not cents else ""
    if not cents:
        return f"{said}整"
    if tenths:
        said += f"{DIGITS[tenths]}角"
    elif said:
        said += "零"
    return said + (f"{DIGITS[hundredths]}分" if hundredths else "整")


def whole_in_capitals(number: int) -> str:
    """Return a whole number in groups of four digits, one 零 for any zeros between two digits."""
    said, is_gap = "", False
    digits = f"{number:012d}"
    for group, name in enumerate(GROUPS):
        four = digits[group * 4 : group * 4 + 4]
        for digit, place in zip(four, PLACES, strict=True):
            if digit == "0":
                is_gap = bool(said)
                continue
            said += ("零" if is_gap else "") + DIGITS[int(digit)] + place
            is_gap = False
        if int(four):
            said += name
    return said or DIGITS[0]


def fee_by_pieces(earlier_in_month: int, pieces: int, tariff: Tariff) -> Fee:
    """Return the fee for `pieces` more of an applicant who has had some earlier in the month."""
    return fee(Basis.PIECES, earlier_in_month, pieces, tariff)


def fee_by_pages(pages: int, tariff: Tariff) -> Fee:
    """Return the fee for a request answered with so many pages."""
    return fee(Basis.PAGES, 0, pages, tariff)


def fee(basis: Basis, earlier: int, count: int, tariff: Tariff) -> Fee:
    if tariff.basis != basis:
        raise ValueError(f"{tariff.basis.label}的标准不能用于{basis.label}")
    if earlier < 0 or count < 0:
        raise ValueError(f"{basis.unit}数不能是负数")
    start, end = earlier + 1, earlier + count
    lines = []
    for band in tariff.bands():
        if band.first > end:
            break
        first = max(start, band.first)
        last = end if band.last is None else min(end, band.last)
        if first <= last:
            lines.append(Line(first, last, band.price, basis))
    return Fee(basis, tuple(lines))


# --- The national tariff -------------------------------------------------------------------------

FOUR, FIVE = "国办函〔2020〕109号第四条", "国办函〔2020〕109号第五条"
# One row of FeeTariff to a line. That 31 to 40 cost 200 each is the natural reading of the rule,
# and what a page is it does not say: the office may change both in its table.
COLUMNS = ("basis", "from_count", "to_count", "price", "step_count", "step_price", "note")
RISING = f"{FOUR}；每10件一档，每档加100元"
PAGE = f"{FIVE}；A4及以下幅面的单面为1页，多件申请不合并计算"
DEFAULT = [
    dict(zip(COLUMNS, row, strict=True))
    for row in [
        (Basis.PIECES, 1, 10, Decimal(0), 0, Decimal(0), f"{FOUR}；同一申请人一个自然月内累计"),
        (Basis.PIECES, 11, 30, Decimal(100), 0, Decimal(0), FOUR),
        (Basis.PIECES, 31, None, Decimal(200), 10, Decimal(100), RISING),
        (Basis.PAGES, 1, 30, Decimal(0), 0, Decimal(0), PAGE),
        (Basis.PAGES, 31, 100, Decimal(10), 0, Decimal(0), FIVE),
        (Basis.PAGES, 101, 200, Decimal(20), 0, Decimal(0), FIVE),
        (Basis.PAGES, 201, None, Decimal(40), 0, Decimal(0), FIVE),
    ]
]


def national(basis: Basis) -> Tariff:
    """Return the national tariff of one basis."""
    rows = [row for row in DEFAULT if row["basis"] == basis]
    names = ("from_count", "to_count", "price", "step_count", "step_price")
    return Tariff(basis, tuple(Tier(*(row[name] for name in names)) for row in rows))
