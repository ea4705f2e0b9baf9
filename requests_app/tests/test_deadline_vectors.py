"""The deadline vectors: the shared ones, and further ones of the same format."""

import json
from pathlib import Path

import pytest

from requests_app.deadlines import Event, Policy, reckon
from requests_app.tests.holidays import CALENDAR

DATA = Path(__file__).parent / "data"
FILES = ("deadline_vectors.json", "more_deadline_vectors.json")
CASES = [case for name in FILES for case in json.loads((DATA / name).read_text("utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_vector_holds(case):
    events = [Event.from_json(event) for event in case["events"]]
    policy = Policy.from_json(case.get("policy", {}))

    found = reckon(events, CALENDAR, policy).as_json()

    assert {key: found.get(key, "no such key") for key in case["expected"]} == case["expected"]
