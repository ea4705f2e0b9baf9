"""Filling in the public form in tests, as a browser does it, step by step."""

import re
from datetime import timedelta
from io import BytesIO

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from requests_app.form_ticket import read_ticket
from requests_app.models import InformationRequest

NEW = "/zfxxgk/ysqgk/new/"
STATUS = "/zfxxgk/ysqgk/status/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
ID_NUMBER = "11010519491231002X"
PHONE = "13800000000"
ADDRESS = "云溪县示例路1号"
WANTED = {"wanted_name": "2026年小学招生计划", "wanted_number": "", "wanted": "各校招生人数"}
PERSON = {
    "applicant_type": "person",
    "name": "王小明",
    "id_kind": "resident",
    "id_number": ID_NUMBER,
    "phone": PHONE,
    "email": "wang@example.org",
    "address": ADDRESS,
    "provide_form": "electronic",
    "obtain_way": "online",
    "accepts_other_way": "on",
    "is_declared": "on",
}
ORGANISATION = {
    "applicant_type": "organisation",
    "organisation_kind": "ORG_BUS",
    "organisation_name": "云溪县示例有限公司",
    "credit_code": "91350100M000100Y43",
    "legal_representative": "李示例",
    "contact_name": "赵示例",
}


def picture(name="身份证.png", content=PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def ticket_in(response) -> str:
    """Return the ticket of a page with the form, "" when there is none."""
    found = re.search(r'name="ticket" value="([^"]+)"', response.content.decode())
    return found[1] if found else ""


def open_form(client, **fields) -> dict:
    """Go through the first step, and read for a while; return what the whole form holds then."""
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=False):
        response = client.post(NEW, WANTED | {"step": "wanted"} | fields)
    return filled(ticket_in(response)) | fields


def filled(ticket: str) -> dict:
    answer = str(sum(read_ticket(ticket).numbers))
    return WANTED | PERSON | {"ticket": ticket, "step": "file", "answer": answer}


def send(client, form: dict, **changes):
    """Send the whole form, with a proof of identity unless `identity` says otherwise."""
    content = form | {"identity": picture()} | changes
    return client.post(NEW, {name: value for name, value in content.items() if value is not None})


def file_one(client, **changes) -> tuple[InformationRequest, str]:
    """File a request; return it with its query code, read from the page that shows it."""
    response = client.get(send(client, open_form(client), **changes).url)
    code = re.search(r'class="code">([^<]+)<', response.content.decode())[1]
    return InformationRequest.objects.latest("pk"), code


def look_up(client, number: str, code: str):
    return client.post(STATUS, {"number": number, "code": code})


def big(megabytes: int) -> BytesIO:
    file = BytesIO(PNG + b"\0" * (megabytes * 1024 * 1024))
    file.name = "照片.png"
    return file
