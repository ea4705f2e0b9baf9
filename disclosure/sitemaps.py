from django.contrib.sitemaps import Sitemap
from django.urls import reverse

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


class ItemSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Item.objects.public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item):
        return item.updated_at


SITEMAPS = {"pages": PageSitemap, "items": ItemSitemap}
