"""Seeds or updates the catalogue (目录) from its CSV file.

What the office changed by hand stays: a column of the file is written only where the value in
the database is still one that a file brought; the history of the category tells. Links to the
national catalogue are not in that history: they are written when the file's own list changed
since it was last loaded. Office, person, channels, audience, mode, status and its reason are
the office's from the beginning. Nothing is ever deleted.
"""

from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from disclosure import catalogue_seeds as seeds
from disclosure.catalogue_seeds import Node
from disclosure.models import Category, Genre, Item, NationalRow
from disclosure.writing_seeds import load_templates, load_wrong_words
from portal import calendar_users, pages
from portal.ledgers import LedgerError

# The change reason of every line of history this command writes, followed by the links.
LOADED = "载入目录文件"
LINKED = f"{LOADED}，对应国家标准目录："
OF_FILE = [
    *("parent_id", "name", "is_leaf", "description", "family", "article20"),
    *("limit_workdays", "cadence", "personal_data_risk"),
]
SHOWN = 100  # complaints


class Command(BaseCommand):
    help = "导入或更新公开目录：按栏目代码更新，不删除栏目，不覆盖本单位手工修改的内容"

    def add_arguments(self, parser):
        parser.add_argument("csv", nargs="?", type=Path, default=seeds.TREE, help="目录文件")

    def handle(self, *, csv, **options):
        try:
            national = seeds.read_national()
            nodes = seeds.read_tree(csv, set(national))
            with transaction.atomic():
                genres = load_genres(seeds.read_genres())
                templates, words = load_templates(), load_wrong_words()
                load_national(national)
                merge = Merge(nodes)
                merge.check()
                merge.write(national)
                if merge.changed:
                    calendar_users.recount()
                    pages.renew()
        except LedgerError as error:
            complaints = error.messages[:SHOWN]
            raise CommandError(
                "\n".join([*complaints, f"共{len(error.messages)}处错误，没有写入任何内容。"])
            ) from error
        for line in merge.report():
            self.stdout.write(line)
        self.stdout.write(f"国家标准目录 {len(national)} 条，新增体裁 {genres} 种")
        if templates or words:
            self.stdout.write(f"信息模板 {templates} 个，常见错别字 {words} 个")


def load_genres(names: list[str]) -> int:
    """Add the kinds of document that are missing; the list is the office's after that."""
    known = set(Genre.objects.values_list("name", flat=True))
    missing = [
        Genre(name=name, position=position)
        for position, name in enumerate(names, start=1)
        if name not in known
    ]
    return len(Genre.objects.bulk_create(missing))


def load_national(national: dict[str, dict]) -> None:
    """Add missing national rows, and correct those nobody has confirmed yet."""
    stored = {row.seq: row for row in NationalRow.objects.all()}
    new = [NationalRow(**fields) for seq, fields in national.items() if seq not in stored]
    NationalRow.objects.bulk_create(new)
    changed = []
    for seq, row in stored.items():
        fields = national.get(seq, {})
        if row.is_confirmed or all(getattr(row, name) == fields[name] for name in fields):
            continue
        for name, value in fields.items():
            setattr(row, name, value)
        changed.append(row)
    NationalRow.objects.bulk_update(changed, [*seeds.NATIONAL_FIELDS[1:], "is_confirmed"])


def edited_by_hand() -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return, by code, the fields people changed, and the links the last file gave."""
    edited, links, before = defaultdict(set), {}, {}
    lines = Category.history.order_by("history_id").values(
        "code", "history_change_reason", *OF_FILE
    )
    for line in lines:
        code, reason = line["code"], line["history_change_reason"] or ""
        last = before.get(code, line)
        changed = {field for field in OF_FILE if line[field] != last[field]}
        if reason.startswith(LOADED):
            edited[code] -= changed
            links[code] = reason.removeprefix(LINKED)
        else:
            edited[code] |= changed
        before[code] = line
    return edited, links


class Merge:
    """The file's nodes brought together with the categories there are."""

    def __init__(self, nodes: list[Node]):
        self.nodes = {node.code: node for node in nodes}
        self.stored = {category.code: category for category in Category.objects.all()}
        self.edited, self.old_links = edited_by_hand()
        self.texts = seeds.read_descriptions()
        self.kept: list[str] = []
        self.categories = dict(self.stored)
        for code in self.nodes.keys() - self.stored.keys():
            self.categories[code] = Category(code=code)
        self.parents = {
            category.code: self.code_of(category.parent_id) for category in self.stored.values()
        }
        self.changed = [node.code for node in nodes if self.merge(node)]

    def code_of(self, pk: int | None) -> str:
        return next((code for code, stored in self.stored.items() if stored.pk == pk), "")

    def merge(self, node: Node) -> bool:
        """Bring the file's values into the category; True if anything is to be written."""
        category, code = self.categories[node.code], node.code
        wanted = node.fields | self.texts.get(code, {})
        changes = {
            field: value for field, value in wanted.items() if getattr(category, field) != value
        }
        for field in self.edited[code] & changes.keys():
            self.keep(category, field, changes.pop(field))
        for field, value in changes.items():
            setattr(category, field, value)
        moved = self.parents.get(code, "") != node.parent
        if moved and "parent_id" in self.edited[code]:
            self.keep(category, "parent", node.parent)
            moved = False
        elif moved:
            self.parents[code] = node.parent
        return bool(changes or moved or category.pk is None or self.is_relinked(node))

    def is_relinked(self, node: Node) -> bool:
        return self.old_links.get(node.code) != ";".join(node.national)

    def keep(self, category: Category, field: str, value: object) -> None:
        label = Category._meta.get_field(field).verbose_name
        self.kept.append(f"{category}：“{label}”本单位改过，保留不变（文件中为“{value}”）")

    # --- What must hold of the whole tree -------------------------------------------------------

    def check(self) -> None:
        """Raise LedgerError when the merged tree is no tree, or items would hang on a branch."""
        branches = [category for category in self.stored.values() if not category.is_leaf]
        filled = set(
            Item.objects.filter(category__in=branches)
            .order_by()
            .values_list("category__code", flat=True)
            .distinct()
        )
        complaints = [
            complaint
            for code, category in self.categories.items()
            for complaint in self.complaints(code, category, filled)
        ]
        if complaints:
            raise LedgerError(sorted(complaints))

    def complaints(self, code: str, category: Category, filled: set[str]):
        where = f"第{self.nodes[code].row}行" if code in self.nodes else f"已有栏目“{code}”的"
        parent = self.parents.get(code, "")
        if parent and parent not in self.categories:
            yield f"{where}“parent”：没有代码为“{parent}”的栏目；请先写上级栏目这一行，或改正代码。"
        elif parent and self.categories[parent].is_leaf:
            yield (
                f"{where}“parent”：“{parent}”是末级栏目，下面不能再有栏目；"
                "请把它的leaf改为0，或换一个上级栏目。"
            )
        elif self.is_ring(code):
            yield f"{where}“parent”：“{parent}”在“{code}”之下，上下级成了环；请改正上级栏目。"
        if not category.is_leaf and code in filled:
            yield f"{where}“leaf”：“{code}”下已有信息，须保持为末级栏目；请把leaf改回1。"

    def is_ring(self, code: str) -> bool:
        above, seen = self.parents.get(code, ""), set()
        while above and above != code and above not in seen:
            seen.add(above)
            above = self.parents.get(above, "")
        return above == code

    # --- Writing --------------------------------------------------------------------------------

    def write(self, national: dict[str, dict]) -> None:
        new = [self.nodes[code] for code in self.changed if code not in self.stored]
        for node in new:
            category, rows = self.categories[node.code], [national[seq] for seq in node.national]
            category.channels = seeds.channels_of(rows) if category.is_leaf else []
        while new:  # one level of the tree after the other: a parent needs its key first
            level = [node for node in new if self.above(node) is None or self.above(node).pk]
            bulk_create_with_history([self.ready(node) for node in level], Category)
            new = [node for node in new if node not in level]
        old = [self.ready(self.nodes[code]) for code in self.changed if code in self.stored]
        bulk_update_with_history(old, Category, OF_FILE)
        self.link([self.nodes[code] for code in self.changed])

    def above(self, node: Node) -> Category | None:
        return self.categories.get(self.parents.get(node.code, ""))

    def ready(self, node: Node) -> Category:
        category = self.categories[node.code]
        category.parent = self.above(node)
        category._change_reason = f"{LINKED}{';'.join(node.national)}"
        return category

    def link(self, nodes: list[Node]) -> None:
        relinked = [node for node in nodes if self.is_relinked(node)]
        link = Category.national_rows.through
        link.objects.filter(category__code__in=[node.code for node in relinked]).delete()
        rows = dict(NationalRow.objects.values_list("seq", "pk"))
        link.objects.bulk_create(
            link(category_id=self.categories[node.code].pk, nationalrow_id=rows[seq])
            for node in relinked
            for seq in dict.fromkeys(node.national)
        )

    def report(self):
        added = [code for code in self.changed if code not in self.stored]
        same = len(self.nodes) - len(self.changed)
        updated = len(self.changed) - len(added)
        yield f"新建 {len(added)} 个栏目，更新 {updated} 个，{same} 个没有变化"
        yield from self.kept
        if gone := sorted(self.stored.keys() - self.nodes.keys()):
            yield f"目录文件里没有、仍然保留的栏目：{'、'.join(str(self.stored[c]) for c in gone)}"
