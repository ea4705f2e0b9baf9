"""The search engine by itself, and whole searches: each kind with exact total and all facets.

bin/with-services .venv/bin/python -m bench --only engine
"""

import time
from dataclasses import replace

from bench.queries import MAKERS, queries
from bench.report import Row, middle_and_worst, times
from disclosure.models import Item
from disclosure.search import Query, Search, search
from disclosure.search_lists import find_titles, suggest
from portal.models import Office

HEADINGS = ["engine p50 / p95 ms", "with rows and extracts p50 / p95 ms"]
LIMIT_MS = 1000  # no query may take longer
HOSTILE = [
    *("的" * 200, "校" * 200, "招生" * 100, "a " * 200, "0 " * 200, "*", "云 县 的 了 年"),
    *("教育 学校 学生 教师 公开 信息 工作 公告 招生 幼儿园 义务教育 小学 公示 培训", "学", "1"),
]


def measure() -> tuple[list[str], list[Row]]:
    rows = [(kind, *measure_kind(kind)) for kind in MAKERS]
    rows.append(("hostile queries, the slowest", slowest(engine_work), slowest(whole_work)))
    titles = [query[:6] for query in queries("whole sentence")] + queries("document number")
    rows.append(("suggestions while typing", "", middle_and_worst(times(suggest, titles))))
    desk = queries("two words")
    rows.append(("look-up of the desk", middle_and_worst(times(desk_work, desk)), ""))
    return HEADINGS, rows


def measure_kind(kind: str) -> tuple[str, str]:
    chosen = filters(kind)
    asked = [Query(text=text, **chosen) for text in queries(kind)]
    for query in asked[:5]:
        search(query)
    return middle_and_worst(times(engine_work, asked)), middle_and_worst(times(whole_work, asked))


def filters(kind: str) -> dict:
    if "filtered" not in kind:
        return {}
    office = Office.objects.filter(code="bench-3").values_list("pk", flat=True).first()
    # Categories that office keeps: of others there is nothing to find.
    kept = Item.objects.public().filter(office=office).values_list("category").distinct()
    leaves = kept.order_by("category").values_list("category", flat=True)[:20]
    return {"category_ids": frozenset(leaves), "office_id": office}


def engine_work(query: Query) -> None:
    """First page with exact total and counts per category, year, office and validity."""
    asked = Search(query)
    asked.find_tiers()
    asked.counted  # noqa: B018 - worked out when asked for


def whole_work(query: Query) -> None:
    search(query)


def desk_work(text: str) -> None:
    find_titles(text, 1000)


def slowest(work) -> str:
    worst = 0.0
    for text in HOSTILE:
        for query in (Query(text=text), replace(Query(text=text), page=50, sort="date")):
            start = time.perf_counter()
            work(query)
            worst = max(worst, (time.perf_counter() - start) * 1000)
    return f"{worst:.0f}{'' if worst <= LIMIT_MS else ' (too long)'}"
