"""Extracts as files: a hundred thousand rows as CSV and GeoJSON, beside a plain write, a queryset and json.dumps."""

import csv
import io
import json
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, models

from reports.council_exports.columns import COLUMNS, place_values, slice_values
from reports.council_exports.extract import BAND_CODES, Extract, extract_from
from reports.council_exports.formats import csv_file, geojson_file
from reports.council_exports.suppression import Extent, Unsuppressed
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.vocabulary.reasons import Group
from tests.bench.figures import Figure, in_turns, times
from tests.bench.million import made_up_reports

SECTION = "A council's extract as a file: 100,000 rows"
ROWS = 100_000
NAMES = list(COLUMNS)
RUNS = 5


def exporting_figures() -> list[Figure]:
    """Each format beside what one would write first."""
    extract = _extract()
    text, shapes = csv_file(extract), geojson_file(extract)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "plain"
        table = _table_of(extract)
        csv_acts: dict[str, Callable[[], object]] = {
            "csv": lambda: target.write_bytes(csv_file(extract)),
            "plain csv": lambda: target.write_bytes(text),
            "queryset": lambda: target.write_bytes(_from_queryset(table)),
        }
        geojson_acts: dict[str, Callable[[], object]] = {
            "geojson": lambda: target.write_bytes(geojson_file(extract)),
            "dumps": lambda: target.write_bytes(_dumped(extract)),
            "plain geojson": lambda: target.write_bytes(shapes),
        }
        # Apart: a CSV file written after 54 MB of GeoJSON waits for the disk.
        taken = in_turns(csv_acts, runs=RUNS) | in_turns(geojson_acts, runs=RUNS)
    assert json.loads(shapes)["features"] == json.loads(_dumped(extract))["features"]
    by_queryset, by_write = taken["queryset"] / taken["csv"], taken["csv"] / taken["plain csv"]
    by_dumps = taken["dumps"] / taken["geojson"]
    return [
        Figure(
            SECTION,
            "CSV, faster than `values_list().iterator()` and csv.writer",
            f"{taken['csv'] * 1000:,.0f} ms, {times(by_queryset)} x",
            floor=f"the queryset: {taken['queryset'] * 1000:,.0f} ms",
            bar=">= 15 x",
            reached=by_queryset >= 15,
        ),
        Figure(
            SECTION,
            "CSV, slower than writing the finished bytes",
            f"{times(by_write)} x",
            floor=f"a plain write of {len(text) / 1e6:.1f} MB: {taken['plain csv'] * 1000:,.0f} ms",
            bar="<= 3.5 x",
            reached=by_write <= 3.5,
        ),
        Figure(
            SECTION,
            "GeoJSON, faster than building features and json.dumps",
            f"{taken['geojson'] * 1000:,.0f} ms, {times(by_dumps)} x",
            floor=f"json.dumps: {taken['dumps'] * 1000:,.0f} ms; a plain write of {len(shapes) / 1e6:.0f} MB: "
            f"{taken['plain geojson'] * 1000:,.0f} ms",
            bar=">= 7 x",
            reached=by_dumps >= 7,
        ),
    ]


def _extract() -> Extract:
    """Lines as an extract of several quarters has them: every slice's cells, and some of the council's rest."""
    rng = np.random.default_rng(11)
    council = Area(code="E06000023", name="Bristol, City of", name_cy="")
    cells = np.unique(hexgrid.parents(made_up_reports().observations.cell[:40_000], 10))[:4_000].tolist()
    groups, bands = [group.name.lower() for group in Group], list(BAND_CODES.values())
    shown: dict[tuple[str, str, str], list[Unsuppressed]] = defaultdict(list)
    for number, count in enumerate(rng.integers(5, 60, ROWS).tolist()):
        in_slice = f"{2023 + number % 3}-Q{number % 4 + 1}", groups[number % len(groups)], bands[number % len(bands)]
        rest, cell = (
            Unsuppressed(Extent.REST_OF_AREA, None, count),
            Unsuppressed(Extent.CELL, cells[number % len(cells)], count),
        )
        shown[in_slice].append(rest if number % 50 == 0 else cell)
    return extract_from(council, shown)


def _lines(extract: Extract) -> list[tuple[Any, ...]]:
    """Every value of every line."""
    of_place = [place_values(extract.council, place) for place in extract.places]
    return [
        (*slice_values(extract.council, in_slice), *of_place[at], count)
        for in_slice, place_at, counts in extract.by_slice()
        for at, count in zip(place_at, counts, strict=True)
    ]


def _table_of(extract: Extract) -> type[models.Model]:
    """The same lines as a table in memory, with a model to ask it by."""
    fields: dict[str, Any] = {name: models.TextField(null=True) for name in NAMES}
    meta = type("Meta", (), {"app_label": "reports", "managed": False, "db_table": "bench_extract"})
    table = type("BenchExtract", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})
    connection.ensure_connection()
    database: sqlite3.Connection = connection.connection
    names = ", ".join(f'"{name}"' for name in NAMES)
    database.execute(f"CREATE TABLE bench_extract (id INTEGER PRIMARY KEY, {names})")
    marks = ", ".join("?" * len(NAMES))
    database.executemany(f"INSERT INTO bench_extract ({names}) VALUES ({marks})", _lines(extract))  # noqa: S608  # our names
    database.commit()
    return table


def _from_queryset(table: type[models.Model]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(NAMES)
    for row in table._default_manager.values_list(*NAMES).iterator(2_000):
        writer.writerow(row)
    return file.getvalue().encode()


def _dumped(extract: Extract) -> bytes:
    """A feature a line, as plain as it can be said."""
    features = []
    for values in _lines(extract):
        properties = dict(zip(NAMES, values, strict=True))
        geometry = None
        if properties["h3"] is not None:
            outline = hexgrid.outline(hexgrid.cell_named(properties["h3"]))
            corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in outline]
            geometry = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
