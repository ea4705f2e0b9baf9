"""Registers to count: rows of requests and remedies written straight into the tables."""

from datetime import date, timedelta

from reports.facts import APPLICANT_PARTS, result_rows
from reports.formats import form_for
from reports.tables import Cells
from requests_app.models import Channel, InformationRequest, Remedy
from requests_app.workflow import Status

NEW_YEAR = date(2024, 1, 1)


def make_case(number: int, **fields) -> InformationRequest:
    """A request of a natural person, received on 4 March 2024 and still open; not saved."""
    defaults = {
        "number": f"2024-{number:05d}",
        "channel_id": Channel.objects.first().pk if "channel_id" not in fields else None,
        "submitted_on": date(2024, 3, 4),
        "applicant_kind": "NAT",
        "subject": "招生计划",
        "received_on": date(2024, 3, 4),
        "status": Status.CLOSED if fields.get("closed_on") else Status.RECEIVED,
    }
    return InformationRequest(**defaults | fields)


def register_cases(*rows: dict) -> None:
    channel = Channel.objects.first().pk
    InformationRequest.objects.bulk_create(
        make_case(n, channel_id=channel, **row) for n, row in enumerate(rows)
    )


def register_remedies(*rows: dict) -> None:
    register_cases({})
    info_request = InformationRequest.objects.get()
    Remedy.objects.bulk_create(Remedy(info_request=info_request, **row) for row in rows)


def cases_of(cells: Cells, year: int) -> list[dict]:
    """Return single cases that a published table 三 could have been counted from."""
    outcome_of = {row: row_outcome(year, row) for row in result_rows(form_for(year))}
    begins = date(year, 1, 1)
    cases = []
    for kind in APPLICANT_PARTS:
        carried = cells[f"S3.CARRY_IN.{kind}"]
        ended = [row for row in outcome_of for _ in range(cells[f"S3.{row}.{kind}"])]
        for n in range(cells[f"S3.NEW.{kind}"] + carried):
            received = begins - timedelta(days=9) if n < carried else begins + timedelta(days=9)
            case = {"applicant_kind": kind, "received_on": received, "submitted_on": received}
            if n < len(ended):
                case |= {"outcome": outcome_of[ended[n]], "closed_on": date(year, 12, 31)}
            cases.append(case)
    return cases


def row_outcome(year: int, row: str) -> str:
    rule = form_for(year).tables(year)[-2].row(row).rule
    return dict(child for child in rule.children if child[0] == "outcome")["outcome"]
