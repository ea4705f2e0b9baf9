"""Who gets what at every address: the whole table, cell for cell, and what must hold of it.

A new address has no row and fails here. With WRITE_ACCESS_MATRIX=1 in the environment the table is
written as it is; read the difference before it is committed.
"""

import csv
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from attacks.addresses import paths
from attacks.bare import bare_pages
from attacks.world import make_people, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
TABLE = Path(__file__).parent / "access_matrix.csv"
LEFT_OUT = {"admin:logout"}  # it would end the session everything else is asked with
FOR_ALL = {"admin:login", "admin:jsi18n"}  # before anybody has logged in
OF_CASES = "admin:requests_app_informationrequest_"
OF_ITEMS = "admin:disclosure_item_"
REGISTERS = tuple(f"admin:{app}_" for app in ("disclosure", "requests_app", "reports", "portal"))
LISTS = ("changelist", "add", "import", "export", "process_import", "seek")
PUBLIC = "-"  # a page for everybody is asked by a citizen alone
REFUSED = {"403", "404", "405", "login"}
# Cleans the words that were sent and gives them back, to whoever may write an item.
OWN_WORDS = ("other_author", "admin:disclosure_item_paste")
WRITTEN = ("disclosure", "requests_app", "reports", "auth")


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("address"): row for row in csv.DictReader(file)}


def write(seen: dict[str, dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["address", *next(iter(seen.values()))], lineterminator="\n")
        rows.writeheader()
        rows.writerows({"address": name, **seen[name]} for name in sorted(seen))


def outcome(response) -> str:
    if response.streaming:  # a file is closed once it has been sent
        b"".join(response.streaming_content)
    is_login = response.status_code == 302 and "/login/" in response.url
    return "login" if is_login else str(response.status_code)


@pytest.fixture
def of_this_run():
    """Return every second role: rights are the same on both databases of `make test`."""

    def choose(roles: list[str]) -> list[str]:
        if "WRITE_ACCESS_MATRIX" in os.environ:
            return roles
        return roles[connection.vendor == "postgresql" :: 2]

    return choose


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def addresses(people):
    """The path of every address; rows of this test's world stand behind them."""
    found = paths(make_world(people))
    return {name: path for name, path in found.items() if name not in LEFT_OUT}


@pytest.fixture
def open_as(people, settings):
    """Return the browser of a role, which does not draw the pages."""
    with bare_pages(settings):

        def opened(role):
            client = Client(raise_request_exception=False)
            if role in people:
                client.force_login(people[role])
            return client

        yield opened


def test_every_address_answers_every_role_as_the_table_says(
    people, addresses, open_as, of_this_run
):
    roles = of_this_run(["anonymous", *people])

    seen = {name: dict.fromkeys(roles, PUBLIC) for name in addresses}
    for role in roles:
        client = open_as(role)
        for name, path in addresses.items():
            if role == "anonymous" or name.startswith("admin"):
                seen[name][role] = outcome(client.get(path))

    if "WRITE_ACCESS_MATRIX" in os.environ:
        write(seen)
    known = table()
    expected = {name: {role: row[role] for role in roles} for name, row in known.items()}
    assert set(expected) == set(seen)
    assert {name: row for name, row in seen.items() if row != expected[name]} == {}


def test_no_address_fails_for_anybody():
    cells = {cell for row in table().values() for cell in row.values()}

    assert cells <= {*REFUSED, PUBLIC, "200", "301", "302", "409"}


def test_without_login_no_staff_page_answers():
    answers = {
        name: row["anonymous"]
        for name, row in table().items()
        if name.startswith("admin") and name not in FOR_ALL
    }

    assert set(answers.values()) == {"login"}


@pytest.mark.parametrize("role", ["other_author", "other_section_head"])
def test_a_text_under_review_is_closed_to_the_other_offices(role):
    rows = {name: row[role] for name, row in table().items() if name.startswith(OF_ITEMS)}
    of_one_item = {name: cell for name, cell in rows.items() if not name.endswith(LISTS)}

    assert {name for name, cell in of_one_item.items() if cell not in REFUSED} <= {
        "admin:disclosure_item_autocomplete"
    }


def test_a_case_is_closed_to_the_handler_of_another():
    rows = {name: row["other_handler"] for name, row in table().items() if OF_CASES in name}
    of_one_case = {name: cell for name, cell in rows.items() if not name.endswith(LISTS)}

    assert set(of_one_case.values()) <= REFUSED


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor", "no_role"])
def test_who_keeps_the_system_reads_no_text_and_no_case(role):
    rows = {n: row[role] for n, row in table().items() if OF_CASES in n or OF_ITEMS in n}

    assert set(rows.values()) <= REFUSED


def test_what_a_role_may_not_open_it_cannot_send_either(people, addresses, open_as, of_this_run):
    closed = table()
    before = rows_of_all_tables()

    for role in of_this_run(["anonymous", "no_role", "other_author", "other_handler"]):
        client = open_as(role)
        for name, path in addresses.items():
            is_closed = closed[name][role] in REFUSED and (role, name) != OWN_WORDS
            if name.startswith(REGISTERS) and is_closed:
                assert outcome(client.post(path, {"reason": "x"})) in REFUSED, (role, name)

    assert rows_of_all_tables() == before


def rows_of_all_tables() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.app_label in WRITTEN]
    return {model._meta.label: model._base_manager.count() for model in models}
