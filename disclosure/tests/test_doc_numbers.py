import pytest

from disclosure.doc_numbers import fold, query_key, search_keys

WRITTEN = "桐教〔2020〕103号"


@pytest.mark.parametrize(
    "typed",
    [
        "桐教〔2020〕103号",
        "桐教(2020)103号",
        "桐教（2020）103号",
        "桐教［2020］103号",
        "桐教[2020] 103 号",
        "桐教【2020】103号",
        "桐教〔2020〕第103号",
        "桐教〔２０２０〕１０３号",
        "桐教〔2020〕103號",
        "桐教〔2020〕0103号",
        "桐教〔2020〕103号文件",
        "桐教〔2020〕103",
        "桐教2020年103号",
        "桐教 103号",
        "桐教103",
        "〔2020〕103号",
        "2020年103号",
        "103号",
        "第103号",
        "103",
        " 1 0 3 ",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed):
    assert query_key(typed) in search_keys(WRITTEN)


@pytest.mark.parametrize(
    "typed",
    [
        "桐教〔2021〕103号",
        "桐教函〔2020〕103号",
        "桐教〔2020〕10号",
        "桐教〔2020〕1103号",
        "104",
        "13",
    ],
)
def test_another_number_is_not_found(typed):
    assert query_key(typed) not in search_keys(WRITTEN)


@pytest.mark.parametrize(
    "text",
    ["", "招生", "2024年", "2024年招生", "123456", "20200103", "2020-01-03", "桐教〔2020〕", "😀"],
)
def test_other_text_is_no_number(text):
    assert query_key(text) is None


@pytest.mark.parametrize(
    "one, other",
    [
        ("桐教〔2020〕103号", "桐教 (2020) 103 號"),
        ("桐教﹝2020﹞103号", "桐教[2020]103号"),
        ("ＡＢ－１", "ab-1"),
        ("11990000000000000X／2024—00001", "11990000000000000x/2024-00001"),
    ],
)
def test_forms_of_one_number_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("written", ["教通字第七号", "2024年第5期", "公告"])
def test_a_number_of_another_kind_is_found_as_a_whole(written):
    assert search_keys(written) == [fold(written)]


def test_an_item_without_number_has_no_keys():
    assert search_keys("") == search_keys("  ") == []
