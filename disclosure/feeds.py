"""Atom feeds: everything new, what is new in one category, what a search finds."""

from dataclasses import replace

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from disclosure import search
from disclosure.forms import SearchForm
from disclosure.models import Category, Item
from disclosure.statements import catalogue, newest_pks, public_rows
from portal.models import OfficeSettings

LENGTH = 30


class NewestFeed(Feed):
    feed_type = Atom1Feed

    def title(self):
        return f"{OfficeSettings.objects.current().site_name} · 最新公开"

    def link(self):
        return reverse("home")

    def items(self, obj=None):
        newest = Item.objects.public().newest_first().values_list("pk", flat=True)
        return public_rows(newest[:LENGTH])

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
        tree = {node.pk: node for root in catalogue() for node in root.subtree()}
        subtree = tree[category.pk].subtree()
        leaves = [node.pk for node in subtree if node.published_count]
        return public_rows(newest_pks(leaves, LENGTH))


class SearchFeed(NewestFeed):
    """What a search finds, newest first; the address takes what the search page takes."""

    def get_object(self, request):
        roots = catalogue()
        form = SearchForm(request.GET)
        query = form.as_query({node.code: node for root in roots for node in root.subtree()})
        if query is None:
            raise Http404("请在 q= 后面写上要搜索的词")
        return replace(query, sort="date", page=1, per_page=LENGTH), request.GET.urlencode()

    def title(self, asked):
        return f"{OfficeSettings.objects.current().site_name} · 搜索“{asked[0].text}”"

    def link(self, asked):
        return f"{reverse('disclosure:search')}?{asked[1]}"

    def items(self, asked):
        return [hit.item for hit in search.search(asked[0]).hits]
