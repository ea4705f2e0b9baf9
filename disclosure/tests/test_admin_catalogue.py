"""The catalogue and the guide in the admin."""

import pytest
from django.urls import reverse

from disclosure.models import Category, CategoryStatus, Guide, NationalRow
from disclosure.tests.factories import make_category, make_draft
from disclosure.tests.staff import errors_beside, fields_of, make_editor, make_system_admin, said
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

LIST = "/admin/disclosure/category/"


@pytest.fixture
def keeper(client):
    keeper = make_system_admin()
    client.force_login(keeper)
    return keeper


def send(client, category, **typed):
    page = client.get(reverse("admin:disclosure_category_change", args=[category.pk]))
    return client.post(
        page.wsgi_request.path, fields_of(page, "category_form", **typed), follow=True
    )


def test_the_tree_is_listed_with_its_rhythm_and_state(client, keeper):
    make_category(cadence="yearly")
    make_category("0602", status=CategoryStatus.NOT_APPLICABLE, status_reason="本县没有")

    page = client.get(LIST).content.decode()

    assert page.index("06 招生入学") < page.index("0601 招生政策") < page.index("0602")
    assert '<span class="depth-1">0601 招生政策</span>' in page
    assert "定期（每年）" in page
    assert "不适用" in page


def test_channels_are_ticked(client, keeper):
    category = make_category()

    send(client, category, channels=["政府网站", "两微一端"])

    category.refresh_from_db()
    assert category.channels == ["政府网站", "两微一端"]


def test_a_category_not_applicable_says_why(client, keeper):
    category = make_category()

    page = send(client, category, status="not_applicable")

    assert "请写明理由" in errors_beside(page, "status_reason")


@pytest.mark.parametrize("typed", ["0", "16", "四", "4,11"])
def test_a_legal_ground_outside_the_article_is_refused(client, keeper, typed):
    page = send(client, make_category(), article20=typed)

    assert "1 至 15" in errors_beside(page, "article20")


def test_a_category_with_items_stays_a_leaf(client, keeper):
    category = make_draft().category
    page = client.get(reverse("admin:disclosure_category_change", args=[category.pk]))
    sent = fields_of(page, "category_form")
    del sent["is_leaf"]

    answer = client.post(page.wsgi_request.path, sent)

    assert "栏目下已有信息" in errors_beside(answer, "is_leaf")


def test_a_leaf_cannot_be_a_parent(client, keeper):
    leaf = make_category("0602")

    page = send(client, make_category(), parent=leaf.pk)

    assert "下面不能再设栏目" in errors_beside(page, "parent")


def test_the_tree_never_becomes_a_ring(client, keeper):
    root = Category.objects.create(code="07", name="教师", is_leaf=False)
    below = Category.objects.create(code="0701", name="招聘", is_leaf=False, parent=root)

    page = send(client, root, parent=below.pk)

    assert "不能是本栏目，也不能是本栏目的下级" in errors_beside(page, "parent")


def test_a_category_that_holds_something_is_not_deleted(client, keeper):
    leaf = make_draft().category
    addresses = [
        reverse("admin:disclosure_category_delete", args=[category.pk])
        for category in (leaf, leaf.parent)
    ]

    answers = [client.post(address, {"post": "yes"}) for address in addresses]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Category.objects.count() == 2


def test_an_empty_category_is_deleted(client, keeper):
    category = make_category()

    client.post(reverse("admin:disclosure_category_delete", args=[category.pk]), {"post": "yes"})

    assert not Category.objects.filter(pk=category.pk).exists()


def test_a_code_in_use_is_not_changed(client, keeper):
    category = make_category()

    send(client, category, code="9999")

    category.refresh_from_db()
    assert category.code == "0601"


def test_who_changed_a_category_and_what_is_told(client, keeper):
    category = make_category()
    send(client, category, name="招生工作", office=make_office().pk)

    page = client.get(reverse("admin:disclosure_category_history", args=[category.pk]))

    assert "招生政策 → 招生工作" in page.content.decode()
    assert str(keeper) in page.content.decode()


def test_the_catalogue_goes_out_as_a_table(client, keeper):
    make_category()
    fields = {"format": "1", "resource": ""}

    answer = client.post(f"{LIST}export/", fields)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "0601,06,招生政策" in answer.content.decode("utf-8-sig")


def test_a_national_row_is_confirmed_in_the_list(client, keeper):
    row = NationalRow.objects.create(seq="1.1", level1="政策", level2="法规")
    page = client.get("/admin/disclosure/nationalrow/")

    sent = fields_of(page, "changelist-form", **{"form-0-is_confirmed": "on", "_save": "保存"})
    client.post(page.wsgi_request.path, sent)

    row.refresh_from_db()
    assert row.is_confirmed


def test_the_guide_is_one_form_before_and_after_it_is_written(client):
    client.force_login(make_editor())
    first = client.get("/admin/disclosure/guide/", follow=True)
    sent = fields_of(first, "guide_form", phone="0000-1234567", reviewed_on="2025-03-03")

    page = client.post("/admin/disclosure/guide/1/change/", sent, follow=True)

    assert (Guide.objects.get().pk, Guide.objects.get().phone) == (1, "0000-1234567")
    assert len(said(page)) == 1
