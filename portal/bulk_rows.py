"""Inserting many rows of one model: as `bulk_create`, without its price for every single value.

Django asks several objects about each value it writes; of 60 columns and 100,000 rows that is
minutes. Here a value that needs no conversion goes to the driver as it is, and a statement takes
as many rows as the database allows.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter

from django.db import connection, models, transaction

VALUES_AT_ONCE = 16_000  # SQLite takes 32,766 to a statement, PostgreSQL 65,535
PLAIN_FIELDS = (
    *(models.CharField, models.TextField, models.BooleanField),
    *(models.ForeignKey, models.IntegerField),
)
PLAIN = {str, int, bool, type(None)}


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of a model without parents; each gets its key, if the database gives it."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [f for f in meta.local_concrete_fields if not isinstance(f, models.AutoField)]
    size = max(1, VALUES_AT_ONCE // len(fields))
    with transaction.atomic():
        for start in range(0, len(rows), size):
            insert_some(rows[start : start + size], meta, fields)


def insert_some(rows: Sequence[models.Model], meta, fields: Sequence[models.Field]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {marks} "
        f"RETURNING {quote(meta.pk.column)}"
    )
    readers = [reader_of(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [read(row) for row in rows for read in readers])
        keys = [key for (key,) in cursor.fetchall()]
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def reader_of(field: models.Field) -> Callable[[models.Model], object]:
    """Return how a row's value of the field is read for the database."""
    is_plain = isinstance(field, PLAIN_FIELDS)
    is_as_it_stands = type(field).pre_save is models.Field.pre_save
    held = attrgetter(field.attname)

    def read(row: models.Model) -> object:
        value = held(row) if is_as_it_stands else field.pre_save(row, True)
        if is_plain and type(value) in PLAIN:
            return value
        return field.get_db_prep_save(value, connection)

    return read
