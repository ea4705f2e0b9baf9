"""The counts beside the results of a search, each with the address that narrows it to them.

The addresses are written here: a tag in the template, for each of forty links, took three times
as long as all the rest of the list.
"""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.http import QueryDict

from disclosure.models import Category, Validity
from disclosure.search import Results
from disclosure.statements import all_rows
from portal.models import Office

MOST_YEARS = MOST_OFFICES = 10


class Link(NamedTuple):
    """One value of a group: where it leads, and how many results there are of it."""

    address: str
    name: str
    count: str
    is_chosen: bool


class Facet(NamedTuple):
    """A group of links; `everything` leads back out of it, where one of them is chosen."""

    title: str
    whole: str
    everything: str
    links: tuple[Link, ...]


def facets(asked: QueryDict, chosen: dict, results: Results, by_code: dict) -> list[Facet]:
    """Return the groups that have something to choose or to leave."""
    groups = [
        ("category", "栏目", "全部栏目", groups_of(results, by_code)),
        ("year", "年份", "全部年份", years_of(results)),
        ("office", "责任科室", "全部科室", offices_of(results)),
        ("validity", "有效性", "不限", validities_of(results)),
    ]
    made = [facet(asked, chosen.get(name), name, *rest) for name, *rest in groups]
    return [each for each in made if each.links or each.everything]


def facet(asked: QueryDict, chosen, name: str, title: str, whole: str, rows: Iterable) -> Facet:
    """Return one group; `rows` are (value in the address, name, count)."""
    rest = [(each, values) for each, values in asked.lists() if each not in (name, "page")]
    everything = f"?{urlencode(rest, doseq=True)}"
    links = tuple(
        Link(f"{everything}&{name}={quote(str(value))}", label, str(count), value == chosen)
        for value, label, count in rows
    )
    return Facet(title, whole, everything if chosen else "", links)


def groups_of(results: Results, by_code: dict[str, Category]) -> list[tuple[str, str, int]]:
    """Return the groups of the catalogue, the one with most results first."""
    groups: dict[str, list] = {}
    for category in by_code.values():
        if count := results.category_counts.get(category.pk):
            top = category.top
            groups.setdefault(top.code, [top.name, 0])[1] += count
    rows = [(code, name, count) for code, (name, count) in groups.items()]
    return sorted(rows, key=lambda row: -row[2])


def years_of(results: Results) -> list[tuple[int, str, int]]:
    newest = sorted(results.year_counts.items(), reverse=True)[:MOST_YEARS]
    return [(year, f"{year}年", count) for year, count in newest]


def offices_of(results: Results) -> list[tuple[str, str, int]]:
    offices = {office.pk: office for office in all_rows(Office)}
    found = [(offices[pk], count) for pk, count in results.office_counts.items() if pk in offices]
    rows = [(office.code, office.name, count) for office, count in found]
    return sorted(rows, key=lambda row: -row[2])[:MOST_OFFICES]


def validities_of(results: Results) -> list[tuple[str, str, int]]:
    rows = [(Validity(value), count) for value, count in results.validity_counts.items()]
    return [(each.value, each.label, n) for each, n in rows if each != Validity.NOT_APPLICABLE]
