"""What PostgreSQL's catalogue knows of the rules that are on a table or speak of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# A column, and those of other tables that point at it: a change of its type is one of theirs too.
_RULES_ON_A_COLUMN = """
    WITH named AS (
        SELECT attrelid, attnum FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s
    ), concerned AS (
        SELECT attrelid, attnum FROM named
        UNION
        SELECT conrelid, conkey[1] FROM pg_constraint
        JOIN named ON confrelid = attrelid AND confkey = ARRAY[attnum] WHERE contype = 'f'
    ), ruling AS (
        SELECT DISTINCT classid, objid FROM pg_depend JOIN concerned
        ON refclassid = 'pg_class'::regclass AND refobjid = attrelid AND refobjsubid = attnum
    )
    SELECT 'POLICY', quote_ident(polname), polrelid::regclass::text,
        format('CREATE POLICY %%I ON %%s AS %%s FOR %%s TO %%s', polname, polrelid::regclass,
            CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                ELSE 'ALL' END,
            (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ')
                FROM unnest(polroles) AS role))
        || COALESCE(' USING (' || pg_get_expr(polqual, polrelid) || ')', '')
        || COALESCE(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
    FROM pg_policy JOIN ruling ON classid = 'pg_policy'::regclass AND objid = pg_policy.oid
    UNION ALL
    SELECT 'TRIGGER', quote_ident(tgname), tgrelid::regclass::text, pg_get_triggerdef(pg_trigger.oid)
    FROM pg_trigger JOIN ruling ON classid = 'pg_trigger'::regclass AND objid = pg_trigger.oid WHERE NOT tgisinternal
    ORDER BY 1, 3, 2
"""
# Its text is read when it runs: PostgreSQL does not know of what it speaks.
_FUNCTIONS_THAT_SPEAK = r"""
    SELECT DISTINCT proname FROM pg_proc
    LEFT JOIN pg_trigger ON tgfoid = pg_proc.oid AND tgrelid = to_regclass(%s)
    WHERE pronamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    AND (pg_trigger.oid IS NOT NULL OR prosrc ~ ('\m' || %s || '\M')) AND prosrc ~ ('\m' || %s || '\M')
    ORDER BY proname
"""


@dataclass(frozen=True)
class Rule:
    """A policy or a trigger: its name and table, quoted where they must be, and the statement that makes it."""

    kind: str
    name: str
    table: str
    sql: str


def rules_on_column(connection: "BaseDatabaseWrapper", table: str, column: str) -> list[Rule]:
    """The policies and triggers that read a column, or one that points at it."""
    with connection.cursor() as cursor:
        cursor.execute(_RULES_ON_A_COLUMN, [table, column])
        return [Rule(*row) for row in cursor.fetchall()]


def functions_that_speak_of(connection: "BaseDatabaseWrapper", table: str, word: str) -> list[str]:
    """The functions that have the word in their text and are called for the table, or have its name there too."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS_THAT_SPEAK, [table, table, word])
        return [name for (name,) in cursor.fetchall()]
