"""Everything the database itself knows of its tables, to be compared word by word."""

from typing import Any

from django.db import connection

from streetsafe.sqlite.definitions import Definition

SQLITE = connection.vendor == "sqlite"
_ASKED = {
    "sqlite": {
        "rules": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')",
        "row numbers": "SELECT name, sql LIKE '%%WITHOUT ROWID' FROM sqlite_master WHERE type = 'table'",
        "indexes": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "tables": "SELECT name, sql FROM sqlite_master WHERE type = 'table'",
    },
    "postgresql": {
        "rules": "SELECT * FROM pg_policies",
        "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal",
        "row security": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class JOIN pg_namespace n "
        "ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = ANY (current_schemas(false))",
        "functions": "SELECT proname, prosrc FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
        "WHERE nspname = ANY (current_schemas(false))",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes "
        "WHERE schemaname = ANY (current_schemas(false))",
        "tables": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, "
        "collation_name, is_generated, is_identity FROM information_schema.columns "
        "WHERE table_schema = ANY (current_schemas(false))",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "JOIN pg_namespace n ON n.oid = connamespace WHERE nspname = ANY (current_schemas(false))",
    },
}


def everything_in_the_schema() -> dict[str, list[tuple[Any, ...]]]:
    """By what it is, each sorted; the order of columns is not of it."""
    found = {}
    with connection.cursor() as cursor:
        for name, sql in _ASKED[connection.vendor].items():
            cursor.execute(sql)
            found[name] = sorted(cursor.fetchall(), key=repr)
    if SQLITE:
        found["tables"] = [(name, *sorted(Definition(sql).parts)) for name, sql in found["tables"]]
    return found


def rules_of(schema: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """What a change of a field must leave exactly as it was."""
    return {name: rows for name, rows in schema.items() if name not in ("tables", "indexes", "constraints")}
