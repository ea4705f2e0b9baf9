"""The demo content holds together: figures, links, dates, numbers, and nobody's real data."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from lxml import html

from disclosure.demo import content, files
from disclosure.demo.markup import Table, prose, summary_of
from disclosure.demo.world import OFFICES
from portal.fields import clean_html
from portal.files.kinds import check_upload

TREE = Path(__file__).parents[1] / "seeds" / "catalogue_tree.csv"
DAYS = [
    date(2026, 11, 21),
    date(2027, 1, 1),
    date(2027, 1, 15),
    date(2028, 1, 3),
    date(2028, 2, 29),
    date(2030, 8, 31),
]
# Empty on purpose: 督导 as in report E, 依申请公开 is a page of its own, 校车 is not applicable.
EMPTY = {"1101", "9005", "1204"}
FIXED = "reprint-tongxiang-103"
PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"  # mobile telephone
    r"|(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])"  # identity card
    r"|(?<!\d)0\d{2,3}-(?!5550\d{3}(?!\d))\d{6,8}"  # any telephone but the invented ones
    r"|(?<!\d)\d{16,19}(?!\d)"  # bank card
    r"|[\w.+-]+@[\w-]+\.\w+"  # mail
)


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request):
    return request.param


@pytest.fixture(scope="module")
def demo(day):
    return content.items(day)


@pytest.fixture(scope="module")
def public(demo):
    return [item for item in demo if item.published_at]


def year_of(item):
    return (item.written_on or item.published_at).year


def leaves():
    with TREE.open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file) if row["leaf"] == "1"}


def texts_of(item):
    made = [text for file in item.files for text in (file.name, file.text, file.alt_text)]
    return [item.title, item.summary, item.body, item.doc_no, *item.keywords, *made]


def tables_of(item):
    return html.fromstring(f"<div>{item.body}</div>").findall(".//table")


def number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def test_there_are_enough_items_in_every_leaf_and_year(day, public):
    last = day - timedelta(days=1)

    used = {item.category for item in public if not item.withdrawn_reason}
    years = Counter(map(year_of, public))

    assert len(public) >= 300
    assert used == leaves() - EMPTY
    assert set(range(last.year - 5, last.year + 1)) <= set(years)


def test_about_half_of_the_items_are_of_the_last_two_years(day, public):
    recent = [item for item in public if item.published_at.date() > day - timedelta(days=730)]

    assert 0.45 < len(recent) / len(public) < 0.65


def test_the_same_day_gives_the_same_content(day, demo):
    assert content.items(day) == demo


def test_keys_and_document_numbers_are_given_once(demo):
    keys = Counter(item.key for item in demo)
    numbers = Counter(item.doc_no for item in demo if item.doc_no)

    assert [key for key, times in (keys + numbers).items() if times > 1] == []


def test_document_numbers_rise_with_the_days_they_were_signed(demo):
    series = defaultdict(list)
    for item in demo:
        if match := re.fullmatch(r"(.+〔\d{4}〕)(\d+)号", item.doc_no):
            series[match[1]].append((item.written_on, int(match[2])))

    out_of_order = [
        mark
        for mark, rows in series.items()
        if sorted(rows) != sorted(rows, key=lambda row: row[1])
    ]

    assert out_of_order == []


def test_a_document_carries_the_year_of_its_number(demo):
    numbered = [item for item in demo if "〔" in item.doc_no and item.key != FIXED]

    wrong = [item.key for item in numbered if f"〔{item.written_on.year}〕" not in item.doc_no]

    assert wrong == []


def test_nothing_is_dated_after_the_day_before_loading(day, demo):
    late = [
        item.key
        for item in demo
        if (item.written_on and item.written_on >= day)
        or (item.published_at and item.published_at.date() >= day)
    ]

    assert late == []


def test_nothing_is_published_before_it_was_signed(public):
    early = [
        item.key
        for item in public
        if item.written_on and item.published_at.date() < item.written_on
    ]

    assert early == []


def test_every_relation_leads_to_a_public_item_that_was_there_before(demo):
    moments = {item.key: item.published_at for item in demo}

    wrong = [
        (item.key, key)
        for item in demo
        for key in (*item.replaces, *item.amends, *item.interprets, *filter(None, [item.postpones]))
        if moments.get(key) is None or moments[key] > item.published_at
    ]

    assert wrong == []


def test_what_was_replaced_says_so_and_since_when(demo):
    items = {item.key: item for item in demo}
    replaced = [items[key] for item in demo for key in item.replaces]

    assert len(replaced) >= 5
    assert {item.validity for item in replaced} <= {"repealed", "expired"}
    assert all(item.abolished_on or item.validity == "expired" for item in replaced)


def test_every_state_of_validity_is_shown(public):
    assert {item.validity for item in public} == {"valid", "amended", "expired", "repealed", "na"}


def test_a_document_past_its_last_day_is_not_called_valid(day, demo):
    wrong = [
        item.key
        for item in demo
        if item.validity == "valid" and item.expires_on and item.expires_on < day
    ]

    assert wrong == []


def test_the_stages_of_a_matter_stand_in_the_order_of_their_days(demo):
    matters = defaultdict(list)
    for item in demo:
        if item.matter:
            matters[item.matter].append(item)

    for stages in matters.values():
        stages.sort(key=lambda item: item.matter_order)
        assert len({item.matter_order for item in stages}) == len(stages)
        assert stages == sorted(stages, key=lambda item: item.published_at)

    assert max(map(len, matters.values())) >= 6


def test_a_postponement_hangs_on_an_announcement_of_its_own_matter(demo):
    items = {item.key: item for item in demo}
    postponements = [item for item in demo if item.postpones]

    assert postponements
    assert all(items[item.postpones].matter == item.matter for item in postponements)


def test_something_of_each_kind_is_going_on(day, public):
    kinds = Counter(
        item.period_kind
        for item in public
        if item.ends_on and item.begins_on <= day <= item.ends_on
    )

    assert all(kinds[kind] >= 2 for kind in ("registration", "publicity", "comment"))


def test_periods_have_a_kind_and_two_days_in_order(demo):
    for item in demo:
        has_period = bool(item.period_kind)
        assert has_period == bool(item.begins_on) == bool(item.ends_on), item.key
        assert not has_period or item.begins_on <= item.ends_on, item.key


def test_totals_are_the_sums_of_their_columns(demo):
    checked = 0
    for item in demo:
        for table in tables_of(item):
            rows = [[cell.text_content() for cell in row] for row in table.findall("tbody/tr")]
            if rows[-1][0] != "合计":
                continue
            checked += 1
            for column, total in list(enumerate(rows[-1]))[1:]:
                cells = [number(row[column]) for row in rows[:-1]]
                if total != "—":
                    assert number(total) == sum(cells), (item.key, column)

    assert checked >= 90


def test_rows_are_as_wide_as_their_head(demo):
    for item in demo:
        for table in tables_of(item):
            width = len(table.findall("thead/tr/th"))
            assert {len(row) for row in table.findall("tbody/tr")} == {width}, item.key


def test_bodies_are_what_the_sanitiser_leaves(demo):
    changed = [item.key for item in demo if ' href="' not in item.body]

    changed = [
        item.key for item in demo if item.key in changed and clean_html(item.body) != item.body
    ]

    assert changed == []


def test_every_item_has_a_summary_of_at_most_a_hundred_characters(demo):
    assert [item.key for item in demo if not 0 < len(item.summary) <= 100] == []


def test_nobody_can_be_reached_or_recognised(demo):
    found = [
        match[0] for item in demo for text in texts_of(item) for match in PERSONAL.finditer(text)
    ]

    assert found == []


def test_sources_are_known_and_include_schools_and_a_subordinate_unit(demo):
    kinds = {name: kind for _, name, kind in OFFICES}

    used = Counter(kinds[item.office] for item in demo)
    schools = {item.office for item in demo if kinds[item.office] == "school"}

    assert used["section"] and used["subordinate"]
    assert len(schools) == 2


def test_the_dated_reprint_and_the_five_reports_are_there(demo):
    items = {item.key: item for item in demo}

    assert items[FIXED].doc_no == "桐教〔2020〕103号"
    assert items[FIXED].category == "0601"
    assert {f"report-{letter}" for letter in "abcde"} <= items.keys()
    assert "政務公開政務服務工作" in items["report-b"].body


@pytest.mark.parametrize("word", ["㛃", "𠮷", "阿卜杜·热合曼"])
def test_rare_characters_and_interpuncts_are_in_several_texts(demo, word):
    assert sum(word in item.body for item in demo) >= 2


def test_attachments_are_what_their_names_say(tmp_path):
    made = [file for item in content.items(DAYS[0]) for file in item.files]

    kinds = Counter()
    for number_, file in enumerate(made):
        path = tmp_path / str(number_)
        path.write_bytes(files.content(file))
        with path.open("rb") as opened:
            kinds[check_upload(opened, file.name)] += 1
            assert path.stat().st_size < 60_000

    assert len(made) >= 50
    assert {"pdf", "docx", "xlsx", "png", "wps"} <= kinds.keys()
    assert all(file.alt_text for file in made if file.name.endswith(".png"))


def test_a_kept_file_is_small_and_used():
    used = {file.stored for item in content.items(DAYS[0]) for file in item.files if file.stored}
    kept = {path.name: path.stat().st_size for path in files.STORED.iterdir()}

    assert used == set(kept)
    assert max(kept.values()) <= 25_000


def test_official_numbering_becomes_headings_and_lists():
    text = """
    一、报名条件
    （一）年龄
    1. 年满六周岁
    2. 身体健康
    二、符合条件的，一律接收。
    - **户口簿**与[指南](/zfxxgk/)
    """

    assert prose(text).splitlines() == [
        "<h2>一、报名条件</h2>",
        "<h3>（一）年龄</h3>",
        "<ol>",
        "<li>年满六周岁</li>",
        "<li>身体健康</li>",
        "</ol>",
        "<p>二、符合条件的，一律接收。</p>",
        "<ul>",
        '<li><strong>户口簿</strong>与<a href="/zfxxgk/">指南</a></li>',
        "</ul>",
    ]


def test_text_is_escaped():
    assert prose("甲<乙>&丙") == "<p>甲&lt;乙&gt;&amp;丙</p>"


def test_a_total_is_given_only_for_columns_of_numbers():
    table = Table("表", ("校", "人", "注"), (("甲", 1, "无"), ("乙", 2, "无")), total=True)

    assert table.total_row == ("合计", 3, "—")


def test_a_summary_skips_the_people_addressed():
    assert summary_of(("各学校：\n现通知如下。",)) == "现通知如下。"
