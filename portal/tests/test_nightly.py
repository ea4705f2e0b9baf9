"""What an embedded portal does for itself at night: a backup, a new log."""

import pytest

from portal.models import Pulse
from portal.pulse import BACKUP
from portal.tasks import back_up_embedded, turn_over_log

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_nightly_backup_goes_where_the_environment_says(settings, tmp_path):
    file = tmp_path / "pass"
    file.write_text("correct horse battery")
    settings.BACKUP_DIR, settings.BACKUP_PASSPHRASE_FILE = str(tmp_path / "backups"), str(file)

    back_up_embedded()

    [made] = (tmp_path / "backups").iterdir()
    assert made.name.endswith(".backup")
    assert made.name in Pulse.objects.get(name=BACKUP).note


@pytest.mark.parametrize("passphrase_file", ["", "missing"])
def test_a_nightly_backup_that_cannot_be_made_is_said_in_the_log(
    settings, tmp_path, caplog, passphrase_file
):
    settings.BACKUP_DIR, settings.BACKUP_PASSPHRASE_FILE = str(tmp_path), passphrase_file

    back_up_embedded()

    assert "口令文件" in caplog.text
    assert not Pulse.objects.filter(name=BACKUP).exists()


def test_the_log_is_put_away(settings, tmp_path):
    settings.LOG_FILE = tmp_path / "portal.jsonl"
    settings.LOG_FILE.write_text("{}\n")

    turn_over_log()

    assert not settings.LOG_FILE.exists()
    assert len(list(tmp_path.glob("portal.jsonl-*"))) == 1
