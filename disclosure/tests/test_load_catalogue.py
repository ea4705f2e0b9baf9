import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from disclosure import catalogue_seeds
from disclosure.models import Category, Family, Genre, NationalRow
from disclosure.tests.factories import make_draft

pytestmark = pytest.mark.django_db
HEADER = [
    *("code", "parent", "name", "leaf", "national_seq", "article20", "limit_workdays"),
    *("cadence", "personal_data_risk"),
]
LEAF = ["0601", "06", "招生政策", "1", "5.2", "11;15", "20", "yearly", "low"]


def load(*args) -> str:
    said = StringIO()
    call_command("load_catalogue", *args, stdout=said)
    return said.getvalue()


def tree_file(tmp_path, *changes, without=(), add=()):
    """The tree of the portal with cells changed: (code, column, value)."""
    with catalogue_seeds.TREE.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for code, column, value in changes:
        rows[code][column] = value
    path = tmp_path / "目录.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(row.values() for code, row in rows.items() if code not in without)
        writer.writerows(add)
    return path


def refusal(path) -> str:
    with pytest.raises(CommandError) as error:
        load(path)
    return str(error.value)


# --- The first time -----------------------------------------------------------------------------


def test_an_empty_database_gets_the_whole_catalogue():
    said = load()

    assert Category.objects.count() == 96
    assert Category.objects.leaves().count() == 79
    assert NationalRow.objects.count() == 35
    assert Genre.objects.count() == 16
    assert Genre.objects.first().name == "决议"
    assert Genre.objects.last().name == "其他"
    assert "新建 96 个栏目" in said


def test_a_leaf_has_what_the_files_say_about_it():
    load()

    leaf = Category.objects.get(code="0105")
    assert (leaf.parent.code, leaf.article20, leaf.limit_workdays) == ("01", "4;11", 20)
    assert (leaf.cadence, leaf.personal_data_risk) == ("yearly", "low")
    assert [row.seq for row in leaf.national_rows.all()] == ["2.1"]
    assert leaf.channels == ["政府网站", "两微一端", "公开查阅点"]


def test_a_leaf_outside_the_national_catalogue_is_published_on_the_website():
    load()

    leaf = Category.objects.get(code="0506")
    assert leaf.channels == ["政府网站"]


def test_what_has_no_term_and_no_ground_stays_without():
    load()

    assert Category.objects.get(code="9004").limit_workdays is None
    assert not Category.objects.get(code="1601").is_statutory


def test_the_four_families_stand_on_their_group_and_its_leaves():
    load()

    roots = Category.objects.filter(parent=None).exclude(family="").order_by("code")
    expected = [Family.POLICY, Family.FINANCE, Family.ENROLLMENT, Family.RECRUITMENT]
    assert list(roots.values_list("family", flat=True)) == expected
    assert set(Category.objects.filter(code__startswith="06").values_list("family")) == {
        (Family.ENROLLMENT,)
    }


def test_every_category_says_in_a_line_what_is_in_it():
    load()

    descriptions = Category.objects.values_list("description", flat=True)
    assert all(8 <= len(description) <= 60 for description in descriptions)
    assert len(set(descriptions)) == 96


def test_every_row_of_the_national_catalogue_is_covered_by_a_leaf():
    load()

    assert not NationalRow.objects.exclude(categories__is_leaf=True).exists()
    assert NationalRow.objects.filter(is_confirmed=False).count() == 22


# --- The second time ----------------------------------------------------------------------------


def test_a_second_load_writes_nothing(django_assert_max_num_queries):
    load()
    lines = Category.history.count()

    with django_assert_max_num_queries(12):
        said = load()

    assert "新建 0 个栏目，更新 0 个，96 个没有变化" in said
    assert Category.history.count() == lines


def test_a_changed_file_updates_by_code(tmp_path):
    load()
    changes = [
        ("0601", "name", "义务教育招生政策"),
        ("0601", "limit_workdays", "7"),
        ("0602", "national_seq", "5.3;5.4"),
        ("0608", "parent", "09"),
    ]

    said = load(tree_file(tmp_path, *changes))

    leaf = Category.objects.get(code="0601")
    assert (leaf.name, leaf.limit_workdays) == ("义务教育招生政策", 7)
    assert Category.objects.get(code="0602").national_rows.count() == 2
    assert Category.objects.get(code="0608").parent.code == "09"
    assert "更新 3 个" in said


def test_what_the_office_changed_by_hand_stays_and_is_reported(tmp_path):
    load()
    leaf = Category.objects.get(code="0601")
    leaf.name, leaf.description = "小学初中招生政策", ""
    leaf.save()

    first = load()
    second = load(
        tree_file(tmp_path, ("0601", "name", "招生办法"), ("0601", "cadence", "seasonal"))
    )

    leaf.refresh_from_db()
    assert (leaf.name, leaf.description, leaf.cadence) == ("小学初中招生政策", "", "seasonal")
    assert "“栏目名称”本单位改过，保留不变（文件中为“招生政策”）" in first
    assert "（文件中为“招生办法”）" in second


def test_a_hand_made_change_stays_after_another_column_was_updated(tmp_path):
    load()
    leaf = Category.objects.get(code="0601")
    leaf.name = "小学初中招生政策"
    leaf.save()

    load(tree_file(tmp_path, ("0601", "limit_workdays", "7")))
    load()

    leaf.refresh_from_db()
    assert (leaf.name, leaf.limit_workdays) == ("小学初中招生政策", 20)


def test_links_set_by_hand_stay_until_the_file_says_something_new(tmp_path):
    load()
    leaf = Category.objects.get(code="0802")
    leaf.national_rows.set(NationalRow.objects.filter(seq="6.3"))

    load()
    unchanged = [row.seq for row in leaf.national_rows.all()]
    load(tree_file(tmp_path, ("0802", "national_seq", "8.2")))

    assert unchanged == ["6.3"]
    assert [row.seq for row in leaf.national_rows.all()] == ["8.2"]


def test_what_belongs_to_the_office_is_never_touched(tmp_path):
    load()
    changes = {"status": "not_applicable", "status_reason": "本县没有该项职权", "person": "办公室"}
    Category.objects.filter(code="1204").update(channels=["公开查阅点"], **changes)

    load(tree_file(tmp_path, ("1204", "name", "校车许可")))

    leaf = Category.objects.get(code="1204")
    assert leaf.name == "校车许可"
    assert (leaf.status, leaf.person, leaf.channels) == (
        "not_applicable",
        "办公室",
        ["公开查阅点"],
    )


def test_a_category_that_left_the_file_stays_with_its_items(tmp_path):
    load()
    item = make_draft(category=Category.objects.get(code="1604"))

    said = load(tree_file(tmp_path, without=["1604"]))

    item.refresh_from_db()
    assert item.category.code == "1604"
    assert "目录文件里没有、仍然保留的栏目：1604 媒体聚焦" in said


def test_a_national_row_is_corrected_until_it_is_confirmed():
    load()
    NationalRow.objects.filter(seq="5.5").update(basis="旧依据")
    NationalRow.objects.filter(seq="6.1").update(basis="核对过的依据", is_confirmed=True)

    load()

    assert NationalRow.objects.get(seq="5.5").basis == ""
    assert NationalRow.objects.get(seq="6.1").basis == "核对过的依据"


def test_a_genre_the_office_renamed_or_moved_is_left_alone():
    load()
    Genre.objects.filter(name="通知").update(position=0)

    load()

    assert Genre.objects.first().name == "通知"


def test_a_category_made_before_the_first_load_is_brought_up_to_date():
    make_draft()  # under a leaf 0601 of its own

    load()

    assert Category.objects.get(code="0601").cadence == "yearly"
    assert Category.objects.count() == 96


# --- Bad files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column, value, said",
    [
        ("code", "06/01", "第30行“code”：“06/01”不是栏目代码"),
        ("name", "", "第30行“name”：栏目名称须为1至100字，现有0字"),
        ("name", "招" * 101, "现有101字"),
        ("leaf", "是", "第30行“leaf”：“是”无效；末级栏目填1，其他填0"),
        ("parent", "77", "第30行“parent”：没有代码为“77”的栏目"),
        ("parent", "0602", "“0602”是末级栏目，下面不能再有栏目"),
        ("parent", "0601", "“0601”是末级栏目"),
        ("national_seq", "5.2;99", "第30行“national_seq”：国家标准目录里没有“99”"),
        ("article20", "16", "第30行“article20”：“16”无效"),
        ("limit_workdays", "二十", "第30行“limit_workdays”：“二十”无效"),
        ("limit_workdays", "0", "请填1至366的工作日数"),
        ("cadence", "someday", "第30行“cadence”：“someday”无效；可以填：weekly"),
        ("personal_data_risk", "高", "可以填：low、medium、high"),
    ],
)
def test_a_wrong_cell_is_named_with_its_remedy_and_nothing_is_written(
    tmp_path, column, value, said
):
    assert said in refusal(tree_file(tmp_path, ("0601", column, value)))
    assert not Category.objects.exists()
    assert not NationalRow.objects.exists()


def test_all_complaints_come_at_once(tmp_path):
    path = tree_file(tmp_path, ("0601", "leaf", "x"), ("0602", "cadence", "x"))

    said = refusal(path)

    assert "第30行“leaf”" in said
    assert "第31行“cadence”" in said
    assert "共2处错误，没有写入任何内容" in said


def test_a_code_may_stand_only_once(tmp_path):
    said = refusal(tree_file(tmp_path, add=[LEAF]))

    assert "第98行“code”：“0601”与第30行重复" in said


def test_two_categories_cannot_stand_below_each_other(tmp_path):
    said = refusal(tree_file(tmp_path, ("01", "parent", "02"), ("02", "parent", "01")))

    assert "上下级成了环" in said


def test_a_leaf_with_items_cannot_become_a_branch(tmp_path):
    load()
    make_draft(category=Category.objects.get(code="0601"))
    below = ["060101", "0601", "城区招生政策", "1", "", "11", "20", "yearly", "low"]

    said = refusal(tree_file(tmp_path, ("0601", "leaf", "0"), add=[below]))

    assert "“0601”下已有信息，须保持为末级栏目" in said
    assert not Category.objects.filter(code="060101").exists()


def test_a_deeper_level_can_be_added(tmp_path):
    load()
    below = ["060101", "0601", "城区招生政策", "1", "", "11", "20", "yearly", "low"]

    load(tree_file(tmp_path, ("0601", "leaf", "0"), add=[below]))

    assert Category.objects.get(code="060101").parent.code == "0601"


def test_a_missing_column_and_a_missing_file_are_said_in_words(tmp_path):
    path = tmp_path / "目录.csv"
    path.write_text("code,name\n01,机构概况\n", encoding="utf-8")

    assert "“parent”" in refusal(path)
    assert "请检查路径和权限" in refusal(tmp_path / "没有.csv")
