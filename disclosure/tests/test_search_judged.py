"""What citizens type finds what they mean: 218 judged queries over a corpus of 425 items.

`data/judged_items.csv` is a ledger, loaded as a bureau loads its own; `judged_queries.csv` says for
each query what must stand among the first five. A query counts as its reader would go on: who
is offered “您要找的是不是” follows it. With `-s` the numbers and the failures are printed.
"""

import csv
from math import log2
from pathlib import Path

import pytest
from django.core.management import call_command

from disclosure import spelling
from disclosure.search import Query, catch_up, search
from disclosure.tests.ledgers import import_ledger

DATA = Path(__file__).parent / "data"
FIRST, SHOWN = 5, 10
# What is reached; a change that loses a query must say what it wins.
SUCCESS_AT_5, NDCG_AT_10 = 0.975, 0.965

pytestmark = pytest.mark.django_db


def judged() -> list[dict]:
    with (DATA / "judged_queries.csv").open(encoding="utf-8") as file:
        return [row | {"wanted": row["wanted"].split("|")} for row in csv.DictReader(file)]


def found(text: str) -> list[str]:
    """Return the titles of the first page, after what is offered for a mistake was followed."""
    query = Query(text=text, per_page=SHOWN)
    results = search(query)
    if meant := spelling.better(query, results):
        results = search(Query(text=meant, per_page=SHOWN))
    return [hit.item.title for hit in results.hits]


def ndcg(titles: list[str], wanted: list[str]) -> float:
    """Return the gain of a page, discounted by place, as a part of what it could be."""
    gained = sum(1 / log2(place + 2) for place, title in enumerate(titles) if title in wanted)
    return gained / sum(1 / log2(place + 2) for place in range(min(len(wanted), SHOWN)))


def test_what_citizens_type_finds_what_they_mean():
    call_command("load_catalogue", verbosity=0)
    call_command("load_search_words", verbosity=0)
    ledger = import_ledger((DATA / "judged_items.csv").read_bytes(), name="judged_items.csv")
    assert not list(ledger.complaints())
    catch_up()
    rows = judged()
    assert len(rows) >= 200

    pages = [(row, found(row["query"])) for row in rows]

    missed = [row for row, titles in pages if not set(row["wanted"]) <= set(titles[:FIRST])]
    success = 1 - len(missed) / len(rows)
    gain = sum(ndcg(titles, row["wanted"]) for row, titles in pages) / len(rows)
    for row in missed:
        print(f"{row['kind']} {row['query']} -> {row['wanted']}")
    print(f"{len(rows)} queries: success@5 {success:.3f}, nDCG@10 {gain:.3f}")
    assert success >= SUCCESS_AT_5
    assert gain >= NDCG_AT_10
