"""What stands in a cell of the item ledger, and what we write into one.

A widget's `clean` raises ValueError with a sentence: what is wrong with the value, and what to
do. The resource adds row and column.
"""

import re
import unicodedata
from datetime import datetime, time
from html import unescape
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import escape
from import_export.widgets import Widget

from disclosure.doc_numbers import fold
from disclosure.models import Category, CategoryStatus, Item, Validity
from portal.ledger_files.cells import DayWidget, LineWidget, one_line
from portal.models import Office

HTML = re.compile(
    r"</?(p|br|div|span|table|tr|td|ul|ol|li|h[1-6]|strong|b|em|i|u|a|img)(\s[^<>]*)?/?>", re.I
)
INLINE_TAG = re.compile(r"</?(span|strong|b|em|i|u|a|sub|sup|font)\b[^<>]*>", re.I)
TAG = re.compile(r"<[^<>]*>")
NO_NUMBER = {"", "无", "无文号", "暂无", "空", "/", "\\", "-", "--", "—", "——", "－"}
VALIDITY_WORDS = {
    "现行有效": Validity.VALID.label,
    "继续有效": Validity.VALID.label,
    "已失效": Validity.EXPIRED.label,
    "已废止": Validity.REPEALED.label,
}
LEVELS = re.compile(r"[/\\>→|]+|--+|[-—–]+")
SEPARATORS = re.compile(r"[\n;；]+")
NAMED = 8  # leaves a complaint lists


def squeezed(text: str) -> str:
    """Return a name in half width, without blanks: as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def longest(field: str) -> int:
    return Item._meta.get_field(field).max_length


class TextWidget(LineWidget):
    """Text for one field of the item, as long as the field allows."""

    def __init__(self, field: str, **kwargs):
        super().__init__(longest(field), **kwargs)


class ParagraphsWidget(TextWidget):
    """Text that may have several lines."""

    def as_text(self, value) -> str:
        return str(value)


class DocumentNumberWidget(TextWidget):
    """A 发文字号; what people write who have none is none."""

    def clean(self, value, row=None, **kwargs) -> str:
        text = super().clean(value, row, **kwargs)
        if text in NO_NUMBER:
            return ""
        if len(fold(text)) > self.longest:  # one character may fold into several
            raise ValueError(f"“{text}”太长，请核对发文字号。")
        return text


class BodyWidget(Widget):
    """The body: HTML as it is (the item cleans it), plain text a paragraph to the line."""

    def clean(self, value, row=None, **kwargs) -> str:
        text = str(value)
        if HTML.search(text):
            return text
        lines = (line.strip() for line in text.split("\n"))
        return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


class PublishedWidget(DayWidget):
    """The day of publication; the item keeps its first moment in local time."""

    def clean(self, value, row=None, **kwargs) -> datetime | None:
        day = super().clean(value, row, **kwargs)
        return day and datetime.combine(day, time(), timezone.get_default_timezone())

    def render(self, value, **kwargs):
        return timezone.localdate(value) if value else ""


class UrlWidget(TextWidget):
    is_address = staticmethod(URLValidator(schemes=["http", "https"]))

    def clean(self, value, row=None, **kwargs) -> str:
        text = super().clean(value, row, **kwargs)
        try:
            if text:
                self.is_address(text)
        except ValidationError:
            raise ValueError(
                f"“{text[:60]}”不是网址；请填写以 http:// 或 https:// 开头的完整网址，或者留空。"
            ) from None
        return text


class CategoryWidget(Widget):
    """A leaf that takes items, by its code, its name, both, or its path; `load` first."""

    def load(self) -> None:
        self.by_code = {category.code: category for category in Category.objects.all()}
        # Excel takes the zero off 0601 when it opens a CSV.
        self.by_number = {code.lstrip("0"): code for code in self.by_code if code[:1] == "0"}
        named = {category.pk: category for category in self.by_code.values()}
        self.by_name: dict[str, set[Category]] = {}
        for category in self.by_code.values():
            path = [squeezed(category.name)]
            for name in (f"{category.code}{path[0]}", path[0]):
                self.by_name.setdefault(name, set()).add(category)
            above = named.get(category.parent_id)
            while above:
                path.insert(0, squeezed(above.name))
                self.by_name.setdefault("/".join(path), set()).add(category)
                above = named.get(above.parent_id)

    def found(self, code: str) -> Category | None:
        """Return the category; a name that two of them have names none."""
        if known := self.by_code.get(code) or self.by_code.get(self.by_number.get(code, "")):
            return known
        path = [squeezed(part) for part in LEVELS.split(code)]
        for name in (squeezed(code), "/".join(filter(None, path))):
            if len(categories := self.by_name.get(name, set())) == 1:
                return next(iter(categories))
        return None

    def clean(self, value, row=None, **kwargs) -> Category:
        code = unicodedata.normalize("NFKC", one_line(value)).removeprefix("'")
        if not code:
            raise ValueError("不能为空，请填写末级栏目的代码，如0601。")
        category = self.found(code)
        if category is None:
            raise ValueError(f"没有代码为“{code}”的栏目；请按公开目录填写末级栏目的代码。")
        if not category.is_leaf:
            below = [leaf for leaf in self.by_code.values() if leaf.parent_id == category.pk]
            names = "、".join(f"{leaf.code}{leaf.name}" for leaf in below[:NAMED])
            raise ValueError(f"“{category}”不是末级栏目；请改填它的下级栏目代码，如：{names}。")
        if category.status != CategoryStatus.ACTIVE:
            label = category.get_status_display()
            raise ValueError(f"栏目“{category}”的状态是“{label}”，不能收信息；请改填别的栏目。")
        return category

    def render(self, value, **kwargs):
        return value.code


class OfficeWidget(Widget):
    """An office by its name, full name or code; `load` first."""

    def load(self) -> None:
        self.found: dict[str, set[Office]] = {}
        for office in Office.objects.all():
            for name in (office.name, office.full_name, office.code):
                self.found.setdefault(name, set()).add(office)

    def clean(self, value, row=None, **kwargs) -> Office | None:
        name = one_line(value)
        if not name:
            return None
        offices = self.found.get(name, set())
        if len(offices) > 1:
            raise ValueError(f"有{len(offices)}个机构叫“{name}”；请改填规范全称或代码。")
        if not offices:
            raise ValueError(
                f"没有名为“{name}”的机构；请先在后台“机构”中登记，或改正名称，或留空。"
            )
        return next(iter(offices))

    def render(self, value, **kwargs):
        return value.name if value else ""


class FileNamesWidget(Widget):
    """Names of files, one to the line or between semicolons."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        names = (name.strip() for name in SEPARATORS.split(str(value)))
        return list(dict.fromkeys(name for name in names if name))


class OldAddressesWidget(Widget):
    """Addresses of the old website, each as the path a browser asks for."""

    LONGEST = 500

    def clean(self, value, row=None, **kwargs) -> list[str]:
        addresses = (address for address in SEPARATORS.split(str(value)) if address.strip())
        return list(dict.fromkeys(self.path_of(address.strip()) for address in addresses))

    def path_of(self, address: str) -> str:
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        is_path = not parts.scheme and not parts.netloc and address.startswith("/")
        if not (parts.scheme in ("http", "https") or is_path) or parts.path in ("", "/"):
            raise ValueError(
                f"“{address[:60]}”不是原网站的网页地址；请填写完整网址，"
                "或以 / 开头的路径，如 /art/2020/1/5/art_1_2.html。"
            )
        query = f"?{iri_to_uri(parts.query)}" if parts.query else ""
        path = escape_uri_path(unquote(parts.path)) + query  # as HttpRequest.get_full_path()
        if len(path) > self.LONGEST:
            raise ValueError(f"“{address[:60]}……”超过{self.LONGEST}个字符的上限；请留空。")
        return path


def texts_of(item: Item) -> list[tuple[str, str]]:
    """Return, by column, the texts in which personal data may stand, without their HTML."""
    body = TAG.sub("\n", INLINE_TAG.sub("", item.body))
    texts = [("标题", item.title), ("摘要", item.summary), ("正文", unescape(body))]
    return [(column, text) for column, text in texts if text]
