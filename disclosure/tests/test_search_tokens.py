"""Folding, bigrams, and how a query is cut into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.search_phrases import FoldedText
from disclosure.search_tokens import MAX_WORDS, cut, fold, tokens

TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("招生簡章教師资格 　\n·•㛃𠮷㎡ﬁＡbé①İß٣〇々\u200b\u0301\ufe0f。（）2024"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    "one, other",
    [
        ("招生簡章", "招生简章"),
        ("臺灣後裔", "台湾后裔"),
        ("ＧＢ１８０３０", "gb18030"),
        ("阿卜杜·热合曼", "阿卜杜热合曼"),
        ("阿卜杜•热合曼", "阿卜杜・热合曼"),
        ("招\u200b生", "招生"),
        ("葛\U000e0100", "葛"),
        ("招\ud800生", "招生"),
        ("招生\0", "招生 "),
        ("Café", "cafe\u0301"),
        ("⾏政", "行政"),
        ("桐教〔2020〕", "桐教(2020)"),
    ],
)
def test_what_is_the_same_to_a_reader_folds_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name", ["㛃", "𠮷", "〇", "々", "\ue863", "龘", "㗊"])
def test_rare_characters_survive(name):
    assert fold(name) == name
    assert tokens(name) == name


def test_text_becomes_overlapping_bigrams_and_whole_words_of_other_script():
    assert tokens("桐教〔2020〕103号，见 GB18030") == "2020 103 gb18030 桐教 号 见"
    assert tokens("义务教育") == "义务 务教 教育"


def test_han_goes_on_over_blanks_and_line_breaks():
    assert tokens("招\n生 李　娜").split() == ["招生", "生李", "李娜"]


@pytest.mark.parametrize(
    "query, words",
    [
        ("义务教育招生", ["义务教育", "招生"]),
        ("義務教育招生", ["义务教育", "招生"]),
        ("欧阳晨", ["欧阳晨"]),
        ("汽开区", ["汽开区"]),
        ("阿卜杜·热合曼", ["阿卜杜", "热合曼"]),
        ("㛃𠮷", ["㛃𠮷"]),
        ("我想问一下2024年小学报名需要什么材料", ["2024", "小学", "报名", "材料"]),
        ("学校的食堂", ["学校", "食堂"]),
        ('教师 AND 招聘 OR "编制" *', ["教师", "and", "招聘", "or", "编制"]),
        ("GB18030编码", ["gb18030", "编码"]),
        ("招生 招生 招生", ["招生"]),
        ("二〇二四年决算 24年预算", ["2024", "决算", "预算"]),
        ("云 县 校 车 全", ["云", "县", "校"]),
        ("什么", ["什么"]),
        ("的", ["的"]),
        ("", []),
        ("。，！？……", []),
        ("😀😀", []),
        ("\0", []),
    ],
)
def test_a_query_is_cut_into_words(query, words):
    assert list(cut(query).strict) == words


def test_the_relaxed_words_leave_out_what_the_cutter_left_over():
    words = cut("办入学要什么材料")

    assert words.strict == ("办入学", "材料")
    assert words.relaxed == ("入学", "材料")


def test_the_relaxed_words_are_the_parts_of_longer_ones():
    assert cut("义务教育 资格证").relaxed == ("义务", "教育", "资格证")


def test_words_typed_as_one_are_bridged():
    assert cut("教师招聘").bridges == ("师招",)
    assert cut("教师 招聘").bridges == ()


@given(TEXT)
def test_any_query_gives_a_bounded_number_of_words(query):
    words = cut(query * 100)

    assert len(words.strict) <= MAX_WORDS
    assert len(words.relaxed) <= MAX_WORDS


@given(TEXT, TEXT)
def test_a_text_folds_alike_wherever_it_stands(before, text):
    assert fold(before + text) == fold(before) + fold(text)


@given(TEXT, TEXT, TEXT)
def test_a_word_has_its_tokens_in_every_text_that_has_the_word(before, word, after):
    text = f"{before} {word} {after}"

    for part in cut(word).strict:
        if FoldedText(text).has(part) and len(part) > 1:
            assert set(tokens(part).split()) <= set(tokens(text).split())


@given(TEXT)
def test_places_lead_back_to_the_text_that_folds_to_the_word(text):
    words = cut(text).strict

    for begin, end, word in FoldedText(text).spans(words):
        assert word in words
        assert word in "".join(fold(text[begin:end]).split())


@pytest.mark.parametrize(
    "text, word, is_there",
    [
        ("《招生簡章》", "招生简章", True),
        ("招 生\n简 章", "招生简章", True),
        ("招生。简章", "招生简章", False),
        ("GB18030", "18030", False),
        ("编号103-2", "103", True),
        ("1034", "103", False),
        ("103号", "103", True),
    ],
)
def test_a_text_is_asked_for_a_phrase(text, word, is_there):
    assert FoldedText(text).has(word) is is_there
