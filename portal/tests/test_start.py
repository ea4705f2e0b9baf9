"""What only the data tells against starting: half a restore, foreign keys."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from portal.audit import seal
from portal.backup.marker import marker, set_marker
from portal.start import WRONG_AUDIT_KEY, objections, refuse_bad_start
from portal.tests.factories import NOON, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    """Six entries of the audit trail, four of them linked."""
    for number in range(4):
        make_entry(data={"version": number})
    seal(at=NOON)
    make_entry(data={"version": 4})
    make_entry(data={"version": 5})


@pytest.mark.usefixtures("trail")
def test_with_the_keys_of_its_data_a_portal_starts(settings):
    assert list(objections()) == []


@pytest.mark.usefixtures("trail")
def test_a_foreign_audit_key_is_refused(settings):
    settings.AUDIT_KEY = Fernet.generate_key().decode()

    with pytest.raises(ImproperlyConfigured, match="AUDIT_KEY 不是写入审计记录时使用的密钥"):
        refuse_bad_start()


@pytest.mark.usefixtures("trail")
def test_one_entry_slipped_in_by_hand_does_not_keep_the_portal_down():
    entry = make_entry(data={"version": 6})
    type(entry)._base_manager.filter(pk=entry.pk).update(mac="0" * 64)

    assert WRONG_AUDIT_KEY not in objections()


def test_half_a_restore_is_refused(tmp_path):
    assert list(objections()) == []

    set_marker(tmp_path / "portal.backup")

    with pytest.raises(ImproperlyConfigured, match="恢复没有完成.*manage.py restore"):
        refuse_bad_start()
    assert marker().exists()
