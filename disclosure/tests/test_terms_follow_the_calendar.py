"""A new or changed holiday notice: the terms it moves are shown, then counted anew in one act."""

from datetime import date

import pytest
from lxml import html

from disclosure.models import Category, Item
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.staff import grant, make_staff, said
from portal import calendar_users
from portal.models import AuditAct, AuditEntry, HolidayNotice, NoticeDay
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/portal/holidaynotice/add/"
FORMED = date(2025, 4, 20)  # a Sunday
FORMED_LATE = date(2026, 12, 25)


@pytest.fixture
def keeper(client):
    user = make_staff("keeper")
    grant(user, "add_holidaynotice", "change_holidaynotice", "view_holidaynotice")
    client.force_login(user)
    return user


def make_notice(year=2025, *holidays, is_complete=True):
    notice = HolidayNotice.objects.create(year=year, number="甲", is_complete=is_complete)
    for day in holidays:
        NoticeDay.objects.create(notice=notice, date=day, kind="holiday")
    return notice


def counted(draft):
    draft.recount(HolidayNotice.objects.calendar())
    draft.save()
    return draft


def form(**typed):
    return {
        "year": "2025",
        "number": "甲",
        "issued_on": "",
        "pasted": "",
        "is_complete": "on",
        "days-TOTAL_FORMS": "0",
        "days-INITIAL_FORMS": "0",
        "_save": "保存",
    } | typed


def change(notice):
    return f"/admin/portal/holidaynotice/{notice.pk}/change/"


def sent_by(page, button="") -> dict:
    """What the browser sends when the preview is confirmed, or `button` is pressed."""
    (preview,) = html.fromstring(page.content.decode()).xpath("//form[.//input[@name='_seen']]")
    return dict(preview.form_values()) | ({button: "1"} if button else {})


def due(item):
    return Item.objects.get(pk=item.pk).due_on


def cells(page):
    rows = html.fromstring(page.content.decode()).xpath("//table/tbody/tr")
    return [[cell.text_content().strip() for cell in row.xpath("td")] for row in rows]


@pytest.mark.parametrize(
    "limit, formed_on, due_on",
    [
        (20, FORMED, date(2025, 5, 16)),
        (7, FORMED, date(2025, 4, 29)),
        (3, FORMED, date(2025, 4, 23)),
        (3, None, None),
        (None, FORMED, None),
        (20, FORMED_LATE, None),
    ],
)
def test_the_term_is_that_of_the_leaf_from_the_day_of_origin(limit, formed_on, due_on):
    make_notice(2025)
    make_notice(2026)

    draft = counted(make_draft(category=make_category(limit_workdays=limit), formed_on=formed_on))

    assert due(draft) == due_on


def test_items_that_come_by_ledger_have_their_term():
    make_notice(2025)
    draft = Item(category=make_category(), title="草稿", written_on=FORMED)

    Item.objects.add_history([draft], by=None, note="台账")

    assert due(draft) == date(2025, 5, 16)


def test_before_a_notice_is_saved_the_moved_terms_are_shown_and_nothing_is_written(client, keeper):
    grant(keeper, "see_all_items")
    notice = make_notice(2025)
    draft = counted(make_draft(formed_on=FORMED))

    page = client.post(change(notice), form(pasted="劳动节：5月1日至5日放假，4月27日上班"))

    assert cells(page) == [[f"{draft.title} 未公开的信息", "2025-05-16", "2025-05-20"]]
    assert "读出 6 天" in page.content.decode()
    assert not NoticeDay.objects.exists()
    assert due(draft) == date(2025, 5, 16)
    assert not AuditEntry.objects.filter(act=AuditAct.SETTINGS_CHANGE).exists()


def test_who_may_not_read_items_sees_their_numbers_only(client, keeper):
    notice = make_notice(2025)
    draft = counted(make_draft(formed_on=FORMED))

    page = client.post(change(notice), form(pasted="5月1日至5日放假"))

    assert cells(page)[0][0] == f"№{draft.pk} 未公开的信息"
    assert draft.title not in page.content.decode()


def test_once_confirmed_the_notice_is_saved_and_every_term_counted_anew(client, keeper):
    notice = make_notice(2025)
    draft, public = counted(make_draft(formed_on=FORMED)), make_item(written_on=FORMED)
    preview = client.post(change(notice), form(pasted="5月1日至5日放假；4月27日上班"))

    page = client.post(change(notice), sent_by(preview), follow=True)

    assert due(draft) == date(2025, 5, 20)
    assert due(public) == date(2025, 5, 16)
    assert NoticeDay.objects.count() == 6
    assert "1条的期限已重新计算。" in said(page)[0]
    entry = AuditEntry.objects.get(act=AuditAct.SETTINGS_CHANGE)
    assert entry.by == keeper
    assert entry.data == {"moved": [[f"disclosure.item:{draft.pk}", "2025-05-16", "2025-05-20"]]}


def test_what_moved_since_the_preview_is_shown_again(client, keeper):
    notice = make_notice(2025)
    counted(make_draft(formed_on=FORMED))
    preview = client.post(change(notice), form(pasted="5月1日至5日放假"))
    counted(make_draft(title="另一件", formed_on=FORMED))

    page = client.post(change(notice), sent_by(preview))

    assert len(cells(page)) == 2
    assert not NoticeDay.objects.exists()


def test_from_the_preview_one_goes_back_to_what_was_typed(client, keeper):
    notice = make_notice(2025)
    preview = client.post(change(notice), form(pasted="5月1日至5日放假"))

    page = client.post(change(notice), sent_by(preview, "_edit"))

    assert "5月1日至5日放假" in page.content.decode()
    assert "尚未保存" in page.content.decode()
    assert not NoticeDay.objects.exists()


def test_a_new_year_gives_the_terms_that_could_not_be_counted_their_day(client, keeper):
    make_notice(2026)
    draft = counted(make_draft(formed_on=FORMED_LATE))
    typed = form(year="2027", number="乙", pasted="元旦：1月1日放假")
    preview = client.post(ADD, typed)

    client.post(ADD, sent_by(preview))

    assert "算不出" in preview.content.decode()
    assert due(draft) == date(2027, 1, 25)


def test_where_nothing_moves_and_nothing_was_pasted_it_is_saved_at_once(client, keeper):
    page = client.post(ADD, form(year="2031", is_complete=""), follow=True)

    assert HolidayNotice.objects.filter(year=2031).exists()
    assert "没有期限因此变动。" in said(page)


def test_a_later_notice_takes_over_a_day_of_an_earlier_one(client, keeper):
    make_notice(2025, date(2025, 5, 1))
    typed = form(number="乙", pasted="5月1日至4日放假")
    preview = client.post(ADD, typed)

    client.post(ADD, sent_by(preview))

    later = HolidayNotice.objects.get(number="乙")
    assert later.days.count() == NoticeDay.objects.count() == 4


def test_another_limit_of_the_leaf_counts_its_items_anew(admin_client):
    make_notice(2025)
    draft = counted(make_draft(formed_on=FORMED))
    Category.objects.filter(code="0601").update(limit_workdays=None)

    moved = calendar_users.recount()

    assert [(shift.old, shift.new) for shift in moved] == [(date(2025, 5, 16), None)]
    assert due(draft) is None


@pytest.mark.parametrize(
    "today, years, sentences",
    [
        (date(2025, 10, 31), [2025], []),
        (date(2025, 11, 1), [2025], ["amber 2026年"]),
        (date(2025, 11, 1), [2025, 2026], []),
        (date(2025, 3, 3), [2024], ["red 2025年"]),
    ],
)
def test_the_next_year_is_asked_for_from_november_and_this_one_always(today, years, sentences):
    for year in years:
        make_notice(year)

    gaps = calendar_users.gaps(today)

    levels = ("amber", "red")
    assert [f"{levels[gap.is_blocking]} {gap.sentence[:5]}" for gap in gaps] == sentences


def test_as_soon_as_a_term_cannot_be_counted_it_is_red():
    make_notice(2026)
    counted(make_draft(formed_on=FORMED_LATE))

    (gap,) = calendar_users.gaps(date(2026, 10, 1))

    assert gap.is_blocking
    assert gap.sentence.startswith("有未公开的信息的期限算不出来")


def test_what_is_missing_stands_above_the_list(client, keeper, time_machine):
    time_machine.move_to(date(2026, 12, 1))
    client.force_login(keeper)
    make_notice(2026)

    page = client.get("/admin/portal/holidaynotice/")

    assert said(page) == [
        "2027年的节假日安排还没有录全，请在国务院办公厅公布后录入（通常在11月）。"
    ]


def test_the_list_asks_as_often_for_ten_notices_as_for_one(
    client, keeper, django_assert_max_num_queries
):
    for year in range(2019, 2029):
        make_notice(year, date(year, 1, 1))

    with django_assert_max_num_queries(13 + len(calendar_users.USERS)):
        page = client.get("/admin/portal/holidaynotice/")

    assert page.status_code == 200


@pytest.mark.parametrize("rights, status", [([], 403), (["view_holidaynotice"], 200)])
def test_who_may_only_look_changes_nothing(client, rights, status):
    notice = make_notice(2025)
    reader = make_user("reader")
    grant(reader, *rights)
    client.force_login(reader)

    assert client.get("/admin/portal/holidaynotice/").status_code == status
    assert client.get(change(notice)).status_code == status
    assert client.post(change(notice), form(pasted="5月1日放假")).status_code == 403
    assert client.get(ADD).status_code == 403
    assert not NoticeDay.objects.exists()


@pytest.mark.parametrize("path", ["", "add/", "1/change/"])
def test_whoever_is_not_logged_in_is_asked_to(client, path):
    page = client.get(f"/admin/portal/holidaynotice/{path}")

    assert page.status_code == 302
    assert page.url.startswith("/admin/login/")


def test_a_notice_is_corrected_never_deleted(admin_client):
    notice = make_notice(2025)

    assert admin_client.post(f"/admin/portal/holidaynotice/{notice.pk}/delete/").status_code == 403
