"""Finding personal data in tables: by what the header says stands in a column.

Under a header such as 身份证号 any number is personal, whatever its check digit says, and names
beside 班级 or 家长 are a list of children.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from portal.personal_data.kinds import MASKS, CellFinding, Kind
from portal.personal_data.names import HAN
from portal.personal_data.pages import FOLDED
from portal.personal_data.scanning import scan

LONGEST_LABEL = 20
OF_KIND: tuple[tuple[Kind, re.Pattern], ...] = (
    (Kind.ID_CARD, re.compile(r"身份证|身份号|证件号|公民身份")),
    (Kind.PASSPORT, re.compile(r"护照|通行证")),
    (Kind.BANK_CARD, re.compile(r"银行卡|卡号|[账帐]号|一卡通|存折")),
    (Kind.BIRTH_DATE, re.compile(r"出生(?!地)|生日")),
    (Kind.ADDRESS, re.compile(r"住址|居住地|家庭地址|户籍地址|户口所在地|家庭详细地址")),
    (Kind.MOBILE, re.compile(r"手机|电话|联系方式")),
    (Kind.HARDSHIP, re.compile(r"残疾|致贫|贫困(?:原因|类型)|困难(?:原因|类型)|疾病|病史|低保")),
    (Kind.CHILD_NAME, re.compile(r"(?:学生|幼儿|儿童|考生|子女|孩子|新生)(?:姓名)?$|^姓名$")),
)
ALSO_LABELS = re.compile(
    r"姓名|性别|民族|年龄|学校|单位|班级|年级|学籍|家长|监护人|备注|序号|名称|项目|成绩|名次|奖|岗位|职|教师|时间|日期"
    r"|地址|邮编|邮箱|开户|账户|金额|人数|班数|数量|标准|内容|结果|类别|类型|等级|总分|专业|学历|籍贯|学科|政治面貌"
)
# What a table counts or rules on is not what it says of a person.
OF_SUMS = re.compile(r"人数|数量|金额|合计|小计|比例|标准|是否|范围|要求|类别数")
OF_CHILDREN = re.compile(
    r"(?:学生|幼儿|儿童|子女|孩子)(?:姓名)?$|家长|监护人|父亲|母亲|学籍|^(?:所在)?(?:班级|年级)|就读|入园|入学"
)
OF_ADULTS = re.compile(r"岗位|职称|职务|学历|学位|报考|聘|教龄|毕业|参加工作|工作单位|编制")
OF_HOMES = re.compile(r"家长|监护人|父|母|家庭|手机|本人|学生")
AGE = re.compile(r"年龄|周岁")
GROWN_UP = 18

PERSON = re.compile(rf"{HAN}{{2,4}}|{HAN}{{1,8}}(?:·{HAN}{{1,8}})+")
NO_PERSON = re.compile(r"合计|小计|总计|姓名|备注|.+某")
HOUSE = re.compile(r"\d\s*[号栋幢座楼室组弄]|单元|小区")
DAY = re.compile(r"(?:19|20)\d\d(?:\D?[01]?\d\D?[0-3]?\d\D?)")
MONTH = re.compile(r"(?:19|20)\d\d\D?[01]?\d\D?")
NOTHING = re.compile(r"[无否没有不是/\-\s]*|\d+")


@dataclass(frozen=True)
class Cell:
    row: int
    column: int
    text: str
    header: str
    head: "Head"


@dataclass
class Head:
    """The header row a cell stands under, and what its columns tell together."""

    labels: dict[int, str] = field(default_factory=dict)
    ages: list[float] = field(default_factory=list)

    @property
    def is_of_people(self) -> bool:
        return any("姓名" in label for label in self.labels.values())

    @property
    def is_of_children(self) -> bool:
        labels = self.labels.values()
        if any(OF_CHILDREN.search(label) for label in labels):
            return True
        adults = any(OF_ADULTS.search(label) for label in labels)
        return not adults and bool(self.ages) and median(self.ages) < GROWN_UP


class Judgement(NamedTuple):
    kind: Kind
    reason: str
    blocking: bool = True


def scan_table(rows: Iterable[Sequence[object]]) -> list[CellFinding]:
    """Return the personal data in a table: in each cell by itself, and by its header."""
    findings = []
    for cell in list(cells_of(rows)):  # all of them first: a list of children shows in the whole
        found = list(hits_in(cell))
        judgement = judge(cell)
        if judgement and not any(finding.blocking for finding in found):
            masked = MASKS[judgement.kind](cell.text)
            found = [finding_in(cell, judgement.kind, cell.text, masked, *judgement[1:])]
        findings += found
    return findings


def hits_in(cell: Cell) -> Iterator[CellFinding]:
    label = f"{cell.header}:" if cell.header else ""  # tells a telephone from a serial
    for hit in scan(label + cell.text):
        if hit.start >= len(label):
            yield finding_in(cell, hit.kind, hit.text, hit.masked, hit.reason, hit.blocking)


def finding_in(
    cell: Cell, kind: Kind, text: str, masked: str, reason: str, blocking: bool
) -> CellFinding:
    return CellFinding(cell.row, cell.column, cell.header, kind, text, masked, blocking, reason)


# --- Cells and their headers --------------------------------------------------------------------


def cells_of(rows: Iterable[Sequence[object]]) -> Iterator[Cell]:
    """Yield the filled cells that are no headers themselves."""
    head = Head()
    for number, row in enumerate(rows, start=1):
        texts = [text_of(cell) for cell in row]
        labels = [label_of(text) for text in texts]
        if is_header(labels, texts):
            head = Head(dict(enumerate(labels)))
            continue
        left = ""
        for place, (text, label) in enumerate(zip(texts, labels, strict=True)):
            if not text:
                continue
            if kind_of(label) not in (None, Kind.HARDSHIP, Kind.CHILD_NAME):
                left = head.labels[place] = label  # in a form the label stands to the left
                continue
            header = left or head.labels.get(place, "")
            left = ""
            if AGE.search(header) and (age := re.match(r"\d{1,2}", text)):
                head.ages.append(float(age[0]))
            yield Cell(number, place + 1, text, header, head)


def text_of(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell).strip()


def label_of(text: str) -> str:
    """Return the text as a label, "" when it cannot be one."""
    label = re.sub(r"\(.*?\)|[\s:*]", "", text[: 2 * LONGEST_LABEL].translate(FOLDED))
    return "" if len(label) > LONGEST_LABEL or re.search(r"\d{3}", label) else label


def is_header(labels: list[str], texts: list[str]) -> bool:
    filled = sum(map(bool, texts))
    known = sum(kind_of(label) is not None or bool(ALSO_LABELS.search(label)) for label in labels)
    return (
        filled > 1 and 2 * known > filled and not any(re.search(r"\d{4}", text) for text in texts)
    )


@lru_cache(maxsize=4096)  # a header is asked for at every cell below it
def kind_of(label: str) -> Kind | None:
    if not label or OF_SUMS.search(label):
        return None
    return next((kind for kind, pattern in OF_KIND if pattern.search(label)), None)


# --- What a header makes of a cell --------------------------------------------------------------


def judge(cell: Cell) -> Judgement | None:
    kind = kind_of(cell.header)
    return RULES[kind](cell, cell.text.translate(FOLDED)) if kind and "*" not in cell.text else None


def count_of_signs(text: str) -> int:
    return len(re.findall(r"[0-9A-Za-z]", text)) if re.search(r"\d{2}", text) else 0


def id_card(cell: Cell, text: str) -> Judgement | None:
    signs = count_of_signs(text)
    if signs >= 8:
        return Judgement(Kind.ID_CARD, f"“{cell.header}”栏下的号码")
    return Judgement(Kind.ID_CARD, f"“{cell.header}”栏下的部分号码", False) if signs > 3 else None


def passport(cell: Cell, text: str) -> Judgement | None:
    found = count_of_signs(text) >= 7
    return Judgement(Kind.PASSPORT, f"“{cell.header}”栏下的号码") if found else None


def bank_card(cell: Cell, text: str) -> Judgement | None:
    if count_of_signs(text) < 12:
        return None
    is_account = re.search(r"[账帐]号", cell.header) and not cell.head.is_of_people
    return Judgement(Kind.BANK_CARD, f"“{cell.header}”栏下的号码", not is_account)


def birth_date(cell: Cell, text: str) -> Judgement | None:
    if DAY.fullmatch(text):
        return Judgement(Kind.BIRTH_DATE, "表中的出生日期")
    return Judgement(Kind.BIRTH_DATE, "表中的出生年月", False) if MONTH.fullmatch(text) else None


def address(cell: Cell, text: str) -> Judgement | None:
    found = HOUSE.search(text)
    return Judgement(Kind.ADDRESS, "住址详细到门牌；至多公开到村或街道") if found else None


def telephone(cell: Cell, text: str) -> Judgement | None:
    if not re.fullmatch(r"(?:\(?0\d{2,3}\)?[ -]?)?[2-9]\d{2,3}[ -]?\d{4}(?:-\d+)?", text):
        return None
    if OF_HOMES.search(cell.header):
        return Judgement(Kind.LANDLINE, f"“{cell.header}”栏下的电话")
    return Judgement(Kind.LANDLINE, "固定电话，办公电话可以公开", False)


def hardship(cell: Cell, text: str) -> Judgement | None:
    found = cell.head.is_of_people and not NOTHING.fullmatch(text)
    return Judgement(Kind.HARDSHIP, f"名单中的“{cell.header}”") if found else None


def child_name(cell: Cell, text: str) -> Judgement | None:
    name = re.sub(r"\s", "", text)
    if not PERSON.fullmatch(name) or NO_PERSON.fullmatch(name) or not cell.head.is_of_children:
        return None
    return Judgement(Kind.CHILD_NAME, "未成年人名单：姓名只公开姓氏")


RULES: dict[Kind, Callable[[Cell, str], Judgement | None]] = {
    Kind.ID_CARD: id_card,
    Kind.PASSPORT: passport,
    Kind.BANK_CARD: bank_card,
    Kind.BIRTH_DATE: birth_date,
    Kind.ADDRESS: address,
    Kind.MOBILE: telephone,
    Kind.HARDSHIP: hardship,
    Kind.CHILD_NAME: child_name,
}
