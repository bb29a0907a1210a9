"""Searching, from what is typed to what is answered: each kind of answer, and never another place without a word."""

import pytest
from django.db import connection
from django.utils import translation

from reports.geography.found import Note
from reports.geography.gazetteer import places_found
from reports.geography.models import Area, Place, Postcode
from reports.geography.place_writing import NewPlace, replace_source
from tests.geography.places import make_places

pytestmark = pytest.mark.django_db

STREETS = (
    NewPlace("High Street", "", -2.55, 51.451, kind="street", town="Westby", around="westby", importance=220),
    NewPlace("High Street", "", -2.25, 51.401, kind="street", town="Newport", around="newport", importance=210),
    NewPlace("Saint Tibba Way", "", -2.552, 51.455, kind="street", town="Westby", around="westby", importance=170),
    NewPlace("The Green", "", -2.49, 51.41, kind="street", town="King's Lynn", around="kings lynn", importance=170),
    NewPlace(
        "Heol Fawr", "", -3.05, 51.601, kind="street", name_cy="Heol Fawr", town="Newport", around="newport|casnewydd"
    ),
    NewPlace("The Finch's Arms", "", -2.5, 51.402, kind="landmark", town="King's Lynn", around="kings lynn|pub inn"),
    NewPlace("Westby", "", -2.5502, 51.4502, kind="locality", importance=560),  # the map's, beside the list's
    NewPlace("Street", "", -2.7, 51.3, kind="locality", importance=450),
    NewPlace("Eastby", "", -2.7, 51.5, kind="locality", importance=340),  # a village of a council's name, elsewhere
    NewPlace("Little Westing", "", -2.4, 51.42, kind="locality", importance=340),
)


@pytest.fixture(autouse=True)
def places(country: dict[str, Area]) -> None:
    """The made-up country with some streets, a pub and a village."""
    make_places()
    replace_source("osm:test", STREETS)


def found(query: str) -> tuple[list[str], Note | None]:
    """Whole addresses, those that are only like it with a question mark, and what must be said."""
    answer = places_found(query)
    return [f"{it.address}{'' if it.is_exact else '?'}" for it in answer.locations], answer.note


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("High Street, Westby", "High Street, Westby"),
        ("westby high st", "High Street, Westby"),
        ("outside 5 High Street Westby", "High Street, Westby"),
        ("High Street in Newport, Eastby", "High Street, Newport, Eastby"),
        ("St Tibba Way", "Saint Tibba Way, Westby"),
        ("saint tibbas way", None),
        ("The Green", "The Green, King's Lynn, Westby"),
        ("the green kings lynn", "The Green, King's Lynn, Westby"),
        ("Finchs Arms", "The Finch's Arms, King's Lynn, Westby"),
        ("Finch's Arms pub", "The Finch's Arms, King's Lynn, Westby"),
        ("Westby", "Westby, England"),
        ("Street", "Street, Westby"),
        ("W e s t b y", "Westby, England"),
        ("1 High Street BS1 4DJ", "BS1 4DJ, Westby"),
        ("51.4502, -2.5502", "51.45020, -2.55020, Westby"),
    ],
)
def test_what_is_meant_is_first_and_sure(query: str, address: str | None) -> None:
    addresses, note = found(query)
    if address is None:
        assert (addresses, note) == (["Saint Tibba Way, Westby?"], Note.SIMILAR)
    else:
        assert (addresses[0], note) == (address, None)


@pytest.mark.parametrize(
    ("query", "addresses", "note"),
    [
        ("Hihg Street Westby", ["High Street, Westby?"], Note.SIMILAR),
        ("highstreet westby", ["High Street, Westby?"], Note.SIMILAR),
        ("Litle Westing", ["Little Westing, Westby?"], Note.SIMILAR),
        ("BSI 4DJ", ["BS1 4DJ, Westby?"], Note.SIMILAR),
        ("BS1 4ZZ", ["BS1 4, Westby?"], Note.NEAR_POSTCODE),
        ("College Green, Westby", ["Westby, England?"], Note.TOWN_ALONE),
        ("Westby Castle", ["Westby, England?"], Note.TOWN_ALONE),
        ("King's Lynn, Eastby", ["King's Lynn, Westby?"], Note.NOT_THERE),
        ("Saint Davids, England", ["Saint Davids, Little Llan?"], Note.NOT_THERE),
        ("Sauchiehall Street", [], Note.NOTHING),  # and not the town of Street
        ("Temple Meads, Westby", ["Westby Temple Meads station, Westby?"], Note.SIMILAR),  # a street, perhaps
        ("Jersey", [], Note.OUTSIDE),
        ("Dublin 2", [], Note.OUTSIDE),
        ("Rue de la Paix, Paris", [], Note.OUTSIDE),
        ("Ynys Manaw", [], Note.OUTSIDE),
        ("JE2 3AB", [], Note.OUTSIDE),
        ("48.8566, 2.3522", [], Note.OUTSIDE),
        ("///index.home.raft", [], Note.WHAT3WORDS),
        ("9C3VFC3J+FV", [], Note.PLUS_CODE),
        ("BT7 1NN", [], Note.NORTHERN_IRELAND),
        ("BT35", [], Note.NORTHERN_IRELAND),
        ("Zzyzx", [], Note.NOTHING),
    ],
)
def test_what_is_not_sure_is_asked_and_what_is_not_known_is_said(query: str, addresses: list[str], note: Note) -> None:
    assert found(query) == (addresses, note)


def test_of_a_name_in_two_places_each_says_where() -> None:
    addresses, note = found("High Street")
    assert (sorted(addresses), note) == (["High Street, Newport, Eastby", "High Street, Westby"], None)


def test_a_council_and_a_nation_are_found_by_their_names() -> None:
    Place.objects.filter(name="Westby").delete()
    assert found("Westby")[0][0] == "Westby"
    assert found("Eastby")[0] == ["Eastby", "Eastby, Westby"]  # the council first: the village is in another
    assert places_found("Little Llan").locations[0].raw["kind"] == "area"
    assert places_found("Cymru").locations[0].raw["nation"] == "W"
    with translation.override("cy"):
        assert places_found("Llan Fach").locations[0].address == "Llan Fach"


def test_northern_irelands_postcodes_are_found_where_they_are_loaded() -> None:
    Postcode.objects.create(code="BT71NN", longitude=-2.55, latitude=51.45)
    assert found("BT7 1NN Belfast") == (["BT7 1NN, Westby"], None)


def test_a_place_two_sources_know_is_found_once() -> None:
    addresses, _note = found("Westby")
    assert addresses.count("Westby, England") == 1
    assert Place.objects.filter(name="Westby", kind__in=("settlement", "locality")).count() == 2


def test_places_taken_away_past_the_loader_leave_nothing_in_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_place")
    replace_source("osm:test", STREETS[:1])
    assert found("High Street") == (["High Street, Westby"], None)
    assert found("Newport")[1] is Note.NOTHING


# Names that are in no file: what is found for one must be asked about, or be said to be the town alone.
INVENTED = """
Blinkhorn Parade; Qwertle Lane; Snodgrass Alley, Westby; Nether Wimblecombe; Trumpton; Camberwick Green; Ambridge
Borchester; Weatherfield; Walmington-on-Sea; Albert Square, Walmington-on-Sea; Puddleby; Hogsmeade
Coronation Street, Weatherfield
Little Hangleton; Privet Drive, Little Whinging; St Mary Mead; Midsomer; Midsomer Norbury; Llareggub; Cwmscwt
Aberzwyth; Porth Pellen; Glen Bogle; Balamory; Craggy Island; Royston Vasey; Emmerdalle; Toytown station
The Drunken Clam, Newport; Ponty Pandy Road, Casnewydd
""".replace("\n", ";").split(";")


@pytest.mark.parametrize("name", [name.strip() for name in INVENTED if name.strip()])
def test_an_invented_name_is_never_taken_for_a_place(name: str) -> None:
    answer = places_found(name)
    assert answer.note is not None
    assert not any(location.is_exact for location in answer.locations)
