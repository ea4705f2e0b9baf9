"""What the applicant thinks of how the request was handled: one mark, once."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from portal.errors import RuleViolation
from portal.fields import EncryptedField
from requests_app.models.info_request import InformationRequest
from requests_app.workflow import Status


class Score(models.IntegerChoices):
    VERY_GOOD = 5, "非常满意"
    GOOD = 4, "满意"
    FAIR = 3, "基本满意"
    POOR = 2, "不满意"
    VERY_POOR = 1, "非常不满意"


class RatingManager(models.Manager):
    @transaction.atomic
    def rate(self, info_request: InformationRequest, *, score: int, comment: str, at: datetime):
        """Keep the applicant's mark for a closed request; return the row."""
        info_request.lock()
        info_request.check_status(Status.CLOSED)
        if info_request.part("rating"):
            raise RuleViolation("您已经评价过这件申请，谢谢")
        return self.create(
            info_request=info_request, score=score, comment=comment.strip(), rated_at=at
        )


class Rating(models.Model):
    """The mark of one request, and what the applicant adds; words may name persons: encrypted."""

    info_request = models.OneToOneField(
        InformationRequest, models.CASCADE, primary_key=True, related_name="rating"
    )
    score = models.PositiveSmallIntegerField("满意度", choices=Score)
    comment = EncryptedField("意见", max_length=500, blank=True)
    rated_at = models.DateTimeField("评价时间")

    objects = RatingManager()

    class Meta:
        verbose_name = "满意度评价"
        verbose_name_plural = "满意度评价"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="rating_is_one_to_five", condition=Q(score__gte=1, score__lte=5)
            )
        ]

    def __str__(self):
        return f"{self.info_request.number} {self.get_score_display()}"
