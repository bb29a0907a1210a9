"""The railway's police at real stations: a published list of them, and a real county's street map."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from reports.basemap import railway
from reports.geography import hexgrid
from reports.geography.models import Place

pytestmark = pytest.mark.django_db

STATIONS = Path("stations") / "uk_railway_stations.csv"
RUTLAND = Path("tiles") / "rutland.pmtiles"


def test_the_published_list_of_stations_is_loaded_whole_and_again(real_data: Path) -> None:
    for _ in range(2):
        out, err = io.StringIO(), io.StringIO()
        call_command("load_places", real_data / STATIONS, stdout=out, stderr=err)
        assert (out.getvalue(), err.getvalue()) == ("2,606 stations.\n", "")
    assert Place.objects.filter(kind="station").count() == 2_606


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_there"),
    [
        pytest.param(-2.5813, 51.4491, True, id="Bristol Temple Meads"),
        pytest.param(-2.5840, 51.4492, True, id="the bus stops in front of it, 185 metres"),
        pytest.param(-3.1790, 51.4760, True, id="Cardiff Central"),
        pytest.param(-3.1890, 55.9520, True, id="Edinburgh Waverley"),
        pytest.param(-2.5879, 51.4584, False, id="Cabot Circus, 1.1 kilometres from it"),
        pytest.param(-2.6094, 51.4530, False, id="Bristol's harbour"),
    ],
)
def test_who_reports_from_a_station_is_known_to_be_at_one(
    real_data: Path, longitude: float, latitude: float, is_there: bool
) -> None:
    call_command("load_places", real_data / STATIONS, stdout=io.StringIO(), stderr=io.StringIO())
    assert railway.is_at_railway(hexgrid.cell_at(longitude, latitude)) is is_there


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_there"),
    [
        pytest.param(-0.7340, 52.6719, True, id="Oakham's station"),
        pytest.param(-0.7306, 52.6699, False, id="Oakham's market place, 320 metres from it"),
    ],
)
def test_a_real_street_map_tells_without_a_list(
    real_data: Path, settings: Any, longitude: float, latitude: float, is_there: bool
) -> None:
    settings.BASEMAP_FILE = str(real_data / RUTLAND)
    assert railway.is_at_railway(hexgrid.cell_at(longitude, latitude)) is is_there
