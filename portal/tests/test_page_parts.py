"""The small parts of pages that every template may use."""

import pytest
from django.template import Context, Template

from portal.templatetags.portal import even_rows


def test_a_short_row_of_a_file_reaches_to_the_end_of_its_table():
    rows = [["收入预算表"], ["项目", "预算数", "备注"], ["合计", "12"]]

    assert even_rows(rows) == [
        [("收入预算表", 3)],
        [("项目", 1), ("预算数", 1), ("备注", 1)],
        [("合计", 1), ("12", 2)],
    ]


@pytest.mark.parametrize("rows", [[], [[]], [[], ["a"]]])
def test_a_table_with_nothing_in_it_is_no_mistake(rows):
    assert [len(row) for row in even_rows(rows)] == [len(row) for row in rows]


def test_the_code_of_a_page_leads_to_the_page_in_simplified_characters(rf):
    address = "https://jyj.example/items/1/"

    html = Template("{% page_qr %}").render(Context({"canonical": lambda: address}))

    assert "<svg" in html
    assert "二维码</title>" in html
