"""People at work in the admin, and what their browser sends."""

from django.contrib.auth.models import Permission
from lxml import html

from portal.roles import AUTHOR, DISCLOSURE_OFFICER, SYSTEM_ADMIN
from portal.tests.factories import make_office, make_user, role_group


def make_staff(username, role="", **fields):
    """A member of staff with one of the roles of portal/roles.py, or with none."""
    user = make_user(username, **fields)
    if role:
        user.groups.add(role_group(role))
    return user


def make_author(username="ni", **fields):
    """A writer of one office, who sees what that office does."""
    return make_staff(username, AUTHOR, **{"office": make_office()} | fields)


def make_editor(username="wen", **fields):
    """A writer of the disclosure office, who sees what all offices do."""
    return make_staff(username, DISCLOSURE_OFFICER, **{"office": make_office()} | fields)


def make_system_admin(username="guan", **fields):
    return make_staff(username, SYSTEM_ADMIN, **fields)


def grant(user, *codenames):
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


def fields_of(page, form="item_form", **typed) -> dict:
    """Return what a browser sends when `typed` was typed into a form of the page."""
    sent = {}
    for name, value in html.fromstring(page.content.decode()).get_element_by_id(form).form_values():
        sent.setdefault(name, []).append((value or "").removeprefix("\n"))  # of a textarea
    return sent | typed


def said(page) -> list[str]:
    """Return the messages of a page: what was done, or why it was not."""
    items = html.fromstring(page.content.decode()).xpath("//ul[@class='messagelist']/li")
    return [item.text_content().strip() for item in items]


def errors_beside(page, field) -> str:
    """Return what stands beside a field as its error."""
    path = f"//*[@name='{field}']/ancestor::*[self::td or contains(@class,'field ')][1]"
    (place,) = html.fromstring(page.content.decode()).xpath(path)
    return " ".join(each.text_content().strip() for each in place.find_class("errorlist"))
