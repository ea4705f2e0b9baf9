"""Words of the search that staff keep, and words people looked for in vain.

Nothing here says who searched. A word is kept only as a keyed mark, and as itself from the moment
ASKED_BY different readers, or one on as many days, have asked for it in vain.
"""

import hmac
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from disclosure.search_tokens import RUN, fold
from portal.models import AuditAct, AuditEntry, Counter, User
from portal.statements import Statement

GENERATION = "search-words"  # the counter that tells every process to read the words again
SHORTEST, LONGEST, MOST_WORDS = 2, 20, 12
ASKED_BY = 3  # readers, counted once a day each, before a word is shown to staff
MOST_AWAITED = 20_000  # marks of words too few have asked for
ROOM = 5_000  # of them made free each night, so that new words are counted again
MOST_SHOWN = 2_000  # words
AWAITED_FOR, SHOWN_FOR = timedelta(days=30), timedelta(days=180)


def compact(text: str) -> str:
    """Return `text` as words are compared: folded, without blanks."""
    return "".join(fold(text).split())


def check_word(word: str) -> None:
    """Refuse what the search could not look for as one word."""
    if not RUN.fullmatch(compact(word)) or not SHORTEST <= len(compact(word)) <= LONGEST:
        raise ValidationError(
            f"“{word}”不能作为搜索词：须为{SHORTEST}至{LONGEST}个连写的汉字，或者连写的字母、数字。"
        )


class SearchWordsManager(models.Manager):
    def renew(self) -> None:
        """Have every process read the words again, at its next search."""
        Counter.objects.take(GENERATION)

    def generation(self) -> int:
        rows = generation_statement().fetch()
        return rows[0].value if rows else 0


@cache  # every search asks for it
def generation_statement() -> Statement:
    return Statement(Counter.objects.filter(name=GENERATION))


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches: 学区, 施教区, 招生范围."""

    words = models.CharField(
        "意思相同的词",
        max_length=300,
        help_text="用空格或者顿号隔开，如：学区、施教区、招生范围。搜其中一个，也会找到其余的，"
        "排在原词的结果之后。",
    )
    is_used = models.BooleanField("使用", default=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = SearchWordsManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "同义词"
        verbose_name_plural = "同义词"
        ordering = ["words"]

    def __str__(self):
        return self.words

    @property
    def word_list(self) -> list[str]:
        return [word for word in self.words.replace("、", " ").replace("，", " ").split() if word]

    def clean(self):
        """Refuse single words, words that stand in another group, and what is no word."""
        words = self.word_list
        for word in words:
            check_word(word)
        if not 2 <= len({compact(word) for word in words}) <= MOST_WORDS:
            raise ValidationError({"words": f"请填写2至{MOST_WORDS}个不同的词，用顿号隔开。"})
        wanted = {compact(word) for word in words}
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            if common := wanted & {compact(word) for word in other.word_list}:
                word = sorted(common)[0]
                raise ValidationError(
                    {"words": f"“{word}”已在另一组“{other}”里。请把这些词加到那一组。"}
                )
        self.words = "、".join(dict.fromkeys(words))


class Misspelling(models.Model):
    """A word people often type wrongly, and what they mean: 招生简张, 招生简章."""

    wrong = models.CharField("错误写法", max_length=LONGEST, unique=True, validators=[check_word])
    right = models.CharField("正确写法", max_length=LONGEST, validators=[check_word])

    objects = SearchWordsManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "搜索错别字"
        verbose_name_plural = "搜索错别字"
        ordering = ["wrong"]

    def __str__(self):
        return f"{self.wrong} → {self.right}"

    def clean(self):
        if self.wrong and compact(self.wrong) == compact(self.right):
            raise ValidationError({"right": "两种写法在搜索里没有区别，不用登记。"})


class MissedWordQuerySet(models.QuerySet):
    def shown(self):
        """Those enough different readers asked for, the most wanted first."""
        return self.exclude(text="").filter(is_dismissed=False).order_by("-times", "-last_on")

    def forget(self, today: date) -> int:
        """Delete what few asked for lately, and what nobody has asked for in a long time."""
        few = Q(text="", first_on__lt=today - AWAITED_FOR)
        count = self.filter(few | Q(last_on__lt=today - SHOWN_FOR)).delete()[0]
        awaited, shown = self.filter(text=""), self.shown()
        return (
            count
            + awaited.keep_most_wanted(MOST_AWAITED - ROOM)
            + shown.keep_most_wanted(MOST_SHOWN)
        )

    def keep_most_wanted(self, most: int) -> int:
        """Delete all but so many, those least and longest ago asked for; return how many went."""
        least = self.order_by("-times", "-last_on", "-pk").values_list("pk", flat=True)[most:]
        return self.model.objects.filter(pk__in=list(least)).delete()[0]


class MissedWordManager(models.Manager.from_queryset(MissedWordQuerySet)):
    @transaction.atomic
    def miss(self, text: str, *, on: date) -> None:
        """Count one more reader who found nothing by `text`."""
        mark = mark_of(text)
        if not self.filter(mark=mark).exists():
            if self.filter(text="").count() < MOST_AWAITED:
                self.get_or_create(mark=mark, defaults={"first_on": on, "last_on": on})
            return
        self.filter(mark=mark).update(times=F("times") + 1, last_on=on)
        self.filter(mark=mark, text="", times__gte=ASKED_BY).update(text=text)


class MissedWord(models.Model):
    """What people looked for in vain: something to publish, or to call by a second name."""

    mark = models.CharField(max_length=64, unique=True, editable=False)
    text = models.CharField("搜索词", max_length=40, blank=True)
    times = models.PositiveIntegerField("查找人次", default=1)
    first_on = models.DateField("首次查找")
    last_on = models.DateField("最近查找", db_index=True)
    is_dismissed = models.BooleanField("不再列出", default=False)

    objects = MissedWordManager()

    class Meta:
        verbose_name = "没有找到的词"
        verbose_name_plural = "没有找到的词"
        ordering = ["-times", "-last_on"]
        default_permissions = ["view", "change"]

    def __str__(self):
        return self.text

    @transaction.atomic
    def dismiss(self, *, by: User, at: datetime) -> None:
        """Take the word off the list for good, however often it is asked for."""
        self.is_dismissed = True
        self.save(update_fields=["is_dismissed"])
        data = {"dismissed": True}
        AuditEntry.objects.record(act=AuditAct.SETTINGS_CHANGE, by=by, at=at, obj=self, data=data)


def mark_of(text: str) -> str:
    """Return by what a word is known before it may be kept: nobody can read it back."""
    return hmac.digest(settings.MATCH_KEY.encode(), compact(text).encode(), "sha256").hex()
