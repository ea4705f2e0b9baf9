"""Open data: the catalogue and the public items of a year, as CSV and JSON.

A file is written row by row while it is sent; memory stays the same however many items a year
has. Keys and headers are promised to those who read them by program: add, never rename.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.models import Category, Item
from portal.ledgers import neutralise
from portal.models import Counter, OfficeSettings

ROWS_AT_ONCE = 2000
BOM = "\ufeff"  # without it Excel reads Chinese CSV in another encoding
YEARS = "index-"  # the counters of index numbers, one for each year with a public item
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Column:
    """One fact of a row: its key in JSON, its header in CSV."""

    key: str
    header: str
    read: Callable[[object], object]


def field(key: str, header: str, path: str = "") -> Column:
    """Return the column that reads an attribute; `path` may lead over relations."""

    def read(row):
        for name in (path or key).split("."):
            row = getattr(row, name, None)
        return row() if callable(row) else row

    return Column(key, header, read)


def day(key: str, header: str) -> Column:
    def read(row):
        value = getattr(row, key)
        return value.isoformat() if value else None

    return Column(key, header, read)


CATALOGUE = [
    field("code", "栏目代码"),
    field("name", "栏目名称"),
    field("parent", "上级栏目代码", "parent.code"),
    field("article20", "条例第二十条项次"),
    field("office", "责任科室", "office.name"),
    field("limit_workdays", "公开时限（工作日）"),
    field("items", "公开条数", "published_count"),
]
ITEMS = [
    field("index_no", "索引号"),
    field("title", "标题"),
    field("doc_no", "发文字号"),
    field("category", "栏目代码", "category.code"),
    field("category_name", "栏目名称", "category.name"),
    field("issuer", "发布机构"),
    field("office", "责任科室", "office.name"),
    field("genre", "体裁", "genre.name"),
    day("written_on", "成文日期"),
    Column("published_at", "公开时间", lambda item: timezone.localtime(item.published_at)),
    day("effective_on", "生效日期"),
    day("expires_on", "失效日期"),
    field("validity", "有效性", "get_validity_display"),
    field("source", "信息来源"),
    field("keywords", "关键词"),
    field("summary", "内容概述"),
    field("url", "网址", "get_absolute_url"),
]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is to take, what its columns mean, and under which terms."""
    context = {
        "years": years(),
        "catalogue": CATALOGUE,
        "items": ITEMS,
        "page_tags": {"ColumnName": "开放数据", "ColumnType": "信息公开"},
    }
    return render(request, "disclosure/open_data.html", context)


@require_safe
def catalogue_file(request: HttpRequest, kind: str) -> HttpResponse:
    categories = Category.objects.select_related("parent", "office").order_by("code")
    return send("catalogue", kind, CATALOGUE, categories)


@require_safe
def items_file(request: HttpRequest, year: str, kind: str) -> HttpResponse:
    """The public items numbered in `year`, oldest first."""
    if int(year) not in years():
        raise Http404(f"没有{year}年的公开信息")
    items = Item.objects.public().filter(year=year).order_by("pk").defer("body")
    items = items.select_related("category", "office", "genre")
    return send(f"items-{year}", kind, ITEMS, items.iterator(chunk_size=ROWS_AT_ONCE))


def years() -> list[int]:
    """Return the years with public items, newest first, without looking through the items."""
    names = Counter.objects.filter(name__startswith=YEARS).values_list("name", flat=True)
    return sorted((int(name.removeprefix(YEARS)) for name in names), reverse=True)


def send(name: str, kind: str, columns: list[Column], rows: Iterable) -> StreamingHttpResponse:
    base = OfficeSettings.objects.current().url_of("").rstrip("/")
    facts = ({column.key: plain(column, row, base) for column in columns} for row in rows)
    write = {"csv": as_csv, "json": as_json}[kind]
    response = StreamingHttpResponse(write(columns, facts), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Access-Control-Allow-Origin"] = "*"  # public data, for pages of others too
    return response


def plain(column: Column, row, base: str):
    """Return a value as JSON writes it; an address in full, a moment to the minute."""
    value = column.read(row)
    if column.key == "url":
        return f"{base}{value}"
    if column.key == "published_at":
        return value.isoformat(timespec="minutes")
    return value


class Line:
    """What csv.writer writes into: it hands each line on."""

    def write(self, text: str) -> str:
        return text


def as_csv(columns: list[Column], facts: Iterable[dict]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield BOM + writer.writerow([column.header for column in columns])
    for row in facts:
        yield writer.writerow([neutralise(value) for value in row.values()])


def as_json(columns: list[Column], facts: Iterable[dict]) -> Iterator[str]:
    lines = (json.dumps(row, ensure_ascii=False) for row in facts)
    first = next(lines, "")
    yield f"[\n{first}"
    yield from chain((f",\n{line}" for line in lines), ["\n]\n"])
