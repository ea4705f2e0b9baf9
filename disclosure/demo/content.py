"""All demo items of one day of loading, complete and consistent, in the order of publication."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from types import ModuleType

from disclosure.demo import (
    about,
    budget,
    current,
    enrollment,
    figures,
    finance,
    news,
    notices,
    openness,
    participation,
    plans,
    policy,
    powers,
    private,
    progress,
    recruitment,
    reports,
    safety,
    schools,
    students,
    teachers,
)
from disclosure.demo.spec import DemoItem, Span

MODULES = (
    about,
    openness,
    policy,
    plans,
    figures,
    budget,
    finance,
    enrollment,
    schools,
    recruitment,
    teachers,
    students,
    progress,
    private,
    powers,
    safety,
    participation,
    notices,
    news,
    reports,
    current,
)

YEARS_WITH_FILES = 3


def items(day: date) -> list[DemoItem]:
    """Return every item of a demo loaded on `day`; relations name items of the same list."""
    span = Span(day)
    found = list(chain.from_iterable(contents(module, span) for module in MODULES))
    dated = [item for item in found if is_past(item, span)]
    known = {item.key for item in dated}
    linked = [keep_known_links(without_old_files(item, span), known) for item in dated]
    return sorted(with_validity(linked, span), key=order)


def contents(module: ModuleType, span: Span) -> Iterator[DemoItem]:
    yield from module.singles(span) if hasattr(module, "singles") else ()
    for template, depth in module.YEARLY:
        editions = (list(template(year)) for year in span.years)
        past = [edition for edition in editions if edition and is_past(edition[0], span)]
        yield from chain.from_iterable(past[-depth:])


def is_past(item: DemoItem, span: Span) -> bool:
    return item.published_at is None or item.published_at.date() <= span.last


def without_old_files(item: DemoItem, span: Span) -> DemoItem:
    """The oldest items have no attachments, as where an old website was brought over."""
    is_old = item.published_at and item.published_at.year < span.year(YEARS_WITH_FILES - 1)
    return replace(item, files=()) if is_old else item


def keep_known_links(item: DemoItem, known: set[str]) -> DemoItem:
    """Drop a link to an edition older than the demo; any other unknown key is a mistake."""
    targets = (*item.replaces, *item.amends, *item.interprets, *filter(None, [item.postpones]))
    for key in targets:
        if key not in known and not is_earlier_edition(key, item.key):
            raise KeyError(f"{item.key} names {key}, which is not there")
    return replace(item, replaces=tuple(key for key in item.replaces if key in known))


def is_earlier_edition(key: str, of: str) -> bool:
    """True for leaders-2024 seen from leaders-2025."""
    name, _, year = of.rpartition("-")
    return year.isdigit() and key == f"{name}-{int(year) - 1}"


def with_validity(items: list[DemoItem], span: Span) -> Iterator[DemoItem]:
    """Documents that a later one replaced or amended, or whose term ended, say so."""
    replaced_on = {
        key: item.effective_on or item.written_on for item in items for key in item.replaces
    }
    amended = {key for item in items for key in item.amends}
    for item in items:
        if item.validity != "valid":
            yield item
        elif is_over(item, min(span.day, replaced_on.get(item.key, span.day))):
            yield replace(item, validity="expired")
        elif item.key in replaced_on:
            yield replace(item, validity="repealed", abolished_on=replaced_on[item.key])
        else:
            yield replace(item, validity="amended" if item.key in amended else "valid")


def is_over(item: DemoItem, day: date) -> bool:
    """True when the document's own term ended before that day."""
    return bool(item.expires_on and item.expires_on < day)


def order(item: DemoItem) -> tuple[bool, str, str]:
    return item.published_at is None, str(item.published_at), item.key
