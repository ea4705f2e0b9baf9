"""The drill: a backup of real rows and files, put back on an empty machine; and what is refused."""

import os
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.audit import audit_head, log_head, seal
from portal.backup import database, making, restoring
from portal.backup.keys import BadArchive, Passphrase
from portal.backup.making import BackupFailed, back_up, key_marks
from portal.backup.marker import marker
from portal.backup.retention import Retention
from portal.files import private_files
from portal.models import AuditEntry, AuditHead, Pulse
from portal.pulse import BACKUP
from portal.tests.factories import NOON, make_entry, make_office, make_user

pytestmark = pytest.mark.django_db(transaction=True)

OURS = Passphrase("correct horse battery", cost=2)
PRIVATE_KEYS = ("FIELD_KEYS", "AUDIT_KEY", "MATCH_KEY")


@pytest.fixture
def portal(settings, tmp_path):
    """Rows, a public file, a private file, audit entries linked and not yet linked."""
    settings.MEDIA_ROOT = tmp_path / "files"
    public = settings.MEDIA_ROOT / "items" / "2025"
    public.mkdir(parents=True)
    (public / "通知.pdf").write_bytes(b"%PDF " + os.urandom(200_000))
    private_files.store("身份证".encode())
    for version in range(3):
        make_entry(by=make_user(f"user{version}"), obj=make_office(), data={"version": version})
    seal(at=NOON)
    log_head()
    make_entry(data={"version": 3})


def make_backup(folder, at=NOON, **retention):
    return back_up(folder, OURS, at=at, retention=Retention(**retention))


@contextmanager
def empty_place(folder):
    """The environment of another machine with the same keys and nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    keys = {name: getattr(django_settings, name) for name in PRIVATE_KEYS}
    keys["FIELD_KEYS"] = ",".join(keys["FIELD_KEYS"])
    environment = kept | keys | {"PORTAL_DATA_DIR": str(folder)}
    if connection.vendor == "sqlite":
        yield environment
        return
    ours, name = connection.settings_dict, "drill"
    url = f"postgres://{ours['USER']}@/{ours['HOST']}/{name}".replace("///", "//")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield environment | {"DATABASE_URL": url}
        finally:
            cursor.execute(f"DROP DATABASE {name}")


def manage(environment, *command):
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.usefixtures("portal")
def test_the_drill_everything_stands_on_the_other_machine_as_it_stood_here(tmp_path):
    made = make_backup(tmp_path / "backups")
    file = tmp_path / "pass"
    file.write_text(OURS.text)
    there = tmp_path / "there"
    key = ["--passphrase-file", str(file)]

    with empty_place(there) as environment:
        code, said = manage(environment, "restore", str(made.path), *key)

    assert code == 0, said
    assert "行数和校验值全部相符" in said
    assert "审计记录完整，密钥相符" in said
    assert files_below(there / "files") == files_below(tmp_path / "files")
    assert files_below(there / "private") == files_below(tmp_path / "private")
    assert (there / "logs/audit-heads.log").read_text().startswith("3 ")
    assert not (there / "restoring").exists()
    assert (there / "index").exists()


def files_below(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("portal")
def test_a_backup_names_what_it_holds_and_keeps_the_keys_out(tmp_path):
    made = make_backup(tmp_path / "backups")

    manifest = restoring.verify(made.path, OURS)

    assert manifest["counts"]["portal_user"] == 3
    assert manifest["audit_head"]["mac"] == audit_head().mac
    assert manifest["files"] == made.files == 3
    assert ["portal", "0001_initial"] in manifest["migrations"]
    assert not any(key in str(manifest) for key in django_settings.FIELD_KEYS)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert Pulse.objects.get(name=BACKUP).at == NOON


@pytest.mark.usefixtures("portal")
def test_a_file_purged_while_the_backup_runs_is_named_and_no_fault(tmp_path, monkeypatch):
    purged = tmp_path / "files" / "gone"

    def with_one_purged():
        yield from backup_files()
        yield "files/gone", purged

    backup_files = making.stored_files
    monkeypatch.setattr(making, "stored_files", with_one_purged)

    made = make_backup(tmp_path / "backups")

    assert made.gone == ["files/gone"]
    assert restoring.verify(made.path, OURS)["gone"] == ["files/gone"]


def test_what_changes_after_its_moment_is_not_in_the_copy():
    make_office()

    with database.snapshot() as copy:
        if connection.vendor == "postgresql":  # somebody else writes meanwhile
            with closing(connection.copy()) as other, other.cursor() as cursor:
                cursor.execute("DELETE FROM portal_office")
        rest = copy.source.read()

    assert copy.counts["portal_office"] == 1
    assert rest


@pytest.mark.usefixtures("portal")
def test_a_backup_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed, match="备份没有写成"):
        make_backup(tmp_path / "file")

    def full(*source):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.backup.archive.ArchiveWriter.close", full)
    with pytest.raises(BackupFailed, match="No space left"):
        make_backup(tmp_path / "backups")

    assert list((tmp_path / "backups").iterdir()) == []
    assert not Pulse.objects.filter(name=BACKUP).exists()


def test_what_a_killed_backup_has_left_is_cleared_by_the_next_one(tmp_path, settings):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "portal-20250101T000000Z.partial").touch()
    copy = settings.DATA_DIR / f"{database.COPY_PREFIX}x"
    copy.mkdir()
    (copy / "portal.sqlite3").touch()

    made = make_backup(folder)

    assert list(folder.iterdir()) == [made.path]
    assert not copy.exists()


def test_a_database_tool_that_fails_is_quoted(tmp_path, settings, monkeypatch):
    if connection.vendor == "sqlite":
        monkeypatch.setattr(database, "facts_of", lambda cursor: cursor.execute("broken"))
        with pytest.raises(Exception, match="broken"):
            make_backup(tmp_path / "backups")
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(BackupFailed, match="没有找到 pg_dump。请安装"):
            make_backup(tmp_path / "backups")

    assert not list((tmp_path / "backups").glob("*"))


def test_old_backups_go_when_the_new_one_stands_and_other_files_stay(tmp_path):
    (tmp_path / "notes.txt").touch()
    days = [NOON - timedelta(days=n) for n in (40, 10, 3, 2, 1, 0)]
    for day in days:
        made = make_backup(tmp_path, at=day, daily=2, weekly=2, monthly=2)

    left = sorted(path.name for path in tmp_path.glob("*.backup"))

    # Monday the 3rd, Sunday the 2nd (also the last of its week), 28 February (of its month).
    assert left == [f"portal-2025{day}T040000Z.backup" for day in ("0228", "0302", "0303")]
    assert made.path.name in left
    assert (tmp_path / "notes.txt").exists()


# --- What is refused -----------------------------------------------------------------------------


@pytest.fixture
def elsewhere(monkeypatch, settings, tmp_path):
    """This process takes itself for an empty machine."""
    settings.DATA_DIR = tmp_path / "elsewhere"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    (settings.DATA_DIR / "logs").mkdir(parents=True)
    monkeypatch.setattr(restoring, "is_empty", lambda: True)


def refusal(path, key=OURS):
    with pytest.raises((BadArchive, restoring.RestoreRefused)) as refused:
        restoring.restore(path, key, at=timezone.now(), say=lambda line: None)
    return str(refused.value)


def test_a_damaged_backup_or_a_wrong_passphrase_changes_nothing(tmp_path, elsewhere, settings):
    path = make_backup(tmp_path / "backups").path
    whole = path.read_bytes()
    broken = tmp_path / "broken.backup"
    broken.write_bytes(whole[:-70_000] + b"\0" + whole[-69_999:])
    cut = tmp_path / "cut.backup"
    cut.write_bytes(whole[:-1])

    assert "损坏" in refusal(broken)
    assert "不完整" in refusal(cut)
    assert "口令不对" in refusal(path, Passphrase("wrong", cost=2))
    assert "无法读取" in refusal(tmp_path / "missing")
    assert not marker().exists()
    assert not list(settings.DATA_DIR.rglob("*.pdf"))


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("FIELD_KEYS", "FIELD_KEYS 中没有备份时使用的密钥"),
        ("AUDIT_KEY", "AUDIT_KEY 不是备份时使用的密钥，审计记录将无法核对"),
        ("MATCH_KEY", "MATCH_KEY 不是备份时使用的密钥，申请人的查询码将全部失效"),
    ],
)
def test_without_the_keys_of_the_backup_nothing_is_restored(
    tmp_path, elsewhere, settings, name, sentence
):
    path = make_backup(tmp_path / "backups").path
    other = Fernet.generate_key().decode()
    setattr(settings, name, [other] if name == "FIELD_KEYS" else other)

    assert sentence in refusal(path)
    assert not marker().exists()


def test_a_key_that_was_replaced_meanwhile_still_opens_the_backup(tmp_path, settings):
    marks = key_marks()
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert list(restoring.foreign_keys(marks)) == []


def test_a_backup_of_a_newer_release_is_refused(tmp_path, elsewhere):
    applied = MigrationRecorder(connection)
    applied.record_applied("portal", "9999_of_next_year")
    path = make_backup(tmp_path / "backups").path
    applied.record_unapplied("portal", "9999_of_next_year")

    sentence = refusal(path)

    assert "备份来自更新的版本" in sentence
    assert "portal.9999_of_next_year" in sentence


def test_a_backup_of_the_other_database_is_refused(tmp_path, elsewhere, monkeypatch):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    monkeypatch.setattr(making, "engine", lambda: other)
    path = make_backup(tmp_path / "backups").path

    assert "两者不能互相恢复" in refusal(path)


def test_a_database_with_tables_is_not_written_to(tmp_path):
    path = make_backup(tmp_path / "backups").path

    assert "这里已经有数据（数据库），恢复只能在空的地方进行" in refusal(path)


@pytest.mark.parametrize("name", ["files/2025/a.pdf", "private/aa/bb", "logs/audit-heads.log"])
def test_a_place_with_files_is_not_written_to(tmp_path, elsewhere, settings, name):
    path = make_backup(tmp_path / "backups").path
    taken = settings.DATA_DIR / name
    taken.parent.mkdir(parents=True, exist_ok=True)
    taken.write_bytes(b"ours")

    assert "恢复只能在空的地方进行，不会覆盖任何内容" in refusal(path)
    assert taken.read_bytes() == b"ours"


@pytest.mark.usefixtures("portal")
def test_a_restore_that_was_broken_off_is_said_and_begun_anew(
    tmp_path, settings, monkeypatch, request
):
    path = make_backup(tmp_path / "backups").path
    request.getfixturevalue("elsewhere")
    monkeypatch.setattr(restoring, "put_back", killed)

    with pytest.raises(KeyboardInterrupt):
        restoring.restore(path, OURS, at=NOON, say=lambda line: None)
    with pytest.raises(CommandError, match="恢复没有完成，数据不完整，门户不能启动"):
        call_command("check", databases=["default"])
    with pytest.raises(KeyboardInterrupt):  # as far as before: what lay there was cleared
        restoring.restore(path, OURS, at=NOON, say=lambda line: None)

    assert len(files_below(settings.MEDIA_ROOT)) == 1
    assert not list(settings.DATA_DIR.glob("restore-*"))
    monkeypatch.setattr(restoring, "is_empty", lambda: False)
    assert "上一次恢复在写入数据库之后中断" in refusal(path)


def killed(*arguments):
    raise KeyboardInterrupt


@pytest.mark.usefixtures("portal")
def test_rows_that_are_missing_and_a_trail_that_was_cut_are_told(tmp_path):
    manifest = restoring.verify(make_backup(tmp_path / "backups").path, OURS)
    AuditEntry._base_manager.filter(number=3).delete()
    AuditHead.objects.update(number=2)

    found = list(restoring.inspect(manifest, NOON))

    assert any("末尾" in sentence or "改动过" in sentence for sentence in found)
    with pytest.raises(database.CopyFailed, match="portal_office（应有 2 行，实有 1 行）"):
        database.compare({"portal_office": 2}, {"portal_office": 1})


# --- Retention -----------------------------------------------------------------------------------


def test_the_newest_of_each_day_week_and_month_is_kept():
    days = [datetime(2025, 1, 1, 2, tzinfo=UTC) + timedelta(days=n) for n in range(90)]

    kept = Retention(daily=7, weekly=5, monthly=12).kept(days)

    names = [f"{moment:%m-%d}" for moment in sorted(kept)]
    assert names == [
        *("01-31", "02-28", "03-09", "03-16", "03-23"),
        *("03-25", "03-26", "03-27", "03-28", "03-29", "03-30", "03-31"),
    ]


def test_without_a_rule_everything_is_kept():
    days = [NOON - timedelta(days=n) for n in range(400)]

    assert Retention().kept(days) == set(days)


def test_the_command_says_what_is_lacking(tmp_path, settings):
    with pytest.raises(CommandError, match="BACKUP_DIR"):
        call_command("backup")
    with pytest.raises(CommandError, match="备份必须加密"):
        call_command("backup", to=tmp_path)
    with pytest.raises(CommandError, match="--identity"):
        call_command("restore", tmp_path / Path("any.backup"))
