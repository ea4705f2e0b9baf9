"""Atom feeds: everything new, and what is new in one category."""

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from disclosure.models import Category, Item
from portal.models import OfficeSettings

LENGTH = 30


class NewestFeed(Feed):
    feed_type = Atom1Feed

    def title(self):
        return f"{OfficeSettings.objects.current().site_name} · 最新公开"

    def link(self):
        return reverse("home")

    def items(self, obj=None):
        return Item.objects.public().for_list().newest_first()[:LENGTH]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [item.category.name]


class CategoryFeed(NewestFeed):
    def get_object(self, request, code):
        return get_object_or_404(Category, code=code)

    def title(self, category):
        return f"{OfficeSettings.objects.current().site_name} · {category.name}"

    def link(self, category):
        return category.get_absolute_url()

    def items(self, category):
        tree = {node.pk: node for root in Category.objects.tree() for node in root.subtree()}
        subtree = tree[category.pk].subtree()
        newest = Item.objects.public().for_list().newest_first()
        return newest.filter(category__in=[node.pk for node in subtree])[:LENGTH]
