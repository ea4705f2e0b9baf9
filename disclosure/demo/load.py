"""The demo into an empty database, and out again without touching anything else."""

from collections import Counter as Tally
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from django.core.files import File
from django.db import transaction
from django.db.models import ProtectedError
from simple_history.utils import bulk_update_with_history

from disclosure import search
from disclosure.demo import content, files
from disclosure.demo.leaders import load_leaders, remove_leaders
from disclosure.demo.openness import GUIDE, SITE
from disclosure.demo.spec import DemoItem
from disclosure.demo.states import undo_head
from disclosure.demo.world import DUTIES, NO_SCHOOL_BUSES, OFFICES, RESPONSIBLE, phone
from disclosure.models import (
    Attachment,
    Category,
    CategoryStatus,
    Genre,
    Guide,
    Item,
    Matter,
    Review,
    TextStatus,
    Version,
)
from disclosure.models.item import add_to_count
from disclosure.workflow import EventKind, Status
from portal.demo_logins import unseat_demo_logins
from portal.errors import RuleViolation
from portal.files.kinds import is_readable
from portal.files.readers import read_blocks
from portal.models import Notice, Office, OfficeSettings, User

MARK = "演示数据"  # note of every demo event, change reason of every demo office and category
SCHOOL_BUSES = "1204"
WITHDRAWER = "leader"  # a demo login
SHOWN_BEFORE_WITHDRAWN = timedelta(days=9)
REVIEWED_BEFORE = timedelta(days=20)
PLAIN_FIELDS = (
    *("title", "doc_no", "issuer", "written_on", "effective_on", "expires_on", "abolished_on"),
    *("validity", "matter_stage", "matter_order", "stage", "openness", "origin", "source"),
    *("source_url", "period_kind", "begins_on", "ends_on", "summary", "body", "mode"),
)

Tell = Callable[[str], object]


def load(day: date, by: User | None = None, *, tell: Tell = lambda line: None) -> int:
    """Fill an empty database with the demo of `day`; return how many items it has.

    Raises RuleViolation when there are items already, or no catalogue to file them under.
    """
    demo = content.items(day)
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            Loader(demo, by, tell, stored).run(day)
    except BaseException:
        delete_files(stored)  # the rows are rolled back, their files are not
        raise
    search.catch_up()
    tell("搜索索引已更新")
    return len(demo)


def remove(*, tell: Tell = lambda line: None) -> int:
    """Take the demo out again; return how many items it had.

    Raises RuleViolation when an item of the office itself hangs on one of the demo.
    """
    count = remove_rows(tell=tell)
    search.catch_up()
    return count


@transaction.atomic
def remove_rows(*, tell: Tell = lambda line: None) -> int:
    """Do what `remove` does, all but the search index, which follows what is committed."""
    items = Item.objects.filter(events__kind=EventKind.DEMO)
    pks = list(items.values_list("pk", flat=True))
    stored = list(Attachment.objects.filter(item__in=pks))
    delete_items(pks)
    tell(f"删除公开信息 {len(pks)} 条，附件 {len(stored)} 个")
    release_categories()
    undo_head()
    unseat_demo_logins()
    delete_offices(tell)
    Guide.objects.filter(**GUIDE).delete()
    OfficeSettings.objects.filter(**SITE).delete()
    remove_leaders()
    transaction.on_commit(lambda: delete_files(stored))
    return len(pks)


class Loader:
    """One loading: the rows made so far, by the names the demo gives them."""

    def __init__(self, demo: list[DemoItem], by: User | None, tell: Tell, stored: list[Attachment]):
        self.demo, self.by, self.tell, self.stored = demo, by, tell, stored
        self.categories = {category.code: category for category in Category.objects.leaves()}
        self.genres = {genre.name: genre for genre in Genre.objects.all()}
        self.offices: dict[str, Office] = {}
        self.matters: dict[str, Matter] = {}
        self.items: dict[str, Item] = {}

    def run(self, day: date) -> None:
        self.check()
        self.make_offices()
        self.answer_for_categories()
        self.make_matters()
        self.make_items()
        self.link()
        self.attach()
        self.withdraw()
        self.describe_the_bureau(day)
        load_leaders()

    def check(self) -> None:
        if Item.objects.exists():
            raise RuleViolation("数据库里已经有公开信息，演示内容只能载入空的数据库")
        missing = {demo.category for demo in self.demo} - self.categories.keys()
        if missing:
            codes = "、".join(sorted(missing))
            raise RuleViolation(f"目录中没有栏目{codes}，请先运行 manage.py load_catalogue")

    def make_offices(self) -> None:
        known = {office.code: office for office in Office.objects.all()}
        phones = {name: phone(extension) for name, _, extension in DUTIES}
        bureau = None
        for position, (code, name, kind) in enumerate(OFFICES):
            full_name = name if name.startswith("云溪县") else f"云溪县教育局{name}"
            office = known.get(code) or Office(
                code=code,
                name=name,
                full_name=full_name,
                kind=kind,
                parent=bureau,
                phone=phones.get(name, ""),
                position=position,
            )
            if office.pk is None:
                office._change_reason = MARK
                office.save()
            bureau = bureau or office
            self.offices[name] = office
        self.tell(f"机构 {len(self.offices)} 个")

    def answer_for_categories(self) -> None:
        """Give the leaves an office, and 1204 the reason why it stays empty."""
        changed = [category for category in self.categories.values() if not category.office_id]
        for category in changed:
            name = RESPONSIBLE.get(category.code) or RESPONSIBLE[category.code[:2]]
            category.office = self.offices[name]
        bulk_update_with_history(changed, Category, ["office"], default_change_reason=MARK)
        buses = self.categories.get(SCHOOL_BUSES)
        if buses and buses.status == CategoryStatus.ACTIVE:
            buses.status, buses.status_reason = CategoryStatus.NOT_APPLICABLE, NO_SCHOOL_BUSES
            buses._change_reason = MARK
            buses.save()

    def make_matters(self) -> None:
        titles = dict.fromkeys(demo.matter for demo in self.demo if demo.matter)
        matters = Matter.objects.bulk_create(Matter(title=title) for title in titles)
        self.matters = {matter.title: matter for matter in matters}

    def make_items(self) -> None:
        for demo in self.demo:
            self.items[demo.key] = self.item(demo)
        items = list(self.items.values())
        Item.objects.add_history(items, by=self.by, note=MARK, kind=EventKind.DEMO)
        self.tell(f"公开信息 {len(items)} 条，事项 {len(self.matters)} 个")

    def item(self, demo: DemoItem) -> Item:
        return Item(
            **{name: getattr(demo, name) for name in PLAIN_FIELDS},
            category=self.categories[demo.category],
            genre=self.genres.get(demo.genre),
            office=self.offices[demo.office],
            co_issuers="；".join(demo.co_issuers),
            keywords="；".join(demo.keywords),
            matter=self.matters.get(demo.matter),
            published_at=demo.published_at,
            author=self.by,
        )

    def link(self) -> None:
        """Write the relations between items, now that each has its key."""
        replaces, interprets = Item.replaces.through, Item.interprets.through
        replaces.objects.bulk_create(
            replaces(from_item=self.items[demo.key], to_item=self.items[key])
            for demo in self.demo
            for key in (*demo.replaces, *demo.amends)
        )
        interprets.objects.bulk_create(
            interprets(from_item=self.items[demo.key], to_item=self.items[key])
            for demo in self.demo
            for key in demo.interprets
        )
        for demo in self.demo:
            if demo.postpones:
                self.items[demo.key].postpones = self.items[demo.postpones]
                self.items[demo.key].save(update_fields=["postpones"])

    def attach(self) -> None:
        for demo in self.demo:
            for file in demo.files:
                made = File(BytesIO(files.content(file)), name=file.name)
                item = self.items[demo.key]
                self.stored.append(
                    Attachment.objects.attach_to_history(
                        item, made, file.name, alt_text=file.alt_text
                    )
                )
        for attachment in self.stored:
            if is_readable(attachment.kind):  # our own files: no need of a process to read them in
                attachment.blocks = read_blocks(attachment.file.path, attachment.kind)
                attachment.text_status = TextStatus.READ
        Attachment.objects.bulk_update(self.stored, ["blocks", "text_status"])
        self.tell(f"附件 {len(self.stored)} 个")

    def withdraw(self) -> None:
        leader = User.objects.filter(username=WITHDRAWER).first()  # None: taken down by the clock
        for demo in self.demo:
            if demo.withdrawn_reason:
                at = demo.published_at + SHOWN_BEFORE_WITHDRAWN
                self.items[demo.key].withdraw(by=leader, at=at, reason=demo.withdrawn_reason)

    def describe_the_bureau(self, day: date) -> None:
        if not Guide.objects.exists():
            Guide.objects.create(pk=1, reviewed_on=day - REVIEWED_BEFORE, **GUIDE)
        if not OfficeSettings.objects.exists():
            OfficeSettings.objects.create(pk=1, **SITE)


def delete_items(pks: list[int]) -> None:
    """Delete the items with their matters, and take them off the counts of their categories."""
    items = Item.objects.filter(pk__in=pks)
    public = Tally(items.filter(status=Status.PUBLISHED).values_list("category_id", flat=True))
    matters = list(items.exclude(matter=None).values_list("matter_id", flat=True).distinct())
    # What hangs on an item by its reviews goes first; nothing of it was ever the office's own.
    released = {"status": Status.DRAFT, "version": None, "public_version": None}
    items.update(postpones=None, revision_of=None, **released)
    Review.objects.filter(version__item__in=pks).delete()
    Version.objects.filter(item__in=pks).delete()
    Notice.objects.filter(about_app="disclosure", about_model="item", about_pk__in=pks).delete()
    try:
        items.delete()
    except ProtectedError as error:
        own = "、".join(f"“{item}”" for item in error.protected_objects)
        raise RuleViolation(
            f"演示数据没有删除：{own}是对演示公告的延期公告，请先改正其“延期的原公告”"
        ) from error
    Matter.objects.filter(pk__in=matters, items=None).delete()
    for category_id, count in public.items():
        add_to_count(category_id, -count)


def release_categories() -> None:
    """Undo what the demo said about the catalogue, where it still says so."""
    changed = list(Category.objects.filter(office__in=demo_offices()))
    for category in changed:
        category.office = None
    bulk_update_with_history(changed, Category, ["office"], default_change_reason=MARK)
    for category in Category.objects.filter(status_reason=NO_SCHOOL_BUSES):
        category.status, category.status_reason = CategoryStatus.ACTIVE, ""
        category.save()


def demo_offices():
    return Office.objects.filter(
        pk__in=Office.history.filter(history_type="+", history_change_reason=MARK).values("id")
    )


def delete_offices(tell: Tell) -> None:
    """Delete the offices the demo made; one that staff or items of your own use stays."""
    for office in demo_offices().order_by("-position"):
        try:
            office.delete()
        except ProtectedError:
            tell(f"保留机构“{office}”：还有人员、信息或下级机构属于它")


def delete_files(stored: list[Attachment]) -> None:
    for attachment in stored:
        for file in (attachment.file, attachment.public_file):
            file.storage.delete(file.name)
