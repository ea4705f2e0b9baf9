"""What reviewers read: immutable versions, and the reviews that hang on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from disclosure.workflow import STEPS, Conclusion, Decision


class Version(models.Model):
    """The exact public content at one submission; a trigger refuses every UPDATE.

    `item` is always the original row, also when a revision was submitted, so that one
    item's versions are numbered in one line.
    """

    item = models.ForeignKey("Item", models.PROTECT, related_name="versions", verbose_name="信息")
    number = models.PositiveIntegerField("版本")
    data = models.JSONField("公开内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    change_note = models.TextField("修改说明", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    made_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="version_number_is_unique_in_item"
            )
        ]

    def __str__(self):
        return f"第{self.number}版"


class Review(models.Model):
    """One person's signature on one version."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="reviews", verbose_name="版本"
    )
    step = models.CharField("环节", max_length=20, choices=[(s, STEPS[s].label) for s in STEPS])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField("身份", max_length=20)
    at = models.DateTimeField("时间")
    decision = models.CharField("决定", max_length=8, choices=Decision)
    opinion = models.TextField("意见", blank=True)
    conclusion = models.CharField("保密审查结论", max_length=12, choices=Conclusion, blank=True)
    basis = models.TextField("依据", blank=True, help_text="法律名称和条款")

    class Meta:
        verbose_name = "审核记录"
        verbose_name_plural = "审核记录"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="review_is_not_by_the_author", condition=~Q(by=F("author"))
            ),
            models.UniqueConstraint(
                fields=["version", "by"], name="review_is_one_per_person_and_version"
            ),
            models.CheckConstraint(name="review_step_is_known", condition=Q(step__in=list(STEPS))),
            models.CheckConstraint(
                name="review_decision_is_known", condition=Q(decision__in=Decision.values)
            ),
            models.CheckConstraint(
                name="review_returns_with_a_reason",
                condition=~Q(decision=Decision.RETURN) | ~Q(opinion=""),
            ),
            models.CheckConstraint(
                name="review_of_secrecy_has_conclusion_and_basis",
                condition=Q(conclusion="", basis="")
                | Q(step="secrecy_review", conclusion__in=Conclusion.values) & ~Q(basis=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()} {self.get_decision_display()}"


class PrivacyWaiver(models.Model):
    """A reviewer's legal reason for leaving one personal detail in what is published."""

    item = models.ForeignKey("Item", models.CASCADE, related_name="waivers", verbose_name="信息")
    finding = models.CharField(max_length=64, help_text="SHA-256 of place, kind and text")
    place = models.CharField("位置", max_length=200)
    masked = models.CharField("内容（已遮盖）", max_length=200)
    basis = models.TextField("法定理由")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "个人信息保留说明"
        verbose_name_plural = "个人信息保留说明"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "finding"], name="waiver_is_one_per_finding_of_an_item"
            ),
            models.CheckConstraint(name="waiver_has_a_basis", condition=~Q(basis="")),
        ]

    def __str__(self):
        return f"{self.place}：{self.masked}"
