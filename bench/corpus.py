"""A bureau's items and requests of twenty years, the same in every run; a million in minutes.

    bin/with-services .venv/bin/python -m bench.corpus --items 100000 --requests 100000

Years, categories and offices are as uneven as real ones: more in later years, most of all news,
each category kept by one or two offices.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection

from bench import words
from bench.report import Clock, require_own_database
from bench.rows import insert
from disclosure.doc_numbers import fold
from disclosure.models import Category, Genre, Item, ItemEvent, Stage, Validity
from disclosure.models.item import STAMP
from disclosure.models.item_queries import check_counts
from disclosure.workflow import EventKind, Status
from portal.models import Counter, Office, User
from requests_app.models import Applicant, ApplicantKind, Channel, InformationRequest
from requests_app.outcomes import Outcome
from requests_app.workflow import OPEN
from requests_app.workflow import Status as CaseStatus

FIRST, LAST = date(2008, 5, 1), date(2026, 11, 20)
OFFICES = 40
DONE = "bench-corpus"
STAFF = "bench"  # a superuser; "bench-editor" sees the items of one office
NEWS_SHARE = 0.35
SHARES = {Status.PUBLISHED: 0.97, Status.WITHDRAWN: 0.01, Status.DRAFT: 0.02}
OPEN_SHARE = 0.02  # of requests
ITEM_COLUMNS = [
    *("id", "status", "is_imported", "author_id", "withdrawn_at", "withdrawal_reason"),
    *("title", "doc_no", "doc_no_key", "index_no", "slug", "category_id", "genre_id"),
    *("office_id", "written_on", "formed_on", "published_at", "year", "validity", "stage"),
    *("period_kind", "begins_on", "ends_on", "keywords", "summary", "body", "stamp"),
    "updated_at",
]
LINE_COLUMNS = ["item_id", "kind", "by_id", "at", "note"]
REQUEST_COLUMNS = [
    *("id", "number", "channel_id", "submitted_on", "submitted_at", "applicant_kind", "subject"),
    *("wanted_name", "wanted", "status", "handler_id", "received_on", "started_on", "due_on"),
    *("outcome", "closed_on", "is_late", "is_imported"),
]
APPLICANT_COLUMNS = ["info_request_id", "name", "phone", "key"]


def fill(items: int, requests: int) -> None:
    """Fill an empty database; one that holds a corpus of this size already stays as it is."""
    call_command("migrate", verbosity=0)
    if Counter.objects.filter(name=DONE, value=items).exists():
        return
    if Item.objects.exists():
        sys.exit("The database holds another corpus, or half of one. Begin anew: bin/bench --anew")
    for command in ("sync_roles", "load_holidays", "load_catalogue"):
        call_command(command, verbosity=0)
    staff = make_staff()
    insert(Item, ITEM_COLUMNS, item_rows(items, staff))
    insert(ItemEvent, LINE_COLUMNS, line_rows(items, staff))
    Counter.objects.update_or_create(name=STAMP, defaults={"value": 1})
    for year in range(FIRST.year, LAST.year + 1):
        Counter.objects.update_or_create(name=f"index-{year}", defaults={"value": items})
    insert(InformationRequest, REQUEST_COLUMNS, request_rows(requests, staff))
    insert(Applicant, APPLICANT_COLUMNS, applicant_rows(requests))
    check_counts()
    Counter.objects.create(name=DONE, value=items)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make_staff() -> dict[str, User]:
    """Return the people by name: one who may do everything, and an editor of one office."""
    for number in range(OFFICES):
        names = {"name": f"第{number}科", "full_name": f"云溪县教育局第{number}科"}
        Office.objects.get_or_create(code=f"bench-{number}", defaults=names)
    first = Office.objects.get(code="bench-0")
    people = {STAFF: {"is_superuser": True}, f"{STAFF}-editor": {"office": first}}
    for username, fields in people.items():
        login = {"is_staff": True, "password": make_password(STAFF)}
        person, _ = User.objects.get_or_create(username=username, defaults=login | fields)
        people[username] = person
    return people


# --- Items --------------------------------------------------------------------------------------


def moment_of(place: float, chance: random.Random) -> datetime:
    """Return when an item at this place of all, 0 to 1, was published: more in later years."""
    days = int((LAST - FIRST).days * place**0.6)
    at_work = time(1 + chance.randrange(8), chance.randrange(60), chance.randrange(60))
    return datetime.combine(FIRST + timedelta(days=days), at_work, UTC)


def make_shelves(chance: random.Random) -> tuple[list[dict], list[float]]:
    """Return the leaves with who keeps them, and how much of all goes to each (summed up)."""
    leaves = list(Category.objects.usable().exclude(code__startswith="90").order_by("code"))
    offices = list(Office.objects.filter(code__startswith="bench-").values_list("pk", flat=True))
    genres = list(Genre.objects.values_list("pk", flat=True)) or [None]
    shelves, weights = [], []
    order = list(range(1, len(leaves) + 1))
    chance.shuffle(order)
    for rank, leaf in zip(order, leaves, strict=True):
        weights.append(1 / rank)
        shelf = {"pk": leaf.pk, "is_news": not leaf.is_statutory}
        shelf["offices"] = chance.sample(offices, 2)
        shelf["genres"] = chance.choices(genres, k=2)
        shelf["stages"] = ["", chance.choice(Stage.values)]
        shelves.append(shelf)
    news = [shelf["is_news"] for shelf in shelves]
    share = NEWS_SHARE * len(news) / max(sum(news), 1)
    total = sum(weights)
    parts = [share / len(news) if is_news else weight / total * (1 - NEWS_SHARE)
             for weight, is_news in zip(weights, news, strict=True)]  # fmt: skip
    return shelves, list(accumulate(parts))


def item_rows(count: int, staff: dict[str, User]) -> Iterator[tuple]:
    chance = random.Random("items")
    shelves, weights = make_shelves(chance)
    statuses, shares = list(SHARES), list(accumulate(SHARES.values()))
    for number in range(1, count + 1):
        status = chance.choices(statuses, cum_weights=shares)[0]
        shelf = chance.choices(shelves, cum_weights=weights)[0]
        at = moment_of(number / count, chance)
        yield item_row(chance, number, status, shelf, at, staff)


def item_row(chance, number, status, shelf, at, staff) -> tuple:
    written_on = at.date() - timedelta(days=chance.randrange(15))
    is_draft, is_gone = status == Status.DRAFT, status == Status.WITHDRAWN
    year = written_on.year
    doc_no = f"云教〔{year}〕{chance.randrange(1, 400)}号" if chance.random() < 0.4 else ""
    index_no = None if is_draft else f"11220000MB1234567X/{year}-{number:07d}"
    validity = Validity.NOT_APPLICABLE.value
    if doc_no:
        validity = chance.choices(Validity.values[:4], weights=(80, 5, 10, 5))[0]
    is_open = chance.random() < 0.02
    begins_on = at.date() if is_open else None
    text = words.body(chance)
    return (
        *(number, status.value, not is_draft, staff[f"{STAFF}-editor"].pk if is_draft else None),
        *(at if is_gone else None, "内容有误，重新公开" if is_gone else ""),
        *(words.title(chance, year), doc_no, fold(doc_no), index_no),
        *(index_no and index_no.replace("/", "-"), shelf["pk"], chance.choice(shelf["genres"])),
        *(chance.choices(shelf["offices"], weights=(4, 1))[0], written_on, written_on),
        *(None if is_draft else at, None if is_draft else year, validity),
        *(chance.choice(shelf["stages"]), "publicity" if is_open else "", begins_on),
        *(begins_on and begins_on + timedelta(days=chance.randrange(5, 30)),),
        *(" ".join(words.some_words(chance, 3)), text[3:83].replace("</p><p>", ""), text),
        *(0 if is_draft else 1, at),
    )


def line_rows(count: int, staff: dict[str, User]) -> Iterator[tuple]:
    chance = random.Random("lines")
    by = staff[STAFF].pk
    for number in range(1, count + 1):
        yield number, EventKind.IMPORTED.value, by, moment_of(number / count, chance), "台账导入"


# --- Requests -----------------------------------------------------------------------------------


def request_rows(count: int, staff: dict[str, User]) -> Iterator[tuple]:
    chance = random.Random("requests")
    channels = list(Channel.objects.filter(is_open=True).values_list("pk", flat=True))
    running = [status for status in OPEN if status != CaseStatus.SUBMITTED]
    handler = staff[STAFF].pk
    for number in range(1, count + 1):
        is_open = number > count * (1 - OPEN_SHARE)
        place = 1 - (count - number) / (50 * count) if is_open else number / count
        at = moment_of(place, chance)
        received_on, due_on = at.date(), at.date() + timedelta(days=28)
        closed_on = None if is_open else received_on + timedelta(days=chance.randrange(40))
        status = chance.choice(running) if is_open else CaseStatus.CLOSED
        is_ours = is_open and chance.random() < 0.1
        matter = chance.choice(words.OBJECTS) + chance.choice(words.MATTERS)
        yield (
            *(number, f"{received_on.year}-{number:06d}", chance.choice(channels), received_on, at),
            *(chance.choice(ApplicantKind.values), f"申请公开{received_on.year}年{matter}", matter),
            *("".join(words.some_words(chance, 30)), status.value, handler if is_ours else None),
            *(received_on, received_on, due_on),
            *("" if is_open else chance.choice(Outcome.values), closed_on),
            *(None if is_open else closed_on > due_on, not is_open),
        )


def applicant_rows(count: int) -> Iterator[tuple]:
    """Yield the applicants of the requests; a thousand people, each with requests of their own."""
    chance = random.Random("applicants")
    stored = [Applicant._meta.get_field(name).get_db_prep_save for name in ("name", "phone")]
    people = []
    for number in range(1000):
        clear = words.name(chance), f"1390000{number:04d}"
        secret = [save(text, connection) for save, text in zip(stored, clear, strict=True)]
        people.append((*secret, f"{number:064x}"))
    for number in range(1, count + 1):
        yield number, *people[chance.randrange(1000)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=100_000)
    options = parser.parse_args()
    require_own_database()
    with Clock() as clock:
        fill(options.items, options.requests)
    print(f"{options.items} items, {options.requests} requests: {clock.seconds:.0f} s")


if __name__ == "__main__":
    main()
