"""SQLite's index of the words of places, which no trigger may keep (an untrusted schema); PostgreSQL keeps its own.

It holds no text (contentless): a row leaves it by the words it came with, so before the row itself is changed or gone.
"""

from collections.abc import Collection

from django.db import connection

_ADD = "INSERT INTO reports_place_words (rowid, words, around) SELECT id, words, around FROM reports_place WHERE "
_REMOVE = (
    "INSERT INTO reports_place_words (reports_place_words, rowid, words, around) "
    "SELECT 'delete', id, words, around FROM reports_place WHERE "
)
_AT_ONCE = 500


def forget_all() -> None:
    """Everything: where no place is left, nothing of one that was taken away past us may be."""
    _run("INSERT INTO reports_place_words (reports_place_words) VALUES ('delete-all')", "", [])


def settle() -> None:
    """After many rows: PostgreSQL's planner is told of them, and its index put in order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE reports_place")
            cursor.execute("SELECT gin_clean_pending_list('place_by_words')")


def add_source(source: str) -> None:
    """Every place of a source that was just written."""
    _run(_ADD, "source = %s", [source])


def remove_source(source: str) -> None:
    """Every place of a source that is about to go."""
    _run(_REMOVE, "source = %s", [source])


def remove_kind(kind: str) -> None:
    """Every place of a kind that is about to go."""
    _run(_REMOVE, "kind = %s", [kind])


def add(numbers: Collection[int]) -> None:
    """Some places that were just written."""
    _run_each(_ADD, list(numbers))


def remove(numbers: Collection[int]) -> None:
    """Some places that are about to change or go."""
    _run_each(_REMOVE, list(numbers))


def _run_each(statement: str, numbers: list[int]) -> None:
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        _run(statement, f"id IN ({', '.join(['%s'] * len(some))})", some)


def _run(statement: str, where: str, values: list[int] | list[str]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(statement + where, values)
