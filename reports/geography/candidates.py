"""The places whose names have certain words, the most important first: an index of each database's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from reports.geography.models import Place
from reports.geography.place_numbers import STATION_IMPORTANCE, last_number_of

MOST = 150  # looked at: more than any list shows

Words = Sequence[tuple[str, ...]]  # any one of each
Box = tuple[float, float, float, float]  # west, south, east, north

_COLUMNS = "kind, name, name_cy, town, nation, longitude, latitude, importance, words, around"
# Numbers fall with importance (place_writing), so that the first rows are the best and nothing is sorted.
_SQLITE = (
    f"SELECT {', '.join(f'p.{name}' for name in _COLUMNS.split(', '))} FROM reports_place_words AS w "  # noqa: S608
    "CROSS JOIN reports_place AS p ON p.id = w.rowid "
    "WHERE reports_place_words MATCH %s{where} ORDER BY w.rowid LIMIT %s"
)
# Its index gives rows in no order, and a city's name stands round 20,000 streets: the important are asked for first,
# and of the rest no more than can be read at once. Of a name that fewer have, all are seen.
_MATCHED = (
    f"SELECT id, {_COLUMNS} FROM reports_place AS p WHERE to_tsvector('simple'::regconfig, words || ' ' || around) "  # noqa: S608
    "@@ to_tsquery('simple', %s){where}"
)
_POSTGRESQL = (
    f"WITH important AS MATERIALIZED ({_MATCHED} AND p.id <= {last_number_of(200)} ORDER BY p.id LIMIT %s), "  # noqa: S608
    f"others AS MATERIALIZED ({_MATCHED} AND p.id > {last_number_of(200)} LIMIT 600) "
    f"SELECT {_COLUMNS} FROM (SELECT * FROM important UNION ALL SELECT * FROM others) AS found ORDER BY id LIMIT %s"
)
_INSIDE = " AND p.longitude BETWEEN %s AND %s AND p.latitude BETWEEN %s AND %s"
_AMONG_THE_IMPORTANT = " AND {key} <= %s"
_OF_KINDS = " AND p.kind IN ({})"


@dataclass(frozen=True)
class Candidate:
    """A place that has the words."""

    kind: str
    name: str
    name_cy: str
    town: str
    nation: str
    longitude: float
    latitude: float
    importance: int
    words: str
    around: str

    @property
    def spellings(self) -> list[tuple[str, ...]]:
        """Each of its names, word for word."""
        return [tuple(name.split(" ")) for name in self.words.split("|") if name]


def candidates(
    words: Words, *, inside: Box | None = None, kinds: Sequence[str] = (), begun: bool = False
) -> list[Candidate]:
    """Places with one of each of the words, a-z and 0-9; with `begun` the last may be the beginning of one."""
    if not words:
        return []
    is_sqlite = connection.vendor == "sqlite"
    where, values = "", [(_fts5 if is_sqlite else _tsquery)(words, begun=begun)]
    parameters: list[str | float] = list(values)
    if inside:
        west, south, east, north = inside
        where += _INSIDE
        parameters += [west, east, south, north]
    if kinds:
        where += _OF_KINDS.format(", ".join(["%s"] * len(kinds)))
        parameters += kinds
        if Place.Kind.STATION in kinds:  # or every street of the town would be read to find its station
            where += _AMONG_THE_IMPORTANT
            parameters.append(last_number_of(STATION_IMPORTANCE))
    sql = (_SQLITE if is_sqlite else _POSTGRESQL).format(where=where.format(key="w.rowid" if is_sqlite else "p.id"))
    asked = [*parameters, MOST] if is_sqlite else [*parameters, MOST, *parameters, MOST]
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [Candidate(*row) for row in cursor.fetchall()]


def _fts5(words: Words, *, begun: bool) -> str:
    parts = [" OR ".join(f'"{word}"' for word in any_of) for any_of in words]
    if begun:
        parts[-1] = " OR ".join(f'"{word}"*' for word in words[-1])
    return " AND ".join(f"({part})" for part in parts)


def _tsquery(words: Words, *, begun: bool) -> str:
    parts = [" | ".join(f"'{word}'" for word in any_of) for any_of in words]
    if begun:
        parts[-1] = " | ".join(f"'{word}':*" for word in words[-1])
    return " & ".join(f"({part})" for part in parts)
