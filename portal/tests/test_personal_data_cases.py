"""The scan held against data/personal_data_cases.csv: nearly five hundred short texts.

All numbers are made up: identity cards of county 99, which does not exist, telephones and cards
of zeros. `found` is what must be found, several apart by |; of kind "none" nothing must be.
What the scan cannot tell apart stays in the file as the false alarm it is.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from portal.personal_data import Kind, scan

CASES = Path(__file__).parent / "data" / "personal_data_cases.csv"
ESCAPES = {"r": "\r", "n": "\n", "t": "\t"}  # and \u200b for what cannot be seen


def unescape(text):
    def char(match):
        return ESCAPES.get(match[1]) or chr(int(match[1][1:], 16))

    return re.sub(r"\\(r|n|t|u[0-9a-f]{4})", char, text)


with CASES.open(encoding="utf-8", newline="") as file:
    ROWS = [{key: unescape(value) for key, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def counts():
    """How often each kind was found, was missed, and was found where it is not."""
    found, missed, false = Counter(), Counter(), Counter()
    for row in ROWS:
        wanted = Counter((row["kind"], text) for text in row["found"].split("|") if text)
        seen = Counter((finding.kind.value, finding.text) for finding in scan(row["text"]))
        for counter, pairs in [
            (found, wanted & seen),
            (missed, wanted - seen),
            (false, seen - wanted),
        ]:
            counter.update(kind for kind, _ in pairs.elements())
    return found, missed, false


def share(part, rest):
    return part / (part + rest) if part + rest else 1.0


def test_there_are_enough_cases_of_both_sorts():
    positive = sum(row["kind"] != "none" for row in ROWS)

    assert positive >= 150
    assert len(ROWS) - positive >= 150


def test_recall_and_precision_are_printed_for_every_kind(counts, capsys):
    found, missed, false = counts
    kinds = [kind.value for kind in Kind if found[kind] or missed[kind] or false[kind]]

    with capsys.disabled():
        print(f"\n{'kind':<14}{'found':>6}{'missed':>7}{'false':>6}{'recall':>8}{'precision':>10}")
        for kind in kinds:
            recall, precision = share(found[kind], missed[kind]), share(found[kind], false[kind])
            numbers = f"{found[kind]:>6}{missed[kind]:>7}{false[kind]:>6}"
            print(f"{kind:<14}{numbers}{recall:>8.3f}{precision:>10.3f}")

    assert set(kinds) == {
        *("id_card", "old_id_card", "mobile", "landline"),
        *("bank_card", "passport", "email", "birth_date"),
    }


@pytest.mark.parametrize("kind", ["id_card", "mobile", "bank_card"])
def test_numbers_that_can_be_checked_are_all_found(counts, kind):
    found, missed, _ = counts

    assert share(found[kind], missed[kind]) == 1.0


@pytest.mark.parametrize("kind", ["old_id_card", "landline", "passport", "email", "birth_date"])
def test_nearly_all_else_is_found(counts, kind):
    found, missed, _ = counts

    assert share(found[kind], missed[kind]) >= 0.9


def test_of_a_hundred_alarms_at_most_two_are_false(counts):
    found, _, false = counts

    assert share(found.total(), false.total()) >= 0.98


def test_identity_cards_are_never_found_where_there_are_none(counts):
    _, _, false = counts

    assert false["id_card"] == 0
