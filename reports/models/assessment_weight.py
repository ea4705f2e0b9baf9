"""How much each measure of the assessment counts: the office's own choice."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from reports.workflow import WEIGHTS, Measure


class AssessmentWeightQuerySet(models.QuerySet):
    def by_measure(self) -> dict[Measure, int]:
        """Return the weight of every measure; ours where the office has set none."""
        own = {
            Measure(measure): weight for measure, weight in self.values_list("measure", "weight")
        }
        return WEIGHTS | own


class AssessmentWeight(models.Model):
    measure = models.CharField("指标", max_length=12, choices=Measure, unique=True)
    weight = models.PositiveSmallIntegerField("权重", validators=[MaxValueValidator(100)])

    objects = AssessmentWeightQuerySet.as_manager()

    class Meta:
        verbose_name = "考核权重"
        verbose_name_plural = "考核权重"
        ordering = ["measure"]
        constraints = [
            models.CheckConstraint(
                name="assessment_measure_is_known", condition=Q(measure__in=Measure.values)
            )
        ]

    def __str__(self):
        return self.get_measure_display()
