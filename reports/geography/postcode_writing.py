"""The only writer of postcodes: whole postcode areas replaced, and the density they show counted anew."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from django.db import connection, transaction

from reports.geography import hexgrid
from reports.geography.models import Postcode, SettlementDensity
from reports.geography.place_writing import DENSITY_RESOLUTION

_AREA = re.compile(r"^[A-Z]{1,2}")
_ROWS_AT_ONCE = 20_000

# Raw SQL, because 1.7 million model instances would take minutes, and many rows a statement: fewer
# journeys to PostgreSQL. Both databases know ON CONFLICT; the WHERE keeps a repeated load from writing rows
# that have not changed.
_ROWS_A_STATEMENT = 500
_INSERT = "INSERT INTO reports_postcode (code, longitude, latitude) VALUES "
_OR_UPDATE = (
    " ON CONFLICT (code) DO UPDATE SET longitude = excluded.longitude, latitude = excluded.latitude "
    "WHERE reports_postcode.longitude <> excluded.longitude OR reports_postcode.latitude <> excluded.latitude"
)


class PostcodeStore:
    """Takes postcodes in batches, then removes those of the same postcode areas that were not among them.

    Each batch is its own short transaction: reports arrive while postcodes load, and one long write would turn
    them away. Broken off, the load leaves every postcode somewhere right; run again, it finishes.
    """

    def __init__(self) -> None:
        self._seen: dict[str, list[np.ndarray[tuple[int], np.dtype[np.bytes_]]]] = {}
        self.count = 0

    def add(self, rows: list[tuple[str, float, float]]) -> None:
        """Write some postcodes: code, longitude, latitude."""
        unique = list({row[0]: row for row in rows}.values())  # no statement may touch one row twice
        with transaction.atomic(), connection.cursor() as cursor:
            for start in range(0, len(unique), _ROWS_A_STATEMENT):
                batch = unique[start : start + _ROWS_A_STATEMENT]
                values = ", ".join(["(%s, %s, %s)"] * len(batch))
                cursor.execute(_INSERT + values + _OR_UPDATE, list(itertools.chain.from_iterable(batch)))
        codes = np.array([code for code, _longitude, _latitude in unique], dtype="S7")
        for area in {_AREA.match(code)[0] for code, _longitude, _latitude in unique}:  # type: ignore[index]
            self._seen.setdefault(area, []).append(_of_area(codes, area))

    def remove_the_others(self) -> int:
        """Delete what the same postcode areas held before and hold no longer; how many."""
        removed = 0
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE reports_postcode")  # else PostgreSQL reads the whole table once for each area
        for area, batches in self._seen.items():
            seen = set(np.concatenate(batches).tolist())
            self.count += len(seen)
            with transaction.atomic(), connection.cursor() as cursor:
                # From "B0" to "B9...": the area B without BA, BB and the others that begin with its letter.
                stored = Postcode.objects.filter(code__gte=f"{area}0", code__lte=f"{area}9ZZZZZ")
                gone = [(code,) for code in stored.values_list("code", flat=True) if code.encode() not in seen]
                cursor.executemany("DELETE FROM reports_postcode WHERE code = %s", gone)
            removed += len(gone)
        return removed


def _of_area(
    codes: np.ndarray[tuple[int], np.dtype[np.bytes_]], area: str
) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    digit_follows = np.char.isdigit(np.array([code[len(area) : len(area) + 1] for code in codes.tolist()], dtype="S1"))
    kept: np.ndarray[tuple[int], np.dtype[np.bytes_]] = codes[np.char.startswith(codes, area.encode()) & digit_follows]
    return kept


def recount_density() -> int:
    """Count the postcodes of every res 8 cell anew; how many cells have any."""
    counts: Counter[int] = Counter()
    for longitudes, latitudes in _positions():
        cells, found = np.unique(hexgrid.cells_at(longitudes, latitudes, DENSITY_RESOLUTION), return_counts=True)
        counts.update(dict(zip(cells.tolist(), found.tolist(), strict=True)))
    with transaction.atomic():
        SettlementDensity.objects.update(postcodes=0)
        SettlementDensity.objects.bulk_create(
            [SettlementDensity(cell=cell, postcodes=count) for cell, count in counts.items()],
            batch_size=2_000,
            update_conflicts=True,
            unique_fields=["cell"],
            update_fields=["postcodes"],
        )
        SettlementDensity.objects.filter(population=0, postcodes=0).delete()
    return len(counts)


def _positions() -> Iterator[tuple[Iterable[float], Iterable[float]]]:
    rows = Postcode.objects.values_list("longitude", "latitude").iterator(chunk_size=_ROWS_AT_ONCE)
    while batch := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        longitudes, latitudes = zip(*batch, strict=True)
        yield longitudes, latitudes
