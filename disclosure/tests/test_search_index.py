"""The index follows the database, whatever happens to it."""

import os
import shutil
import time

import pytest
from filelock import FileLock

from disclosure import search_index
from disclosure.models import Item
from disclosure.search import Query, catch_up, lag, rebuild, search
from disclosure.search_engine import current, opened
from disclosure.tests.factories import NOON, make_category, make_item, withdrawer
from disclosure.tests.searching import attach_text, indexed, public
from disclosure.workflow import Status
from portal.models import Counter

pytestmark = pytest.mark.django_db


def found(text="校车"):
    return [hit.item.title for hit in search(Query(text=text)).hits]


def import_items(count):
    category = make_category()
    items = [
        Item(title=f"校车公告{number}", body="<p>正文</p>", category=category, published_at=NOON)
        for number in range(count)
    ]
    Item.objects.add_history(items, by=None, note="台账")


def spoil(pattern):
    """Overwrite most of the files of the running index that the pattern names."""
    for path in current().glob(pattern):
        data = path.read_bytes()
        path.write_bytes(b"\x7f" * (len(data) * 2 // 3) + data[len(data) * 2 // 3 :])


def test_an_item_is_found_after_catching_up():
    catch_up()
    make_item(title="校车公告")

    behind, applied = lag(), catch_up()

    assert (behind, applied, lag()) == (1, 1, 0)
    assert found() == ["校车公告"]


def test_catching_up_twice_applies_nothing_twice():
    make_item(title="校车公告")
    catch_up()

    assert catch_up() == 0
    assert found() == ["校车公告"]


def test_an_edited_item_is_found_by_its_new_words_only():
    item = make_item(title="校车公告")
    catch_up()
    item.title = "食堂公告"
    item.save()
    item.restamp()

    catch_up()

    assert found("食堂") == ["食堂公告"]
    assert found("校车") == []


def test_text_read_from_an_attachment_is_found_after_catching_up():
    item = make_item(title="学区")
    catch_up()
    attach_text(item, "和平街")

    catch_up()

    assert found("和平街") == ["学区"]


def withdraw(item):
    item.withdraw(by=withdrawer(), at=NOON, reason="内容有误")


def unpublish(item):
    Item.objects.filter(pk=item.pk).update(status=Status.DRAFT)
    item.restamp()


def delete(item):
    item.events.all().delete()
    item.delete()


@pytest.mark.parametrize("remove", [withdraw, unpublish, delete])
def test_what_is_no_longer_public_shows_nowhere_at_once_and_leaves_the_index_later(remove):
    item = make_item(title="校车公告")
    make_item(title="校车通知")
    catch_up()

    remove(item)
    before = search(Query(text="校车"))
    catch_up()
    after = search(Query(text="校车"))

    assert [hit.item.title for hit in before.hits] == ["校车通知"]
    assert before.total == 1
    assert [hit.item.title for hit in after.hits] == ["校车通知"]
    assert indexed() == public()


def test_an_import_that_shares_one_stamp_is_applied_whole():
    catch_up()
    import_items(5)

    catch_up()

    assert len(found()) == 5
    assert indexed() == public()


def test_rows_changed_behind_the_programs_back_are_found_and_mended():
    gone, changed, added = (make_item(title=f"校车公告{name}") for name in "甲乙丙")
    unpublish(added)
    catch_up()
    delete(gone)
    Item.objects.filter(pk=added.pk).update(status=Status.PUBLISHED)
    Item.objects.filter(pk=changed.pk).update(title="食堂公告", stamp=changed.stamp + 99)

    applied = search_index.repair()

    assert applied == 3
    assert found() == ["校车公告丙"]
    assert indexed() == public()


def test_a_repair_of_what_is_right_changes_nothing():
    make_item()
    catch_up()

    assert search_index.repair() == 0
    assert lag() == 0


def test_without_an_index_titles_and_numbers_are_looked_up_and_a_new_one_is_asked_for(
    django_capture_on_commit_callbacks,
):
    make_item(title="校车公告", doc_no="桐教〔2020〕103号", body="<p>食堂</p>")

    with django_capture_on_commit_callbacks() as nudges:
        by_title, by_body = search(Query(text="校车")), search(Query(text="食堂"))
        by_number = [search(Query(text=text)) for text in ("桐教(2020)103号", "103", "公告 校车")]

    assert by_title.is_fallback
    assert [hit.item.title for hit in by_title.hits] == ["校车公告"]
    assert by_title.hits[0].marked_title == "<mark>校车</mark>公告"
    assert by_title.total == sum(by_title.category_counts.values()) == 1
    assert by_body.total == 0
    assert [results.total for results in by_number] == [1, 1, 1]
    assert len(nudges) == 1  # not one for every search
    assert lag() == 1


def test_an_index_of_an_empty_portal_finds_nothing_and_is_no_fallback():
    catch_up()

    results = search(Query(text="校车"))

    assert (results.total, results.is_fallback) == (0, False)


def test_an_index_of_another_version_is_left_alone_and_built_anew():
    make_item(title="校车公告")
    catch_up()
    older = current().with_name("v0-older")
    current().rename(older)
    search_index.make_current(older)

    during = search(Query(text="校车"))
    catch_up()
    after = search(Query(text="校车"))

    assert (during.is_fallback, during.total) == (True, 1)
    assert (after.is_fallback, after.total) == (False, 1)
    assert not older.exists()


@pytest.mark.parametrize("pattern", ["meta.json", "*.fast", "*.term", "*.store"])
def test_a_lost_file_is_noticed_and_the_index_built_anew(pattern):
    make_item(title="校车公告")
    catch_up()
    for path in current().glob(pattern):
        path.unlink()
    opened.cache_clear()  # as another process would see it

    during = search(Query(text="校车"))
    catch_up()
    after = search(Query(text="校车"))

    assert during.is_fallback
    assert [hit.item.title for hit in during.hits] == ["校车公告"]
    assert (after.is_fallback, after.total) == (False, 1)


def test_a_damaged_file_is_noticed_in_use_and_an_old_index_is_built_anew():
    import_items(300)
    catch_up()
    spoil("*.idx")
    opened.cache_clear()  # as another process would see it

    during = search(Query(text="公告 校车"))
    hour_ago = time.time() - search_index.DOUBT_AFTER - 1
    os.utime(current().with_name("current"), (hour_ago, hour_ago), follow_symlinks=False)
    catch_up()
    after = search(Query(text="公告 校车"))

    assert during.is_fallback
    assert (after.is_fallback, after.total) == (False, 300)


def test_an_index_just_built_is_not_built_again_because_a_search_failed():
    make_item(title="校车公告")
    catch_up()
    generation = current()
    now = time.time()
    os.utime(current().with_name("current"), (now, now), follow_symlinks=False)
    search_index.ask_for_rebuild()

    catch_up()

    assert current() == generation


def test_an_index_lost_as_a_whole_is_built_anew(settings):
    make_item(title="校车公告")
    catch_up()
    shutil.rmtree(settings.DATA_DIR / "index")

    catch_up()

    assert found() == ["校车公告"]


def test_the_index_of_another_database_is_built_anew():
    make_item(title="校车公告")
    make_item(title="校车通知")
    catch_up()
    Item.objects.filter(title="校车通知").update(title="食堂通知")
    Counter.objects.filter(name="item-stamp").update(value=1)  # as after restoring a backup

    catch_up()

    assert found() == ["校车公告"]


def test_whoever_finds_the_index_busy_returns_at_once_and_loses_nothing(settings):
    catch_up()
    make_item(title="校车公告")

    with FileLock(settings.DATA_DIR / "index" / "update.lock"):
        busy = catch_up()

    assert (busy, lag()) == (0, 1)
    assert (catch_up(), lag()) == (1, 0)


def test_while_an_index_is_built_another_build_is_refused(settings):
    make_item(title="校车公告")
    (settings.DATA_DIR / "index").mkdir()

    with FileLock(settings.DATA_DIR / "index" / "rebuild.lock"):
        assert catch_up() == 0

    assert catch_up() == 1


def test_searches_and_updates_go_on_while_the_index_is_built_anew():
    for number in range(3):
        make_item(title=f"校车公告{number}")
    catch_up()
    old = current()
    seen = []

    def meanwhile(count):
        if not seen:
            make_item(title="校车通知")
            withdraw(Item.objects.get(title="校车公告0"))
            catch_up()
            seen.append((current(), set(found())))

    rebuild(meanwhile)

    assert seen == [(old, {"校车公告1", "校车公告2", "校车通知"})]
    assert current() != old and not old.exists()
    assert set(found()) == {"校车公告1", "校车公告2", "校车通知"}
    assert (indexed(), lag()) == (public(), 0)


def test_a_build_that_fails_leaves_the_running_index_and_no_rest(settings):
    make_item(title="校车公告")
    catch_up()
    running = current()

    def fail(count):
        raise RuntimeError("磁盘坏了")

    with pytest.raises(RuntimeError):
        rebuild(fail)

    assert current() == running
    assert [path for path in running.parent.glob("v*-*") if path != running] == []
    assert found() == ["校车公告"]


def test_an_index_that_cannot_be_written_hinders_nobody(settings):
    make_item(title="校车公告")
    (settings.DATA_DIR / "index").write_text("a file where the folder should be")

    assert catch_up() == 0
    assert search(Query(text="校车")).is_fallback
