"""The lists of the admin: found by what people remember, and cheap however long they are."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import Attachment, CategoryStatus, Item, Matter
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.staff import make_editor
from portal.admin.base import BoundedPaginator
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db

ITEMS = "/admin/disclosure/item/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def titles(page) -> set[str]:
    return {item.title for item in page.context["cl"].result_list}


@pytest.mark.parametrize(
    "words",
    ["骨干教师", "教师 名单", "桐教〔2025〕8号", "桐教(2025)8号", "桐教 8号", "/2025-00001"],
)
def test_an_item_is_found_by_title_or_either_number(client, editor, words):
    make_item(title="关于公布骨干教师名单的通知", doc_no="桐教〔2025〕8号")
    make_item(title="关于开学的通知", doc_no="桐教〔2025〕9号")

    page = client.get(ITEMS, {"q": words})

    assert titles(page) == {"关于公布骨干教师名单的通知"}


def test_nothing_found_says_what_to_do(client, editor):
    page = client.get(ITEMS, {"q": "没有的词"}).content.decode()

    assert "没有符合条件的公开信息" in page
    assert "查看全部" in page


@pytest.mark.parametrize(
    "chosen, found",
    [
        ({"status__exact": "draft"}, {"草稿"}),
        ({"year": "2024"}, {"旧文"}),
        ({"family": "enrollment"}, {"草稿"}),
        ({"work": "mine"}, {"草稿"}),
        ({"work": "undated"}, {"草稿"}),
        ({"work": "nonsense"}, {"草稿", "旧文", "新文"}),
        ({"year": "二〇二四"}, {"草稿", "旧文", "新文"}),
    ],
)
def test_the_list_is_narrowed(client, editor, chosen, found):
    make_draft(title="草稿", author=editor, category=make_category("0602", family="enrollment"))
    make_item(title="旧文", written_on=date(2024, 5, 6))
    make_item(title="新文")

    assert titles(client.get(ITEMS, chosen)) == found


def test_the_years_offered_are_those_that_have_numbers(client, editor):
    make_item(written_on=date(2019, 5, 6))
    make_item()

    page = client.get(ITEMS)

    (years,) = [spec for spec in page.context["cl"].filter_specs if spec.title == "年份"]
    assert years.lookup_choices == [("2025", "2025年"), ("2019", "2019年")]


@pytest.mark.parametrize("address", [ITEMS, "/admin/disclosure/matter/", "/admin/"])
def test_a_list_asks_no_more_when_there_is_more(client, editor, address):
    def add(number):
        matter = Matter.objects.create(title=f"招聘{number}")
        fields = {"office": make_office(), "author": editor, "matter": matter}
        make_draft(title=f"草稿{number}", **fields)
        make_item(title=f"公告{number}", **fields)

    add(1)
    client.get(address)  # content types and the like are asked for once
    few = queries(client, address)
    for number in range(2, 14):
        add(number)

    assert queries(client, address) == few


def test_a_form_asks_no_more_when_more_hangs_on_it(client, editor):
    item = make_item(matter=Matter.objects.create(title="招聘"))
    address = f"{ITEMS}{item.pk}/change/"
    Attachment.objects.attach_to_history(item, ContentFile(b"1"), "1.txt")
    client.get(address)
    few = queries(client, address)

    for number in range(2, 6):
        Attachment.objects.attach_to_history(item, ContentFile(b"n"), f"{number}.txt")
        item.events.create(kind="changed", by=make_user(f"user{number}"), note="改")

    assert queries(client, address) == few
    assert few <= 25


def test_a_long_list_is_not_counted_to_its_end(monkeypatch):
    monkeypatch.setattr("portal.admin.base.COUNTED_ROWS", 3)
    for number in range(5):
        make_draft(title=f"草稿{number}")

    paginator = BoundedPaginator(Item.objects.order_by("pk"), 2)

    assert (paginator.count, paginator.num_pages, paginator.is_cut) == (3, 2, True)


def test_only_leaves_in_use_are_offered_as_the_category_of_an_item(client, editor):
    make_category("0601")
    make_category("0602", status=CategoryStatus.PLANNED)
    asked = {"app_label": "disclosure", "model_name": "item", "field_name": "category"}

    answer = client.get("/admin/autocomplete/", asked | {"term": "06"})

    assert [each["text"] for each in answer.json()["results"]] == ["0601 招生政策"]


def test_any_branch_is_offered_as_a_parent_in_the_catalogue(client, editor):
    make_category("0601")
    asked = {"app_label": "disclosure", "model_name": "category", "field_name": "parent"}

    answer = client.get("/admin/autocomplete/", asked | {"term": "06"})

    assert [each["text"] for each in answer.json()["results"]] == ["06 招生入学", "0601 招生政策"]


def test_a_related_document_is_offered_by_its_number(client, editor):
    make_item(title="招生通知", doc_no="桐教〔2025〕8号")
    asked = {"app_label": "disclosure", "model_name": "item", "field_name": "replaces"}

    answer = client.get("/admin/autocomplete/", asked | {"term": "桐教(2025)8号"})

    assert [each["text"] for each in answer.json()["results"]] == ["招生通知"]


def test_a_matter_shows_its_stages_in_order(client, editor):
    matter = Matter.objects.create(title="招聘")
    make_draft(title="拟聘用人员公示", matter=matter, matter_order=3, matter_stage="公示")
    make_item(title="招聘公告", matter=matter, matter_order=1, matter_stage="公告")

    page = client.get(f"/admin/disclosure/matter/{matter.pk}/change/").content.decode()

    assert 0 < page.index("招聘公告") < page.index("拟聘用人员公示")


def test_a_matter_in_use_is_not_deleted(client, editor):
    client.force_login(make_user("chao", is_superuser=True))
    matter = Matter.objects.create(title="招聘")
    make_draft(matter=matter)

    answer = client.post(f"/admin/disclosure/matter/{matter.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert Matter.objects.exists()


def test_a_row_of_a_narrowed_list_leads_back_to_it(client, editor):
    item = make_draft(author=editor)

    page = client.get(ITEMS, {"status__exact": "draft"}).content.decode()

    way_back = "?_changelist_filters=status__exact%3Ddraft"
    assert f'href="{ITEMS}{item.pk}/change/{way_back}"' in page
    assert f'href="{ITEMS}add/{way_back}"' in page
