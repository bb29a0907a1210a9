"""What SQLite itself knows of a table: its own words, what is on it and what speaks of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# What is no word of SQL's own: a string, a quoted name, a comment. Then brackets and commas, which part a definition.
_WORD = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\] | --[^\n]* | /\*.*?\*/ | [(),] | [^\s'"`\[(),]+""",
    re.DOTALL | re.VERBOSE,
)
_IN_QUOTES = ("'", '"', "`", "[", "--", "/*")
_OF_THE_TABLE = {"CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN"}
# What a column can be besides a name and a type: each is something rows are held to, or made by.
_HOLDS = {"COLLATE", "GENERATED", "AS", "DEFAULT", "CHECK", "UNIQUE", "REFERENCES", "AUTOINCREMENT", "CONFLICT"}


@dataclass(frozen=True)
class Made:
    """A trigger, a view or an index: its name, the table it stands on, and the statement that made it."""

    kind: str
    name: str
    table: str
    sql: str


@dataclass(frozen=True)
class Definition:
    """A table as a CREATE TABLE statement tells it."""

    sql: str

    @cached_property
    def _published(self) -> tuple[list[list[str]], str]:
        """The parts between the outer brackets, each as its words, and what stands behind them."""
        parts: list[list[str]] = [[]]
        depth, end = 0, len(self.sql)
        for found in _WORD.finditer(self.sql):
            word = found.group()
            depth += (word == "(") - (word == ")")
            if depth == 0 and word == ")":
                end = found.end()
                break
            if depth == 1 and word == ",":
                parts.append([])
            elif depth > 1 or (depth == 1 and word != "("):
                parts[-1].append(word)
        return parts, " ".join(self.sql[end:].split())

    @property
    def parts(self) -> list[str]:
        """Its columns and constraints, each in its own words."""
        return [" ".join(part) for part in self._published[0]]

    @property
    def options(self) -> str:
        """WITHOUT ROWID, STRICT, both or nothing."""
        return self._published[1]

    @property
    def columns(self) -> dict[str, Counter[str]]:
        """For each column, what its rows are held to and how often it says so."""
        return {
            _bare(part[0]): Counter(word.upper() for word in part if word.upper() in _HOLDS)
            for part in self._published[0]
            if part[0].upper() not in _OF_THE_TABLE
        }

    @property
    def constraints(self) -> dict[str, str]:
        """What the table as a whole is held to, by name or, where it has none, by its words."""
        found = [part for part in self._published[0] if part[0].upper() in _OF_THE_TABLE]
        return {
            _bare(part[1]) if part[0].upper() == "CONSTRAINT" else " ".join(map(_bare, part)): " ".join(part)
            for part in found
        }


def definition_of(connection: "BaseDatabaseWrapper", table: str) -> Definition | None:
    """The table as it stands; None where there is none."""
    for (sql,) in _asked(connection, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table]):
        return Definition(str(sql))
    return None


def indexes_of(connection: "BaseDatabaseWrapper", table: str) -> list[Made]:
    """Every index that a statement made; not those a UNIQUE or PRIMARY KEY brings."""
    return [made for made in _everything_made(connection) if made.kind == "index" and made.table == table]


def triggers_on(connection: "BaseDatabaseWrapper", *tables: str) -> list[Made]:
    """The triggers of these tables, the oldest first."""
    return [made for made in _everything_made(connection) if made.kind == "trigger" and made.table in tables]


def rules_about(connection: "BaseDatabaseWrapper", table: str) -> list[Made]:
    """Views, then triggers, that stand on the table or speak of it: on any of them SQLite's renaming would stumble."""
    speaks = re.compile(rf"\b{re.escape(table)}\b", re.IGNORECASE)
    made = [one for one in _everything_made(connection) if one.kind in ("view", "trigger")]
    views = {one.name for one in made if one.kind == "view" and speaks.search(one.sql)}
    while more := {
        one.name
        for one in made
        if one.kind == "view" and one.name not in views and any(re.search(rf"\b{v}\b", one.sql) for v in views)
    }:
        views |= more
    about = [one for one in made if one.name in views or one.table in views or speaks.search(one.sql)]
    return sorted(about, key=lambda one: one.kind == "trigger")


def last_number(connection: "BaseDatabaseWrapper", table: str) -> int | None:
    """The highest number the table ever gave, where it gives none twice."""
    if not _asked(connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
        return None
    for (number,) in _asked(connection, "SELECT seq FROM sqlite_sequence WHERE name = %s", [table]):
        return int(str(number))
    return None


def columns_of(connection: "BaseDatabaseWrapper", table: str) -> list[str]:
    """The columns a statement may set."""
    return [str(name) for (name,) in _asked(connection, "SELECT name FROM pragma_table_info(%s)", [table])]


def key_of(connection: "BaseDatabaseWrapper", table: str) -> list[str]:
    """The columns of its primary key, in their order."""
    asked = "SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk"
    return [str(name) for (name,) in _asked(connection, asked, [table])]


def _everything_made(connection: "BaseDatabaseWrapper") -> Iterator[Made]:
    asked = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid"
    )
    for row in _asked(connection, asked):
        yield Made(*map(str, row))


def _asked(connection: "BaseDatabaseWrapper", sql: str, values: list[str] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _bare(word: str) -> str:
    return word.strip('"`[]') if word.startswith(_IN_QUOTES) and not word.startswith("'") else word
