from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from portal.errors import RuleViolation
from requests_app.fees import Basis, Tariff, Tier


class FeeTariffQuerySet(models.QuerySet):
    def tariff(self, basis: str) -> Tariff:
        """Return the bands of one basis; refuse to charge by a table that has gaps."""
        basis = Basis(basis)
        rows = self.filter(basis=basis).order_by("from_count")
        try:
            return Tariff(basis, tuple(row.tier for row in rows))
        except ValueError as error:
            raise RuleViolation(f"{error}；请先在“信息处理费标准”中改正，再计算费用。") from error

    def overlapping(self, row):
        """Rows of the same basis that count a piece or page which `row` counts too."""
        rows = self.filter(basis=row.basis).exclude(pk=row.pk)
        rows = rows.filter(Q(to_count__gte=row.from_count) | Q(to_count=None))
        return rows if row.to_count is None else rows.filter(from_count__lte=row.to_count)


class FeeTariff(models.Model):
    """A band of the fee for processing information (国办函〔2020〕109号四、五)."""

    basis = models.CharField("计收方式", max_length=10, choices=Basis)
    from_count = models.PositiveIntegerField("起（含）", validators=[MinValueValidator(1)])
    to_count = models.PositiveIntegerField(
        "止（含）", null=True, blank=True, help_text="最后一档留空，表示不设上限。"
    )
    price = models.DecimalField(
        "单价（元）",
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text="每件或者每页的价格；免费的一档填0。",
    )
    step_count = models.PositiveIntegerField(
        "递增件数", default=0, help_text="不设上限的一档每增加这么多件，单价再提高；不递增填0。"
    )
    step_price = models.DecimalField(
        "递增金额（元）",
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    note = models.CharField("依据和说明", max_length=200, blank=True)

    objects = FeeTariffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费标准"
        ordering = ["-basis", "from_count"]
        constraints = [
            models.CheckConstraint(
                name="fee_tariff_basis_is_known",
                condition=Q(basis__in=Basis.values),
                violation_error_message="计收方式只能是按件或者按量。",
            ),
            models.CheckConstraint(
                name="fee_tariff_begins_at_one_or_later_and_ends_after_it",
                condition=Q(from_count__gte=1)
                & (Q(to_count=None) | Q(to_count__gte=F("from_count"))),
                violation_error_message="一档从1或更大的数起，止数不小于起数。",
            ),
            models.CheckConstraint(
                name="fee_tariff_price_is_not_negative",
                condition=Q(price__gte=0, step_price__gte=0),
                violation_error_message="单价和递增金额不能是负数。",
            ),
            models.CheckConstraint(
                name="fee_tariff_rises_only_without_end",
                condition=Q(step_count=0, step_price=0)
                | Q(step_count__gte=1, step_price__gt=0, to_count=None),
                violation_error_message=(
                    "只有不设上限的一档可以递增，递增件数和递增金额要一起填，或者都填0。"
                ),
            ),
            models.UniqueConstraint(
                name="fee_tariff_has_one_row_from_a_number_on",
                fields=["basis", "from_count"],
                violation_error_message="这一计收方式已有从该数起的一档。",
            ),
        ]

    def __str__(self):
        end = f"至{self.to_count}" if self.to_count else "以上"
        return f"{self.get_basis_display()} {self.from_count}{end}"

    def clean(self):
        if not self.basis or self.from_count is None:
            return  # said beside these fields already
        if other := FeeTariff.objects.overlapping(self).first():
            raise ValidationError(f"与“{other}”一档重叠；请先改那一档的起止数。", code="overlap")

    @property
    def tier(self) -> Tier:
        return Tier(self.from_count, self.to_count, self.price, self.step_count, self.step_price)
