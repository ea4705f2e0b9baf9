"""A change that is committed late is not skipped: stamps appear in the order of commits."""

from threading import Event

import pytest
from django.db import transaction

from disclosure.search import catch_up, lag
from disclosure.search_index import newest_stamp
from disclosure.tests.factories import make_item
from disclosure.tests.searching import indexed, public
from portal.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20


def change(item, title, *, before_commit):
    with transaction.atomic():
        item.title = title
        item.save(update_fields=["title"])
        item.restamp()
        before_commit()


def test_a_change_committed_late_is_applied_and_none_overtakes_it():
    first, second = make_item(title="甲"), make_item(title="乙")
    catch_up()
    stamped, overtaken, seen = Event(), Event(), []

    def look_before_commit():
        stamped.set()
        overtaken.wait(0.3)  # the other one wants its stamp meanwhile, and has to wait
        seen.append(newest_stamp())

    def slow():
        change(first, "甲甲", before_commit=look_before_commit)

    def quick():
        stamped.wait(PATIENCE)
        catch_up()
        change(second, "乙乙", before_commit=overtaken.set)
        catch_up()

    at_once(slow, quick)
    catch_up()

    first.refresh_from_db()
    second.refresh_from_db()
    assert seen == [first.stamp]
    assert second.stamp == first.stamp + 1
    assert indexed() == public()
    assert lag() == 0
