"""Requests that resemble one another: the same applicant's, and others on the same subject.

Art. 36(6) needs the first, art. 44 the second. Texts are compared by their pairs of neighbouring
characters, without blanks and punctuation: ten copies that differ in a space are ten copies.
"""

from dataclasses import dataclass

from django.db.models import Q

from requests_app.models import CaseKind, InformationRequest
from requests_app.models.info_request import plain_text

LOOK_BACK = 1000  # the latest requests whose texts are compared; equal texts are found at any age
ALIKE = 0.45  # share of common pairs from which two texts are shown as similar


@dataclass(frozen=True)
class Repeat:
    """A request that resembles another one, and how."""

    info_request: InformationRequest
    is_same_applicant: bool
    likeness: float  # 0 … 1

    @property
    def is_same_text(self) -> bool:
        return self.likeness == 1


def pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs two texts have in common, 0 … 1."""
    return len(one & other) / len(one | other) if one and other else 0


def similar_to(info_request: InformationRequest, limit: int = 10) -> list[Repeat]:
    """Return what resembles `info_request`, the same applicant's first; three queries."""
    others = InformationRequest.objects.exclude(pk=info_request.pk)
    key = info_request.applicant.key
    same_applicant = set(others.of_applicant(key).values_list("pk", flat=True)[:LOOK_BACK])
    latest = others.order_by("-pk").values_list("pk", flat=True)[:LOOK_BACK]
    wanted = Q(pk__in=[*same_applicant, *latest])
    if info_request.text_key:
        wanted |= Q(text_key=info_request.text_key)
    mine = pairs(plain_text(info_request))
    found = []
    for other in others.filter(wanted).order_by("-pk")[: 2 * LOOK_BACK]:
        same_text = other.text_key == info_request.text_key != ""
        degree = 1.0 if same_text else likeness(mine, pairs(plain_text(other)))
        if other.pk in same_applicant or degree >= ALIKE:
            found.append(Repeat(other, other.pk in same_applicant, degree))
    found.sort(key=lambda repeat: (not repeat.is_same_applicant, -repeat.likeness))
    return found[:limit]


def asked_by_several(info_request: InformationRequest) -> int:
    """Return how many applicants asked for the same; from two on, publication suggests itself."""
    same = InformationRequest.objects.filter(
        kind=CaseKind.INFORMATION, text_key=info_request.text_key
    )
    if not info_request.text_key:
        return 1
    return same.exclude(applicant__key="").values("applicant__key").distinct().count() or 1
