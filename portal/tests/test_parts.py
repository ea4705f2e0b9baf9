"""Parts of pages: rendered once for equal contents, and blind to who reads."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from portal import parts
from portal.models import Office
from portal.templatetags import portal as tags
from portal.tests.factories import make_office


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A store of its own for each test."""
    store = parts.Parts()
    monkeypatch.setattr(tags, "parts", store)
    return store


def render(text: str, **context) -> str:
    return Template(text).render(Context(context))


def test_equal_contents_are_rendered_once_and_others_anew(fresh):
    text = '{% part "_footer.html" site=site %}'

    first = render(text, site={"bureau_name": "云溪县教育局"})
    again = render(text, site={"bureau_name": "云溪县教育局"})
    other = render(text, site={"bureau_name": "云溪市教育局"})

    assert first == again
    assert "云溪县教育局" in first
    assert "云溪市教育局" in other
    assert len(fresh.kept) == 2


@pytest.mark.django_db
def test_a_row_that_changed_is_another_part_even_with_the_same_key():
    office = make_office(name="基础教育科")
    before = parts.identity(office)

    Office.objects.filter(pk=office.pk).update(name="义务教育科")

    assert parts.identity(Office.objects.get(pk=office.pk)) != before
    assert parts.identity(Office.objects.get(pk=office.pk)) == parts.identity(
        Office.objects.get(pk=office.pk)
    )


def test_a_part_sees_neither_request_nor_reader_nor_token():
    request = RequestFactory().get("/secret-address/")
    request.user = AnonymousUser()
    text = '{% part "_view_bar.html" view="" text_steps=empty themes=empty %}'

    shown = render(text, request=request, user=request.user, csrf_token="token", empty={})

    assert "secret-address" not in shown


def test_what_a_part_shows_is_escaped():
    shown = render('{% part "_footer.html" site=site %}', site={"bureau_name": "<script>"})

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_no_more_than_so_many_parts_are_kept(fresh, monkeypatch):
    monkeypatch.setattr(parts, "MOST", 2)

    for name in ("甲", "乙", "丙"):
        fresh.render("_footer.html", {"site": {"bureau_name": name}})

    kept = [dict(key[1][1])["bureau_name"] for key in fresh.kept]
    assert kept == ["乙", "丙"]
