"""Rows into a table by the million, where `bulk_create` takes hours. Texts hold no tab or line."""

from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

AT_ONCE = 5000


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Insert rows of the columns `names`; the other columns hold what a new object has there."""
    columns = [field for field in model._meta.concrete_fields if field.column not in names]
    constant = [
        field.get_db_prep_save(field.get_default(), connection)
        for field in columns
        if not field.primary_key
    ]
    columns = [*names, *(field.column for field in columns if not field.primary_key)]
    write = copy if connection.vendor == "postgresql" else insert_many
    rows, count = iter(rows), 0
    while batch := list(islice(rows, AT_ONCE)):
        with transaction.atomic(), connection.cursor() as cursor:
            write(cursor, model._meta.db_table, columns, batch, constant)
        count += len(batch)
    reset_sequence(model)
    return count


def copy(cursor, table: str, columns: list[str], rows: list[Sequence], constant: list) -> None:
    rest = "".join(f"\t{as_text(value)}" for value in constant)
    lines = ("\t".join(map(as_text, row)) + rest for row in rows)
    text = StringIO("\n".join(lines) + "\n")
    cursor.cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def as_text(value) -> str:
    return "\\N" if value is None else str(value)


def insert_many(cursor, table: str, columns: list[str], rows: list[Sequence], constant: list):
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
    cursor.executemany(statement, [[*row, *constant] for row in rows])


def reset_sequence(model: type[Model]) -> None:
    """Let the next row that is made by the portal get the next key."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
