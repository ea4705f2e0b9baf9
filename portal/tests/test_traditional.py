"""?variant=t: what people read is in traditional characters, everything else untouched."""

import pytest

from portal.traditional import traditional_page


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>教育局公开义务教育</p>", "<p>教育局公開義務教育</p>"),
        ('<html lang="zh-CN"><p>国</p>', '<html lang="zh-Hant"><p>國</p>'),
        ('<img alt="图书馆" src="/图书馆.png">', '<img alt="圖書館" src="/图书馆.png">'),
        ('<input value="国" placeholder="标题">', '<input value="国" placeholder="標題">'),
        ("<textarea>国</textarea>国", "<textarea>国</textarea>國"),
        ("<script>let 国</script>国", "<script>let 国</script>國"),
        ("<style>国{}</style><!-- 国 -->国", "<style>国{}</style><!-- 国 -->國"),
        ('<p title="a>国">国 < 学</p>', '<p title="a>國">國 < 學</p>'),
        ('<a href="/now/">国</a>', '<a href="/now/?variant=t">國</a>'),
        ('<a href="/s?q=国#学">国</a>', '<a href="/s?q=国&variant=t#学">國</a>'),
        ('<a href="?q=a&amp;page=2">2</a>', '<a href="?q=a&amp;page=2&variant=t">2</a>'),
        ('<a href="/now/?variant=t">国</a>', '<a href="/now/?variant=t">國</a>'),
        ('<a href="//other.example/">国</a>', '<a href="//other.example/">國</a>'),
        ('<a href="https://other.example/国">国</a>', '<a href="https://other.example/国">國</a>'),
        ('<a href="#main">国</a>', '<a href="#main">國</a>'),
        ('<a href="/admin/">国</a>', '<a href="/admin/">國</a>'),
        ('<a hreflang="zh-Hans" href="/">简</a>', '<a hreflang="zh-Hans" href="/">簡</a>'),
        ('<form method="post">', '<form method="post">'),
        ('<form action="/s">', '<form action="/s"><input type="hidden" name="variant" value="t">'),
        ("no Han <b>at all</b> 1 < 2", "no Han <b>at all</b> 1 < 2"),
    ],
)
def test_only_what_is_read_changes(html, expected):
    assert traditional_page(html) == expected
