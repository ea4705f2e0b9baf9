"""A payload in every text field of every form, and in every text kept: no page makes it markup.

The forms are those the pages have and the texts those the models have, so a new field is attacked
without being named here. What a browser runs of it is asked in e2e/test_payloads_fire_nothing.py.
"""

from http import HTTPStatus

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from attacks.addresses import paths
from attacks.test_access_matrix import table
from attacks.world import make_people, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
# Out of an attribute in either quotes, out of what holds no tags, then a tag of its own.
PAYLOADS = (
    "x\" onx-fired=1 y=' onx-fired=1 z='\"></textarea></title></option></script><x-fired>",
    '" onx-fired=\'"><x-fired>',
    "<x-fired>",
    "",
)
# What a field is filled in with once it has refused a payload.
YIELDING = (
    *("1", "2025-03-03", "招生 入学", "2025", "08:00", "a@example.org"),
    "https://x.example/?<x-fired>",
)
PARTICULAR = {  # of the fields that take nothing else
    "id_number": "11010519491231002X",
    "phone": "13800000000",
    "year": "2027",
    "pasted": "10月1日至7日放假；9月28日上班",
}
NOT_ADDED = {
    "admin:requests_app_feetariff_add",  # the tiers of the decree leave no gap for another
    "admin:portal_holidaynotice_add",  # first shows what days it read, and asks again
}
PASSWORD = "https://Yx7-tq2k9.example/"  # also where a secret address is asked for
FILE = object()
FOUND = HTTPStatus.FOUND  # what a form that was taken leads on with
TEXT_INPUTS = (None, "text", "search", "url", "email", "tel")
INVALID = "//*[@aria-invalid='true']"


def tree_of(page) -> html.HtmlElement:
    """Return what a browser makes of a page; nothing of what is no page."""
    if page.streaming:  # a file is closed once it has been sent
        b"".join(page.streaming_content)
    elif "html" in page.headers.get("Content-Type", "") and page.content:
        return html.fromstring(page.content.decode())
    return html.fromstring("<html/>")


def fired(page) -> list[str]:
    """Return what of a page was born of a payload."""
    tree = tree_of(page)
    found = tree.xpath("//x-fired | //*[@*[contains(name(), 'fired')]]")
    found += tree.xpath("//script[not(contains(@type, 'json')) and contains(., 'fired')]")
    found += [each for each, _, link, _ in tree.iterlinks() if "javascript:" in link.lower()]
    return [html.tostring(each, encoding="unicode")[:200] for each in found]


class FilledForm:
    """A form as a browser would send it, its texts replaced; told what was refused, it yields."""

    def __init__(self, form: html.FormElement):
        self.form, self.data, self.left = form, {}, {}
        for name, value in form.form_values():
            self.data.setdefault(name, []).append(value or "")
        for each in form.xpath(".//input | .//textarea"):
            if is_text(each):
                self.data[each.name] = payload_for(each)
        for each in form.xpath(".//select[@name]"):
            if "__prefix__" not in each.name and not any(self.data.get(each.name, [])):
                self.data[each.name] = next(self.others(each), "")

    def fields(self) -> dict:
        """Return what is sent; a file can be sent only once."""
        file = {name for name, value in self.data.items() if value is FILE}
        return self.data | {name: SimpleUploadedFile("<x-fired>.txt", b"x") for name in file}

    def others(self, element):
        """Return what else to fill a field in with; each is given once."""
        if element.name not in self.left:
            known = [PARTICULAR[element.name]] if element.name in PARTICULAR else []
            choices = choices_of(element) if element.tag == "select" else [*known, *YIELDING]
            self.left[element.name] = iter(choices)
        return self.left[element.name]

    def yields(self, page) -> bool:
        """Fill in otherwise what the page refuses; False where there is nothing left to try."""
        wrong = {each.get("name") for each in tree_of(page).xpath(INVALID)}
        is_changed = False
        for each in self.form.xpath(".//input | .//textarea | .//select"):
            kind = each.get("type")
            if each.name not in (wrong or {each.name if is_text(each) else ""}):
                continue
            if kind == "password":
                other = PASSWORD
            elif kind == "file":
                other = FILE
            elif kind in ("checkbox", "radio"):
                other = each.get("value", "on")
            else:
                other = next(self.others(each), None)
            is_changed |= other is not None and other != self.data.get(each.name)
            self.data[each.name] = self.data.get(each.name, "") if other is None else other
        return is_changed


def payload_for(field) -> str:
    """Return the longest payload a field has room for."""
    most = int(field.get("maxlength") or 5000)
    return next(text for text in PAYLOADS if len(text) <= most)


def is_text(field) -> bool:
    if not field.name or "__prefix__" in field.name or field.get("readonly") is not None:
        return False
    return field.tag == "textarea" or field.get("type") in TEXT_INPUTS


def choices_of(select) -> list[str]:
    """Return what could be chosen; a field that looks rows up has those rows."""
    if not select.get("data-field-name"):
        return [option for option in select.value_options if option]
    model = apps.get_model(select.get("data-app-label"), select.get("data-model-name"))
    related = model._meta.get_field(select.get("data-field-name")).related_model
    return [str(pk) for pk in related._base_manager.order_by("-pk").values_list("pk", flat=True)]


def forms_of(page) -> list[html.FormElement]:
    return [
        form
        for form in tree_of(page).forms
        if any(is_text(each) for each in form.xpath(".//input | .//textarea"))
    ]


@pytest.fixture
def world(settings):
    settings.DEMO = True  # nobody is refused for asking often
    people = make_people()
    return people, paths(make_world(people))


def openers(people, found) -> dict[str, Client]:
    """Return for each page the browser of somebody who may open it."""
    clients = {"anonymous": Client()}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].force_login(person)
    who = {
        name: next((role for role, cell in row.items() if cell == "200"), None)
        for name, row in table().items()
    }
    return {name: clients[who[name]] for name in found if who.get(name)}


def register_of(name: str):
    """Return the register a staff page belongs to, None where it is no register's."""
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            return model
    return None


def pages_about(model) -> list[str]:
    """Return the pages that show the newest row of a register; none of no register."""
    if model is None:
        return []
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._base_manager.order_by("-pk").first()
    found = [reverse(f"{place}_changelist")]
    for page in ("change", "history", "delete"):
        try:
            found.append(reverse(f"{place}_{page}", args=[row.pk]))
        except NoReverseMatch:
            continue
    return found


def test_no_form_makes_markup_of_what_is_typed(world):
    people, found = world
    seen, asked, taken = set(), set(), set()
    # Every second page: what is drawn is the same on both databases of `make test`.
    chosen = list(openers(people, found).items())[connection.vendor == "postgresql" :: 2]
    clients = dict(chosen)
    adding = {name for name in clients if register_of(name) and name.endswith("_add")}
    for name, client in clients.items():
        for form in forms_of(client.get(found[name])):
            mark = (form.method, form.action or found[name], *sorted(form.fields))
            if mark in seen:
                continue
            seen.add(mark)
            asked.add(name)
            with transaction.atomic():
                most = len(YIELDING) if name in adding else 1
                if sent(client, found[name], form, most).status_code == FOUND:
                    taken.add(name)
                    for path in pages_about(register_of(name)):
                        assert fired(client.get(path)) == [], (name, path)
                transaction.set_rollback(True)

    assert (adding & asked) - taken <= NOT_ADDED


def sent(client, path, form, most):
    """Return the answer to a form of payloads, which yields so many times where it is refused."""
    filled = FilledForm(form)
    where = form.action or path
    if form.method == "GET":
        answer = client.get(where.partition("?")[0], filled.fields())
    else:
        answer = client.post(where, filled.fields())
        for _ in range(most):
            if answer.status_code == FOUND or not filled.yields(answer):
                break
            assert fired(answer) == [], where
            answer = client.post(where, filled.fields())
    assert fired(answer) == [], where
    return answer
