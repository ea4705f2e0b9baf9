"""What the tests of search share."""

from django.core.files.base import ContentFile

from disclosure.models import Attachment, Item, TextStatus
from disclosure.search_engine import EVERY_ITEM, searcher


def attach_text(item: Item, text: str, name: str = "附表.txt") -> Attachment:
    """Return an attachment of a public item that says `text` and was read."""
    attachment = Attachment.objects.attach_to_history(item, ContentFile(text.encode()), name)
    attachment.blocks = [{"place": "", "kind": "paragraph", "text": text}]
    attachment.text_status = TextStatus.READ
    attachment.save()
    item.restamp()
    return attachment


def indexed() -> list[tuple[int, int]]:
    """Return key and stamp of every item the index holds."""
    view = searcher()
    addresses = [address for _, address in view.search(EVERY_ITEM, 10_000).hits]
    columns = [view.fast_field_values(name, addresses) for name in ("pk", "stamp")]
    return sorted(zip(*columns, strict=True))


def public() -> list[tuple[int, int]]:
    """Return key and stamp of every item anybody may read."""
    return sorted(Item.objects.public().values_list("pk", "stamp"))
