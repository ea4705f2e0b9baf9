"""A review is a signature: the database itself refuses to change one."""

from django.db import migrations

MESSAGE = "a review is immutable"
POSTGRESQL = f"""
CREATE FUNCTION disclosure_refuse_review_update() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER disclosure_review_is_immutable BEFORE UPDATE ON disclosure_review
FOR EACH ROW EXECUTE FUNCTION disclosure_refuse_review_update();
"""
POSTGRESQL_BACK = """
DROP TRIGGER disclosure_review_is_immutable ON disclosure_review;
DROP FUNCTION disclosure_refuse_review_update();
"""
SQLITE = f"""
CREATE TRIGGER disclosure_review_is_immutable BEFORE UPDATE ON disclosure_review
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
"""
SQLITE_BACK = "DROP TRIGGER disclosure_review_is_immutable;"


def protect(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.connection.cursor().execute(POSTGRESQL if is_postgresql else SQLITE)


def release(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.connection.cursor().execute(POSTGRESQL_BACK if is_postgresql else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_duty")]
    operations = [migrations.RunPython(protect, release)]
