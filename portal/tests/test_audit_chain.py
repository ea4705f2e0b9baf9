"""How an act gets into the audit trail, and its place in the chain."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction

from portal.audit import BATCH, audit_head, check, seal
from portal.errors import RuleViolation
from portal.models import AuditEntry, AuditHead
from portal.models.audit import AuditAct
from portal.tests.factories import NOON, make_entry, make_office, make_user

pytestmark = pytest.mark.django_db


def numbers():
    return list(AuditEntry.objects.order_by("pk").values_list("number", flat=True))


def test_an_act_is_written_down_unlinked_with_the_name_its_actor_had():
    office, user = make_office(), make_user("wang")

    entry = make_entry(act=AuditAct.EXPORT, by=user, obj=office, data={"rows": 12})

    assert entry.number is None
    assert entry.object_label == f"portal.office:{office.pk}"
    assert (entry.by, entry.by_name) == (user, "wang")
    assert AuditEntry.objects.get().agrees()


def test_writing_down_an_act_takes_one_insert_and_no_lock(django_assert_num_queries):
    user, office = make_user(), make_office()

    with django_assert_num_queries(1):
        make_entry(by=user, obj=office)


def test_an_act_that_is_rolled_back_leaves_no_entry():
    with pytest.raises(RuleViolation), transaction.atomic():
        make_entry()
        raise RuleViolation("未办理")

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "value",
    [
        1,
        0.1,
        1e300,
        float("nan"),
        True,
        None,
        "㛃𠮷·'\"\\\n",
        2**60,
        Decimal("1.50"),
        NOON,
        ["b", {}],
    ],
)
def test_what_an_entry_says_comes_back_from_the_database_as_it_was_signed(value):
    make_entry(data={"b": value, "a": value}, at=datetime(2025, 3, 3, 4, 0, 0, 123456, tzinfo=UTC))

    assert AuditEntry.objects.get().agrees()


def test_sealing_gives_numbers_without_gaps_and_links_each_entry_to_the_one_before():
    entries = [make_entry(data={"version": version}) for version in range(3)]

    assert seal(at=NOON) == 3

    first, second, third = AuditEntry.objects.sealed()
    assert [first.pk, second.pk, third.pk] == [entry.pk for entry in entries]
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.agrees()
    assert second.agrees(first.mac)
    assert third.agrees(second.mac)


def test_sealing_again_continues_and_changes_nothing_that_is_linked():
    make_entry()
    seal(at=NOON)
    mac = AuditEntry.objects.get().mac
    make_entry()

    assert seal(at=NOON) == 1
    assert seal(at=NOON) == 0

    assert numbers() == [1, 2]
    assert AuditEntry.objects.get(number=1).mac == mac


def test_an_entry_that_appears_later_with_a_lower_key_gets_the_next_number():
    late = make_entry(data={"version": "late"})
    AuditEntry._base_manager.filter(pk=late.pk).delete()
    early = make_entry(data={"version": "early"})
    seal(at=NOON)
    AuditEntry.objects.bulk_create([late])

    seal(at=NOON)

    assert late.pk < early.pk
    assert list(AuditEntry.objects.sealed().values_list("pk", flat=True)) == [early.pk, late.pk]
    assert not list(check([], at=NOON))


def test_all_entries_are_linked_however_many_wait_or_were_forged():
    first = make_entry()
    AuditEntry.objects.bulk_create(
        [
            *(AuditEntry(act=first.act, at=NOON, mac="forged") for _ in range(BATCH)),
            *(AuditEntry(act=first.act, at=NOON, data=first.data, mac=first.mac) for _ in range(9)),
        ]
    )

    assert seal(at=NOON) == 10

    assert audit_head().number == 10


def test_an_entry_nobody_here_wrote_is_never_linked():
    forged = AuditEntry(
        act=AuditAct.RELEASE, by=make_user("head"), by_name="head", at=NOON, mac="0"
    )
    AuditEntry.objects.bulk_create([forged])
    make_entry()

    assert seal(at=NOON) == 1

    assert numbers() == [None, 1]


def test_the_head_says_how_far_the_chain_goes():
    assert audit_head() is None

    make_entry()
    make_entry()
    seal(at=NOON)

    assert audit_head()._asdict() == {
        "number": 2,
        "mac": AuditEntry.objects.get(number=2).mac,
        "sealed_at": "2025-03-03T12:00:00+08:00",
    }


def test_another_key_fits_nothing(settings):
    make_entry()
    settings.AUDIT_KEY = "another"

    assert seal(at=NOON) == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda entry: AuditEntry.objects.update(by_name="other"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(at=NOON + timedelta(days=1)),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["act"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"number": 7}),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: entry.delete(),
        lambda entry: entry.save(),
        lambda entry: AuditEntry.objects.get(pk=entry.pk).save(update_fields=["data"]),
    ],
)
def test_an_entry_is_written_once(act):
    entry = make_entry()

    with pytest.raises(TypeError, match="written once"), transaction.atomic():
        act(entry)

    assert AuditEntry.objects.get().agrees()


def test_a_person_who_acted_cannot_be_removed():
    user = make_user()
    make_entry(by=user)

    with pytest.raises(models.ProtectedError):
        user.delete()


@pytest.mark.parametrize(
    "changes", [{"act": "unheard"}, {"number": 0}, {"number": 1}], ids=["act", "zero", "double"]
)
def test_the_database_refuses_what_cannot_be_in_a_chain(changes):
    make_entry()
    seal(at=NOON)
    fields = {"act": AuditAct.REVIEW, "at": NOON, "mac": "0"} | changes

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.create(**fields)


def test_there_is_one_head():
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditHead.objects.create(pk=2)
