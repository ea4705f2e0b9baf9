"""What the search box offers while somebody types; the page works without it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disclosure.search_lists import suggest


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return titles and addresses of public items whose title or number begins as was typed."""
    typed = request.GET.get("q", "").replace("\x00", "")
    items = suggest(typed)
    offered = [
        {"title": item.title, "number": item.doc_no, "address": item.get_absolute_url()}
        for item in items
    ]
    return JsonResponse({"offered": offered})
