"""What is shown is said to be whose it is: each source that is loaded, and none that is not."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from reports.geography.attribution import of_all_that_is_loaded
from reports.geography.models import Area, Place, Postcode
from tests import factories
from tests.geography.test_load_areas import councils_file, load

pytestmark = pytest.mark.django_db
OS = "Contains OS data © Crown copyright and database right"
BOUNDARIES = f"Boundaries: Office for National Statistics, Open Government Licence v3.0. {OS}"


def test_boundaries_are_of_the_year_their_file_tells(tmp_path: Path) -> None:
    assert of_all_that_is_loaded() == []
    load(councils_file(tmp_path / "older.geojson", year="24"))
    assert of_all_that_is_loaded() == [f"{BOUNDARIES} 2024."]
    load(councils_file(tmp_path / "newer.geojson", year="25"))
    assert of_all_that_is_loaded() == [f"{BOUNDARIES} 2025."]
    Area.objects.update(year=None)  # loaded before the year was kept
    assert of_all_that_is_loaded() == [f"{BOUNDARIES}."]
    Area.objects.update(is_builtin=True)
    assert of_all_that_is_loaded() == [
        "Areas are drawn round place names, they are not legal boundaries. Place names © GeoNames, CC BY 4.0."
    ]


LOADED: list[tuple[Any, str]] = [
    (lambda: factories.make_place("Westby", (0, 0)), "Place names © GeoNames, CC BY 4.0."),
    (
        lambda: factories.make_place("Westby", (0, 0), kind="station"),
        "Railway stations: uk-railway-stations and Trainline EU, Open Database Licence.",
    ),
    *(
        (
            lambda kind=kind: factories.make_place("High Street", (0, 0), kind=kind),
            "Names of streets and landmarks © OpenStreetMap contributors, Open Database Licence.",
        )
        for kind in ("street", "landmark", "locality")
    ),
    (
        lambda: Place.objects.create(name="High Street", kind="street", longitude=0, latitude=0, source="open-names"),
        f"Names of streets and places: OS Open Names, Open Government Licence v3.0. {OS}.",
    ),
    (
        lambda: Postcode.objects.create(code="BS11AA", longitude=0, latitude=0),
        f"Postcodes: Code-Point Open, Open Government Licence v3.0. {OS}. Contains Royal Mail data © Royal Mail "
        "copyright and database right. Contains National Statistics data © Crown copyright and database right.",
    ),
    (
        lambda: Postcode.objects.create(code="BT11AA", longitude=0, latitude=0),
        "Postcodes of Northern Ireland: Food Standards Agency, Open Government Licence v3.0.",
    ),
]


@pytest.mark.parametrize(("make", "said"), LOADED)
def test_each_source_is_named_where_it_is_loaded_and_stands_on_the_page(make: Any, said: str, client: Client) -> None:
    make()
    assert of_all_that_is_loaded() == [said]
    page = client.get("/method").content.decode()
    assert f"<li>{said}</li>" in page
    with translation.override("cy"):
        (welsh,) = of_all_that_is_loaded()
    assert welsh != said
    assert welsh.replace("'", "&#x27;") in client.get("/cy/method").content.decode()


@pytest.mark.parametrize("address", ["/", "/report", "/map", "/help/"])
def test_every_page_leads_there(address: str, client: Client) -> None:
    assert 'href="/method"' in client.get(address).content.decode()


def test_the_ground_under_the_maps_is_named_too(client: Client, settings: Any) -> None:
    assert "Somebody" not in client.get("/method").content.decode()
    settings.RASTER_URL, settings.RASTER_ATTRIBUTION = "https://tiles.example/{z}/{x}/{y}.png", "© Somebody & Sons"
    assert "<li>© Somebody &amp; Sons</li>" in client.get("/method").content.decode()


def test_nobody_is_named_twice(client: Client, settings: Any) -> None:
    factories.make_place("Westby", (0, 0))
    settings.RASTER_URL, settings.RASTER_ATTRIBUTION = "https://tiles.example/{z}/{x}/{y}.png", "Place names © GeoNames"
    assert client.get("/method").content.decode().count("<li>Place names © GeoNames") == 1
