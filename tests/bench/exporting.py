"""A council's figures as files: twenty thousand rows, more than any quarter has, beside what one would write first."""

import csv
import io
import json
from collections.abc import Callable
from functools import partial

import numpy as np

from reports.aggregation.cuts import Extent
from reports.council_exports.csv_format import csv_file
from reports.council_exports.geojson_format import geojson_file
from reports.council_exports.geopackage_format import geopackage_file
from reports.council_exports.questions import QUESTIONS, CountedRow
from reports.council_exports.table import FigureTable, _values_of_file, _values_of_place
from reports.council_exports.xlsx_format import xlsx_file
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.bench.figures import Figure, in_turns, times
from tests.bench.million import made_up_reports

SECTION = "A council's figures as a file: 20,000 rows"
ROWS = 20_000
RUNS = 5


def exporting_figures() -> list[Figure]:
    """Each format beside the least that writes the same values."""
    table = _table()
    acts: dict[str, Callable[[], object]] = {
        "csv": partial(csv_file, table),
        "plain csv": partial(_plain_csv, table),
        "geojson": partial(geojson_file, table),
        "plain json": partial(_plain_json, table),
        "xlsx": partial(xlsx_file, table),
        "gpkg": partial(geopackage_file, table),
    }
    taken = in_turns(acts, runs=RUNS)
    return [
        _beside("CSV, guarded", taken["csv"], "csv.writer", taken["plain csv"], 4),
        _beside("GeoJSON, with hexagons", taken["geojson"], "features and json.dumps", taken["plain json"], 2),
        _beside("Excel workbook", taken["xlsx"], "csv.writer", taken["plain csv"], 30),
        _beside("GeoPackage, with hexagons", taken["gpkg"], "features and json.dumps", taken["plain json"], 4),
    ]


def _beside(what: str, seconds: float, other: str, others: float, bar: int) -> Figure:
    return Figure(
        SECTION,
        what,
        f"{seconds * 1000:,.0f} ms, {times(seconds / others)} x",
        floor=f"{other}: {others * 1000:,.0f} ms",
        bar=f"<= {bar} x",
        reached=seconds / others <= bar,
    )


def _table() -> FigureTable:
    """Rows of real hexagons, with made-up names and counts."""
    rng = np.random.default_rng(11)
    council = Area(code="E06000023", name="Bristol, City of", name_cy="")
    cells = np.unique(hexgrid.parents(made_up_reports().observations.cell[:200_000], 10))[:ROWS].tolist()
    rows = [
        CountedRow(Extent.CELL, cells[number % len(cells)], count, (round(count / 0.0143, 1), count))
        for number, count in enumerate(rng.integers(5, 60, ROWS).tolist())
    ]
    of_file = _values_of_file(council, "2026-Q3")
    values = [(*of_file, "Near Castle Park, Bristol", "Ger Castle Park, Bryste") for _row in rows]
    whole = [(*before, *_values_of_place(council, row), *row.values) for before, row in zip(values, rows, strict=True)]
    return FigureTable(council, "2026-Q3", QUESTIONS["where"], rows, whole)


def _plain_csv(table: FigureTable) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.values)
    return file.getvalue().encode()


def _plain_json(table: FigureTable) -> bytes:
    """Features as plain as they can be said."""
    names = [column.name for column in table.columns]
    features = []
    for row, values in zip(table.rows, table.values, strict=True):
        outline = hexgrid.outline(row.cell)
        geometry = {"type": "Polygon", "coordinates": [[*outline, outline[0]]]}
        features.append({"type": "Feature", "geometry": geometry, "properties": dict(zip(names, values, strict=True))})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
