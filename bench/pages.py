"""Whole pages over HTTP: made anew, kept, and at the desk; beside an empty view in the same run."""

import random
from urllib.parse import quote

from bench.corpus import STAFF
from bench.load import ANEW, Portal, answer_times, log_in, portal, rate, tag_of
from bench.queries import queries
from bench.report import Row, middle_and_worst, own_megabytes
from disclosure.models import Category, Item
from portal.models import Office

PORT = 8313
HEADINGS = ["p50 / p95 ms", "requests/s", "of the empty view"]
DESK_HEADINGS = ["p50 / p95 ms", "limit ms"]
ASKED = 120  # times each kind of page is asked for by one client
PACKED = {"Accept-Encoding": "gzip"}  # as nginx and every browser ask
FEW = 12  # times, of what takes longest: one part of the site map for machines
DESK = "/admin/disclosure/item/"
CASES = "/admin/requests_app/informationrequest/"


def addresses() -> dict[str, list[str]]:
    """Return what is asked for, by what it is."""
    chance = random.Random("pages")
    leaves = list(Category.objects.filter(published_count__gt=0).exclude(article20=""))
    roots = sorted({leaf.code[:2] for leaf in leaves})
    paths = [leaf.get_absolute_url() for leaf in leaves]
    public = Item.objects.public().order_by("pk")
    last = public.values_list("pk", flat=True).last()
    pks = [chance.randrange(1, last) for _ in range(ASKED * 2)]
    office = Office.objects.get(code="bench-3").code
    asked = {
        "item page": [item.get_absolute_url() for item in public.filter(pk__in=pks).only("slug")],
        "list page, category": paths,
        "list page, group of categories": [f"/zfxxgk/fdzdgknr/{code}/" for code in roots],
        "list page, year and office": [f"{path}?year=2019&office={office}" for path in paths],
        "list page 100": [f"{path}?page=100" for path in paths],
        "home page": ["/"],
        "feed": ["/feeds/all/"],
    }
    for kind in ("common word", "two words", "rare word", "whole sentence", "document number"):
        asked[f"search page, {kind}"] = [f"/search/?q={quote(text)}" for text in queries(kind)]
    return asked


def measure() -> tuple[list[str], list[Row]]:
    with portal(PORT) as running:
        return HEADINGS, list(rows(running))


def rows(running: Portal):
    empty = rate(PORT, ["/empty/"])
    one = answer_times(PORT, ["/empty/"] * ASKED * 3)
    yield "empty view", middle_and_worst(one), f"{empty:,.0f}", "100 %"
    for name, paths in addresses().items():
        yield row(name, paths, empty, ANEW)
    one = answer_times(PORT, ["/sitemap-items.xml?p=2"] * FEW, ANEW)
    yield "site map for machines, one part", middle_and_worst(one), "", ""
    yield row("kept page", ["/zfxxgk/"], empty, PACKED)
    same = {"If-None-Match": tag_of(PORT, "/zfxxgk/")}
    one = answer_times(PORT, ["/zfxxgk/"] * ASKED, same)
    yield "304", middle_and_worst(one), "", ""
    memory = [own_megabytes(pid) for pid in running.workers()]
    yield "memory of a worker, USS in MB", " and ".join(f"{each:.0f}" for each in memory), "", ""


def row(name: str, paths: list[str], empty: float, headers: dict) -> Row:
    """Return what one kind of page costs."""
    asked = (paths * ASKED)[:ASKED]
    answer_times(PORT, asked[:10], headers)
    one = answer_times(PORT, asked, headers)
    many = rate(PORT, paths, headers)
    return name, middle_and_worst(one), f"{many:,.0f}", f"{many / empty:.0%}" if empty else ""


# --- The desk -----------------------------------------------------------------------------------

DESK_PAGES = {
    "items": DESK,
    "items, page 100": f"{DESK}?p=100",
    "items, one status": f"{DESK}?status__exact=withdrawn",
    "items, one office": f"{DESK}?office__id__exact=3",
    "items, one year": f"{DESK}?year=2012",
    "items, one family": f"{DESK}?family=policy",
    "items, by day of writing": f"{DESK}?o=5",
    "items, looked for by a word": f"{DESK}?q={quote('招生')}",
    "items, looked for by number": f"{DESK}?q={quote('云教〔2020〕8号')}",
    "requests": CASES,
    "requests, page 100": f"{CASES}?p=100",
    "requests, closed": f"{CASES}?status__exact=closed",
    "requests, one year": f"{CASES}?year=2015",
    "requests, one outcome": f"{CASES}?outcome=GRANT",
    "requests, looked for by number": f"{CASES}?q=2015-000123",
    "requests, looked for by a word": f"{CASES}?q={quote('校车安全')}",
    "work board": "/admin/",
}


def measure_desk() -> tuple[list[str], list[Row]]:
    with portal(PORT):
        who = log_in(PORT, STAFF, STAFF)
        return DESK_HEADINGS, [
            (name, middle_and_worst(answer_times(PORT, [address] * 20, who)), "150")
            for name, address in DESK_PAGES.items()
        ]
