"""The site map for machines, in parts: each a range of keys, so that none is counted or skipped."""

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from disclosure.models import Category, Item


class PageSitemap(Sitemap):
    """The fixed pages and every category."""

    def items(self):
        fixed = ["home", "disclosure:platform", "requests_app:request_guide", "disclosure:going_on"]
        addresses = [reverse(name) for name in fixed]
        addresses += [category.get_absolute_url() for category in Category.objects.order_by("code")]
        return list(dict.fromkeys(addresses))

    def location(self, address):
        return address


class KeyRangePaginator(Paginator):
    """Page n holds the rows whose keys lie in the n-th range; a page may hold few, or none."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by("-pk").values_list("pk", flat=True).first() or 0

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows = self.object_list.filter(pk__gt=first, pk__lte=first + self.per_page)
        return Page(list(rows), number, self)


class ItemSitemap(Sitemap):
    limit = 1000  # a part is made in a moment, and a million items still fit the index of parts

    def items(self):
        return Item.objects.public().order_by("pk").only("slug", "updated_at")

    @cached_property
    def paginator(self):
        return KeyRangePaginator(self.items(), self.limit)

    def lastmod(self, item):
        return item.updated_at

    def get_urls(self, *args, **kwargs):
        """Return what the part shows, its days written: by filters that took half of the time."""
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            url["day"] = timezone.localdate(url["lastmod"]).isoformat()
        return urls

    def get_latest_lastmod(self):
        """Return when anything was last published or revised: the categories know."""
        return Category.objects.aggregate(last=Max("last_published_at"))["last"]


SITEMAPS = {"pages": PageSitemap, "items": ItemSitemap}
