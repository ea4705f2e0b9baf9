"""Statements written once, for what every page asks.

From a queryset Django writes the SQL anew each time, which for a page of an item takes longer
than everything else about it. Here it is kept, and only the values are put in. What comes back
are rows of the model as ever, through the converters of the database.
"""

from collections.abc import Hashable, Mapping
from copy import copy
from types import MappingProxyType

from django.db import connections
from django.db.models import QuerySet

NOTHING: Mapping = MappingProxyType({})


class Statement:
    """What a queryset asks; some of its values stand for those that are given each time."""

    def __init__(self, rows: QuerySet) -> None:
        self.model, self.database, self.query = rows.model, rows.db, rows.query.chain()
        self.compiler = self.query.get_compiler(self.database)
        self.sql, self.values = self.compiler.as_sql()
        self.compiler.connection = None  # it is that of one thread, and would never be closed

    def fetch(self, given: Mapping[Hashable, object] = NOTHING) -> list:
        """Return the rows for the values in `given`, named by what stands for them."""
        values = tuple(given.get(value, value) for value in self.values)
        # The compiler knows which columns make which row; it is handed its own text again.
        compiler = copy(self.compiler)
        compiler.connection = connections[self.database]
        compiler.as_sql = lambda: (self.sql, values)
        query = copy(self.query)
        query.get_compiler = lambda using: compiler
        return list(QuerySet(self.model, query, self.database))
