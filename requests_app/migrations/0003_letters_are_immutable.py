"""A letter's words and file are kept once it went out; the database refuses to change either.

A later migration that makes the table anew on SQLite must make the trigger anew as well.
"""

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0002_channels_tariffs_reasons")]
    operations = [migrations.RunPython(protect, release)]
