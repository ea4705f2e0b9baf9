"""People at the desk for requests, and what their browser sends."""

from django.urls import reverse
from lxml import html

from disclosure.tests.staff import make_staff
from portal.roles import CASE_HANDLER, DISCLOSURE_HEAD, DISCLOSURE_OFFICER, SUPERVISOR
from portal.tests.factories import make_office

PERSON = {
    "applicant_kind": "NAT",
    "name": "王小明",
    "id_kind": "resident",
    "id_number": "11010519491231002X",
    "phone": "13800000000",
}


def officer(name="ban"):
    return make_staff(name, DISCLOSURE_OFFICER)


def head(name="zhuren"):
    return make_staff(name, DISCLOSURE_HEAD)


def case_handler(name="cheng"):
    return make_staff(name, CASE_HANDLER, office=make_office())


def supervisor(name="jian"):
    return make_staff(name, SUPERVISOR)


def address(info_request, page="change", *args) -> str:
    return reverse(f"admin:requests_app_informationrequest_{page}", args=[info_request.pk, *args])


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def act(client, info_request, name, *args, query="", **typed):
    """Open the page of an act, fill it in, and send what a browser would send."""
    to = address(info_request, name, *args) + query
    form = html.fromstring(client.get(to).content.decode()).get_element_by_id("act_form")
    sent = {field: value or "" for field, value in form.form_values()}
    return client.post(to, sent | typed, follow=True)


def acts_offered(page) -> set[str]:
    """Return the words of every act a page of a case offers."""
    tree = html.fromstring(page.content.decode())
    links = tree.xpath("//main//a[contains(@class,'button') or contains(@class,'dangerous')]")
    return {link.xpath("string(text())").strip("… \n") for link in links}
