"""Checks of what is published, item by item, as the database has it."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models import Value as Text
from django.db.models.functions import MD5, Length, Replace

from disclosure.canonical import digest, public_data
from disclosure.models import Attachment, Item, PeriodKind, WrongWord
from disclosure.privacy import file_labels, scan_content, typed_texts
from reports.inspection_site import Fault, Site, item_fault
from reports.models import InspectionTerm

AT_ONCE = 200
WITH_WRONG_WORDS = 1_000  # items
GUIDES, INTERPRETATIONS, NORMATIVE = "1005", "0204", "0202"
GUIDE_PARTS = {
    "事项名称": ("事项名称", "事项：", "办理事项"),
    "设定依据": ("设定依据", "办理依据", "法律依据", "政策依据"),
    "申请条件": ("申请条件", "办理条件", "受理条件", "办理对象"),
    "办理材料": ("材料",),
    "办理地点": ("地点", "地址", "窗口"),
    "办理时间": ("时间", "期限", "时限"),
    "联系电话": ("电话",),
    "办理流程": ("流程", "程序", "步骤"),
}
LEFTOVERS = ("undefined", "[object Object]", "NaN", "{{", "Lorem ipsum", "测试测试")
SHORTEST_TEXT = 60  # characters of a body; shorter ones may well be alike


def public_items() -> QuerySet:
    return Item.objects.public().select_related("category", "office")


def faked_days(site: Site) -> Iterator[Fault]:
    """V1: days of publication that cannot be true; nothing here lets a person set them."""
    for item in public_items().filter(published_at__gt=site.at).defer("body"):
        yield item_fault(item, "future", "公开时间在将来，与事实不符。")
    later = public_items().filter(written_on__gt=F("published_at__date")).defer("body")
    for item in later:
        yield item_fault(item, "before", "公开时间早于成文日期，请核对两个日期。")


def changed_texts(site: Site) -> Iterator[Fault]:
    """V1: published text that is not what was signed: somebody changed it past the reviews."""
    signed = public_items().filter(public_version__isnull=False).select_related("public_version")
    for item in signed.iterator(AT_ONCE):
        if digest(public_data(item)) != item.public_version.sha256:
            yield item_fault(item, "changed", "公开的内容与签发的版本不一致，请核查是否被篡改。")


def forbidden_words(site: Site) -> Iterator[Fault]:
    """V1: words the office has forbidden on its website."""
    for term in InspectionTerm.objects.filter(kind=InspectionTerm.Kind.FORBIDDEN):
        wrong = Q(title__contains=term.text) | Q(body__contains=term.text)
        for item in public_items().filter(wrong).defer("body")[:AT_ONCE]:
            yield item_fault(item, f"word:{term.text}", f"出现“{term.text}”。")


def wrong_words(site: Site) -> Iterator[Fault]:
    """D9: common mistakes, from the list that writers are reminded by; looked for in one pass."""
    words = list(WrongWord.objects.all())
    if not words:
        return
    any_word = "|".join(re.escape(word.wrong) for word in words)
    wrong = Q(title__regex=any_word) | Q(body__regex=any_word)
    for item in public_items().filter(wrong)[:WITH_WRONG_WORDS].iterator(AT_ONCE):
        text = f"{item.title}\n{item.body}"
        for word in filter(lambda each: each.stands_in(text), words):
            sentence = f"出现“{word.wrong}”，应为“{word.right}”。"
            yield item_fault(item, f"word:{word.wrong}", sentence)


def thin_guides(site: Site) -> Iterator[Fault]:
    """V6: guides of services that leave out what people need to know."""
    for item in public_items().filter(category__code=GUIDES):
        text = item.title + item.body + "".join(file.text for file in item.attachments.all())
        missing = [part for part, words in GUIDE_PARTS.items() if not any(w in text for w in words)]
        if len(missing) >= site.number("V6.missing"):
            yield item_fault(item, "parts", f"办事指南缺少{'、'.join(missing)}。")


def missing_interpretations(site: Site) -> Iterator[Fault]:
    """D2, one way: normative documents of the last year that nothing explains."""
    explained = Item.objects.public().filter(interprets=OuterRef("pk"))
    newest, oldest = site.ago("D2.days"), site.today - timedelta(days=366)
    documents = public_items().filter(
        category__code=NORMATIVE, published_at__date__range=(oldest, newest), origin="original"
    )
    for item in documents.filter(~Exists(explained), interprets=None).defer("body"):
        days = site.number("D2.days")
        yield item_fault(item, "unexplained", f"公开已满{days}天，还没有关联的政策解读。")


def orphan_interpretations(site: Site) -> Iterator[Fault]:
    """D2, the other way: interpretations that do not say what they explain."""
    orphans = public_items().filter(category__code=INTERPRETATIONS, interprets=None)
    for item in orphans.defer("body"):
        yield item_fault(item, "orphan", "政策解读没有关联被解读的文件。")


def open_ended_consultations(site: Site) -> Iterator[Fault]:
    """D4: consultations that ended without a word on what came of them."""
    last = site.ago("D4.days")
    over = public_items().filter(period_kind=PeriodKind.COMMENT, ends_on__lt=last)
    for item in over.filter(ends_on__gt=last - timedelta(days=366)).defer("body"):
        if not feedback_on(item).exists():
            sentence = f"{item.ends_on:%Y-%m-%d}结束征集，还没有公布采纳情况（没有意见也要公布）。"
            yield item_fault(item, "feedback", sentence)


def feedback_on(item: Item) -> QuerySet:
    """Return what was published after a consultation on the same matter, or naming it."""
    named = Q(body__contains=item.get_absolute_url()) | Q(title__contains=core_of(item.title))
    if item.matter_id:
        named |= Q(matter=item.matter_id)
    later = Item.objects.public().exclude(pk=item.pk).filter(published_at__gte=item.published_at)
    told = Q(title__contains="反馈") | Q(title__contains="采纳") | Q(title__contains="结果")
    return later.filter(named & (told | Q(matter=item.matter_id, matter__isnull=False)))


def core_of(title: str) -> str:
    """Return what a consultation is about: the name between 《》, else the title itself."""
    return title.partition("《")[2].partition("》")[0] or title


def empty_items(site: Site) -> Iterator[Fault]:
    """D10: items without text and without files."""
    plain = Replace(Replace("body", Text("<p>"), Text("")), Text("</p>"), Text(""))
    bare = public_items().annotate(length=Length(plain)).filter(length__lt=2, attachments=None)
    for item in bare.defer("body"):
        yield item_fault(item, "empty", "页面没有正文，也没有附件。")


def doubled_items(site: Site) -> Iterator[Fault]:
    """D10: the same title of the same day twice in a column, or the same text twice anywhere."""
    items = Item.objects.public().order_by()
    titles = (
        items.values("category", "title", "written_on")
        .annotate(n=Count("pk"), last=Max("pk"))
        .filter(n__gt=1)
    )
    yield from doubles(titles, "title", "同一栏目中标题和成文日期都相同的信息有{n}条。")
    long = items.annotate(length=Length("body")).filter(length__gt=SHORTEST_TEXT)
    texts = long.annotate(text=MD5("body")).values("text")
    texts = texts.annotate(n=Count("pk"), last=Max("pk")).filter(n__gt=1)
    yield from doubles(texts, "text", "正文完全相同的信息有{n}条。")


def doubles(groups: QuerySet, what: str, sentence: str) -> Iterator[Fault]:
    numbers = {group["last"]: group["n"] for group in groups}
    for item in public_items().filter(pk__in=list(numbers)).defer("body"):
        yield item_fault(item, f"double-{what}", sentence.format(n=numbers[item.pk]))


def leftovers(site: Site) -> Iterator[Fault]:
    """D10: what programs and drafts leave behind in a text."""
    for word in LEFTOVERS:
        wrong = Q(title__contains=word) | Q(body__contains=word)
        for item in public_items().filter(wrong).defer("body")[:AT_ONCE]:
            yield item_fault(item, f"leftover:{word}", f"页面中有“{word}”字样，请核对原稿。")


def privacy_leaks(site: Site) -> Iterator[Fault]:
    """D11: personal details in published texts and files that no reviewer has justified."""
    items = public_items().prefetch_related("attachments", "waivers")
    for item in items.iterator(AT_ONCE):
        files = [(file.name, [*file_labels(file), *file.blocks]) for file in item.attachments.all()]
        waived = {waiver.finding for waiver in item.waivers.all()}
        hits = scan_content(typed_texts(item), item.body, files)
        open_hits = [hit for hit in hits if hit.blocking and hit.finding not in waived]
        if open_hits:
            yield item_fault(item, "privacy", leak_sentence(open_hits))


def leak_sentence(hits: list) -> str:
    """Name the places, never the details themselves."""
    places = "；".join(dict.fromkeys(f"{hit.place}（{hit.label}）" for hit in hits[:5]))
    return f"有未遮盖、未说明理由的个人信息{len(hits)}处：{places}。"


def lost_files(site: Site) -> Iterator[Fault]:
    """D5: files that are offered and not there, or not whole."""
    files = Attachment.objects.filter(item__in=Item.objects.public())
    for file in files.select_related("item__category", "item__office").defer("blocks").iterator():
        if wrong := fault_of_file(file):
            yield item_fault(file.item, f"file:{file.position}", f"附件《{file.name}》{wrong}。")


def fault_of_file(file: Attachment) -> str:
    stored = file.public_file
    if not stored or not stored.storage.exists(stored.name):
        return "打不开：文件不在存储中"
    if stored.storage.size(stored.name) != file.public_size:
        return "不完整：大小与发布时不一致"
    return ""
