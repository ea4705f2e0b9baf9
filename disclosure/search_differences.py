"""On which items the search index and the database disagree, without reading all of both."""

from django.db.models import Count, F, Sum
from tantivy import FieldType, Query, Searcher

from disclosure.models import Item
from disclosure.search_engine import EVERY_ITEM, SCHEMA, STATE

BUCKET = 4096  # primary keys compared at once


def differences(view: Searcher) -> list[int]:
    """Return the primary keys whose item or stamp is not the same on both sides."""
    public = Item.objects.public()
    rows = public.annotate(bucket=F("pk") / BUCKET).order_by().values_list("bucket")
    there = {bucket: sums for bucket, *sums in rows.annotate(Count("pk"), Sum("stamp"))}
    here = index_buckets(view)
    wrong: set[int] = set()
    for bucket in there.keys() | here.keys():
        if there.get(bucket) != here.get(bucket):
            first = bucket * BUCKET
            stored = public.filter(pk__gte=first, pk__lt=first + BUCKET)
            pairs = set(stored.values_list("pk", "stamp")) ^ index_pairs(view, first)
            wrong |= {pk for pk, _ in pairs}
    return sorted(wrong)


def index_buckets(view: Searcher) -> dict[int, list[int]]:
    histogram = {"field": "pk", "interval": BUCKET, "min_doc_count": 1}
    sums = {"stamps": {"sum": {"field": "stamp"}}}
    found = view.aggregate(EVERY_ITEM, {"pks": {"histogram": histogram, "aggs": sums}})
    return {
        int(bucket["key"]) // BUCKET: [bucket["doc_count"], int(bucket["stamps"]["value"])]
        for bucket in found["pks"]["buckets"]
    }


def index_pairs(view: Searcher, first: int) -> set[tuple[int, int]]:
    bounds = {"lower_bound": max(first, STATE + 1), "upper_bound": first + BUCKET - 1}
    query = Query.range_query(SCHEMA, "pk", FieldType.Unsigned, **bounds)
    addresses = [address for _, address in view.search(query, 2 * BUCKET, count=False).hits]
    pks, stamps = (view.fast_field_values(name, addresses) for name in ("pk", "stamp"))
    return set(zip(pks, stamps, strict=True))
