"""Searching for a place."""

import logging
from typing import Any

import pytest
from django.utils import translation
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from reports.geography.gazetteer import FoundLocation, Gazetteer, NetworkRefused, place_at
from reports.geography.models import Area, Place, Postcode
from tests.geography.places import make_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def gazetteer(country: dict[str, Area]) -> Gazetteer:
    """A gazetteer over the made-up country."""
    make_places()
    return Gazetteer()


def found(gazetteer: Gazetteer, query: str, **options: Any) -> list[str]:
    """The addresses found, best first."""
    return [location.address for location in all_found(gazetteer, query, **options)]


def all_found(gazetteer: Gazetteer, query: str, **options: Any) -> list[FoundLocation]:
    """The locations found, best first; an empty list for geopy's None."""
    return gazetteer.geocode(query, exactly_one=False, **options) or []


@pytest.mark.parametrize("spelling", ["BS1 4DJ", "bs14dj", " Bs 1 4 dJ ", "BS1-4DJ", "ＢＳ１ ４ＤＪ", "bs1\u00a04dj"])
def test_a_postcode_is_found_in_any_spelling(gazetteer: Gazetteer, spelling: str) -> None:
    (location,) = all_found(gazetteer, spelling)
    assert location.raw == {"kind": "postcode", "name": "BS1 4DJ", "nation": "E", "council": "E06000901"}
    assert (location.longitude, location.latitude) == (-2.552, 51.452)
    assert location.address == "BS1 4DJ, Westby"


def test_a_district_is_its_middle_and_never_a_longer_district_that_begins_so(gazetteer: Gazetteer) -> None:
    (location,) = all_found(gazetteer, "BS1")
    assert location.raw["kind"] == "postcodes"
    assert location.raw["name"] == "BS1"
    assert location.longitude == pytest.approx((-2.552 - 2.554 - 2.560) / 3)


def test_a_sector_and_a_half_written_unit_are_found(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "BS1 4") == ["BS1 4, Westby"]
    assert found(gazetteer, "bs1 4d") == ["BS1 4D, Westby", "BS1 4DJ, Westby", "BS1 4DK, Westby"]


def test_what_may_be_a_district_or_a_sector_is_offered_as_both(gazetteer: Gazetteer) -> None:

    Postcode.objects.create(code="BS11ZZ", longitude=-2.55, latitude=51.45)
    assert found(gazetteer, "BS11") == ["BS11, Westby", "BS1 1, Westby"]


def test_a_postcode_newer_than_the_file_gives_the_middle_of_its_sector(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "BS1 4ZZ") == ["BS1 4, Westby"]
    assert found(gazetteer, "BS1 9ZZ") == ["BS1, Westby"]
    assert found(gazetteer, "ZE1 0AA") == []


def test_equal_names_are_told_apart_the_larger_first(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "newport") == [
        "Newport, Little Llan",
        "Newport, Eastby",
        "Newport Pagnell, Eastby",
        "Newport (South Wales) station, Little Llan",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "Newport, Wales",
        "newport wales",
        "Newport, Little Llan",
        "NEWPORT LITTLE LLAN",
        "Newport, Gwent Fach",
        "Casnewydd",
    ],
)
def test_a_council_force_or_nation_tells_which_one(gazetteer: Gazetteer, query: str) -> None:
    assert found(gazetteer, query)[0] == "Newport, Little Llan"
    assert "Newport, Eastby" not in found(gazetteer, query)


def test_a_qualifier_that_fits_nothing_does_not_hide_what_the_name_found(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Westby, Yorkshire")[0] == "Westby, England"


@pytest.mark.parametrize("query", ["kings lynn", "King's Lynn", "KING\u2019S LYNN", "Lynn", "king"])
def test_marks_and_beginnings_do_not_matter(gazetteer: Gazetteer, query: str) -> None:
    assert found(gazetteer, query) == ["King's Lynn, Westby"]


@pytest.mark.parametrize("query", ["St Davids", "St. David's", "saint davids"])
def test_saint_may_be_short(gazetteer: Gazetteer, query: str) -> None:
    assert found(gazetteer, query) == ["Saint Davids, Little Llan"]


def test_accents_do_not_matter_and_other_names_count(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "llanfair ym mor") == found(gazetteer, "Llanfair-ym-Môr") == ["Llanfair, Little Llan"]


@pytest.mark.parametrize(
    "query", ["Westby Temple Meads station", "temple meads", "Temple Meads railway station", "gorsaf temple meads"]
)
def test_a_station_is_found_with_or_without_the_word(gazetteer: Gazetteer, query: str) -> None:
    assert found(gazetteer, query) == ["Westby Temple Meads station, Westby"]


def test_the_word_station_leaves_towns_out(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "westby") == [
        "Westby, England",
        "Westby station, Westby",
        "Westby Temple Meads station, Westby",
    ]
    assert found(gazetteer, "westby station") == ["Westby station, Westby", "Westby Temple Meads station, Westby"]


@pytest.mark.parametrize("query", ["Westbby", "newprot pagnell", "kigns lynn"])
def test_a_misspelt_name_is_still_found(gazetteer: Gazetteer, query: str) -> None:
    assert found(gazetteer, query)


@pytest.mark.parametrize(
    "query", ["", " ", "x", ",", "zzzzzz", "%", "_", "\\", "'; DROP TABLE", "|", "\0", "🦊", "a" * 5000]
)
def test_what_is_no_place_finds_nothing(gazetteer: Gazetteer, query: str) -> None:
    assert gazetteer.geocode(query) is None
    assert gazetteer.geocode(query, exactly_one=False) is None


def test_it_is_a_geopy_geocoder_with_geopy_locations(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer, Geocoder)
    location = gazetteer.geocode("Westby")
    assert isinstance(location, Location)
    assert location.raw == {"kind": "settlement", "name": "Westby", "nation": "E", "council": "E06000901"}
    assert len(gazetteer.geocode("newport", exactly_one=False, limit=2)) == 2


def test_reverse_gives_the_nearest_places(gazetteer: Gazetteer) -> None:
    nearest = gazetteer.reverse((51.4502, -2.5502), exactly_one=False, limit=3)
    assert [location.address for location in nearest] == [
        "Westby, England",
        "Westby station, Westby",
        "Westby Temple Meads station, Westby",
    ]
    assert gazetteer.reverse((51.4502, -2.5502)).address == "Westby, England"
    assert gazetteer.reverse((0.0, 0.0)) is None


def test_names_are_welsh_on_a_welsh_page(gazetteer: Gazetteer) -> None:
    with translation.override("cy"):
        assert found(gazetteer, "newport, cymru")[0] == "Casnewydd, Llan Fach"


def test_it_works_before_any_area_is_loaded(db: None) -> None:
    make_places()
    assert found(Gazetteer(), "king") == ["King's Lynn"]


def test_a_search_leaves_no_line_in_any_log(gazetteer: Gazetteer, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "geopy", "reports", "django.db.backends"):
        caplog.set_level(logging.DEBUG, logger=name)
    logging.getLogger("reports").debug("a line that shows")
    gazetteer.geocode("BS1 4DJ")
    gazetteer.geocode("Newport")
    assert [record.message for record in caplog.records] == ["a line that shows"]


def test_words_past_the_eighth_are_not_asked_of_the_database(
    gazetteer: Gazetteer, django_assert_max_num_queries: Any
) -> None:
    gazetteer.geocode("Westby")
    with django_assert_max_num_queries(30):
        gazetteer.geocode("w " * 900)


def test_it_has_nothing_to_reach_the_network_with(gazetteer: Gazetteer) -> None:
    with pytest.raises(NetworkRefused):
        gazetteer._call_geocoder("http://127.0.0.1/", lambda answer: answer)


def test_a_search_costs_a_few_queries_however_many_places_there_are(
    gazetteer: Gazetteer, django_assert_max_num_queries: Any
) -> None:
    Place.objects.bulk_create(
        Place(
            kind="settlement",
            name=f"Newport {n}",
            search_name=f"newport {n}",
            nation="E",
            longitude=-2.5,
            latitude=51.4,
        )
        for n in range(200)
    )
    gazetteer.geocode("Newport")
    with django_assert_max_num_queries(3):
        assert len(all_found(gazetteer, "Newport")) == 10


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        # what was asked for, by its name or another name of its own
        ("King's Lynn", [("King's Lynn (council: Westby, England)", True)]),
        ("Niouport", [("Newport (council: Little Llan, Wales)", True)]),
        ("bs1 4dj", [("BS1 4DJ (council: Westby, England)", True)]),
        ("Llanfair", [("Llanfair (council: Little Llan, Wales)", True)]),
        ("Westby Temple Meads station", [("Westby Temple Meads station (council: Westby, England)", True)]),
        ("St Davids, Wales", [("Saint Davids (council: Little Llan, Wales)", True)]),
        # the beginning of another name, a word of it, its words apart, a slip of the pen
        ("King's", [("King's Lynn (council: Westby, England)", False)]),
        ("Temple Meads", [("Westby Temple Meads station (council: Westby, England)", False)]),
        ("Westby Meads", [("Westby Temple Meads station (council: Westby, England)", False)]),
        ("Kings Lyn", [("King's Lynn (council: Westby, England)", False)]),
        ("Kingz Lynn", [("King's Lynn (council: Westby, England)", False)]),
        # the right name in a place that was not said, and a postcode that is not known
        ("King's Lynn, Eastby", [("King's Lynn (council: Westby, England)", False)]),
        ("King's Lynn, Narnia", [("King's Lynn (council: Westby, England)", False)]),
        ("BS1 5ZZ", [("BS1 5 (council: Westby, England)", False)]),
        ("BS1 9ZZ", [("BS1 (council: Westby, England)", False)]),
    ],
)
def test_a_match_says_whether_it_is_what_was_asked_for(
    gazetteer: Gazetteer, query: str, matches: list[tuple[str, bool]]
) -> None:
    """What is only like it must never be taken for it."""
    assert [(found.in_full, found.is_exact) for found in all_found(gazetteer, query)] == matches


def test_of_several_each_says_it_for_itself(gazetteer: Gazetteer) -> None:
    found = [(one.address, one.is_exact) for one in all_found(gazetteer, "Newport")]
    assert found == [
        ("Newport, Little Llan", True),
        ("Newport, Eastby", True),
        ("Newport Pagnell, Eastby", False),
        ("Newport (South Wales) station, Little Llan", False),
    ]


@pytest.mark.usefixtures("gazetteer")
def test_a_listed_place_is_known_again_by_its_position() -> None:
    again = place_at(-2.5, 51.4)
    assert again is not None
    assert again.in_full == "King's Lynn (council: Westby, England)"
    assert place_at(-2.5001, 51.4) is None
