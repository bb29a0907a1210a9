"""Wards: read from a file as the ONS publishes it, and found for the middle of a hexagon."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import box, mapping

from reports.geography import hexgrid
from reports.geography.models import Area, Ward
from reports.geography.wards import wards_of_cells
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, WESTBY
from tests.geography.test_load_areas import write_geojson

pytestmark = pytest.mark.django_db

WARDS = (
    ("E05000901", "North", "Gogledd", box(-2.7, 51.44, -2.4, 51.6)),
    ("E05000902", "South", "", box(-2.7, 51.3, -2.4, 51.44)),
    ("E05000903", "East", "", box(-2.4, 51.3, -2.1, 51.6)),
)


def wards_file(file: Path, wards: Any = WARDS, year: str = "25") -> Path:
    """A file as the ONS publishes it."""
    return write_geojson(
        file,
        [
            ({f"WD{year}CD": code, f"WD{year}NM": name, f"WD{year}NMW": welsh, "LAD25CD": WESTBY}, mapping(shape))
            for code, name, welsh, shape in wards
        ],
    )


def load(*files: Path) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("load_wards", *files, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def test_a_cell_lies_in_the_ward_of_its_middle_and_of_its_council(country: dict[str, Area], tmp_path: Path) -> None:
    assert load(wards_file(tmp_path / "wards.geojson")) == "3 wards."
    north, south = hexgrid.cell_at(*IN_WESTBY), hexgrid.cell_at(-2.55, 51.40)
    east = hexgrid.cell_at(*IN_EASTBY)
    found = wards_of_cells([north, south, east], country[WESTBY])
    assert {cell: (ward.code, ward.name, ward.name_cy) for cell, ward in found.items()} == {
        north: ("E05000901", "North", "Gogledd"),
        south: ("E05000902", "South", ""),
    }
    assert {cell: ward.name for cell, ward in wards_of_cells([north, east], country[EASTBY]).items()} == {east: "East"}


def test_without_wards_there_is_none(country: dict[str, Area]) -> None:
    assert wards_of_cells([hexgrid.cell_at(*IN_WESTBY)], country[WESTBY]) == {}


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    load(wards_file(tmp_path / "before.geojson"))
    load(wards_file(tmp_path / "now.geojson.gz", WARDS[:1], "26"))
    assert list(Ward.objects.values_list("code", "name", "name_cy")) == [("E05000901", "North", "Gogledd")]


@pytest.mark.parametrize(
    ("wards", "why"),
    [
        ([("E05", "North", "", WARDS[0][3])], "is no GSS code"),
        ([("E05000901", "", "", WARDS[0][3])], "has no code or no name"),
        ([WARDS[0], WARDS[0]], "a ward twice"),
        ([("E05000901", "North", "", box(1, 1, 2, 2))], "not in the United Kingdom"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_why(tmp_path: Path, wards: Any, why: str) -> None:
    load(wards_file(tmp_path / "before.geojson"))
    with pytest.raises(CommandError, match=why):
        load(wards_file(tmp_path / "bad.geojson", wards))
    assert Ward.objects.count() == 3


def test_a_file_of_councils_is_no_file_of_wards(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "councils.geojson", [({"LAD25CD": WESTBY}, mapping(WARDS[0][3]))])
    with pytest.raises(CommandError, match=r"no columns of wards\. Expected such as WD25CD"):
        load(file)
    with pytest.raises(CommandError, match="no such file"):
        load(tmp_path / "none.geojson")
