"""What goes in and out by ledger, and what changes of settings and passwords, is on record."""

import pytest

from disclosure.tests.factories import make_item
from disclosure.tests.staff import make_editor
from portal.models import AuditEntry, OfficeSettings
from portal.tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]


def entries(act):
    return list(AuditEntry.objects.filter(act=act))


def test_an_export_is_recorded_with_its_rows(client):
    editor = make_editor()
    client.force_login(editor)
    make_item()

    client.post("/admin/disclosure/item/export/", {"format": "0", "resource": "0"})

    (entry,) = entries("export")
    assert (entry.by, entry.data) == (editor, {"model": "disclosure.item", "rows": 1})


def test_a_changed_setting_is_recorded_with_the_names_of_its_fields(client):
    client.force_login(make_user("root", is_superuser=True))
    OfficeSettings(pk=1).save()
    address = "/admin/portal/officesettings/1/change/"
    form = client.get(address).context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}

    client.post(address, sent | {"phone": "0999-5550101"})

    (entry,) = entries("settings_change")
    assert entry.object_label == "portal.officesettings:1"
    assert entry.data == {"fields": ["联系电话"]}


def test_a_changed_password_is_recorded_without_it(client):
    user = make_user("root", is_superuser=True, password="old-Passw0rd-x")
    client.force_login(user)
    new = {"new_password1": "a-long-Passw0rd", "new_password2": "a-long-Passw0rd"}

    client.post("/admin/password_change/", {"old_password": "wrong", **new})
    client.post("/admin/password_change/", {"old_password": "old-Passw0rd-x", **new})

    (entry,) = entries("password_change")
    assert (entry.by, entry.object_label, entry.data) == (user, f"portal.user:{user.pk}", {})


def test_a_password_set_for_another_is_recorded_with_who_set_it(client):
    root, user = make_user("root", is_superuser=True), make_user("wen")
    client.force_login(root)
    new = {
        "password1": "a-long-Passw0rd",
        "password2": "a-long-Passw0rd",
        "usable_password": "true",
    }

    client.post(f"/admin/portal/user/{user.pk}/password/", new)

    (entry,) = entries("password_change")
    assert (entry.by, entry.object_label) == (root, f"portal.user:{user.pk}")
