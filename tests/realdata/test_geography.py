"""Geography on the real files: every council, every station, every postcode."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import translation

from reports.geography import areas, boundaries, density, hexgrid
from reports.geography.gazetteer import Gazetteer
from reports.geography.models import Area, Place, Postcode, SettlementDensity

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

POLICE_POINTS = "points/police_uk_avon_and_somerset_2023-01_to_2024-12_points.csv.gz"
CODE_POINT_OPEN = "postcodes/codepoint_open_2018-3_codepo_gb.zip"


def load_simplified(folder: Path) -> str:
    """Load the three simplified files, the forces first; what the command says."""
    out = io.StringIO()
    names = ("police_force_areas_uk_simplified", "lad_may2025_uk_simplified", "nations_uk_simplified")
    call_command("load_areas", *(folder / f"boundaries/{name}.geojson" for name in names), stdout=out)
    return out.getvalue()


@pytest.fixture
def real_areas(real_data: Path) -> None:
    """The real areas, simplified."""
    load_simplified(real_data)


def test_361_councils_45_forces_and_4_nations_with_their_parents(real_data: Path) -> None:
    assert load_simplified(real_data) == "361 councils, 45 police forces, 4 nations.\n"
    with (real_data / "boundaries/lad25_to_police_force_to_nation.csv").open(encoding="utf-8") as file:
        expected = {row["LAD25CD"]: (row["LAD25NM"], row["PFACD"], row["CTRYCD"]) for row in csv.DictReader(file)}
    found = {
        council.code: (council.name, council.parent.code, council.parent.parent.code)  # type: ignore[union-attr]
        for council in areas.current_councils()
    }
    assert found == expected
    assert Counter(area.nation for area in areas.current_forces()) == {"E": 39, "W": 4, "S": 1, "N": 1}


def test_every_welsh_council_force_and_nation_has_its_welsh_name(real_areas: None) -> None:
    of_wales = Area.objects.filter(code__startswith="W").exclude(name_cy="")
    assert Counter(of_wales.values_list("kind", flat=True)) == {"council": 22, "force": 4, "nation": 1}
    with translation.override("cy"):
        stated = {area.name: area.local_name for area in of_wales}
    assert stated["Cardiff"] == "Caerdydd"
    assert stated["Isle of Anglesey"] == "Ynys Môn"
    assert stated["Gwent"] == "Heddlu Gwent"


def test_the_unsimplified_files_say_the_same_with_the_table_of_parents(real_data: Path) -> None:
    out = io.StringIO()
    folder = real_data / "boundaries"
    files = (
        "lad25_to_police_force_to_nation.csv",
        "lad_may2025_uk_bgc.geojson.gz",
        "police_force_areas_uk_bgc.geojson.gz",
    )
    call_command("load_areas", *(folder / name for name in files), stdout=out)
    assert out.getvalue() == "361 councils, 45 police forces, 4 nations.\n"
    unsimplified = dict(Area.objects.values_list("code", "parent_id"))
    assert "0 areas" not in load_simplified(real_data)
    assert dict(Area.objects.values_list("code", "parent_id")) == unsimplified


def test_every_railway_station_has_a_council_of_its_own_nation(real_areas: None, real_data: Path) -> None:
    call_command("load_places", real_data / "stations/uk_railway_stations.csv", stdout=io.StringIO())
    stations = list(Place.objects.filter(kind="station"))
    found = boundaries.councils_at((station.longitude, station.latitude) for station in stations)
    assert len(stations) == 2_606
    assert [station.name for station, council in zip(stations, found, strict=True) if council is None] == []
    councils = {station.name: council for station, council in zip(stations, found, strict=True) if council}
    assert councils["London Blackfriars"].name == "City of London"  # on a bridge over the Thames
    assert councils["Ryde Pier Head"].name == "Isle of Wight"
    assert councils["Southampton Town Quay"].name == "Southampton"
    elsewhere = [s.name for s, c in zip(stations, found, strict=True) if c and c.nation != s.nation]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        pytest.param(1.85, 50.95, id="Calais"),
        pytest.param(-6.26, 53.35, id="Dublin"),
        pytest.param(-4.48, 54.15, id="Douglas"),
        pytest.param(-7.4836, 54.8357, id="Lifford, 560 metres from the border"),
        pytest.param(-7.2696, 55.0677, id="Muff, 340 metres from the border"),
        pytest.param(-7.8319, 54.5478, id="Pettigo, 145 metres from the border"),
        pytest.param(-6.40, 54.00, id="Dundalk"),
        pytest.param(-2.10, 49.19, id="Saint Helier"),
        pytest.param(0.0, 50.2, id="the Channel"),
    ],
)
def test_other_countries_are_outside(real_areas: None, longitude: float, latitude: float) -> None:
    with pytest.raises(boundaries.OutsideTheUK):
        boundaries.council_at(longitude, latitude)


def test_police_points_lie_in_the_force_that_reported_them(real_areas: None, real_data: Path) -> None:
    with gzip.open(real_data / POLICE_POINTS, "rt", encoding="utf-8") as file:
        positions = [(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(file)]
    cells = hexgrid.cells_at(*zip(*positions, strict=True))
    codes = boundaries.councils_of_cells(cells)
    force = Area.objects.get(name="Avon and Somerset")
    own = np.isin(codes, [council.code for council in areas.councils_within(force)])
    assert len(codes) == 304_927
    assert own.mean() > 0.996
    assert (codes == "").sum() == 0


def test_every_postcode_area_of_a_few_is_read_and_found(real_areas: None, real_data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(real_data / CODE_POINT_OPEN) as whole, zipfile.ZipFile(tmp_path / "few.zip", "w") as few:
        for area in ("bs", "ec", "ze", "cf"):
            few.writestr(f"Data/CSV/{area}.csv", whole.read(f"codepo_gb/Data/CSV/{area}.csv"))
    call_command("load_postcodes", tmp_path / "few.zip", stdout=io.StringIO(), stderr=io.StringIO())
    rows = list(Postcode.objects.values_list("code", "longitude", "latitude"))
    found = boundaries.councils_at((longitude, latitude) for _code, longitude, latitude in rows)
    councils = Counter(
        (code[:2], council.name if council else "") for (code, _x, _y), council in zip(rows, found, strict=True)
    )
    assert councils["ZE", "Shetland Islands"] == sum(count for (area, _name), count in councils.items() if area == "ZE")
    assert {name for area, name in councils if area == "CF"} >= {"Cardiff", "Rhondda Cynon Taf", "Merthyr Tydfil"}
    assert not [area for area, name in councils if name == ""]
    college_green = Gazetteer().geocode("bs15tr")
    assert college_green.address == "BS1 5TR, Bristol"
    assert Gazetteer().geocode("EC1A").address in {"EC1A, City of London", "EC1A, Islington"}


def test_all_of_code_point_open_is_loaded(real_data: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_postcodes", real_data / CODE_POINT_OPEN, stdout=out, stderr=err)
    assert out.getvalue().startswith("1,704,881 postcodes in ")
    assert err.getvalue().endswith("281 rows refused.\n")  # no position: quality 90
    assert Postcode.objects.count() == 1_704_881
    city = density.densities(hexgrid.neighbours(hexgrid.cell_at(-0.09, 51.515, 8)))
    assert min(found.postcodes for found in city.values()) > 50
    assert sum(SettlementDensity.objects.values_list("postcodes", flat=True)) == 1_704_881
