"""Loading areas from files."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from reports.geography import areas, boundaries
from reports.geography.area_writing import NewArea, store_areas
from reports.geography.models import Area

pytestmark = pytest.mark.django_db

COUNCILS = (
    # code, name, force, nation, where
    ("E06000901", "Westby", "E23000901", "E92000001", box(-2.7, 51.3, -2.4, 51.6)),
    ("E06000902", "Eastby, City of", "E23000901", "E92000001", box(-2.4, 51.3, -2.1, 51.6)),
    ("W06000015", "Cardiff", "W15000003", "W92000004", box(-3.3, 51.4, -3.0, 51.6)),
    ("S12000901", "Glen", "S23000009", "S92000003", box(-4.0, 56.0, -3.9, 56.1)),
)
FORCES = (
    ("E23000901", "Bordershire", box(-2.71, 51.29, -2.09, 51.61)),
    ("W15000003", "South Wales", box(-3.31, 51.39, -2.99, 51.61)),
)


def write_geojson(file: Path, rows: list[tuple[dict[str, str], Any]], **extra: Any) -> Path:
    features = [{"type": "Feature", "properties": given, "geometry": shape} for given, shape in rows]
    text = json.dumps({"type": "FeatureCollection", **extra, "features": features})
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())
    return file


def councils_file(file: Path, councils: Any = COUNCILS, *, with_parents: bool = True, year: str = "25") -> Path:
    rows = []
    for code, name, force, nation, shape in councils:
        parents = {"PFACD": force, "PFANM": f"Force {force}", "CTRYCD": nation} if with_parents else {}
        rows.append(({f"LAD{year}CD": code, f"LAD{year}NM": name, f"LAD{year}NMW": " ", **parents}, mapping(shape)))
    return write_geojson(file, rows)


def forces_file(file: Path) -> Path:
    return write_geojson(file, [({"PFA23CD": code, "PFA23NM": name}, mapping(shape)) for code, name, shape in FORCES])


def load(*files: Path, **options: bool) -> tuple[str, str]:
    """What the command says on its two streams."""
    out, err = io.StringIO(), io.StringIO()
    call_command("load_areas", *files, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def parents() -> dict[str, str | None]:
    return dict(Area.objects.filter(is_current=True).values_list("code", "parent_id"))


WHOLE = {
    "E06000901": "E23000901",
    "E06000902": "E23000901",
    "W06000015": "W15000003",
    "S12000901": "S23000009",
    "E23000901": "E92000001",
    "W15000003": "W92000004",
    "S23000009": "S92000003",
    "E92000001": None,
    "W92000004": None,
    "S92000003": None,
}


def test_one_file_of_councils_that_names_their_parents_is_enough(tmp_path: Path) -> None:
    out, err = load(councils_file(tmp_path / "councils.geojson"))
    assert out == "4 councils, 3 police forces, 3 nations.\n"
    assert err == ""
    assert parents() == WHOLE
    force = areas.area_of_code("E23000901")
    assert areas.outline(force).equals(box(-2.7, 51.3, -2.1, 51.6))
    assert (force.west, force.south, force.east, force.north) == (-2.7, 51.3, -2.1, 51.6)


@pytest.mark.parametrize("forwards", [True, False])
def test_the_order_of_files_does_not_matter(tmp_path: Path, forwards: bool) -> None:
    files = [councils_file(tmp_path / "lad.geojson.gz", with_parents=False), forces_file(tmp_path / "pfa.geojson")]
    load(*(files if forwards else files[::-1]))
    assert parents() == WHOLE
    assert areas.area_of_code("E23000901").name == "Bordershire"
    assert areas.outline(areas.area_of_code("E23000901")).equals(FORCES[0][2])
    assert areas.area_of_code("S23000009").name == "Police Scotland"


def test_a_lookup_table_tells_the_parents(tmp_path: Path) -> None:
    table = tmp_path / "lookup.csv"
    lines = [
        "\ufeffLAD25CD,LAD25NM,PFA25CD,PFA25NM",
        *(f"{c},{n.split(',')[0]},{f},Told {f}" for c, n, f, _, _ in COUNCILS),
    ]
    table.write_text("\n".join(lines), encoding="utf-8")
    load(table, councils_file(tmp_path / "lad.geojson", with_parents=False))
    assert parents() == WHOLE
    assert areas.area_of_code("W15000003").name == "Told W15000003"


def test_a_council_without_a_force_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"E06000901 Westby has no police force. Add the file"):
        load(councils_file(tmp_path / "lad.geojson", with_parents=False))
    assert not Area.objects.exists()


def test_a_later_file_without_forces_keeps_the_forces_known(tmp_path: Path) -> None:
    load(councils_file(tmp_path / "lad25.geojson"))
    load(councils_file(tmp_path / "lad26.geojson", with_parents=False, year="26"))
    assert parents() == WHOLE


def test_welsh_names_come_from_the_file_or_from_the_built_in_table(tmp_path: Path) -> None:
    load(councils_file(tmp_path / "lad.geojson"))
    names = dict(Area.objects.exclude(name_cy="").values_list("code", "name_cy"))
    assert names == {
        "W06000015": "Caerdydd",
        "W15000003": "Heddlu De Cymru",
        "E92000001": "Lloegr",
        "W92000004": "Cymru",
        "S92000003": "Yr Alban",
    }
    given = {"LAD25CD": "W06000015", "LAD25NM": "Cardiff", "LAD25NMW": "Caer Dydd", "PFACD": "W15000003", "PFANM": "x"}
    load(write_geojson(tmp_path / "given.geojson", [(given, mapping(COUNCILS[2][4]))]), retire=True)
    assert areas.area_of_code("W06000015").name_cy == "Caer Dydd"


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    file = councils_file(tmp_path / "lad.geojson")
    load(file)
    before = list(Area.objects.order_by("code").values("code", "name", "boundary", "parent_id", "is_current"))
    out, _err = load(file)
    assert "stand no longer" not in out
    assert list(Area.objects.order_by("code").values("code", "name", "boundary", "parent_id", "is_current")) == before


def test_a_newer_file_moves_boundaries_and_retires_what_is_gone(tmp_path: Path) -> None:
    load(councils_file(tmp_path / "old.geojson"))
    assert boundaries.council_at(-2.25, 51.45).code == "E06000902"
    merged = [("E06000903", "Bothby", "E23000901", "E92000001", box(-2.7, 51.3, -2.1, 51.6)), *COUNCILS[2:]]
    before = list(Area.objects.order_by("code").values())
    with pytest.raises(CommandError) as refused:
        load(councils_file(tmp_path / "new.geojson", merged))
    assert str(refused.value) == (
        "2 areas would stand no longer, for the files do not have them: E06000902 Eastby, City of, E06000901 Westby. "
        "Nothing was changed. Give all files at once, also of what stays as it is; or, if they should go, --retire."
    )
    assert list(Area.objects.order_by("code").values()) == before
    out, _err = load(councils_file(tmp_path / "new.geojson", merged), retire=True)
    assert "2 areas stand no longer" in out
    assert boundaries.council_at(-2.25, 51.45).code == "E06000903"
    assert areas.area_of_code("E06000902").is_current is False
    assert areas.area_of_code("E06000902").name == "Eastby, City of"


def test_real_areas_retire_the_built_in_ones(tmp_path: Path) -> None:
    land = box(-2.7, 51.3, -2.4, 51.6)
    pseudo = [
        NewArea("EN0000000", Area.Kind.NATION, "England", "", None, land),
        NewArea("EF2654675", Area.Kind.FORCE, "Police area around Westby", "", "EN0000000", land),
        NewArea("EC2654675", Area.Kind.COUNCIL, "Westby area", "", "EF2654675", land),
    ]
    store_areas(pseudo, is_builtin=True)
    out, _err = load(councils_file(tmp_path / "lad.geojson"))
    assert "3 areas stand no longer" in out
    assert not Area.objects.filter(is_builtin=True, is_current=True).exists()
    assert Area.objects.filter(is_builtin=True).count() == 3


def test_a_geopackage_in_the_national_grid_is_turned_into_degrees(tmp_path: Path) -> None:
    square = shapely.to_wkb(box(360_000, 170_000, 370_000, 180_000))
    values = [np.array(["E06000901"]), np.array(["Westby"]), np.array(["E23000901"]), np.array(["Bordershire"])]
    pyogrio.raw.write(
        tmp_path / "lad.gpkg",
        np.array([square], dtype=object),
        values,
        fields=["LAD24CD", "LAD24NM", "PFA24CD", "PFA24NM"],
        geometry_type="Polygon",
        crs="EPSG:27700",
    )
    _out, err = load(tmp_path / "lad.gpkg")
    assert "turned from OSGB36 / British National Grid into longitude and latitude" in err
    west, south, east, north = areas.outline(areas.area_of_code("E06000901")).bounds
    assert (west, south) == pytest.approx((-2.577, 51.428), abs=0.001)
    assert (east, north) == pytest.approx((-2.432, 51.518), abs=0.001)


def test_metres_that_call_themselves_degrees_are_refused(tmp_path: Path) -> None:
    council = [("E06000901", "Westby", "E23000901", "E92000001", box(360_000, 170_000, 370_000, 180_000))]
    with pytest.raises(CommandError, match="are no longitude and latitude"):
        load(councils_file(tmp_path / "lad.geojson", council))


def test_a_boundary_that_crosses_itself_is_made_valid_and_named(tmp_path: Path) -> None:
    bow = Polygon([(-2.7, 51.3), (-2.4, 51.6), (-2.4, 51.3), (-2.7, 51.6)])
    _out, err = load(councils_file(tmp_path / "lad.geojson", [("E06000901", "Westby", "E23000901", "E92000001", bow)]))
    assert "the boundary of E06000901 Westby crosses itself; it was made valid" in err
    shape = areas.outline(areas.area_of_code("E06000901"))
    assert shape.is_valid
    assert isinstance(shape, MultiPolygon)


def test_parts_of_one_council_in_one_file_are_joined(tmp_path: Path) -> None:
    first, second = box(-2.7, 51.3, -2.5, 51.6), box(-2.5, 51.3, -2.4, 51.6)
    row = ("E06000901", "Westby", "E23000901", "E92000001")
    load(councils_file(tmp_path / "lad.geojson", [(*row, first), (*row, second)]))
    assert areas.outline(areas.area_of_code("E06000901")).equals(box(-2.7, 51.3, -2.4, 51.6))


def test_one_council_drawn_in_two_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"drawn both in a\.geojson and in b\.geojson"):
        load(councils_file(tmp_path / "a.geojson"), councils_file(tmp_path / "b.geojson"))


@pytest.mark.parametrize(
    ("properties", "shape", "message"),
    [
        ({"name": "Westby"}, box(0, 51, 1, 52), "no column of area codes. Expected one such as LAD25CD"),
        ({"LAD25CD": "Westby", "LAD25NM": "x"}, box(0, 51, 1, 52), "'Westby' is no GSS code"),
        ({"LAD25CD": None, "LAD25NM": "x"}, box(0, 51, 1, 52), "a row has no LAD25CD"),
        ({"LAD25CD": "E06000901", "PFACD": "E23000901"}, box(0, 51, 1, 52), "No file gives the name of E23000901"),
        ({"LAD25CD": "E06000901", "LAD25NM": "Westby"}, None, "E06000901 Westby has no area on the map"),
        ({"LAD25CD": "E06000901", "LAD25NM": "Westby"}, shapely.Point(0, 51), "has no area on the map"),
        ({"CTRY25CD": "E92000001", "CTRY25NM": "England"}, box(0, 51, 1, 52), "hold no council's boundary"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(
    tmp_path: Path, properties: dict[str, Any], shape: Any, message: str
) -> None:
    file = write_geojson(tmp_path / "lad.geojson", [(properties, shape and mapping(shape))])
    with pytest.raises(CommandError, match=message):
        load(file)
    assert not Area.objects.exists()


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        load(tmp_path / "nowhere.geojson")
    (tmp_path / "noise.geojson").write_text("not a map", encoding="utf-8")
    with pytest.raises(CommandError, match=r"noise\.geojson: not a GeoJSON"):
        load(tmp_path / "noise.geojson")


def test_one_bad_file_among_good_ones_changes_nothing(tmp_path: Path) -> None:
    load(councils_file(tmp_path / "good.geojson"))
    before = parents()
    with pytest.raises(CommandError):
        load(councils_file(tmp_path / "new.geojson", COUNCILS[:1]), tmp_path / "nowhere.geojson")
    assert parents() == before
