"""A schema editor that keeps what SQLite's way of altering a table loses.

SQLite can add a column and little else: for the rest Django makes the table anew from its model and drops the old one.
With it would go, silently, whatever the model does not know: triggers, WITHOUT ROWID, indexes and constraints made by
hand, and the highest number the table ever gave. And SQLite refuses to put the new table in place while a trigger or a
view elsewhere speaks of the one that is gone. Here all of it is taken away before and put back after, in the same
words. What cannot be put back is refused, and the migration with it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from django.db.backends.sqlite3 import schema
from django.db.backends.utils import strip_quotes
from django.db.models import Field, Model
from django.db.models.constraints import BaseConstraint

from streetsafe.schema_rules import SAY_ANEW, WouldBeLost
from streetsafe.sqlite import definitions
from streetsafe.sqlite.definitions import Definition, Made

_INDEX = re.compile(r'CREATE (?:UNIQUE )?INDEX "([^"]+)"')
_WAITS_FOR = re.compile(r"\b(DELETE|INSERT|UPDATE)\b(?:\s+OF\s+(.+?))?\s+ON\b", re.IGNORECASE | re.DOTALL)


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, with nothing lost when a table is made anew."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._beyond: dict[str, tuple[list[str], str]] = {}  # of a table being made: constraints and options to add
        self._given_up: set[str] = set()  # constraints that a migration removes

    @contextmanager
    def without_triggers(self, *tables: str) -> Iterator[None]:
        """For as long as it lasts, rows of these tables can be changed past their triggers; then they stand again."""
        triggers = definitions.triggers_on(self.connection, *tables)
        self._take_away(triggers)
        yield
        self._put_back(triggers)

    def remake_without_row_numbers(self, table: str) -> None:
        """Makes the table anew WITHOUT ROWID: a hidden row number keeps the order in which rows came."""
        self._remake_as_it_stands(table, options="WITHOUT ROWID")

    def remake_with_row_numbers(self, table: str) -> None:
        """The way back."""
        self._remake_as_it_stands(table, options="")

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        """With what the model does not know, where the table is made anew."""
        sql, params = super().table_sql(model)
        constraints, options = self._beyond.get(strip_quotes(model._meta.db_table), ([], ""))
        if constraints:
            added = "".join(f", {one}" for one in constraints)
            sql = f"{sql.removesuffix(')')}{added.replace('%', '%%') if params else added})"
        return f"{sql} {options}".rstrip(), params

    def remove_constraint(self, model: type[Model], constraint: BaseConstraint) -> None:
        """The model given here lacks it already: it is not one that Django never knew."""
        self._given_up.add(str(constraint.name))
        super().remove_constraint(model, constraint)

    def _remake_table(
        self,
        model: type[Model],
        create_field: "Field[Any, Any] | None" = None,
        delete_field: "Field[Any, Any] | None" = None,
        alter_fields: "list[tuple[Field[Any, Any], Field[Any, Any]]] | None" = None,
    ) -> None:
        table = strip_quotes(model._meta.db_table)
        before = definitions.definition_of(self.connection, table)
        if before is None:  # told by sqlmigrate before it is made
            super()._remake_table(model, create_field, delete_field, alter_fields)  # type: ignore[misc]  # not in the stubs
            return
        known, known_indexes = self._as_django_makes(model)
        if not self.collect_sql:
            _refuse_columns_beyond(table, before, known, {str(delete_field.column)} if delete_field else set())
        beyond = [sql for name, sql in before.constraints.items() if name not in {*known.constraints, *self._given_up}]
        indexes = [made for made in definitions.indexes_of(self.connection, table) if made.name not in known_indexes]
        rules, number = definitions.rules_about(self.connection, table), definitions.last_number(self.connection, table)

        self._take_away(rules)
        self._beyond[f"new__{table}"] = beyond, before.options
        try:
            super()._remake_table(model, create_field, delete_field, alter_fields)  # type: ignore[misc]  # likewise
        finally:
            del self._beyond[f"new__{table}"]
        self._count_on_from(table, number)
        self._put_back([*indexes, *rules])

    def _remake_as_it_stands(self, table: str, *, options: str) -> None:
        """The same table, constraints, indexes and rules, with other options."""
        before = definitions.definition_of(self.connection, table)
        if before is None:
            raise WouldBeLost(f"There is no table {table}.")
        indexes = definitions.indexes_of(self.connection, table)
        rules = definitions.rules_about(self.connection, table)
        old, new = self.quote_name(table), self.quote_name(f"new__{table}")
        made, renamed = re.subn(rf'^CREATE TABLE "?{re.escape(table)}"?', f"CREATE TABLE {new}", before.sql)
        if not renamed:
            raise WouldBeLost(f"The definition of {table} is not as expected: {before.sql}")
        # In the order of its key: the order in which rows are written shows in how full the pages are.
        order = ", ".join(map(self.quote_name, definitions.key_of(self.connection, table)))
        self._take_away(rules)
        self.execute(f"{made.removesuffix(before.options).rstrip()} {options}".rstrip(), None)
        self.execute(f"INSERT INTO {new} SELECT * FROM {old} ORDER BY {order}", None)  # noqa: S608  # our own tables
        self.execute(f"DROP TABLE {old}", None)
        self.execute(f"ALTER TABLE {new} RENAME TO {old}", None)
        self._put_back([*indexes, *rules])

    def _as_django_makes(self, model: type[Model]) -> tuple[Definition, set[str]]:
        """The table and the names of the indexes that Django would make for the model."""
        stated = type(self)(self.connection, collect_sql=True)
        stated.deferred_sql = []
        stated.create_model(model)
        statements = [*stated.collected_sql, *map(str, stated.deferred_sql)]
        return Definition(statements[0]), {name for sql in statements for name in _INDEX.findall(sql)}

    def _take_away(self, rules: list[Made]) -> None:
        for rule in reversed(rules):
            self.execute(f"DROP {rule.kind.upper()} {self.quote_name(rule.name)}", None)

    def _put_back(self, made: list[Made]) -> None:
        """In the same words; raises WouldBeLost for what names a column that is gone, which SQLite takes unseen."""
        for one in made:
            try:
                self.execute(one.sql, None)
                if one.kind != "index" and not self.collect_sql:
                    self._try_out(one)
            except DatabaseError as fault:
                raise WouldBeLost(f"{one.name} cannot stand on {one.table} any more: {fault}. {SAY_ANEW}") from fault

    def _try_out(self, rule: Made) -> None:
        """Has SQLite read what a rule says, without doing it."""
        name = self.quote_name(rule.table)
        waits_for = _WAITS_FOR.search(rule.sql)
        if rule.kind == "view" or waits_for is None:
            self.execute(f"EXPLAIN SELECT * FROM {name}", None)  # noqa: S608  # our own tables
            return
        columns = definitions.columns_of(self.connection, rule.table)
        act, named = waits_for.groups()
        if gone := {word.strip(' "') for word in (named or "").split(",") if word} - set(columns):
            raise WouldBeLost(f"{rule.name} waits for {', '.join(sorted(gone))}, which is gone. {SAY_ANEW}")
        same = ", ".join(f"{self.quote_name(column)} = {self.quote_name(column)}" for column in columns)
        said = {
            "DELETE": f"DELETE FROM {name}",  # noqa: S608  # and nothing is done
            "INSERT": f"INSERT INTO {name} DEFAULT VALUES",
            "UPDATE": f"UPDATE {name} SET {same}",  # noqa: S608  # likewise
        }
        self.execute(f"EXPLAIN {said[act.upper()]}", None)

    def _count_on_from(self, table: str, number: int | None) -> None:
        """A number that was given once is given to nothing else, though its row is gone."""
        if number is None:
            return
        self.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        self.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])


def _refuse_columns_beyond(table: str, stands: Definition, known: Definition, going: set[str]) -> None:
    """Raises WouldBeLost for a column that says more than its model: what it says cannot be carried over."""
    for column, held in stands.columns.items():
        if column not in going and (more := held - known.columns.get(column, type(held)())):
            raise WouldBeLost(
                f"The column {column} of {table} has {', '.join(more)}, of which its model knows nothing: made anew, "
                "the table would lose it. Write it into the model, or make the table anew in the migration itself."
            )
