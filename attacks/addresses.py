"""Every address the portal answers, from the URL resolver itself, filled in with rows."""

import re
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from attacks.world import objects_of

NOBODYS = 10**9  # no row has this key
SAMPLES = {  # what a part of an address is filled in with, where no row of the world decides
    "app_label": "disclosure",
    "content_type_id": 1,
    "position": 1,
    "year": 2024,
    "form": "docx",
    "act": "withdrawal",
    "section": "items",
    "old": "art/2019/index.html",
    "url": "no-such-page",
    "token": "0" * 32,
    "newest": 1,
    "name": "名单.txt",
    "letter_pk": NOBODYS,
    "part_pk": NOBODYS,
    "file_pk": NOBODYS,
    "attachment_pk": NOBODYS,
}


@dataclass(frozen=True)
class Address:
    """One pattern: the name it is known by, the template of its path, the names to fill in."""

    name: str
    route: str
    parts: tuple[str, ...]

    def path(self, values: dict) -> str:
        path = self.route
        for part in self.parts:
            path = path.replace(f"<{part}>", str(values.get(part, SAMPLES.get(part, 1))), 1)
        return "/" + path


def addresses(resolver=None, prefix="", namespace="") -> list[Address]:
    """Return every address once; one without a name is known by its route."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + plain(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            found += addresses(each, route, inner)
        else:
            name = f"{namespace}{each.name}" if each.name else route
            found.append(Address(name, route, tuple(re.findall(r"<(\w+)>", route))))
    return found


def plain(pattern) -> str:
    """Return a pattern with <names> where something is to be filled in."""
    text = str(pattern)
    if isinstance(pattern, RegexPattern):
        text = re.sub(r"\(\?P(<\w+>).*?\)", r"\1", text.removesuffix("$").removeprefix("^"))
        text = re.sub(r"\(\[\^/\]\+\)", "<pk>", text, count=1)
        return re.sub(r"\(\[\^/\]\+\)", "<history>", text)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", text)


def paths(world: dict) -> dict[str, str]:
    """Return the path of every address by its name, about the rows of this world."""
    rows = objects_of(world)
    labels = sorted(rows, key=len, reverse=True)
    return {each.name: each.path(values_for(each, world, rows, labels)) for each in addresses()}


def values_for(address: Address, world: dict, rows: dict, labels: list[str]) -> dict:
    """Return what this address is filled in with: the row its register or its page is about."""
    route = f"/{address.route}"
    row = next((rows[label] for label in labels if f"/{label.replace('.', '/')}/" in route), None)
    pk = row.pk if row else NOBODYS
    values = {"code": world["category"].code, "slug": world["public"].slug}
    values |= {"pk": pk, "object_id": pk, "id": pk, "history": 1}
    values["number"] = 1 if address.name.startswith("admin:") else world["case"].number
    if address.name.startswith("admin:disclosure_item_"):
        values["attachment_pk"] = world["file"].pk
    case = world["case"]
    if address.name == "admin:requests_app_letter_case_file":
        values["pk"] = case.pk
    if address.name.startswith("admin:requests_app_informationrequest_"):
        values["letter_pk"] = case.letters.first().pk
        values["part_pk"] = case.consultations.get().pk
        values["file_pk"] = case.files.get().pk
    return values
