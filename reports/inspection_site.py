"""The site as the inspection sees it: its rules, its pages as a visitor gets them, its clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from time import perf_counter

from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from lxml import html

from disclosure.duty import Duty, duties
from disclosure.models import Category, Item
from portal.models import OfficeSettings


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; the same `key` tomorrow is the same fault."""

    key: str
    place: str
    sentence: str
    url: str = ""
    office_id: int | None = None


@dataclass(frozen=True)
class SeenPage:
    path: str
    status: int
    text: str
    seconds: float

    @property
    def is_open(self) -> bool:
        return self.status == 200

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.text or "<html></html>")

    @property
    def tags(self) -> dict[str, str]:
        """Return the page tags (网页标签) with their values."""
        metas = self.tree.iterfind(".//meta[@name]")
        return {meta.get("name"): (meta.get("content") or "").strip() for meta in metas}

    @property
    def main(self) -> str:
        """Return what the page itself says, without what stands on every page."""
        found = self.tree.find(".//main")
        return " ".join(("" if found is None else found.text_content()).split())


def put_away(response) -> None:
    """Close a file that was sent, and not our own connection to the database with it."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


@dataclass
class Site:
    """What every check is handed; a page is fetched once for one inspection."""

    at: datetime
    rules: Mapping[str, int | None]
    pages: dict[str, SeenPage] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def ago(self, rule: str) -> date:
        """Return the day as many days back as a rule says."""
        return self.today - timedelta(days=self.number(rule))

    def number(self, rule: str) -> int:
        return int(self.rules[rule] or 0)

    @cached_property
    def office(self) -> OfficeSettings:
        return OfficeSettings.objects.current()

    @cached_property
    def client(self) -> Client:
        """Return a visitor without a session, inside this process: no network is used."""
        named = [host for host in settings.ALLOWED_HOSTS if host.strip("*.")]
        host = named[0].lstrip(".") if named else "localhost"
        return Client(raise_request_exception=False, HTTP_HOST=host, HTTP_ACCEPT_LANGUAGE="zh-CN")

    def page(self, path: str) -> SeenPage:
        if path not in self.pages:
            start = perf_counter()
            response = self.client.get(path, secure=settings.HTTPS, follow=True)
            seconds = perf_counter() - start
            is_html = response.get("Content-Type", "").startswith("text/html")
            is_text = is_html and not response.streaming
            text = response.content.decode() if is_text else ""
            if response.streaming:
                put_away(response)
            self.pages[path] = SeenPage(path, response.status_code, text, seconds)
        return self.pages[path]

    @cached_property
    def duties(self) -> list[Duty]:
        """Return how every leaf that is shown stands."""
        leaves = Category.objects.usable().select_related("office", "parent")
        return duties(leaves, today=self.today, days=self.office.cadence_days)

    def samples(self) -> Iterable[tuple[Category, Item]]:
        """Yield each column that holds something, with its newest item."""
        newest = Item.objects.public().select_related("category", "office").newest_first()
        for duty in self.duties:
            if duty.leaf.published_count:
                item = newest.filter(category=duty.leaf.pk).defer("body").first()
                if item:
                    yield duty.leaf, item


def item_fault(item: Item, what: str, sentence: str) -> Fault:
    """Return a fault of one item, owed by its office."""
    place = f"{item.category.name}：{item.title}"
    key = f"item:{item.pk}:{what}"
    return Fault(key, place, sentence, item.get_absolute_url(), item.office_id)


def column_fault(leaf: Category, sentence: str) -> Fault:
    return Fault(
        f"column:{leaf.code}", str(leaf), sentence, leaf.get_absolute_url(), leaf.office_id
    )
