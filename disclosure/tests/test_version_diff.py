"""What changed between two versions, in the words and marks reviewers see."""

import pytest

from disclosure.version_diff import Mark, Paragraph, compare_fields, compare_paragraphs
from disclosure.version_text import paragraphs_of


def paragraphs(*texts):
    return [Paragraph(text, f"<p>{text}</p>") for text in texts]


def shown(changes):
    return [
        (change.mark.value, [(piece.mark.value, piece.text) for piece in change.pieces])
        for change in changes
    ]


def test_equal_texts_have_no_change():
    changes = compare_paragraphs(paragraphs("甲", "乙"), paragraphs("甲", "乙"))

    assert [change.mark for change in changes] == [Mark.SAME, Mark.SAME]


def test_a_changed_paragraph_shows_the_characters_that_went_and_came():
    changes = compare_paragraphs(paragraphs("报名到20日止。"), paragraphs("报名到25日止。"))

    assert shown(changes) == [
        (
            "changed",
            [("same", "报名到2"), ("removed", "0"), ("added", "5"), ("same", "日止。")],
        )
    ]


def test_a_paragraph_put_in_or_taken_out_leaves_the_others_as_they_are():
    changes = compare_paragraphs(paragraphs("甲", "乙"), paragraphs("甲", "丙", "乙"))
    back = compare_paragraphs(paragraphs("甲", "丙", "乙"), paragraphs("甲", "乙"))

    assert [change.mark for change in changes] == [Mark.SAME, Mark.ADDED, Mark.SAME]
    assert [change.mark for change in back] == [Mark.SAME, Mark.REMOVED, Mark.SAME]


def test_a_paragraph_with_little_in_common_is_another_one():
    changes = compare_paragraphs(paragraphs("学区划分方案"), paragraphs("请按时报到，谢谢"))

    assert [change.mark for change in changes] == [Mark.REMOVED, Mark.ADDED]


def test_a_changed_link_or_layout_is_said_though_the_text_is_the_same():
    before = [Paragraph("登录网站", '<p><a href="https://a.example">登录网站</a></p>')]
    after = [Paragraph("登录网站", '<p><a href="https://b.example">登录网站</a></p>')]

    (change,) = compare_paragraphs(before, after)

    assert change.mark == Mark.LAYOUT


@pytest.mark.parametrize(
    "old, new, mark",
    [("", "新", Mark.ADDED), ("旧", "", Mark.REMOVED), ("旧文", "新文", Mark.CHANGED)],
)
def test_only_changed_fields_are_listed_by_their_label(old, new, mark):
    (change,) = compare_fields({"标题": "同", "摘要": old}, {"标题": "同", "摘要": new})

    assert (change.name, change.mark) == ("摘要", mark)


def test_a_very_long_paragraph_is_shown_whole_old_and_new():
    old, new = "甲" * 5000, "甲" * 5000 + "乙"

    (change,) = compare_fields({"正文": old}, {"正文": new})

    assert [piece.text for piece in change.pieces] == [old, new]


def test_every_mark_has_a_word():
    assert all(mark.label for mark in Mark)


def test_a_body_is_compared_by_lines_and_a_table_row_by_row():
    body = "<p>一<br>二</p><table><tr><td>校名</td><td>计划</td></tr></table><ul><li>三</li></ul>"

    texts = [paragraph.text for paragraph in paragraphs_of(body)]

    assert texts == ["一", "二", "校名 ｜ 计划", "三"]
