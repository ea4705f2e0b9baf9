"""Synonyms, likely mistakes, and words looked for in vain: what staff keep for the search."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure import spelling, wanted_words
from disclosure.models import MissedWord, Misspelling, SynonymGroup
from disclosure.search import Query, catch_up, search
from disclosure.synonyms import expand
from disclosure.tests.factories import make_item
from disclosure.tests.staff import fields_of, make_author, make_editor, said
from portal.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
SYNONYMS = "/admin/disclosure/synonymgroup/"


def found(text) -> list[str]:
    catch_up()
    return [hit.item.title for hit in search(Query(text=text)).hits]


def offered(text) -> str:
    catch_up()
    query = Query(text=text)
    return spelling.better(query, search(query))


def search_from(client, text, *addresses, on=DAY):
    """Search as a reader at each of the addresses, on a day."""
    query = Query(text=text)
    for address in addresses:
        request = client.get("/search/", REMOTE_ADDR=address).wsgi_request
        wanted_words.note(request, query, search(query), on=on)


# --- Synonyms -----------------------------------------------------------------------------------


def test_another_name_finds_too_and_ranks_below_the_word_as_typed():
    SynonymGroup.objects.create(words="学区、施教区、招生范围")
    make_item(title="关于小学施教区的公告", body="<p>施教区施教区</p>")
    make_item(title="校车管理规定", body="<p>各学区</p>")
    make_item(title="小学招生范围一览")

    assert found("学区")[0] == "校车管理规定"
    assert set(found("学区")[1:]) == {"关于小学施教区的公告", "小学招生范围一览"}
    assert found("施教区 公告")[0] == "关于小学施教区的公告"
    assert set(found("小学学区")[:2]) == {"关于小学施教区的公告", "小学招生范围一览"}


def test_most_of_the_words_are_looked_for_under_their_other_names_too():
    SynonymGroup.objects.create(words="校园欺凌、学生欺凌、欺负")
    make_item(title="防治中小学学生欺凌实施方案", body="<p>同学之间</p>")
    make_item(title="校车安全")

    assert found("同学 欺负 告状") == ["防治中小学学生欺凌实施方案"]


def test_a_name_inside_other_words_is_no_name():
    SynonymGroup.objects.create(words="学区、施教区")

    assert expand("数学区域教研") is None
    assert expand("数学 学区").others == ("施教区",)


def test_a_page_says_which_other_names_were_looked_for(client):
    SynonymGroup.objects.create(words="学区、施教区")
    make_item(title="关于小学施教区的公告")
    catch_up()

    page = client.get("/search/?q=学区").content.decode()

    assert "也找了意思相同的词：施教区" in page
    assert "<mark>施教区</mark>" in page


@pytest.mark.parametrize(
    "words, refusal",
    [
        ("学区", "请填写2至12个不同的词"),
        ("学区、 学區", "请填写2至12个不同的词"),
        ("学区、区", "不能作为搜索词"),
        ("学区、招生 (范围)", "不能作为搜索词"),
        ("学籍、转学", "已在另一组"),
    ],
)
def test_a_group_that_says_nothing_is_refused_with_a_reason(client, words, refusal):
    SynonymGroup.objects.create(words="转学、转校")
    client.force_login(make_editor())

    page = client.post(f"{SYNONYMS}add/", {"words": words, "is_used": "on", "note": ""})

    assert refusal in page.content.decode()
    assert SynonymGroup.objects.count() == 1


def test_what_staff_change_holds_from_the_next_search_on_and_is_audited(client):
    make_item(title="关于小学施教区的公告")
    client.force_login(make_editor())
    assert found("学区") == []

    client.post(f"{SYNONYMS}add/", {"words": "学区 施教区", "is_used": "on", "note": ""})

    group = SynonymGroup.objects.get()
    assert found("学区") == ["关于小学施教区的公告"]
    client.post(f"{SYNONYMS}{group.pk}/change/", {"words": group.words, "note": ""})
    assert found("学区") == []
    assert AuditEntry.objects.about(group).count() == 2
    assert group.history.count() == 2


def test_without_an_index_titles_are_asked_for_other_names_too():
    SynonymGroup.objects.create(words="学区、施教区")
    make_item(title="关于小学施教区的公告")

    results = search(Query(text="小学学区"))

    assert results.is_fallback
    assert results.total == 1


def test_a_new_portal_gets_its_first_words_once_and_every_one_is_good():
    call_command("load_search_words", verbosity=0)
    assert SynonymGroup.objects.count() >= 60
    for row in [*SynonymGroup.objects.all(), *Misspelling.objects.all()]:
        row.full_clean()

    SynonymGroup.objects.first().delete()
    count = SynonymGroup.objects.count()
    call_command("load_search_words", verbosity=0)

    assert SynonymGroup.objects.count() == count


# --- Did you mean -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("幼稚圆", "幼儿园"),  # the office's list
        ("招生简张", "招生简章"),  # a wrong character
        ("教师照聘公告", "教师招聘公告"),
        ("校管理办法", "校车管理办法"),  # one is missing
        ("校车管理理办法", "校车管理办法"),  # one too much
        ("简招生章 幼儿园", ""),  # nothing is near
        ("云教发2025 18号", "〔2025〕18号"),
        ("鹦鹉", ""),
        ("幼儿园招生简章", ""),  # found as it is
    ],
)
def test_a_likely_mistake_is_mended_when_that_finds_more(typed, meant):
    Misspelling.objects.create(wrong="幼稚圆", right="幼儿园")
    make_item(title="云溪县2025年幼儿园招生简章", doc_no="云教〔2025〕18号")
    make_item(title="公开教师招聘公告")
    make_item(title="校车管理办法")

    assert offered(typed) == meant


def test_a_mistake_across_two_right_words_is_none():
    Misspelling.objects.create(wrong="学去", right="学区")
    make_item(title="云溪县2025年学生转学、休学办理办法", body="<p>转学去外县</p>")

    assert offered("转学去外县要等多久") == ""
    assert spelling.by_list("小学学去划分") == "小学学区划分"


def test_the_page_offers_it_as_a_link(client):
    make_item(title="云溪县2025年幼儿园招生简章")
    catch_up()

    page = client.get("/search/?q=招生简张").content.decode()

    assert '您要找的是不是：<a href="?q=%E6%8B%9B%E7%94%9F%E7%AE%80%E7%AB%A0">招生简章</a>' in page


# --- Words looked for in vain -------------------------------------------------------------------


def test_a_word_is_shown_once_three_readers_missed_it_and_not_readable_before(client):
    make_item()
    catch_up()

    search_from(client, "校园足球联赛", "203.0.113.1", "203.0.113.1", "198.51.100.2")

    assert list(MissedWord.objects.values_list("text", "times")) == [("", 2)]
    search_from(client, "校园 足球联赛", "192.0.2.3")
    assert list(MissedWord.objects.shown().values_list("text", "times")) == [("校园足球联赛", 3)]


@pytest.mark.parametrize(
    "text",
    ["张三13812345678", "110101199003070038", "云溪县张三2025年4567分", "a@example.org 张三", "好"],
)
def test_what_may_be_a_persons_is_never_counted(client, text):
    make_item()
    catch_up()

    search_from(client, text, "203.0.113.1", "198.51.100.2", "192.0.2.3")

    assert not MissedWord.objects.exists()


def test_what_is_found_or_filtered_is_not_missed(client):
    make_item(title="校园足球")
    catch_up()

    client.get("/search/?q=校园足球")
    client.get("/search/?q=校园手球&year=2020")

    assert not MissedWord.objects.exists()


def test_words_are_forgotten_when_few_ask_when_nobody_does_and_when_they_are_found():
    for text, times, days_ago in [
        ("甲球", 5, 1),
        ("", 2, 31),
        ("乙球", 9, 200),
        ("校车线路", 4, 1),
    ]:
        on = DAY - timedelta(days=days_ago)
        MissedWord.objects.create(mark=f"{text}{times}", text=text, first_on=on, last_on=on)
    for number in range(3):
        make_item(title=f"校车线路{number}")
    catch_up()

    wanted_words.forget(DAY)

    assert list(MissedWord.objects.values_list("text", flat=True)) == ["甲球"]


def test_one_reader_is_counted_for_so_many_words_a_day_and_refused_nothing(client, settings):
    settings.RATE_LIMITS = {"missed": (2, 86400)}
    make_item()
    catch_up()

    for word in ("校园足球联赛", "校园手球联赛", "校园棒球联赛"):
        search_from(client, word, "203.0.113.1")
    search_from(client, "校园垒球联赛", "198.51.100.2")

    assert MissedWord.objects.count() == 3


def test_a_full_table_keeps_the_most_wanted_and_has_room_for_new_words(monkeypatch):
    bounds = {"MOST_AWAITED": 4, "ROOM": 2, "MOST_SHOWN": 1}
    for name, most in bounds.items():
        monkeypatch.setattr(f"disclosure.models.search_words.{name}", most)
    for text, times in [("", 1), ("", 2), ("", 2), ("", 1), ("甲球", 9), ("乙球", 3)]:
        mark = f"{MissedWord.objects.count()}"
        MissedWord.objects.create(mark=mark, text=text, times=times, first_on=DAY, last_on=DAY)
    MissedWord.objects.miss("丙球", on=DAY)
    before = MissedWord.objects.count()

    MissedWord.objects.forget(DAY)
    MissedWord.objects.miss("丙球", on=DAY)

    assert before == 6
    kept = MissedWord.objects.values_list("text", "times")
    assert sorted(kept) == [("", 1), ("", 2), ("", 2), ("甲球", 9)]


def test_staff_go_from_a_missed_word_to_a_draft_or_a_synonym_or_put_it_away(client):
    today = timezone.localdate()
    word = MissedWord.objects.create(mark="m", text="足球联赛", first_on=today, last_on=today)
    client.force_login(make_editor())
    page = client.get("/admin/disclosure/missedword/")
    assert "建立条目草稿" in page.content.decode()

    draft = client.get("/admin/disclosure/item/add/?title=足球联赛")
    synonym = client.get(f"{SYNONYMS}add/?words=足球联赛、")
    act = {"action": "dismiss", "_selected_action": word.pk}
    done = client.post("/admin/disclosure/missedword/", act, follow=True)

    assert fields_of(draft)["title"] == ["足球联赛"]
    assert fields_of(synonym, "synonymgroup_form")["words"] == ["足球联赛、"]
    assert said(done) == ["“足球联赛”已从清单中去掉。"]
    assert not MissedWord.objects.shown().exists()
    assert AuditEntry.objects.about(word).count() == 1


def test_an_author_sees_missed_words_and_changes_no_synonyms(client):
    client.force_login(make_author())

    assert client.get("/admin/disclosure/missedword/").status_code == 200
    assert client.get(SYNONYMS).status_code == 403
