"""Parts of pages that show equal things: rendered once, then kept by what they show.

A list is put together from twenty rows, and rendering one takes longer than reading it. A part is
kept under everything it was given, so nothing has to be told when something changes. It knows
nothing else: no request, no reader, no token.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django.db.models import Model
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

MOST = 4096  # parts in each process, of about a kilobyte


class Parts:
    """What was rendered, the longest unused leaving first."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: OrderedDict[Hashable, str] = OrderedDict()

    def render(self, name: str, shown: dict) -> SafeString:
        """Return the template `name` with `shown`; of equal contents the one made before."""
        key = (name, *((word, identity(value)) for word, value in shown.items()))
        with self.lock:
            if (text := self.kept.get(key)) is not None:
                self.kept.move_to_end(key)
                return mark_safe(text)
        text = get_template(name).render(shown)
        with self.lock:
            self.kept[key] = text
            if len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return mark_safe(text)


def identity(value) -> Hashable:
    """Return what is equal for things that look alike: of a row, everything that was read of it."""
    if isinstance(value, dict):
        return tuple(value.items())
    if not isinstance(value, Model):
        return type(value), value  # text that is safe equals the same text that is not
    fields = [
        (name, tuple(field) if type(field) is list else field)
        for name, field in vars(value).items()
        if not name.startswith("_")
    ]
    related = value._state.fields_cache.items()
    return (type(value), *fields, *((name, identity(row)) for name, row in related if row))


parts = Parts()
