import os

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.models import User
from portal.roles import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def style_sheet(settings, tmp_path):
    """A source of static files with one file in it."""
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    sheet = source / "site.css"
    sheet.write_text("p {}")
    return sheet


def test_a_prepared_portal_has_roles_static_files_and_a_search_index(settings, style_sheet):
    call_command("prepare")

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert (settings.STATIC_ROOT / "site.css").exists()
    assert (settings.DATA_DIR / "index" / "current").exists()


def test_outside_the_demonstration_nobody_can_log_in_after_preparing(style_sheet):
    call_command("prepare")

    assert not User.objects.exists()


def test_static_files_that_are_collected_are_left_alone(settings, style_sheet):
    call_command("prepare")
    (settings.STATIC_ROOT / "site.css").unlink()

    call_command("prepare")

    assert not (settings.STATIC_ROOT / "site.css").exists()


def test_a_changed_static_file_is_collected_again(settings, style_sheet):
    call_command("prepare")
    style_sheet.write_text("p { margin: 0 }")
    later = style_sheet.stat().st_mtime + 1
    os.utime(style_sheet, (later, later))

    call_command("prepare")

    assert (settings.STATIC_ROOT / "site.css").read_text() == "p { margin: 0 }"
