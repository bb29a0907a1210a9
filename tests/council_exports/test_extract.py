"""An extract holds the council's counts, suppressed, and readers nobody here wrote can read it."""

import csv
import dataclasses
import io
import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest

from reports.council_exports.columns import COLUMNS
from reports.council_exports.extract import BAND_CODES, Extract, extract_from, extract_of
from reports.council_exports.formats import FORMATS, csv_file, geojson_file
from reports.council_exports.suppression import Extent, Unsuppressed
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.vocabulary.experience import TimeOfDay
from tests.council_exports.conftest import BUSY
from tests.factories import LLANFACH, WESTBY

QUARTERS = ["2026-Q2", "2026-Q3"]
NAMES = list(COLUMNS)
Line = tuple[str, str, str, Extent, int | None, int]


def lines_of(extract: Extract) -> list[Line]:
    """Quarter, group, band, extent, cell and count of each line."""
    return [
        (*in_slice, *extract.places[at], count)
        for in_slice, place_at, counts in extract.by_slice()
        for at, count in zip(place_at, counts, strict=True)
    ]


def test_rows_tell_each_quarter_group_and_band_by_itself(counted: dict[str, Area]) -> None:
    assert lines_of(extract_of(counted[WESTBY], QUARTERS)) == [
        ("2026-Q2", "harassment", "00-06", Extent.CELL, BUSY, 5),
        ("2026-Q3", "place", "18-24", Extent.CELL, BUSY, 6),
        ("2026-Q3", "place", "18-24", Extent.REST_OF_CELL, hexgrid.parent(BUSY, 9), 5),
    ]


def test_a_quarter_reads_the_same_whatever_is_asked_for_with_it(counted: dict[str, Area]) -> None:
    together = lines_of(extract_of(counted[WESTBY], QUARTERS))
    apart = [line for quarter in QUARTERS for line in lines_of(extract_of(counted[WESTBY], [quarter]))]
    assert together == apart


def test_the_bands_are_those_of_the_reports() -> None:
    assert {band.value: band.label for band in TimeOfDay} == BAND_CODES


def test_csv_is_read_back_whole_by_the_csv_module(counted: dict[str, Area]) -> None:
    text = csv_file(extract_of(counted[WESTBY], QUARTERS)).decode()
    assert text.count("\r\n") == text.count("\n") == 4
    read = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert list(read[0]) == NAMES
    longitude, latitude = hexgrid.centre(BUSY)
    assert read[1] == {
        "lad25cd": WESTBY,
        "lad25nm": "Westby",
        "lad25nmw": "",
        "quarter": "2026-Q3",
        "from_month": "2026-07",
        "to_month": "2026-09",
        "group": "place",
        "band": "18-24",
        "extent": "cell",
        "h3": hexgrid.name(BUSY),
        "resolution": "10",
        "longitude": str(round(longitude, 6)),
        "latitude": str(round(latitude, 6)),
        "easting": read[1]["easting"],
        "northing": read[1]["northing"],
        "count": "6",
    }


def test_eastings_and_northings_are_on_the_national_grid(country: dict[str, Area]) -> None:
    # Ordnance Survey's own example of the transformation: 52 39 27.2531 N, 1 43 4.5177 E is TG 51409 13177.
    from reports.council_exports.columns import _to_national_grid

    easting, northing = _to_national_grid().transform(1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600)
    # Given on OSGB36 there; from WGS 84 the same figures lie about 120 metres away, and never further than 150.
    assert np.hypot(easting - 651_409.903, northing - 313_177.270) < 150


def test_northern_ireland_has_no_place_on_the_british_grid(counted: dict[str, Area]) -> None:
    counted[WESTBY].code = "N09000001"
    extract = extract_of(Area.objects.get(code=WESTBY), QUARTERS)
    elsewhere = dataclasses.replace(extract, council=counted[WESTBY])
    for file, are_empty in ((csv_file(extract), [False] * 3), (csv_file(elsewhere), [True] * 3)):
        read = list(csv.DictReader(io.StringIO(file.decode(), newline="")))
        assert [line["easting"] == "" for line in read] == [line["northing"] == "" for line in read] == are_empty


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_begins_like_a_formula_is_guarded(counted: dict[str, Area], start: str) -> None:
    counted[WESTBY].name = f'{start}HYPERLINK("x"), Westby'
    read = list(csv.DictReader(io.StringIO(csv_file(extract_of(counted[WESTBY], QUARTERS)).decode(), newline="")))
    assert read[0]["lad25nm"] == f"'{counted[WESTBY].name}"
    assert float(read[0]["longitude"]) < 0  # a number keeps its sign


def test_csv_keeps_welsh_letters(counted: dict[str, Area]) -> None:
    counted[LLANFACH].name_cy = "Ynys Môn"
    text = csv_file(extract_of(counted[LLANFACH], QUARTERS)).decode()
    assert "Ynys Môn" in text
    assert not text.startswith("\ufeff")


def test_geojson_is_read_by_gdal(counted: dict[str, Area], tmp_path: Path) -> None:
    file = tmp_path / "extract.geojson"
    extract = extract_of(counted[WESTBY], QUARTERS)
    file.write_bytes(geojson_file(extract))
    meta, _index, geometry, fields = pyogrio.raw.read(file)
    values = dict(zip(meta["fields"], fields, strict=True))
    assert meta["geometry_type"] == "Polygon"
    assert list(meta["fields"]) == NAMES
    assert values["count"].tolist() == [5, 6, 5]
    assert values["h3"].tolist() == [hexgrid.name(cell) for _, _, _, _, cell, _ in lines_of(extract) if cell]
    assert len(geometry) == 3
    assert pyogrio.read_info(file)["crs"] == "EPSG:4326"


def test_geojson_rings_are_closed_and_anticlockwise(counted: dict[str, Area]) -> None:
    document = json.loads(geojson_file(extract_of(counted[WESTBY], QUARTERS)))
    for feature in document["features"]:
        ring = np.array(feature["geometry"]["coordinates"][0])
        assert (ring[0] == ring[-1]).all()
        east, north = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
        assert (east[:-1] * north[1:] - east[1:] * north[:-1]).sum() > 0


def test_the_rest_of_the_area_has_no_geometry_and_every_property(country: dict[str, Area]) -> None:
    rest = extract_from(country[WESTBY], {("2026-Q1", "place", "any"): [Unsuppressed(Extent.REST_OF_AREA, None, 7)]})
    feature = json.loads(geojson_file(rest))["features"][0]
    assert feature["geometry"] is None
    assert list(feature["properties"]) == NAMES
    assert feature["properties"]["h3"] is None
    assert csv_file(rest).splitlines()[1].endswith(b"place,any,rest-of-area,,,,,,,7")


def test_both_formats_hold_the_same_values(counted: dict[str, Area]) -> None:
    extract = extract_of(counted[WESTBY], QUARTERS)
    from_csv = list(csv.DictReader(io.StringIO(FORMATS["csv"].file(extract).decode(), newline="")))
    from_geojson = [feature["properties"] for feature in json.loads(FORMATS["geojson"].file(extract))["features"]]
    assert from_csv == [
        {name: "" if value is None else str(value) for name, value in properties.items()} for properties in from_geojson
    ]
