"""Loading settlements and stations from files."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.geography import density, hexgrid
from reports.geography.models import Place

pytestmark = pytest.mark.django_db

PLACES = """geonameid,name,lat,lon,population,nation,ascii_alternate_names
1,Westby,51.45,-2.55,28000,ENG,West By|Vestbi
2,Cardiff,51.48,-3.18,0,WLS,Caerdydd
"""
STATIONS = """stationName,lat,long,crsCode,iataAirportCode,constituentCountry
Westby Temple Meads,51.449,-2.58,BRI,,england
Aber,51.575363,-3.23089,ABE,,wales
"""


def load(file: Path, text: str) -> tuple[str, str]:
    file.write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("load_places", file, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_settlements_are_stored_as_the_file_gives_them(tmp_path: Path) -> None:
    assert load(tmp_path / "places.csv", PLACES) == ("2 settlements.\n", "")
    assert list(Place.objects.order_by("name").values_list("kind", "name", "name_cy", "nation", "alternate_names")) == [
        ("settlement", "Cardiff", "Caerdydd", "W", "|caerdydd|"),
        ("settlement", "Westby", "", "E", "|vestbi|west by|"),
    ]


def test_stations_are_told_by_their_columns_and_leave_settlements_alone(tmp_path: Path) -> None:
    load(tmp_path / "places.csv", PLACES)
    assert load(tmp_path / "stations.csv", "\ufeff" + STATIONS) == ("2 stations.\n", "")
    assert Place.objects.count() == 4
    aber = Place.objects.get(name="Aber")
    assert (aber.kind, aber.nation, aber.longitude, aber.latitude) == ("station", "W", -3.23089, 51.575363)


def test_loading_again_replaces_and_does_not_double(tmp_path: Path) -> None:
    load(tmp_path / "places.csv", PLACES)
    load(tmp_path / "places.csv", PLACES)
    assert Place.objects.count() == 2
    load(tmp_path / "places.csv", PLACES.replace("1,Westby,51.45,-2.55,28000,ENG,West By|Vestbi\n", ""))
    assert list(Place.objects.values_list("name", flat=True)) == ["Cardiff"]


def test_people_are_laid_round_a_towns_centre_and_none_is_lost(tmp_path: Path) -> None:
    load(tmp_path / "places.csv", PLACES)
    centre = hexgrid.cell_at(-2.55, 51.45, 8)
    asked = density.densities(hexgrid.neighbours(centre, 4))
    assert sum(cell.population for cell in asked.values()) == 28_000
    assert asked[centre].population >= 28_000 // 19
    assert sum(1 for cell in asked.values() if cell.population) == 19  # ten cells' worth: two full rings
    load(tmp_path / "places.csv", PLACES.replace("28000", "0"))
    assert set(density.densities(asked).values()) == {density.NOBODY}


def test_geonames_own_file_of_a_country_is_read(tmp_path: Path) -> None:
    def row(number: int, name: str, kind: str, feature: str, nation: str) -> str:
        cells = [str(number), name, name, f"{name} Fawr,Y {name}", "51.5", "-3.1", kind, feature, "GB", "", nation]
        return "\t".join([*cells, "", "", "", "1200", "", "10", "Europe/London", "2024-01-01"])

    rows = [
        row(1, "Llanfach", "P", "PPL", "WLS"),
        row(2, "River Fach", "H", "STM", "WLS"),
        row(3, "Old Llan", "P", "PPLQ", "WLS"),
    ]
    assert load(tmp_path / "GB.txt", "\n".join(rows)) == ("1 settlements.\n", "")
    place = Place.objects.get()
    assert (place.name, place.nation, place.population) == ("Llanfach", "W", 1200)
    assert place.alternate_names == "|llanfach fawr|y llanfach|"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("3,,51.5,-2.5,0,ENG,", "a name of 0 letters"),
        ("3,Paris,48.85,2.35,0,ENG,", "Paris: 48.85, 2.35 is not in the United Kingdom"),
        ("3,Nowhere,nan,-2.5,0,ENG,", "Nowhere: nan, -2.5 is not in the United Kingdom"),
        ("3,Here,x,-2.5,0,ENG,", "Here: 'x' is no number of degrees"),
        ("3,Douglas,54.15,-4.48,0,IMN,", "Douglas: 'IMN' is no nation of the United Kingdom"),
        ("3,Crowd,51.5,-2.5,-4,ENG,", "Crowd: '-4' is no number of people"),
        ("3", "a name of 0 letters"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(tmp_path: Path, row: str, why: str) -> None:
    out, err = load(tmp_path / "places.csv", f"{PLACES}{row}\n")
    assert out == "2 settlements.\n"
    assert err == f"places.csv line 4: {why}\n1 rows refused.\n"


def test_a_file_of_something_else_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="neither places"):
        load(tmp_path / "other.csv", "a,b\n1,2\n")
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("load_places", tmp_path / "nowhere.csv")


def test_a_file_without_one_good_row_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path / "places.csv", PLACES)
    with pytest.raises(CommandError, match="no valid row among 1"):
        load(tmp_path / "places.csv", PLACES.splitlines()[0] + "\n3,Paris,48.85,2.35,0,ENG,\n")
    assert Place.objects.count() == 2


def test_a_row_that_stands_twice_is_skipped_and_said(tmp_path: Path) -> None:
    twice = STATIONS + "Aber,51.575363,-3.23089,ABE,,wales\n" + "Aber,56.1,-3.9,ABX,,scotland\n"
    said = "stations.csv line 4: Aber stands at the same place before\n1 rows refused.\n"
    assert load(tmp_path / "stations.csv", twice) == ("3 stations.\n", said)
