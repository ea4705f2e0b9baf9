"""The demo goes into an empty database through the portal's own paths, and out without a trace."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from disclosure import search
from disclosure.demo.load import load, remove
from disclosure.models import (
    Attachment,
    Category,
    Guide,
    Item,
    ItemEvent,
    Matter,
    TextStatus,
    Version,
)
from disclosure.tests.factories import NOON, make_item
from disclosure.workflow import EventKind, Status
from portal.demo_logins import make_demo_logins
from portal.errors import RuleViolation
from portal.models import Office
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 15)


@pytest.fixture
def catalogue():
    call_command("load_catalogue", stdout=StringIO())


@pytest.fixture
def loaded(catalogue):
    return load(DAY)


def leftovers(settings):
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    rows = [model.objects.count() for model in (Item, ItemEvent, Attachment, Matter, Office, Guide)]
    return files, sum(rows), Category.objects.exclude(office=None).count()


def wrong_counts():
    counted = Category.objects.annotate(
        public=Count("items", filter=Q(items__status=Status.PUBLISHED))
    )
    return [row.code for row in counted if row.public != row.published_count]


def test_the_demo_is_stored_with_its_relations_and_files_and_found(loaded):
    waiting = Attachment.objects.filter(text_status=TextStatus.WAITING)
    by_eye = Attachment.objects.filter(text_status=TextStatus.BY_EYE)
    read = Attachment.objects.filter(text_status=TextStatus.READ)
    school_buses = Category.objects.get(code="1204")

    found = search.search(search.Query("桐教(2020)103号"))

    assert Item.objects.count() == loaded >= 300
    assert ItemEvent.objects.filter(kind=EventKind.DEMO).count() == loaded
    assert not Item.objects.public().filter(published_at__date__gte=DAY).exists()
    assert Item.objects.filter(status=Status.WITHDRAWN).exclude(withdrawal_reason="").count() == 2
    assert Item.objects.filter(status=Status.DRAFT).count() >= 3
    assert Item.objects.exclude(interprets=None).count() >= 5
    assert Item.objects.exclude(replaces=None).count() >= 5
    assert Item.objects.exclude(postpones=None).count() == 1
    assert wrong_counts() == []
    assert not waiting.exists()
    assert set(by_eye.values_list("kind", flat=True)) == {"wps", "png"}
    assert all(read.values_list("blocks", flat=True))
    assert school_buses.status == "not_applicable"
    assert "校车安全管理条例" in school_buses.status_reason
    assert Guide.objects.current().office_name
    assert [hit.item.doc_no for hit in found.hits][:1] == ["桐教〔2020〕103号"]


def test_removing_leaves_nothing_of_the_demo(loaded, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove()

    assert removed == loaded
    assert leftovers(settings) == ([], 0, 0)
    assert wrong_counts() == []
    assert Category.objects.get(code="1204").status == "active"


def test_removing_leaves_what_the_office_made_and_refuses_what_hangs_on_it(loaded):
    office = Office.objects.get(name="基础教育股")
    announcement = Item.objects.public().filter(category__code="0701").first()
    category = announcement.category
    own = make_item(
        title="关于延期面试的公告",
        author=make_user("clerk", office=office),
        category=category,
        office=office,
        matter=announcement.matter,
        postpones=announcement,
    )

    with pytest.raises(RuleViolation, match="关于延期面试的公告"):
        remove()
    untouched = Item.objects.count()
    Item.objects.filter(pk=own.pk).update(postpones=None)
    remove()

    own.refresh_from_db()
    category.refresh_from_db()
    assert untouched == loaded + 1
    assert list(Item.objects.all()) == [own]
    assert own.matter == announcement.matter
    assert set(Office.objects.values_list("name", flat=True)) == {"基础教育股", "云溪县教育局"}
    assert category.published_count == 1


def test_a_database_with_items_is_refused(catalogue):
    make_item(category=Category.objects.get(code="0601"), at=NOON)

    with pytest.raises(CommandError, match="空的数据库"):
        call_command("load_demo", stdout=StringIO())

    assert Item.objects.count() == 1


def test_if_empty_leaves_a_database_with_items_alone(catalogue):
    make_item(category=Category.objects.get(code="0601"), at=NOON)

    call_command("load_demo", if_empty=True, stdout=StringIO())

    assert Item.objects.count() == 1


def test_without_a_catalogue_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="load_catalogue"):
        call_command("load_demo", stdout=StringIO())


def test_an_unknown_user_is_refused_by_name():
    with pytest.raises(CommandError, match="nobody"):
        call_command("load_demo", by="nobody", stdout=StringIO())


def test_the_demo_people_bring_items_into_every_state_and_removing_takes_them_too(
    catalogue, settings, django_capture_on_commit_callbacks
):
    call_command("sync_roles", stdout=StringIO())
    make_demo_logins()
    with django_capture_on_commit_callbacks():
        call_command("load_demo", by="editor", stdout=StringIO())
    states = set(Item.objects.values_list("status", flat=True))
    owing = Item.objects.owing_reviews().count()
    failed = Item.objects.exclude(schedule_error="").count()

    with django_capture_on_commit_callbacks(execute=True):
        remove()

    assert states == set(Status)
    assert (owing, failed) == (1, 1)
    assert leftovers(settings) == ([], 0, 0)
    assert not Version.objects.exists()
    assert not Category.objects.filter(needs_head_release=True).exists()
