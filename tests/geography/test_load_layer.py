"""Loading, listing and taking out layers of what stands in the streets."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command
from pyproj import Transformer

from reports.geography.models import ContextFeature, ContextLayer

pytestmark = pytest.mark.django_db

POINT = {"type": "Point", "coordinates": [-2.55, 51.45]}
LINE = {"type": "LineString", "coordinates": [[-2.55, 51.45], [-2.54, 51.46]]}
SQUARE = {"type": "Polygon", "coordinates": [[[-2.56, 51.44], [-2.55, 51.44], [-2.55, 51.45], [-2.56, 51.44]]]}


def feature(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def load(file: Path, *words: str, name: str = "Lamps", kind: str = "lights", source: str = "OGL v3.0") -> list[str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "load_layer", str(file), "--name", name, "--kind", kind, "--source", source, *words, stdout=out, stderr=err
    )
    return [*out.getvalue().splitlines(), *err.getvalue().splitlines()]


def load_text(folder: Path, text: str, *words: str, **more: str) -> list[str]:
    file = folder / "layer.geojson"
    file.write_text(text, encoding="utf-8")
    return load(file, *words, **more)


def stored() -> list[tuple[str, str, str, str]]:
    rows = ContextFeature.objects.select_related("layer").order_by("pk")
    return [(row.layer.name, row.layer.kind, row.name, shapely.from_wkb(bytes(row.shape)).wkt) for row in rows]


def geopackage(file: Path, crs: str, positions: list[tuple[float, float]], *, table: str = "lamps") -> Path:
    pyogrio.raw.write(
        file,
        geometry=np.array([shapely.to_wkb(shapely.Point(position)) for position in positions], dtype=object),
        field_data=[np.array([f"L{number}" for number in range(len(positions))], dtype=object)],
        fields=["NAME"],
        layer=table,
        driver="GPKG",
        geometry_type="Point",
        crs=crs,
        append=file.exists(),
    )
    return file


def test_points_lines_and_polygons_are_stored_as_the_file_gives_them(tmp_path: Path) -> None:
    said = load_text(tmp_path, collection(feature(POINT, name="No. 7"), feature(LINE), feature(SQUARE, name=None)))
    assert said == ["Lamps: 3 features."]
    assert stored() == [
        ("Lamps", "lights", "No. 7", "POINT (-2.55 51.45)"),
        ("Lamps", "lights", "", "LINESTRING (-2.55 51.45, -2.54 51.46)"),
        ("Lamps", "lights", "", "POLYGON ((-2.56 51.44, -2.55 51.44, -2.55 51.45, -2.56 51.44))"),
    ]
    layer = ContextLayer.objects.get()
    assert (layer.source, round(layer.tallest, 9)) == ("OGL v3.0", 0.01)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:27700"])
def test_a_geopackage_is_read_in_degrees_and_in_the_national_grid(tmp_path: Path, crs: str) -> None:
    turn = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    file = geopackage(tmp_path / "lamps.gpkg", crs, [turn.transform(-2.55, 51.45)])
    assert load(file) == ["Lamps: 1 feature."]
    row = ContextFeature.objects.get()
    assert (row.name, round(row.west, 6), round(row.south, 6)) == ("L0", -2.55, 51.45)


def test_a_geojson_that_says_it_is_in_the_national_grid_is_turned(tmp_path: Path) -> None:
    east, north = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform(-2.55, 51.45)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    load_text(tmp_path, collection(feature({"type": "Point", "coordinates": [east, north]}), crs=crs))
    row = ContextFeature.objects.get()
    assert (round(row.west, 5), round(row.south, 5)) == (-2.55, 51.45)


def test_of_several_tables_one_must_be_named(tmp_path: Path) -> None:
    file = geopackage(tmp_path / "two.gpkg", "EPSG:4326", [(-2.55, 51.45)])
    geopackage(file, "EPSG:4326", [(-2.5, 51.4), (-2.6, 51.5)], table="posts")
    with pytest.raises(CommandError, match=r"it holds 2 tables: lamps, posts\. Say which by --table\.$"):
        load(file)
    with pytest.raises(CommandError, match=r"it has no table 'trees' of features; it has lamps, posts\.$"):
        load(file, "--table", "trees")
    assert load(file, "--table", "posts") == ["Lamps: 2 features."]


def test_a_column_can_be_named_that_names_the_features(tmp_path: Path) -> None:
    text = collection(feature(POINT, EstablishmentName="St Mary", name="a"))
    load_text(tmp_path, text, "--label", "EstablishmentName")
    assert [name for _layer, _kind, name, _shape in stored()] == ["St Mary"]
    with pytest.raises(CommandError, match=r"it has no column 'Title'; it has EstablishmentName, name\.$"):
        load_text(tmp_path, text, "--label", "Title")


def test_a_file_of_the_same_name_takes_the_layers_stead_and_leaves_others_alone(tmp_path: Path) -> None:
    load_text(tmp_path, collection(feature(POINT), feature(LINE)), name="Schools", kind="schools")
    for _time in range(2):
        load_text(tmp_path, collection(feature(POINT), feature(POINT)))
    assert [(layer, kind) for layer, kind, _name, _shape in stored()] == [("Schools", "schools")] * 2 + [
        ("Lamps", "lights")
    ] * 2
    load_text(tmp_path, collection(feature(POINT)), kind="Lamps")
    assert ContextLayer.objects.get(name="Lamps").kind == "lights"
    load_text(tmp_path, collection(feature(POINT)), kind="other", source="")
    assert list(ContextLayer.objects.order_by("name").values_list("name", "kind", "source")) == [
        ("Lamps", "other", ""),
        ("Schools", "schools", "OGL v3.0"),
    ]
    assert ContextFeature.objects.count() == 3


def test_what_is_skipped_is_said_with_why(tmp_path: Path) -> None:
    text = collection(
        feature(POINT),
        feature(None),
        feature({"type": "Point", "coordinates": []}),
        feature({"type": "Point", "coordinates": [2.35, 48.86]}),
        feature({"type": "Point", "coordinates": [51.45, -2.55]}),
        feature({"type": "Point", "coordinates": [-2.55, 51.45]}, name="x" * 300),
    )
    assert load_text(tmp_path, text, source="") == [
        "Lamps: 2 features.",
        "2 skipped: no shape.",
        "2 skipped: outside the United Kingdom.",
        "No --source was given, so analysts are not told whose data this is.",
    ]
    assert [len(name) for _layer, _kind, name, _shape in stored()] == [0, 120]


def _truncated(file: Path) -> None:
    geopackage(file, "EPSG:4326", [(-2.55 + number / 1e5, 51.45) for number in range(5_000)])
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.geojson", b"", "the file is empty."),
        ("a.geojson", bytes(range(256)) * 40, "not a GeoJSON or GeoPackage file that can be read."),
        ("a.gpkg", b"SQLite format 3\0" + bytes(2_000), "not a GeoJSON or GeoPackage file that can be read."),
        ("a.geojson", b"{}", "not a GeoJSON or GeoPackage file that can be read."),
        ("a.geojson", b"[1, 2]", "not a GeoJSON or GeoPackage file that can be read."),
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [',
            "not a GeoJSON or GeoPackage file that can be read.",
        ),
        ("a.geojson", collection().encode(), "it holds no feature."),
        ("a.geojson", collection(feature(None, name="x")).encode(), "none of its features can be shown (no shape)."),
        (
            "a.csv",
            b"name,lat,lon\nWestby,51.45,-2.55\n",
            "it is CSV, not GeoJSON or GeoPackage. Save it as one of them.",
        ),
        (
            "a.geojson",
            collection(feature({"type": "Point", "coordinates": [51.45, -2.55]})).encode(),
            "its coordinates are not longitude and latitude in the United Kingdom, and the file does not say what else "
            "they are. Are they swapped, or British National Grid? Save it as a GeoPackage in EPSG:27700 or 4326.",
        ),
        (
            "a.geojson",
            collection(feature({"type": "Point", "coordinates": [358_000, 173_000]})).encode(),
            "its coordinates are not longitude and latitude in the United Kingdom, and the file does not say what else "
            "they are. Are they swapped, or British National Grid? Save it as a GeoPackage in EPSG:27700 or 4326.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence_and_changes_nothing(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    load_text(tmp_path, collection(feature(POINT)))
    before, file = stored(), tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        load(file)
    assert str(refused.value) == f"{file}: {why}"
    assert stored() == before


def test_a_geopackage_that_ends_too_early_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    _truncated(tmp_path / "half.gpkg")
    with pytest.raises(CommandError, match=r"(it is damaged, |not a GeoJSON or GeoPackage file that can be read)"):
        load(tmp_path / "half.gpkg")
    with pytest.raises(CommandError, match=r"there is no such file\.$"):
        load(tmp_path / "nowhere.geojson")
    assert stored() == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": " "}, "--name is empty. Give the name that analysts should read."),
        ({"name": "x" * 61}, "--name is 61 letters long; at most 60 are shown."),
        ({"source": "x" * 301}, "--source is 301 letters long; at most 300 are shown."),
        ({"kind": "trees"}, "--kind trees: not known. One of: lights, cctv, licensed, schools, crime, other."),
        ({"name": "a\x07b"}, "--name holds a character that cannot be shown."),
    ],
)
def test_a_name_or_source_that_cannot_be_shown_is_refused(tmp_path: Path, given: dict[str, str], why: str) -> None:
    with pytest.raises(CommandError) as refused:
        load_text(tmp_path, collection(feature(POINT)), **given)
    assert (str(refused.value), stored()) == (why, [])


def test_layers_are_listed_and_taken_out(tmp_path: Path) -> None:
    def said(*words: str) -> str:
        out = io.StringIO()
        call_command(*words, stdout=out)
        return out.getvalue()

    assert said("list_layers") == "No layers are loaded. load_layer loads one.\n"
    load_text(tmp_path, collection(feature(POINT), feature(LINE)), name="Schools", kind="schools", source="")
    load_text(tmp_path, collection(feature(POINT)))
    days = dict(ContextLayer.objects.values_list("name", "loaded_on"))
    assert said("list_layers").splitlines() == [
        f"Lamps: lights, 1 feature, loaded {days['Lamps']}, OGL v3.0",
        f"Schools: schools, 2 features, loaded {days['Schools']}, source not given",
    ]
    assert said("remove_layer", "Schools") == "Schools: taken out, 2 features.\n"
    assert [layer for layer, *_rest in stored()] == ["Lamps"]
    with pytest.raises(CommandError, match=r"^No layer is called 'Schools'\. Loaded: Lamps\.$"):
        said("remove_layer", "Schools")
