"""Writing at the desk: templates, autosave, restoring, pasting, preview, the page of warnings."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from disclosure.models import Item, ItemTemplate, WrongWord
from disclosure.tests.factories import make_category, make_draft
from disclosure.tests.staff import fields_of, make_author, make_editor, said
from disclosure.workflow import Status
from disclosure.writing_seeds import load_templates, load_wrong_words, read_templates
from portal.ledger_jobs import run_waiting
from portal.models import KeptForm, LedgerJob, Login
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

ADD = "/admin/disclosure/item/add/"
TEXT = "<p>打了一半的字</p>"


@pytest.fixture
def writer(client):
    writer = make_author()
    client.force_login(writer)
    return writer


def page_of(item, act="change"):
    return f"/admin/disclosure/item/{item.pk}/{act}/"


def autosave(client, address, **typed):
    sent = fields_of(client.get(address), **typed)
    return client.post(address, sent | {"_autosave": "1"})


def offers_on(page):
    tree = html.fromstring(page.content.decode())
    return [each.text_content().strip().split("）")[0] for each in tree.find_class("offer")]


# --- Templates -----------------------------------------------------------------------------------


def test_a_template_fills_in_title_body_and_what_belongs_to_its_kind(client, writer):
    load_templates()
    template = ItemTemplate.objects.get(name="公示")

    choice = client.get(ADD).content.decode()
    begun = fields_of(client.get(f"{ADD}?template={template.pk}&category={make_category().pk}"))

    assert f"?template={template.pk}" in choice
    assert begun["title"] == ["关于【请填写：事项】的公示"]
    assert "<h2>二、公示期</h2>" in begun["body"][0]
    assert begun["period_kind"] == ["publicity"]
    assert begun["category"] == [str(make_category().pk)]


def test_every_shipped_template_survives_cleaning_and_has_places_to_fill():
    load_templates()

    for shipped, stored in zip(read_templates(), ItemTemplate.objects.all(), strict=True):
        assert stored.body.count("【请填写") == shipped["body"].count("【请填写") > 0
        assert stored.body.count("<h2") == shipped["body"].count("<h2")


def test_what_the_office_took_out_of_its_lists_does_not_come_back():
    assert load_wrong_words() == WrongWord.objects.count() > 100
    load_templates()
    ItemTemplate.objects.filter(name="工作动态").delete()
    WrongWord.objects.filter(wrong="布署").delete()

    assert (load_templates(), load_wrong_words()) == (0, 0)

    assert not WrongWord.objects.filter(wrong="布署").exists()


# --- Autosave ------------------------------------------------------------------------------------


def test_what_is_typed_into_a_draft_is_kept_offered_and_restored(client, writer):
    draft = make_draft(author=writer)

    answer = autosave(client, page_of(draft), body=TEXT)
    row = KeptForm.objects.get()
    offered = client.get(page_of(draft))
    restored = client.get(f"{page_of(draft)}?restore={row.pk}")

    draft.refresh_from_db()
    assert draft.body == "<p>正文</p>"
    assert answer.json()["said"] == ""
    assert offers_on(offered)[0].startswith("有未保存的内容（")
    assert fields_of(restored)["body"] == [TEXT]


def test_what_was_restored_and_saved_is_not_offered_again(client, writer):
    draft = make_draft(author=writer)
    autosave(client, page_of(draft), body=TEXT)
    restored = client.get(f"{page_of(draft)}?restore={KeptForm.objects.get().pk}")

    client.post(page_of(draft), fields_of(restored) | {"_continue": "1"})

    draft.refresh_from_db()
    assert draft.body == TEXT
    assert not KeptForm.objects.exists()


def test_two_new_items_are_kept_apart_and_one_is_thrown_away(client, writer):
    autosave(client, ADD, title="甲")
    autosave(client, ADD, title="乙")
    newest, oldest = KeptForm.objects.order_by("-pk")

    page = client.get(ADD)
    thrown = client.post(
        reverse("admin:disclosure_item_discard", args=[newest.pk]), {}, follow=True
    )

    assert [offer.split("，")[1] for offer in offers_on(page)] == ["《乙》", "《甲》"]
    assert said(thrown) == ["未保存的内容已经丢弃。"]
    assert KeptForm.objects.get() == oldest


def test_one_form_is_kept_once_however_often_it_saves_itself(client, writer):
    sent = fields_of(client.get(ADD), title="第一稿") | {"_autosave": "1"}

    client.post(ADD, sent)
    client.post(ADD, sent | {"title": ["第二稿"]})

    fields = dict(json.loads(KeptForm.objects.get().content)["fields"])
    assert fields["title"] == ["第二稿"]
    assert Item.objects.count() == 0


def test_nobody_sees_restores_or_throws_away_what_another_typed(client, writer):
    draft = make_draft(author=writer)
    autosave(client, page_of(draft), body=TEXT)
    row = KeptForm.objects.get()
    client.force_login(make_editor(office=writer.office))

    page = client.get(f"{page_of(draft)}?restore={row.pk}")
    discarded = client.post(reverse("admin:disclosure_item_discard", args=[row.pk]))

    assert "打了一半的字" not in page.content.decode()
    assert "打了一半的字" not in client.get(page_of(draft, "preview/shown")).content.decode()
    assert discarded.status_code == 404
    assert KeptForm.objects.exists()


def test_a_draft_of_another_office_is_not_named_by_who_types_its_number(client, writer):
    elsewhere = make_author("bie", office=make_office("人事科"))
    other = make_draft(author=elsewhere, office=elsewhere.office, title="未公开的任免")
    sent = fields_of(client.get(ADD), title="甲", postpones=str(other.pk))
    client.post(ADD, sent | {"replaces": [str(other.pk)], "_autosave": "1"})

    restored = client.get(f"{ADD}?restore={KeptForm.objects.get().pk}")
    begun = client.get(f"{ADD}?postpones={other.pk}&replaces={other.pk}&interprets={other.pk}")

    assert fields_of(restored)["title"] == ["甲"]
    assert "未公开的任免" not in restored.content.decode()
    assert "未公开的任免" not in begun.content.decode()


@pytest.mark.parametrize("query", ["restore", "template", "category", "replaces"])
@pytest.mark.parametrize("junk", ["abc", "9" * 5000])
def test_a_key_that_is_none_begins_an_empty_form(client, writer, query, junk):
    page = client.get(f"{ADD}?{query}={junk}")

    assert page.status_code == 200


def test_a_key_that_is_none_is_refused_in_words_when_it_is_sent(client, writer):
    sent = fields_of(client.get(ADD), title="甲", category="abc", replaces="abc")

    page = client.post(ADD, sent)

    assert page.status_code == 200
    assert page.context["adminform"].form.errors["category"]
    assert not Item.objects.exists()


def test_junk_that_was_kept_is_restored_without_the_keys_that_are_none(client, writer):
    autosave(client, ADD, title="甲", category="abc", replaces="abc")

    restored = client.get(f"{ADD}?restore={KeptForm.objects.get().pk}")

    assert fields_of(restored)["title"] == ["甲"]
    assert not fields_of(restored).get("category")


def test_junk_sent_as_an_autosave_is_refused_or_kept_never_a_fault(client, writer):
    draft = make_draft(author=writer)
    junk = {"_autosave": "1", "title": "甲", "seen_at": "2026-13-45T00:00:00", "form_key": "\x00"}

    nowhere = client.post("/admin/disclosure/item/abc/change/", junk)
    kept = client.post(page_of(draft), junk)

    assert nowhere.status_code == 403
    assert "另行保存过" in kept.json()["said"]
    assert KeptForm.objects.get().key == ""


def test_what_may_not_be_written_is_not_kept_either(client, writer):
    other = make_draft(author=make_author("bie", office=make_office("另一科室")))

    answer = client.post(page_of(other), {"_autosave": "1", "title": "改"})

    assert answer.status_code == 403
    assert not KeptForm.objects.exists()


def test_a_text_somebody_else_saved_meanwhile_is_kept_and_said_so(client, writer):
    draft = make_draft(author=writer)
    sent = fields_of(client.get(page_of(draft)), body=TEXT) | {"_autosave": "1"}
    draft.title = "同事改的"
    draft.save()

    answer = client.post(page_of(draft), sent)
    restored = client.get(f"{page_of(draft)}?restore={KeptForm.objects.get().pk}")
    saved = client.post(page_of(draft), fields_of(restored) | {"_continue": "1"})

    assert "被另行保存过" in answer.json()["said"]
    assert "被另行保存过" in saved.content.decode()
    draft.refresh_from_db()
    assert draft.title == "同事改的"


def test_an_autosave_that_comes_after_the_login_ended_is_kept_all_the_same(client, writer):
    draft = make_draft(author=writer)
    sent = fields_of(client.get(page_of(draft)), body=TEXT) | {"_autosave": "1"}
    Login.objects.update(idle_at=timezone.now() - timedelta(minutes=1))

    answer = client.post(page_of(draft), sent)

    assert answer.status_code == 302
    client.force_login(writer)
    assert len(offers_on(client.get(page_of(draft)))) == 1


def test_old_autosaves_go_at_night(writer):
    now = timezone.now()
    kept = {"path": ADD, "content": "{}"}
    KeptForm.objects.autosave(writer, key="a", at=now - timedelta(days=8), **kept)
    KeptForm.objects.autosave(writer, key="b", at=now, **kept)

    Login.objects.forget(at=now)

    assert KeptForm.objects.get().key == "b"


# --- Pasting -------------------------------------------------------------------------------------


def test_the_server_cleans_what_is_pasted_and_says_what_it_left_out(client, writer):
    source = "<p class=MsoNormal style='mso-x:1'>字<img src='x.png'></p>"

    answer = client.post("/admin/disclosure/item/paste/", {"html": source}).json()

    assert answer["html"] == "<p>字</p>"
    assert "1张图片没有粘贴" in answer["said"]


def test_a_text_nested_too_deep_to_be_read_is_not_dropped_in_silence(client, writer):
    source = "<div>" * 400 + "字" + "</div>" * 400

    answer = client.post("/admin/disclosure/item/paste/", {"html": source}).json()

    assert answer["html"] == ""
    assert "没有可以粘贴的文字" in answer["said"]


# --- Preview -------------------------------------------------------------------------------------


def test_the_preview_shows_the_public_page_with_what_is_not_saved_yet(client, writer):
    draft = make_draft(author=writer, title="预览的通知")
    autosave(client, page_of(draft), body=TEXT)

    desk = client.get(page_of(draft, "preview") + "?width=phone")
    frame = client.get(page_of(draft, "preview/shown"))

    assert "frame-src 'self'" in desk["Content-Security-Policy"]
    assert 'class="phone"' in desk.content.decode()
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "打了一半的字" in frame.content.decode()
    assert "公开时自动生成" in frame.content.decode()
    draft.refresh_from_db()
    assert (draft.body, draft.index_no, draft.published_at) == ("<p>正文</p>", None, None)


def test_a_new_item_is_previewed_before_it_is_ever_saved(client, writer):
    answer = autosave(client, ADD, title="还没保存", body=TEXT).json()  # no category chosen yet

    desk = client.get(answer["preview"])
    frame = client.get(desk.context["frame"])

    assert "还没保存" in frame.content.decode()
    assert "打了一半的字" in frame.content.decode()
    assert Item.objects.count() == 0


def test_a_draft_of_another_office_is_previewed_by_nobody_outside_it(client, writer):
    other = make_draft(author=make_author("bie", office=make_office("另一科室")))

    answers = [client.get(page_of(other, act)) for act in ("preview", "preview/shown")]

    assert [answer.status_code for answer in answers] == [403, 403]


# --- The checklist -------------------------------------------------------------------------------


def test_warnings_want_a_tick_and_a_word_before_the_draft_is_submitted(client, writer):
    draft = make_draft(author=writer, written_on=date(2025, 3, 1))
    sent = fields_of(client.get(page_of(draft))) | {"_submit": "1"}

    asked = client.post(page_of(draft), sent, follow=True)
    refused = client.post(page_of(draft, "submit"), {"note": " "})
    answered = {"confirmed": "on", "note": "通知很短，不写概述"}
    client.post(page_of(draft, "submit"), answered)

    assert asked.redirect_chain == [(page_of(draft, "submit"), 302)]
    assert "没有内容概述" in asked.content.decode()
    assert "请用一句话说明为什么可以照原样提交" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.SECTION_REVIEW
    assert "通知很短，不写概述" in client.get(page_of(draft, "review")).content.decode()


def test_the_page_of_a_draft_leads_from_each_remark_to_its_field(client, writer):
    draft = make_draft(author=writer, body="<p>【 】</p>")

    tree = html.fromstring(client.get(page_of(draft)).content.decode())

    links = tree.xpath("//section[@class='checklist']//li/a/@href")
    assert links == ["#id_body", "#id_written_on", "#id_summary"]
    assert all(tree.get_element_by_id(link[1:]) is not None for link in links)


def test_many_drafts_are_submitted_in_the_background_and_each_refusal_is_kept(client, writer):
    clear = {"author": writer, "summary": "概述", "written_on": date(2025, 3, 1)}
    drafts = [make_draft(title=f"通知{number}", **clear) for number in range(11)]
    unfilled = make_draft(title="没填完", **clear | {"summary": "【请填写：概述】"})
    pks = [draft.pk for draft in [*drafts, unfilled]]
    chosen = {"action": "submit", "_selected_action": pks}

    begun = client.post("/admin/disclosure/item/", chosen, follow=True)
    run_waiting()
    page = client.get(begun.wsgi_request.path).content.decode()

    assert "排队等候" in begun.content.decode()
    assert Item.objects.filter(status=Status.SECTION_REVIEW).count() == 11
    assert "办理完毕：提交审核 11 条，1 条没有办理" in page
    assert "“没填完”未办理" in page


def test_a_right_taken_away_meanwhile_stops_the_drafts_that_wait_and_says_so(client, writer):
    clear = {"author": writer, "summary": "概述", "written_on": date(2025, 3, 1)}
    pks = [make_draft(title=f"通知{number}", **clear).pk for number in range(11)]
    chosen = {"action": "submit", "_selected_action": pks}
    begun = client.post("/admin/disclosure/item/", chosen, follow=True)
    writer.groups.clear()

    run_waiting()
    page = client.get(begun.wsgi_request.path).content.decode()

    assert "没有办完（权限可能已被收回" in page
    assert "导入" not in LedgerJob.objects.get().error
    assert set(Item.objects.values_list("status", flat=True)) == {Status.DRAFT}
