"""Checks of pages as a visitor gets them: open, tagged, with their footer, and searchable."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from lxml.html import HtmlElement

from disclosure.models import Item
from disclosure.search import Query, search
from portal.models import OfficeSettings
from reports.inspection_site import Fault, SeenPage, Site, column_fault, item_fault
from reports.models import OutsideLink, SiteVisit

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = (*SITE_TAGS, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ITEM_TAGS = (*SITE_TAGS, "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")
PUB_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
FIXED = (
    "home",
    "disclosure:platform",
    "disclosure:guide",
    "disclosure:rule_list",
    "disclosure:catalogue",
    "disclosure:annual_report_list",
    "disclosure:going_on",
    "disclosure:site_map",
    "disclosure:search",
    "requests_app:request_guide",
    "requests_app:request_form",
    "reports:statistics",
)
WEEK = timedelta(days=7)
FEWEST_VISITS = 20
KNOWN_TITLES = 5
TOP = 10
LONG_ENOUGH = 8  # characters of a title that is still found with one of them wrong
NOWHERE = "查无此词甲乙丙丁戊己庚辛"

# The seven elements of 国办发〔2017〕47号: how each shows in the footer, and what fills it.
FOOTER: dict[str, Callable[[str, OfficeSettings], bool]] = {
    "党政机关网站标识": lambda text, site: "党政机关网站标识" in text,
    "“我为政府网站找错”入口": lambda text, site: "我为政府网站找错" in text,
    "网站标识码": lambda text, site: bool(site.site_id_code) and site.site_id_code in text,
    "主办单位及联系方式": lambda text, site: (
        site.bureau_name in text and bool(site.phone or site.email)
    ),
    "ICP备案编号": lambda text, site: bool(site.icp_number) and site.icp_number in text,
    "公安机关备案标识": lambda text, site: bool(site.police_number) and site.police_number in text,
    "站点地图": lambda text, site: "站点地图" in text,
}


def slow_site(site: Site) -> Iterator[Fault]:
    """V2: of the visits of a week, too many that took too long or found nothing."""
    visits = list(SiteVisit.objects.filter(at__gt=site.at - WEEK))
    if len(visits) < FEWEST_VISITS:
        return
    limit = site.number("V2.seconds")
    bad = [visit for visit in visits if not visit.is_open or visit.seconds > limit]
    if 100 * len(bad) >= site.number("V2.percent") * len(visits):
        sentence = f"最近七天访问{len(visits)}次，有{len(bad)}次打不开或者超过{limit}秒。"
        yield Fault("visits", "网站", sentence, "/")


def no_way_to_ask(site: Site) -> Iterator[Fault]:
    """V5a: citizens find a telephone or an address, and a form that opens."""
    if not (site.office.phone or site.office.email):
        yield Fault("contact", "页脚", "没有公布咨询电话或者电子邮箱。", "/")
    form = reverse("requests_app:request_form")
    if not site.page(form).is_open:
        yield Fault("form", "公开申请", f"申请页面打不开（{site.page(form).status}）。", form)


# --- D6, D7: tags and footer ---------------------------------------------------------------------


def missing_tags(site: Site) -> Iterator[Fault]:
    """D6: one page of every column and its newest item carry the tags of 47号."""
    home = site.page("/")
    if missing := without(home, SITE_TAGS):
        yield Fault("home", "首页", f"首页缺少网页标签{missing}；在“单位设置”中填写。", "/")
    for leaf, item in site.samples():
        column, page = site.page(leaf.get_absolute_url()), site.page(item.get_absolute_url())
        # What every page lacks is said of the home page.
        if column.is_open and (missing := without(column, COLUMN_TAGS[len(SITE_TAGS) :])):
            yield column_fault(leaf, f"栏目页缺少网页标签{missing}。")
        if page.is_open and (missing := without(page, ITEM_TAGS[len(SITE_TAGS) :])):
            yield item_fault(item, "tags", f"内容页缺少网页标签{missing}。")
        if page.is_open and not PUB_DATE.fullmatch(page.tags.get("PubDate", "")):
            yield item_fault(item, "pubdate", "PubDate 标签不是“年-月-日 时:分”。")


def without(page: SeenPage, wanted: tuple[str, ...]) -> str:
    return "、".join(name for name in wanted if not page.tags.get(name))


def missing_footer(site: Site) -> Iterator[Fault]:
    """D7: the seven elements of the footer."""
    footer = site.page("/").tree.find(".//footer")
    text = "" if footer is None else footer.text_content()
    for element, shows in FOOTER.items():
        if not shows(text, site.office):
            yield Fault(
                f"footer:{element}", "页脚", f"页脚缺少{element}；在“单位设置”中填写。", "/"
            )


# --- D8: search ----------------------------------------------------------------------------------


def broken_search(site: Site) -> Iterator[Fault]:
    """D8: a known title comes first, one wrong character does no harm; no results, no error."""
    address = reverse("disclosure:search")
    empty = site.page(f"{address}?q={NOWHERE}")
    if not empty.is_open:
        yield Fault("empty", "搜索", f"没有结果的搜索出错（{empty.status}）。", address)
    for item in Item.objects.public().newest_first().for_list()[:KNOWN_TITLES]:
        first = found_by(item.title)[:1]
        if [hit.title for hit in first] != [item.title]:
            yield item_fault(item, "search", "用完整的标题搜索，排在第一的不是这条信息。")
        if len(item.title) >= LONG_ENOUGH and item.title not in titles(with_typo(item.title)):
            yield item_fault(item, "typo", "标题错一个字，搜索的前十条里就没有这条信息。")


def found_by(text: str) -> list[Item]:
    return [hit.item for hit in search(Query(text=text, per_page=TOP)).hits]


def titles(text: str) -> list[str]:
    return [item.title for item in found_by(text)]


def with_typo(title: str) -> str:
    middle = len(title) // 2
    return f"{title[:middle]}某{title[middle + 1 :]}"


# --- D5, D10: pages and links --------------------------------------------------------------------


def empty_pages(site: Site) -> Iterator[Fault]:
    """D10: pages that open and say nothing, or show what a program left behind."""
    for name in FIXED:
        page = site.page(reverse(name))
        if page.is_open and len(page.main) < TOP:
            yield Fault(f"page:{page.path}", page.path, "页面没有内容。", page.path)
        if page.is_open and "undefined" in page.main:
            yield Fault(f"undefined:{page.path}", page.path, "页面中有“undefined”。", page.path)


def dead_own_links(site: Site) -> Iterator[Fault]:
    """D5: our own addresses that do not open: the fixed pages, what they lead to, and the texts."""
    for name in FIXED:
        page = site.page(reverse(name))
        if not page.is_open:
            yield Fault(f"page:{page.path}", page.path, f"页面打不开（{page.status}）。", page.path)
            continue
        for path in own_paths(page.tree, site.office.site_domain):
            if not (seen := site.page(path)).is_open:
                sentence = f"页面上的链接打不开（{seen.status}）：{path}"
                yield Fault(f"link:{page.path}>{path}", page.path, sentence, page.path)
    for item, path in own_links_in_texts(site.office.site_domain):
        if not (seen := site.page(path)).is_open:
            yield item_fault(item, f"link:{path}", f"正文里的链接打不开（{seen.status}）：{path}")


def own_paths(tree: HtmlElement, domain: str) -> list[str]:
    """Return the addresses of this site a page leads to, once each, without staff pages."""
    found = (own_path(link.get("href"), domain) for link in tree.iterfind(".//a[@href]"))
    return list(dict.fromkeys(path for path in found if path and is_fetched(path)))


def is_fetched(path: str) -> bool:
    """Leave out staff pages, and PDF files: they are made anew for each visitor, at some cost."""
    return not path.startswith("/admin/") and not path.endswith(".pdf")


def own_path(address: str, domain: str) -> str:
    """Return the path of an address of this site, "" of any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    is_own = parts.netloc in ("", domain) and parts.scheme in ("", "http", "https")
    if not is_own or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def own_links_in_texts(domain: str) -> Iterator[tuple[Item, str]]:
    from_texts = Item.objects.public().filter(body__contains="href=")
    for item in from_texts.select_related("category", "office").iterator(200):
        for address in addresses_in(item.body):
            if path := own_path(address, domain):
                yield item, path


def addresses_in(body: str) -> list[str]:
    """Return where the links of a body lead, once each."""
    return list(dict.fromkeys(re.findall(r'href="([^"#][^"]*)"', body.replace("&amp;", "&"))))


def dead_outside_links(site: Site) -> Iterator[Fault]:
    """D5: addresses of others that did not open several times running (asked once a week)."""
    dead = OutsideLink.objects.filter(failures__gte=site.number("D5.tries"))
    for link in dead.select_related("item__category"):
        sentence = f"站外链接打不开（{link.trouble}）：{link.url}"
        if link.item is None:
            yield Fault(f"outside:{link.url}", link.place, sentence, link.url)
        elif link.item.status == "published":
            yield item_fault(link.item, f"outside:{link.url}", sentence)
