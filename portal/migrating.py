"""Steps of a migration while the version before serves on: none of them holds a table for long.

A migration that uses them says `atomic = False`: each step commits by itself, so that its locks
end with it, and each can be done again after one that was cut off. On SQLite, which has one
writer anyway, they do what the steps of Django do.
"""

from django.db import transaction
from django.db.migrations import AddConstraint, AddIndex


class AddIndexBesideWriters(AddIndex):
    """Build an index without keeping writers from the table."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        # One that was cut off stays behind, invalid.
        schema_editor.execute(f'DROP INDEX IF EXISTS "{self.index.name}"')
        schema_editor.add_index(model, self.index, concurrently=True)


class ReplaceCheck(AddConstraint):
    """Put a check in the place of the one with its name, which knew fewer values.

    The new one holds for new rows at once; the rows that are there are looked through afterwards,
    while others read and write them.
    """

    @property
    def name(self) -> str:
        return self.constraint.name

    def state_forwards(self, app_label, state):
        state.remove_constraint(app_label, self.model_name_lower, self.name)
        state.add_constraint(app_label, self.model_name_lower, self.constraint)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor != "postgresql":
            with transaction.atomic(schema_editor.connection.alias):
                schema_editor.add_constraint(model, self.constraint)  # makes the table anew
            return
        table = schema_editor.quote_name(model._meta.db_table)
        check = self.constraint.constraint_sql(model, schema_editor)
        schema_editor.execute(
            f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{self.name}", ADD {check} NOT VALID',
            params=None,
        )
        schema_editor.execute(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{self.name}"')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave it: rows may hold what only the new check knows."""

    def describe(self):
        return f"Replace check {self.name} of {self.model_name}"
