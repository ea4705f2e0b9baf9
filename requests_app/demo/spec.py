"""What a demo request is: who asks for what, how long ago, and what became of it."""

from dataclasses import dataclass

from requests_app.demo.acts import Step
from requests_app.demo.people import Asker
from requests_app.models.choices import CaseKind


@dataclass(frozen=True)
class DemoRequest:
    """`ago` counts from the day of loading back to submission; `steps` from submission on."""

    ago: int
    asker: Asker
    title: str
    wanted: str
    steps: tuple[Step, ...] = ()
    channel: str = "internet"
    kind: CaseKind = CaseKind.INFORMATION
    is_due_today: bool = False  # `ago` is then found by the calendar, where it has such a day
