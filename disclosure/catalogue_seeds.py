"""Reading the catalogue's files: what stands in them, checked row by row. Writes nothing.

Source  disclosure/seeds/: the tree of this portal, the national standard catalogue
        (教办厅函〔2019〕39号), descriptions and home-page families, kinds of document.
Errors  LedgerError with sentences that name row, column, value and remedy.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from disclosure.models.catalogue import ARTICLE_20, CHANNELS, Cadence, Risk
from portal.ledgers import LedgerError, read_ledger

SEEDS = Path(__file__).parent / "seeds"
TREE = SEEDS / "catalogue_tree.csv"
NATIONAL = SEEDS / "compulsory_education_catalogue.csv"
DESCRIPTIONS = SEEDS / "catalogue_descriptions.csv"
GENRES = SEEDS / "genres.csv"

NATIONAL_FIELDS = [
    *("seq", "level1", "level2", "elements", "basis", "time_limit", "publisher"),
    *("channels", "audience", "mode", "level"),
]
CODE = re.compile(r"[0-9A-Za-z]{2,12}")
LONGEST_NAME = 100
LONGEST_LIMIT = 366  # working days: no term is longer than a year
DEFAULT_CHANNELS = ["政府网站"]


@dataclass(frozen=True)
class Node:
    """A row of the tree file, under the names of the Category model."""

    row: int
    parent: str
    national: tuple[str, ...]  # rows of the national catalogue
    fields: dict[str, object]

    @property
    def code(self) -> str:
        return self.fields["code"]


# --- One cell -----------------------------------------------------------------------------------


def check_code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError(f"“{text}”不是栏目代码；代码须为2至12位数字或字母，如0601。")
    return text


def check_name(text: str) -> str:
    if not text or len(text) > LONGEST_NAME:
        raise ValueError(f"栏目名称须为1至{LONGEST_NAME}字，现有{len(text)}字。")
    return text


def check_leaf(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"“{text}”无效；末级栏目填1，其他填0。")
    return text == "1"


def check_article20(text: str) -> str:
    if not ARTICLE_20.fullmatch(text):
        raise ValueError(f"“{text}”无效；请填1至15的数字并用分号隔开，或填art19，或留空。")
    return text


def check_limit_workdays(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= LONGEST_LIMIT:
        raise ValueError(f"“{text}”无效；请填1至{LONGEST_LIMIT}的工作日数，没有时限的留空。")
    return int(text)


def one_of(allowed: list[str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"“{text}”无效；可以填：{'、'.join(allowed)}。")
        return text

    return check


CELLS: dict[str, tuple[str, Callable]] = {  # column: the model's field, the check
    "code": ("code", check_code),
    "name": ("name", check_name),
    "leaf": ("is_leaf", check_leaf),
    "article20": ("article20", check_article20),
    "limit_workdays": ("limit_workdays", check_limit_workdays),
    "cadence": ("cadence", one_of(Cadence.values)),
    "personal_data_risk": ("personal_data_risk", one_of(Risk.values)),
}
TREE_COLUMNS = [*CELLS, "parent", "national_seq"]


# --- The files ----------------------------------------------------------------------------------


def read_file(path: Path, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LedgerError(f"读不了“{path}”（{error.strerror}），请检查路径和权限。") from error
    rows = read_ledger(data, path.name, columns=columns, required=columns).rows
    return [(row, {column: str(cell) for column, cell in cells.items()}) for row, cells in rows]


def read_tree(path: Path, national: set[str]) -> list[Node]:
    """Return the nodes of the tree file; `national` are the national rows there are."""
    complaints: list[str] = []
    nodes: dict[str, Node] = {}
    for row, cells in read_file(path, TREE_COLUMNS):
        node = read_node(row, cells, national, complaints)
        if node and node.code in nodes:
            complaints.append(
                f"第{row}行“code”：“{node.code}”与第{nodes[node.code].row}行重复；"
                "每个代码只能出现一次。"
            )
        elif node:
            nodes[node.code] = node
    if complaints:
        raise LedgerError(complaints)
    return list(nodes.values())


def read_node(row: int, cells: dict, national: set[str], complaints: list[str]) -> Node | None:
    """Return the row's node; None after saying what is wrong with it."""
    said = len(complaints)
    fields = {}
    for column, (field, check) in CELLS.items():
        try:
            fields[field] = check(cells[column])
        except ValueError as error:
            complaints.append(f"第{row}行“{column}”：{error}")
    answers = tuple(seq for seq in cells["national_seq"].split(";") if seq)
    complaints += [
        f"第{row}行“national_seq”：国家标准目录里没有“{seq}”；请核对序号，几个序号用分号隔开。"
        for seq in answers
        if seq not in national
    ]
    if len(complaints) > said:
        return None
    return Node(row, cells["parent"], answers, fields)


def read_national() -> dict[str, dict]:
    """Return the fields of each row of the national catalogue, by its number."""
    rows = read_file(NATIONAL, [*NATIONAL_FIELDS, "confirmed"])
    return {
        cells["seq"]: {field: cells[field] for field in NATIONAL_FIELDS}
        | {"is_confirmed": cells["confirmed"] == "yes"}
        for _, cells in rows
    }


def read_descriptions() -> dict[str, dict]:
    """Return description and home-page family by category code."""
    rows = read_file(DESCRIPTIONS, ["code", "family", "description"])
    return {cells.pop("code"): cells for _, cells in rows}


def read_genres() -> list[str]:
    return [cells["name"] for _, cells in read_file(GENRES, ["name"])]


def channels_of(national: list[dict]) -> list[str]:
    """Return the channels the national rows ask for, in the order of the national form."""
    asked = {channel for row in national for channel in row["channels"].split(";")}
    return [channel for channel in CHANNELS if channel in asked] or list(DEFAULT_CHANNELS)
