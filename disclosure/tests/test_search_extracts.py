"""Extracts: escaped text around the best spot, with the words marked."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from disclosure.search_extracts import LENGTH, extract, mark, without_tags

FILLER = "各科室认真落实有关要求，做好日常服务。" * 20


def test_words_are_marked_however_they_are_written():
    assert mark("關於招生簡章的ＧＢ說明", ("招生", "简章", "gb")) == (
        "關於<mark>招生簡章</mark>的<mark>ＧＢ</mark>說明"
    )


def test_marks_are_right_where_folding_changes_the_length():
    text = "㎡㎡ﬁ阿卜杜·热合曼\u200b和𠮷㛃"

    assert mark(text, ("阿卜杜热合曼", "𠮷㛃")) == (
        "㎡㎡ﬁ<mark>阿卜杜·热合曼</mark>\u200b和<mark>𠮷㛃</mark>"
    )


def test_a_longer_word_is_marked_before_its_part():
    assert mark("义务教育", ("教育", "义务教育")) == "<mark>义务教育</mark>"


def test_words_side_by_side_are_marked_as_one():
    assert mark("教师招聘，教师", ("教师", "招聘")) == "<mark>教师招聘</mark>，<mark>教师</mark>"


def test_html_in_a_text_is_text():
    assert mark("<script>alert('招生')</script>", ("招生",)) == (
        "&lt;script&gt;alert(&#x27;<mark>招生</mark>&#x27;)&lt;/script&gt;"
    )


def test_an_extract_is_made_around_the_place_with_most_of_the_words():
    text = f"招生。{FILLER}教师招聘的报名时间为三月。{FILLER}"

    shown = extract(text, ("招生", "招聘", "报名"))

    assert "<mark>招聘</mark>的<mark>报名</mark>" in shown
    assert shown.startswith("…") and shown.endswith("…")
    assert len(re.sub("</?mark>", "", shown)) <= LENGTH + 2


def test_an_extract_begins_with_a_sentence_where_one_is_near():
    text = f"{FILLER}请带户口簿报名。{FILLER}"

    assert extract(text, ("报名",)).startswith("…请带户口簿<mark>报名</mark>")


def test_without_the_words_an_extract_is_the_beginning():
    assert extract(FILLER, ("招生",)) == FILLER[:LENGTH] + "…"
    assert extract("短文", ()) == "短文"
    assert extract("", ("招生",)) == ""


def test_tags_go_and_what_they_part_stays_parted():
    table = "<table><tr><td>103</td><td>104</td></tr></table>"
    body = f"<p>招<strong>生</strong></p>{table}<p>1 &lt; 2</p>"

    assert without_tags(body).split() == ["招生", "103", "104", "1", "<", "2"]


def test_attributes_are_no_text():
    assert without_tags('<a href="/a?b>c" title="机密">见附件</a>') == "见附件"


@given(st.text(max_size=300), st.lists(st.sampled_from(["招生", "gb", "a", "1"]), max_size=3))
def test_whatever_the_text_an_extract_is_escaped_and_a_part_of_it(text, words):
    shown = extract(text, tuple(words))

    bare = re.sub("</?mark>", "", shown).strip("…")
    assert "<" not in bare and ">" not in bare
    assert html.unescape(bare).strip("…") in " ".join(text.split())
