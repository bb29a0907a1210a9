"""A schema editor that neither drops a policy or a trigger with a column nor leaves one that fails when it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql import schema
from django.db.models import Model

from streetsafe.postgresql import catalogue
from streetsafe.schema_rules import SAY_ANEW, WouldBeLost

if TYPE_CHECKING:
    from django.db.models import Field


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, which keeps what it does not know."""

    # Django's says CASCADE: with a column that a policy reads went the policy, and with it every row out of sight.
    sql_delete_column = "ALTER TABLE %(table)s DROP COLUMN %(column)s"

    @contextmanager
    def without_triggers(self, *tables: str) -> Iterator[None]:
        """For as long as it lasts, rows of these tables can be changed past their triggers; then they stand again."""
        self._switch_triggers("DISABLE", tables)
        yield
        self._switch_triggers("ENABLE", tables)

    def remove_field(self, model: type[Model], field: "Field[Any, Any]") -> None:
        """Refuses what a function speaks of; PostgreSQL itself refuses what a policy or a trigger reads."""
        if field.column:
            self._refuse_what_functions_say(model._meta.db_table, field.column)
        super().remove_field(model, field)

    def alter_db_table(self, model: type[Model], old_db_table: str, new_db_table: str) -> None:
        """Refuses a table that a function speaks of."""
        if old_db_table != new_db_table:
            self._refuse_what_functions_say(old_db_table, old_db_table)
        super().alter_db_table(model, old_db_table, new_db_table)

    def _alter_field(
        self,
        model: type[Model],
        old_field: "Field[Any, Any]",
        new_field: "Field[Any, Any]",
        old_type: str,
        new_type: str,
        *params: Any,
        **strict: bool,
    ) -> None:
        """Takes away what reads a column whose type changes, which PostgreSQL refuses, and puts it back as it was."""
        table, column = model._meta.db_table, str(old_field.column)
        if column != new_field.column:
            self._refuse_what_functions_say(table, column)
        is_read = old_type != new_type and not self.collect_sql
        rules = catalogue.rules_on_column(self.connection, table, column) if is_read else []
        for rule in rules:
            self.execute(f"DROP {rule.kind} {rule.name} ON {rule.table}", None)
        super()._alter_field(model, old_field, new_field, old_type, new_type, *params, **strict)  # type: ignore[misc]  # not in the stubs
        for rule in rules:
            self.execute(rule.sql, None)

    def _switch_triggers(self, to: str, tables: tuple[str, ...]) -> None:
        self.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would hold the tables
        self.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            self.execute(f"ALTER TABLE {self.quote_name(table)} {to} TRIGGER USER", None)

    def _refuse_what_functions_say(self, table: str, word: str) -> None:
        """Raises WouldBeLost: a function is read when it runs, so it would fail long after the migration."""
        if not self.collect_sql and (found := catalogue.functions_that_speak_of(self.connection, table, word)):
            raise WouldBeLost(f"{', '.join(found)} in the database speaks of {word} of {table}. {SAY_ANEW}")
