"""What hangs on an item: the documents around it, its files, its changes.

One statement finds the keys of all of it; rows are read only of what is there. Most items have
nothing around them, and asking for each kind by itself took most of the time of an item's page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Model, Q, Value

from disclosure.models import Attachment, Item, ItemEvent
from disclosure.workflow import EventKind
from portal.statements import Text

ANY_KEY = -1  # stands for the key of the item, and of its matter, in the statement
ANY_MATTER = -2
DOCUMENTS = (
    *("replaced_by", "replaces", "interpretations", "interprets", "postponements"),
    *("stages", "postpones"),
)
FILES, CHANGES = "files", "changes"
KINDS = (*DOCUMENTS[:-1], FILES, CHANGES)


@dataclass(frozen=True)
class Surroundings:
    """What hangs on an item, each kind in the order in which the page shows it."""

    documents: dict[str, list[Item]] = field(default_factory=dict)  # public ones, by their role
    attachments: Sequence[Attachment] = ()
    changes: Sequence[ItemEvent] = ()

    @property
    def stages(self) -> list[Item]:
        """The items of the same matter in the order of their stages."""
        stages = self.documents["stages"]
        return sorted(stages, key=lambda item: (item.matter_order, item.published_at))


def around(item: Item) -> Surroundings:
    """Return what hangs on the item, by four queries at most."""
    keys = keys_around(item)
    return Surroundings(
        documents=documents(item, keys),
        attachments=attachments(item) if keys[FILES] else (),
        changes=changes(item) if keys[CHANGES] else (),
    )


def documents(item: Item, keys: dict[str, list[int]]) -> dict[str, list[Item]]:
    """Return the public documents of each role, the newest first."""
    wanted = {pk for role in DOCUMENTS for pk in keys[role]} - {item.pk}
    rows = Item.objects.public().for_rows().filter(pk__in=wanted).newest_first() if wanted else []
    by_pk = {row.pk: row for row in [*rows, item]}
    found = {}
    for role in DOCUMENTS:
        of_role = set(keys[role])
        found[role] = [row for row in by_pk.values() if row.pk in of_role]
    return found


def attachments(item: Item) -> list[Attachment]:
    """Return the files without their text, only whether they have one."""
    is_readable = ExpressionWrapper(~Q(blocks=[]), output_field=BooleanField())
    return list(item.attachments.defer("blocks").annotate(is_readable=is_readable))


def changes(item: Item) -> list[ItemEvent]:
    return list(item.events.filter(kind=EventKind.REVISED).order_by("-at"))


def keys_around(item: Item) -> dict[str, list[int]]:
    """Return the keys of what hangs on the item, by kind."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    found["postpones"] = [item.postpones_id] if item.postpones_id else []
    given = {ANY_KEY: item.pk, ANY_MATTER: item.matter_id}
    for kind, pk in statement().read(given):
        found[KINDS[kind]].append(pk)
    return found


@cache
def statement() -> Text:
    """Return the statement: written once, as that takes longer than its answer."""
    replaces, interprets = Item.replaces.through, Item.interprets.through
    parts = [
        rows_of(replaces, "from_item", to_item=ANY_KEY),
        rows_of(replaces, "to_item", from_item=ANY_KEY),
        rows_of(interprets, "from_item", to_item=ANY_KEY),
        rows_of(interprets, "to_item", from_item=ANY_KEY),
        rows_of(Item, "pk", postpones=ANY_KEY),
        rows_of(Item, "pk", matter=ANY_MATTER),
        rows_of(Attachment, "pk", item=ANY_KEY),
        rows_of(ItemEvent, "pk", item=ANY_KEY, kind=EventKind.REVISED),
    ]
    first, *rest = [
        rows.annotate(part=Value(number, IntegerField())).values_list("part", name)
        for number, (rows, name) in enumerate(parts)
    ]
    sql, values = first.union(*rest, all=True).query.sql_with_params()
    return Text(sql, values, [ANY_KEY, ANY_MATTER])


def rows_of(model: type[Model], name: str, **which):
    return model._default_manager.filter(**which).order_by(), name
