"""What an author should look at before submitting: a list with sentence and place of each.

Errors refuse the submission (`Drafting.check_list`); warnings want a look and a word from the
author, kept in the history. Personal data has a scan of its own (`disclosure/privacy.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from disclosure.body_text import parse, text_of
from disclosure.models.choices import Validity
from disclosure.models.writing import Leader, WrongWord
from portal.models import OfficeSettings

PLACE = re.compile(r"【(?:\s*|\s*请填写[^】]{0,60})】")  # left as a template gives it
IMAGES = ("jpg", "png", "gif", "webp")
SHOWN = 5  # of one kind
MOST_LINKS = 200  # each is looked up by itself; the inspection of every night sees the others
POSTS = (
    *("局党组书记", "党组书记", "党委书记", "党组副书记", "党委副书记", "党组成员", "党委委员"),
    *("副局长", "局长", "副县长", "县长", "副市长", "市长", "副区长", "区长", "总督学"),
    *("副主任", "主任", "副书记", "书记", "调研员"),
)
ANY_POST = "|".join(sorted(POSTS, key=len, reverse=True))
BETWEEN_NAMES = re.compile(r"[、，,\s和及]{1,3}")


@dataclass(frozen=True)
class Remark:
    """One thing to look at; `field` is the field of the form where it is mended."""

    sentence: str
    field: str
    blocks: bool = False


def remarks_on(item) -> list[Remark]:
    """Return everything worth a look in a stored item, errors first."""
    texts = texts_of(item)
    found = [
        *unfilled(texts),
        *pictures(item),
        *lost_files(item),
        *own_links(item),
        *missing(item),
        *wrong_words(texts),
        *leaders(texts),
    ]
    return sorted(found, key=lambda remark: not remark.blocks)


def warnings_on(item) -> list[Remark]:
    return [remark for remark in remarks_on(item) if not remark.blocks]


def texts_of(item) -> dict[str, tuple[str, str]]:
    """Return the texts people read, by field: its label and its words."""
    names = ("title", "summary", "body")
    labels = {name: item._meta.get_field(name).verbose_name for name in names}
    return {
        "title": (labels["title"], item.title),
        "summary": (labels["summary"], item.summary),
        "body": (labels["body"], whole_text(item.body)),
    }


def whole_text(body: str) -> str:
    """Return the words of a body, cells of tables too, a line to a paragraph."""
    root = parse(body)
    cells = [text_of(cell).text for cell in root.iter("td", "th", "caption")]
    return "\n".join([text_of(root).text, *cells])


# --- Errors --------------------------------------------------------------------------------------


def unfilled(texts) -> Iterator[Remark]:
    for name, (label, text) in texts.items():
        places = list(dict.fromkeys(PLACE.findall(text)))
        for place in places[:SHOWN]:
            yield Remark(f"{label}里的“{place}”还没有填写，请填写或删去。", name, blocks=True)
        if (more := len(places) - SHOWN) > 0:
            yield Remark(f"{label}里另有{more}处“【请填写…】”没有填写。", name, blocks=True)


def pictures(item) -> Iterator[Remark]:
    for file in item.attachments.filter(kind__in=IMAGES, alt_text="").defer("blocks"):
        sentence = f"图片《{file.name}》没有替代文字，看不见图片的人不知道内容，请补填。"
        yield Remark(sentence, "attachments", blocks=True)


def lost_files(item) -> Iterator[Remark]:
    for file in item.attachments.defer("blocks"):
        if not file.public_file.storage.exists(file.public_file.name):
            sentence = f"附件《{file.name}》的文件已经丢失，请删除后重新上传。"
            yield Remark(sentence, "attachments", blocks=True)


def own_links(item) -> Iterator[Remark]:
    """Links to pages of this website that citizens could not open."""
    links = [link.get("href") for link in parse(item.body).iter("a") if link.get("href")]
    addresses = list(dict.fromkeys(links))[:MOST_LINKS]
    hosts = {"", OfficeSettings.objects.current().site_domain} if addresses else set()
    for address in addresses:
        if reason := why_dead(address, hosts, item):
            yield Remark(f"正文里的链接 {address} {reason}，请改正或删去。", "body", blocks=True)


def why_dead(address: str, hosts: set[str], item) -> str:
    """Return why citizens cannot open an address of this website; "" for others and for good."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "不是正确的网址"
    if parts.scheme in ("mailto", "tel") or parts.netloc not in hosts or address.startswith("#"):
        return ""
    path = parts.path or ("/" if parts.netloc else "")
    if not path.startswith("/"):
        return "不是完整的网址"
    try:
        match = resolve(path)
    except Resolver404:
        return "在本网站上不存在"
    if match.app_name == "admin":
        return "是工作台的地址，公众打不开"
    return why_gone(match, parts, item)


def why_gone(match, parts, item) -> str:
    named = match.kwargs
    if match.url_name is None and "old" in named:  # nothing else answers it
        old = parts.path + (f"?{parts.query}" if parts.query else "")
        is_there = item.legacy_addresses.model.objects.filter(path=old).exists()
    elif match.app_name == "disclosure" and "slug" in named:
        is_there = type(item).objects.public().filter(slug=named["slug"]).exists()
    elif match.url_name in ("category_detail", "column_detail"):
        is_there = type(item.category).objects.filter(code=named["code"]).exists()
    else:
        is_there = True
    return "" if is_there else "在本网站上不存在或没有公开"


# --- Warnings ------------------------------------------------------------------------------------


def missing(item) -> Iterator[Remark]:
    is_document = item.validity != Validity.NOT_APPLICABLE
    if is_document and not item.doc_no:
        yield Remark("没有发文字号。正式文件应当填写，公众按文号查找。", "doc_no")
    if item.written_on is None:
        yield Remark("没有成文日期，公开时限从成文（形成）之日算起。", "written_on")
    if not item.summary.strip():
        yield Remark("没有内容概述。写一两句话，搜索结果和订阅邮件里先看到它。", "summary")


def wrong_words(texts) -> Iterator[Remark]:
    whole = "\n".join(text for _, text in texts.values())
    for word in WrongWord.objects.all():
        if word.wrong not in whole:
            continue
        for name, (label, text) in texts.items():
            if word.stands_in(text):
                note = f"（{word.note}）" if word.note else ""
                yield Remark(f"{label}里有“{word.wrong}”，通常应为“{word.right}”{note}。", name)


def leaders(texts) -> Iterator[Remark]:
    """Names with a post they do not hold, and names not in the order of the office's list."""
    known = list(Leader.objects.all())
    for name, (label, text) in texts.items():
        for leader in known:
            for post in wrong_posts(leader, text):
                yield Remark(
                    f"{label}里{leader.name}的职务写作“{post}”，领导名单中为“{leader.post}”。",
                    name,
                )
        for first, second in wrong_order(known, text):
            yield Remark(
                f"{label}里“{first.name}”排在“{second.name}”之前，与领导名单的次序不同。", name
            )


def wrong_posts(leader: Leader, text: str) -> list[str]:
    """Return the posts written directly before or after the name that the leader has not."""
    if leader.name not in text:
        return []
    name = re.escape(leader.name)
    before = re.findall(rf"({ANY_POST}){name}", text)
    after = re.findall(rf"{name}(?:同志)?({ANY_POST})", text)
    held = leader.posts
    wrong = [post for post in [*before, *after] if not any(is_post(post, own) for own in held)]
    return list(dict.fromkeys(wrong))


def is_post(written: str, held: str) -> bool:
    """“书记” is short for “党组书记”; “局长” is not short for “副局长”."""
    return held.endswith(written) and not held.removesuffix(written).endswith("副")


def wrong_order(known: list[Leader], text: str) -> list[tuple[Leader, Leader]]:
    """Return the neighbours in enumerations of names that stand the wrong way round."""
    named = {leader.name: leader for leader in known if leader.name in text}
    if len(named) < 2:
        return []
    names = "|".join(map(re.escape, named))
    places = list(re.finditer(names, text))
    wrong = [
        (named[one.group()], named[two.group()])
        for one, two in pairwise(places)
        if BETWEEN_NAMES.fullmatch(text[one.end() : two.start()])
        and named[one.group()].position > named[two.group()].position
    ]
    return list(dict.fromkeys(wrong))
