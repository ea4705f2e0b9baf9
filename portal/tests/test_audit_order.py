"""The audit trail while people act at the same moment, each on a connection of their own."""

from threading import Event

import pytest
from django.db import connection, transaction

from portal.audit import check, seal
from portal.models import AuditEntry
from portal.tests.factories import NOON, make_entry
from portal.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds, for what takes milliseconds


def sealed():
    return [entry.data["version"] for entry in AuditEntry.objects.sealed()]


def test_of_two_sealers_at_once_neither_doubles_nor_skips_a_number():
    for version in range(50):
        make_entry(data={"version": version})

    counts = at_once(lambda: seal(at=NOON), lambda: seal(at=NOON))

    assert sum(counts) == 50
    assert sealed() == list(range(50))
    assert not list(check([], at=NOON))


def test_people_acting_while_the_sealer_works_lose_nothing():
    def act():
        for version in range(20):
            make_entry(data={"version": version})

    def keep_sealing():
        for _ in range(20):
            seal(at=NOON)

    at_once(act, act, keep_sealing)
    seal(at=NOON)

    assert sorted(sealed()) == sorted([*range(20)] * 2)
    assert not list(check([], at=NOON))


if connection.vendor == "postgresql":  # on SQLite a writer waits until the one before has ended

    def test_an_act_written_first_and_committed_last_comes_after_what_was_sealed_meanwhile():
        written, other_is_sealed = Event(), Event()

        def act_slowly():
            with transaction.atomic():
                make_entry(data={"version": "written first"})
                written.set()
                assert other_is_sealed.wait(PATIENCE)

        def act_and_seal():
            assert written.wait(PATIENCE)
            make_entry(data={"version": "committed first"})
            seal(at=NOON)
            other_is_sealed.set()

        at_once(act_slowly, act_and_seal)
        seal(at=NOON)

        first, second = AuditEntry.objects.sealed()
        assert (first.data["version"], second.data["version"]) == (
            "committed first",
            "written first",
        )
        assert first.pk > second.pk
        assert [first.number, second.number] == [1, 2]
        assert not list(check([], at=NOON))

    def test_an_act_never_waits_for_the_sealer():
        locked, acted = Event(), Event()
        make_entry(data={"version": 1})

        def seal_slowly():
            with transaction.atomic():
                seal(at=NOON)
                locked.set()
                assert acted.wait(PATIENCE)

        def act():
            assert locked.wait(PATIENCE)
            make_entry(data={"version": 2})
            acted.set()

        at_once(seal_slowly, act)

        assert sealed() == [1]
