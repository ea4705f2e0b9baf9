"""The page tags (网页标签) of 国办发〔2017〕47号, by page type.

Site tags stand in base.html on every page. A tag without a value is not printed: all
required ones have a value by construction, the others are optional or unconfirmed.
"""

from django.utils import timezone

from disclosure.models import Category, Item


def column_tags(category: Category) -> dict[str, str]:
    """Return the tags of a column page."""
    return {
        "ColumnName": category.name,
        "ColumnDescription": category.description or f"{category.name}的公开信息",
        "ColumnKeywords": ",".join(
            dict.fromkeys([category.name, category.top.name, "政府信息公开"])
        ),
        "ColumnType": ",".join(dict.fromkeys(["信息公开", category.top.name])),
    }


def item_tags(item: Item, url: str) -> dict[str, str]:
    """Return the tags of a content page at the absolute address `url`."""
    column = column_tags(item.category)
    return {
        "ColumnName": column["ColumnName"],
        "ColumnType": column["ColumnType"],
        "ArticleTitle": item.title,
        "PubDate": f"{timezone.localtime(item.published_at):%Y-%m-%d %H:%M}",
        "ContentSource": item.source
        or item.issuer
        or (item.office.full_name if item.office else ""),
        "Keywords": ",".join(item.keyword_list),
        "Author": item.office.name if item.office else "",
        "Description": item.summary,
        "Url": url,
    }
