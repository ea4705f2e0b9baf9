"""A letter's words and file, kept once it went out; the database refuses to change either."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import portal.fields
import requests_app.models.letter

FIXED = ["info_request_id", "kind", "number", "dated", "part_pk", "token", "made_at"]
WORDS = ["frozen_at", "template_version", "words_sha256"]
FILE = ["sha256", "size", "form"]
MESSAGE = "a letter that went out is immutable"


def changed(names):
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)


def condition():
    """Return when an UPDATE is refused; clearing words and path is `Letter.forget`'s.

    The words are ciphertext, which a rotation of keys writes anew: their hash is what is fixed.
    """
    path = f"({changed(['path'])} AND NEW.path <> '')"
    return (
        f"(OLD.frozen_at IS NOT NULL AND ({changed(FIXED + WORDS)}))"
        f" OR (OLD.sha256 <> '' AND ({changed(FILE)} OR {path}))"
    )


POSTGRESQL = f"""
CREATE FUNCTION requests_app_refuse_letter_change() RETURNS trigger AS $$
BEGIN IF {condition()} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER requests_app_letter_is_immutable BEFORE UPDATE ON requests_app_letter
FOR EACH ROW EXECUTE FUNCTION requests_app_refuse_letter_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER requests_app_letter_is_immutable ON requests_app_letter;
DROP FUNCTION requests_app_refuse_letter_change();
"""
SQLITE = f"""
CREATE TRIGGER requests_app_letter_is_immutable BEFORE UPDATE ON requests_app_letter
WHEN {condition().replace("IS DISTINCT FROM", "IS NOT")}
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
"""
SQLITE_BACK = "DROP TRIGGER requests_app_letter_is_immutable;"


def protect(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.connection.cursor().execute(POSTGRESQL if is_postgresql else SQLITE)


def release(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.connection.cursor().execute(POSTGRESQL_BACK if is_postgresql else SQLITE_BACK)


def field(label, kind=models.CharField, **options):
    return kind(*([label] if label else []), editable=False, **options)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0003_publications_and_text_keys")]

    operations = [
        migrations.AlterField(
            "letter",
            "info_request",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="requests_app.informationrequest",
                verbose_name="申请",
            ),
        ),
        migrations.AddField(
            "letter",
            "token",
            field(
                "",
                default=requests_app.models.letter.new_token,
                max_length=32,
                unique=True,
            ),
        ),
        migrations.AddField("letter", "words", field("", portal.fields.EncryptedField, blank=True)),
        migrations.AddField(
            "letter", "template_version", field("文本版本", max_length=64, blank=True)
        ),
        migrations.AddField(
            "letter", "frozen_at", field("定稿时间", models.DateTimeField, null=True)
        ),
        migrations.AddField(
            "letter",
            "form",
            field(
                "文件格式",
                max_length=4,
                blank=True,
                choices=[("pdf", "PDF"), ("docx", "Word文档")],
            ),
        ),
        migrations.AddField("letter", "words_sha256", field("", max_length=64, blank=True)),
        migrations.AddField("letter", "path", field("", max_length=120, blank=True)),
        migrations.AddField(
            "letter", "size", field("大小", models.PositiveIntegerField, null=True)
        ),
        migrations.AddField("letter", "sha256", field("SHA-256", max_length=64, blank=True)),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                name="letter_file_has_form_and_hash_or_neither",
                condition=Q(form="", sha256="") | Q(form__in=["pdf", "docx"]) & ~Q(sha256=""),
            ),
        ),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                name="letter_is_kept_once_its_words_are_fixed",
                condition=Q(sha256="") | Q(frozen_at__isnull=False),
            ),
        ),
        migrations.RunPython(protect, release),
    ]
