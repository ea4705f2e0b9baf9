"""Writing a ledger of items of any length: in portions nobody sees, shown by one act.

One transaction for 100,000 rows would keep every other writer of SQLite waiting for a minute.
So the rows come in portions, each with its history and its old addresses, in a status that is
none (STAGED) and that neither pages nor lists know. The last transaction shows them all at once:
statuses, counts of the categories, search stamps, files. Whoever reads sees nothing of a ledger
or the whole of it.

What was interrupted leaves rows nobody sees; the next import, or the hourly run, removes them.
Their index numbers stay unused.
"""

from collections import Counter as Tally
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from disclosure.models import Attachment, Item, ItemEvent, LegacyAddress
from disclosure.models.item import STAMP, UPDATE_SEARCH
from disclosure.models.item_queries import add_to_count
from disclosure.workflow import STAGED, EventKind, Status
from portal.bulk_rows import insert
from portal.errors import RuleViolation
from portal.models import Counter, Turn, User
from portal.nudge import nudge

IMPORTS = "item-import"
BUSY = "另一份台账正在导入，请等它完成之后再导入"
AT_ONCE = 1_000  # rows to a transaction: about a second
FORGOTTEN_AT_ONCE = 500


@dataclass
class Staging:
    """One ledger on its way in; to be used as a context, which clears up when it fails.

    Raises RuleViolation on entry while another ledger is on its way.
    """

    by: User | None
    note: str
    at: datetime = field(default_factory=timezone.now)
    portions: int = 0
    has_drafts: bool = False
    counts: Tally = field(default_factory=Tally)  # public items by category
    latest: dict[int, datetime] = field(default_factory=dict)

    def __enter__(self):
        self.turn = Turn.objects.take(IMPORTS, now=timezone.now(), busy=BUSY)
        forget_staged()
        return self

    def __exit__(self, failed, *_):
        if transaction.get_connection().needs_rollback:  # whoever began the transaction undoes it
            return
        with suppress(RuleViolation):  # once the turn is another's, so is what is on its way
            self.turn.keep(now=timezone.now())
            if failed:
                forget_staged()
            self.turn.give_back()

    def add(self, items: Sequence[Item]) -> None:
        """Write a portion, unseen. Raises RuleViolation, as publishing does."""
        Item.objects.prepare_history(items, by=self.by)
        public = [item for item in items if item.published_at]
        for item in items:
            item.status, item.stamp = STAGED, self.portions if item.published_at else 0
        with transaction.atomic():
            self.turn.keep(now=timezone.now())
            Item.objects.number_history(public)
            insert(items)
            insert([self.line(item) for item in items])
            insert(
                [
                    LegacyAddress(item=item, path=path)
                    for item in items
                    for path in getattr(item, "old_addresses", [])
                ]
            )
        self.portions += 1
        self.has_drafts |= len(public) < len(items)
        for item in public:
            self.counts[item.category_id] += 1
            known = self.latest.get(item.category_id, item.published_at)
            self.latest[item.category_id] = max(known, item.published_at)

    def line(self, item: Item) -> ItemEvent:
        return ItemEvent(item=item, kind=EventKind.IMPORTED, by=self.by, note=self.note, at=self.at)

    @transaction.atomic
    def show(self, attachments: Sequence[Attachment], last: Callable[[], None]) -> None:
        """Make everything that was added visible; `last` may refuse it, in the same act."""
        self.turn.keep(now=timezone.now())
        last()
        Attachment.objects.bulk_create(attachments, batch_size=500)
        # Counts before the stamps, in one order, as every act takes its locks.
        for category_id, count in sorted(self.counts.items()):
            add_to_count(category_id, count, at=self.latest[category_id])
        staged = Item.objects.filter(status=STAGED)
        if self.has_drafts:
            staged.filter(published_at=None).update(status=Status.DRAFT)
        if self.counts:
            first = Counter.objects.take(STAMP, self.portions)
            staged.update(status=Status.PUBLISHED, stamp=F("stamp") + first)
        nudge(UPDATE_SEARCH)


def forget_staged() -> int:
    """Remove what an interrupted import left; return how many rows. Call it with the turn."""
    removed = 0
    staged = Item.objects.filter(status=STAGED)
    while pks := list(staged.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        with transaction.atomic():
            ItemEvent.objects.filter(item__in=pks).delete()
            LegacyAddress.objects.filter(item__in=pks).delete()
            Item.objects.filter(pk__in=pks, status=STAGED).delete()
        removed += len(pks)
    return removed
