"""Statements written once, for what every page asks.

From a queryset Django writes the SQL anew each time, which for a page of an item takes longer
than everything else about it. Here it is kept, and only the values are put in. What comes back
are rows of the model as ever, through the converters of the database.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from copy import copy
from itertools import count
from types import MappingProxyType
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

NOTHING: Mapping = MappingProxyType({})
numbers = count(1)


class Text:
    """The words of a statement; `marks` are those of its values that are given each time.

    PostgreSQL plans it once for each connection, which for a small statement takes longer than
    answering it; psycopg2 leaves that to who asks. The other values stay in its words, so that an
    index of some rows only (`WHERE status = …`) is found.
    """

    prepared: WeakKeyDictionary = WeakKeyDictionary()  # the names each connection knows

    def __init__(self, sql: str, values: Iterable, marks: Iterable[Hashable] = ()) -> None:
        self.sql, self.values, self.marks = sql, tuple(values), tuple(marks)
        self.name = f"portal_{next(numbers)}"
        places = ", ".join(["%s"] * len(self.marks))
        self.call = f"EXECUTE {self.name} ({places})" if places else f"EXECUTE {self.name}"

    def read(self, given: Mapping = NOTHING, database: str = DEFAULT_DB_ALIAS) -> list[tuple]:
        """Return the columns of the rows found for the values in `given`, by their marks."""
        connection = connections[database]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self.execute(connection, cursor, [given[mark] for mark in self.marks])
            else:
                cursor.execute(self.sql, [given.get(value, value) for value in self.values])
            return cursor.fetchall()

    def execute(self, connection: BaseDatabaseWrapper, cursor: CursorWrapper, values: list) -> None:
        """Ask by name; once more where a migration has changed the type of a column meanwhile."""
        self.prepare(connection, cursor)
        try:
            cursor.execute(self.call, values)
        except NotSupportedError:
            if connection.in_atomic_block:  # the transaction is lost
                raise
            cursor.execute(f"DEALLOCATE {self.name}")
            self.prepared[connection.connection].discard(self.name)
            self.prepare(connection, cursor)
            cursor.execute(self.call, values)

    def prepare(self, connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> None:
        """Let PostgreSQL know the statement by its name, unless this connection has told it."""
        known = self.prepared.setdefault(connection.connection, set())
        if self.name in known:
            return
        places = {mark: AsIs(f"${place}") for place, mark in enumerate(self.marks, start=1)}
        values = [places.get(value, value) for value in self.values]
        with connection.wrap_database_errors:  # past Django's count of queries: no page asked it
            cursor.cursor.execute(f"PREPARE {self.name} AS {self.sql}", values)
        known.add(self.name)


class Statement:
    """What a queryset asks; `marks` are those of its values that are given each time."""

    def __init__(self, rows: QuerySet, *marks: Hashable) -> None:
        self.model, self.database, self.query = rows.model, rows.db, rows.query.chain()
        self.compiler = self.query.get_compiler(self.database)
        self.text = Text(*self.compiler.as_sql(), marks)
        self.compiler.connection = None  # it is that of one thread, and would never be closed

    def fetch(self, given: Mapping[Hashable, object] = NOTHING) -> list:
        """Return the rows for the values in `given`, named by what stands for them."""
        return self.made_of(self.text.read(given, self.database))

    def made_of(self, rows: list[tuple]) -> list:
        """Return rows of the model; the compiler knows which columns make which."""
        compiler = copy(self.compiler)
        compiler.connection = connections[self.database]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        query = copy(self.query)
        query.get_compiler = lambda using: compiler
        return list(QuerySet(self.model, query, self.database))


class ShortList:
    """The rows of a short table, read for every page and made into objects once for equal rows.

    All pages share them: they are for reading. Copy a row before you follow it to another one
    that was not read with it: what is found stays on the row.
    """

    def __init__(self, rows: QuerySet, make: Callable[[list], list] = list) -> None:
        self.statement, self.make = Statement(rows), make
        self.kept: tuple[list, list] = ([], [])

    def fetch(self) -> list:
        """Return what `make` made of the rows as they are now."""
        rows = self.statement.text.read(database=self.statement.database)
        known, made = self.kept
        if rows != known:
            made = self.make(self.statement.made_of(rows))
            self.kept = rows, made
        return made
