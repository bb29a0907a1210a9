"""Streets, villages and landmarks of an OpenStreetMap extract, searched for after `build_basemap`."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.basemap import searchable
from reports.geography.gazetteer import places_found
from reports.geography.models import Place
from tests.basemap.osm_files import LATITUDE, LONGITUDE, STEP, write_extract

pytestmark = pytest.mark.django_db

WAYS = {
    "highway=residential|name=Mill Lane": [(0, 0), (0, 10)],
    "highway=residential|name=Mill Lane|surface=asphalt": [(0, 10), (0, 20)],
    "highway=tertiary|name=Mill Lane|surface=gravel": [(60, 0), (60, 4)],  # another, 2 km away
    "highway=footway|name=Church Path|alt_name=Priest Walk": [(6, 0), (6, 30)],
    "highway=proposed|name=Not Yet Road": [(11, 0), (11, 30)],
    "highway=residential": [(12, 0), (12, 3)],
    "building=yes|amenity=pub|name=The Plough": [(1, 1), (1, 1.2), (1.2, 1.2), (1.2, 1), (1, 1)],
    "building=house|name=Rose Cottage": [(2, 1), (2, 1.2), (2.2, 1.2), (2.2, 1), (2, 1)],
    "leisure=park|name=Cutts Close": [(1, 5), (1, 9), (4, 9), (4, 5), (1, 5)],
    "amenity=parking": [(20, 5), (20, 9), (24, 9), (24, 5), (20, 5)],
    "landuse=residential|name=Parks Estate": [(30, 5), (30, 9), (34, 9), (34, 5), (30, 5)],
}
NODES = {
    "place=village|name=Ketton|name:cy=Ceton": (2, 2),
    "place=village|name=Tinwell": (58, 2),
    "place=isolated_dwelling|name=Lone House": (40, 40),
    "railway=station|name=Ketton Halt": (9, 5),
    "amenity=place_of_worship|name=St Mary": (3, 3),
}


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Two villages."""
    return write_extract(tmp_path / "rutland-latest.osm", WAYS, NODES)


def build(file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("build_basemap", str(file), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def addresses(query: str) -> list[str]:
    return [location.address for location in places_found(query).locations]


def test_what_has_a_name_one_goes_by_is_stored(extract: Path) -> None:
    """Never a house, nor a road that is not built."""
    assert (
        build(extract, "--search-only")
        == "9 streets, places and landmarks of rutland-latest.osm can be searched for.\n"
    )
    columns = ("kind", "name", "name_cy", "town", "words", "around", "source")
    source = "osm:rutland"
    assert sorted(Place.objects.values_list(*columns)) == [
        ("landmark", "Cutts Close", "", "Ketton", "|cutts cl|", "ketton|ceton|tinwell|pk", source),
        (
            "landmark",
            "Ketton Halt railway station",
            "",
            "Ketton",
            "|ketton halt railway stn|ketton halt|",
            "ketton|ceton|tinwell|stn",
            source,
        ),
        ("landmark", "St Mary", "", "Ketton", "|st mary|", "ketton|ceton|tinwell|church eglwys", source),
        ("landmark", "The Plough", "", "Ketton", "|the plough|", "ketton|ceton|tinwell|pub inn tafarn", source),
        ("locality", "Ketton", "Ceton", "Ketton", "|ketton|ceton|", "ketton|ceton|tinwell", source),
        ("locality", "Tinwell", "", "Tinwell", "|tinwell|", "tinwell|ketton|ceton", source),
        ("street", "Church Path", "", "Ketton", "|church path|priest walk|", "ketton|ceton|tinwell", source),
        ("street", "Mill Lane", "", "Ketton", "|mill ln|", "ketton|ceton|tinwell", source),
        ("street", "Mill Lane", "", "Tinwell", "|mill ln|", "tinwell|ketton|ceton", source),
    ]


def test_a_street_in_two_pieces_is_one_at_the_middle_of_both(extract: Path) -> None:
    build(extract, "--search-only")
    longer = Place.objects.get(name="Mill Lane", town="Ketton")
    assert (longer.longitude, longer.latitude) == pytest.approx((LONGITUDE, LATITUDE + 10 * STEP), abs=1e-5)
    assert addresses("Mill Lane, Tinwell") == ["Mill Lane, Tinwell"]
    assert addresses("priest walk") == ["Church Path, Ketton"]
    assert addresses("Plough pub, Ketton") == ["The Plough, Ketton"]


def test_the_basemap_in_use_and_the_search_are_made_by_one_command(extract: Path) -> None:
    stated = build(extract)
    assert "tiles" in stated
    assert stated.endswith("9 streets, places and landmarks of rutland-latest.osm can be searched for.\n")
    assert addresses("church path") == ["Church Path, Ketton"]


def test_a_basemap_made_elsewhere_leaves_the_search_alone(extract: Path, tmp_path: Path) -> None:
    assert "searched" not in build(extract, "--out", str(tmp_path / "elsewhere.pmtiles"))
    assert Place.objects.count() == 0


def test_counties_add_up_and_a_newer_one_takes_the_older_ones_stead(extract: Path, tmp_path: Path) -> None:
    build(extract, "--search-only")
    kent = write_extract(tmp_path / "kent-250101.osm", {"highway=residential|name=Kent Row": [(0, 0), (0, 9)]}, {})
    build(kent, "--search-only")
    assert (addresses("Kent Row"), addresses("Church Path")) == (["Kent Row"], ["Church Path, Ketton"])
    newer = write_extract(tmp_path / "rutland-260101.osm", {"highway=residential|name=New Row": [(0, 0), (0, 9)]}, {})
    build(newer, "--search-only")
    assert (addresses("New Row"), addresses("Kent Row"), addresses("Church Path")) == (["New Row"], ["Kent Row"], [])


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("rutland-latest.osm.pbf", "osm:rutland"),
        ("rutland-260101.osm.pbf", "osm:rutland"),
        ("Rutland_2018_nometa.osm.pbf", "osm:rutland_nometa"),
        ("greater-london.osm.pbf", "osm:greater-london"),
    ],
)
def test_editions_of_a_county_are_one_source(name: str, source: str) -> None:
    assert searchable.source_of(Path(name)) == source
