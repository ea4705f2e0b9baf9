"""A subscription by e-mail: what is new, in all or in one category, with a word or without.

An address is written to only after it was confirmed from its own mailbox; until then, and after
the end of a subscription, nothing of it is kept for long.
"""

import secrets
from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models.catalogue import Category
from disclosure.models.item import Item
from portal import notices
from portal.encryption import applicant_key
from portal.fields import EncryptedField
from portal.models import Notice, OfficeSettings
from portal.models.notice_queries import UNSENT

TELL_AT = time(8)
UNCONFIRMED_FOR = timedelta(days=2)
MOST_TOLD = 50  # of one mail; the rest stands on the website


def new_token() -> str:
    return secrets.token_urlsafe(24)


class SubscriptionManager(models.Manager):
    @transaction.atomic
    def ask(self, email: str, *, category: Category | None, word: str, at: datetime):
        """Send the link that confirms a subscription; once a day, and never for a confirmed one."""
        row, _ = self.get_or_create(
            email_mark=applicant_key(email),
            category=category,
            word=" ".join(word.split()),
            defaults={"email": email, "asked_at": at},
        )
        if row.confirmed_at is None:
            row.tell("subscription_asked", timezone.localdate(at).isoformat())

    def forget_unconfirmed(self, at: datetime) -> None:
        """Delete what nobody confirmed in time."""
        self.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED_FOR).delete()

    def tell_news(self, at: datetime) -> None:
        """Owe each subscriber one mail a day of what became public since the last one."""
        begun = timezone.make_aware(datetime.combine(timezone.localdate(at), TELL_AT))
        if at < begun:
            return
        due = self.filter(confirmed_at__isnull=False, told_until__lt=begun)
        for row in due.select_related("category").iterator(chunk_size=500):
            row.tell_news(at)


class Subscription(models.Model):
    """One address and what it wants to hear of."""

    notice_receiver, notice_link = "订阅人", "查看或者退订"

    email = EncryptedField("电子邮箱", max_length=254)
    email_mark = models.CharField(max_length=64, editable=False)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="栏目"
    )
    word = models.CharField("词语", max_length=60, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField("申请时间")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    # The last mail speaks of what became public after the first moment, up to the second.
    told_from = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    objects = SubscriptionManager()

    class Meta:
        verbose_name = "邮件订阅"
        verbose_name_plural = "邮件订阅"
        default_permissions = ["view"]
        indexes = [models.Index(fields=["told_until"], name="subscription_by_last_mail")]
        constraints = [
            models.UniqueConstraint(
                name="an_address_subscribes_once_to_a_category",
                fields=["email_mark", "category", "word"],
            ),
            models.UniqueConstraint(
                name="an_address_subscribes_once_to_everything",
                fields=["email_mark", "word"],
                condition=Q(category=None),
            ),
            models.CheckConstraint(
                name="a_confirmed_subscription_knows_what_it_told",
                condition=Q(confirmed_at__isnull=True, told_until__isnull=True)
                | Q(confirmed_at__isnull=False, told_until__isnull=False),
            ),
        ]

    def __str__(self):
        where = self.category.name if self.category else "全部公开信息"
        return f"{where}，含有“{self.word}”" if self.word else where

    def get_absolute_url(self):
        return reverse("disclosure:subscription", args=[self.token])

    @property
    def unsubscribe_path(self) -> str:
        return reverse("disclosure:unsubscribe", args=[self.token])

    def notice_address(self) -> str:
        return self.email

    def confirm(self, *, at: datetime) -> None:
        """Begin to tell what becomes public from now on."""
        begin = {"confirmed_at": at, "told_from": at, "told_until": at}
        type(self).objects.filter(pk=self.pk, confirmed_at=None).update(**begin)
        self.refresh_from_db()

    def news(self):
        """Return what the last mail speaks of, newest first, as far as it is still public."""
        items = Item.objects.public().filter(
            published_at__gt=self.told_from, published_at__lte=self.told_until
        )
        if self.category:
            tree = {node.pk: node for root in Category.objects.tree() for node in root.subtree()}
            items = items.filter(
                category__in=[node.pk for node in tree[self.category_id].subtree()]
            )
        for word in self.word.split():
            found = Q(title__icontains=word) | Q(keywords__icontains=word)
            items = items.filter(found | Q(summary__icontains=word))
        return items.for_list().newest_first()

    def told(self) -> list[tuple[Item, str]]:
        """Return the items one mail names, each with its address."""
        office = OfficeSettings.objects.current()
        return [(item, office.url_of(item.get_absolute_url())) for item in self.news()[:MOST_TOLD]]

    @transaction.atomic
    def tell_news(self, at: datetime) -> None:
        """Move on to `at`; a mail that could not go out yet will speak of both days."""
        about = notices.names_of(self)
        if not Notice.objects.filter(
            **about, event="subscription_news", status__in=UNSENT
        ).exists():
            self.told_from = self.told_until
        self.told_until = at
        self.save(update_fields=["told_from", "told_until"])
        if self.news().exists():
            self.tell("subscription_news", self.told_from.isoformat())

    def tell(self, event: str, occasion: str) -> None:
        key = f"subscription-{self.pk}-{event}-{occasion}"
        path = self.get_absolute_url()
        notices.queue(event, key=key, to_applicant=True, about=self, path=path)
