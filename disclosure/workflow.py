"""The life of a published item: its statuses and the moves between them."""

from django.db.models import TextChoices


class Status(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤回"


NEXT = {
    Status.DRAFT: [Status.PUBLISHED],
    Status.PUBLISHED: [Status.WITHDRAWN],
    Status.WITHDRAWN: [],
}


class EventKind(TextChoices):
    """What a line of an item's history says; the statuses above are kinds too."""

    PUBLISHED = Status.PUBLISHED.value, "公开"
    WITHDRAWN = Status.WITHDRAWN.value, "撤回"
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    IMPORTED = "imported", "历史导入"
    DEMO = "demo", "演示数据"
