"""Suggestions as one types: from public geography alone, kept nowhere, and of one size whatever was typed."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from reports.geography import place_search
from reports.geography.models import Area, Place
from streetsafe import one_size
from tests import factories
from tests.intake.walking import Reporter

NORTH = 0.03


@pytest.fixture(autouse=True)
def towns(country: dict[str, Area]) -> None:
    """Two of one name, a market, a station, and six that begin alike."""
    factories.make_place("Westby Market", factories.IN_WESTBY, 20_000)
    factories.make_place("Westby Cross", (-2.54, 51.46), kind="station")
    for at in (factories.IN_EASTBY, factories.IN_WESTBY):
        factories.make_place("Newton", (at[0], at[1] + NORTH), 900)
    for number, name in enumerate(("Longford", "Longhope", "Longmoor", "Longney", "Longstone", "Longwell")):
        factories.make_place(name, (-2.5 + number / 50, 51.4), 100)
    factories.make_place("Hal Street", factories.IN_WESTBY, kind="street", town="Westby")
    for number, name in enumerate(("Saint Ivor", "Norwell", "Norden")):
        factories.make_place(name, (-2.6 + number / 50, 51.42), 100)
    factories.make_place("Caerllan", factories.IN_LLANFACH, 5_000, "Caer Fach", nation="W")


def asked(client: Client, typed: str, address: str = "/places") -> list[str]:
    """The names that are suggested."""
    answer = client.post(address, {"q": typed, "z": "zzz"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("no-store")
    return [place["label"] for place in answer.json()["places"]]


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("westby mar", ["Westby Market, Westby"]),
        ("Westby Market", ["Westby Market, Westby"]),
        ("newton", ["Newton, Eastby", "Newton, Westby"]),
        ("Westby Ma", ["Westby Market, Westby"]),
        ("westby cros", ["Westby Cross station, Westby"]),
        ("longst", ["Longstone, Westby"]),
        ("longhop", ["Longhope, Westby"]),
        ("hal st", ["Hal Street, Westby"]),
        ("hal stre", ["Hal Street, Westby"]),
        ("st iv", ["Saint Ivor, Westby"]),
        ("sai iv", []),
        ("long eastb", []),
        ("norwe", ["Norwell, Westby"]),
        ("nowell", ["Norwell, Westby"]),
        ("zzzzzz", []),
        ("we", []),
        ("  w  ", []),
        ("", []),
        ("\0\0\0\0", []),
    ],
)
def test_what_may_be_meant(client: Client, typed: str, labels: list[str]) -> None:
    assert sorted(asked(client, typed)) == labels


def test_what_begins_so_comes_before_and_without_what_is_only_like_it(client: Client) -> None:
    """Norden is a letter from Norwe; nobody who has typed half of Norwell asked for it."""
    factories.make_place("Norwell Park", (-2.55, 51.47), 50_000)
    assert asked(client, "norwe") == ["Norwell Park, Westby", "Norwell, Westby"]
    assert asked(client, "norwell") == ["Norwell, Westby", "Norwell Park, Westby"]  # just that, then what it begins


def test_its_own_name_comes_before_what_others_call_it(client: Client) -> None:
    called = {"alternate_names": "|norby far|", "search_name": "farby", "nation": "E", "population": 90_000}
    Place.objects.create(kind="settlement", name="Farby", longitude=-2.58, latitude=51.47, **called)
    factories.make_place("Great Norby", (-2.57, 51.47), 70_000)
    factories.make_place("Norby", (-2.56, 51.47), 50_000)
    assert asked(client, "norb") == ["Norby, Westby", "Great Norby, Westby", "Farby, Westby"]


def test_no_more_than_five(client: Client) -> None:
    assert len(asked(client, "long")) == place_search.MOST_SUGGESTED == 5


def test_in_welsh_they_are_welsh(client: Client) -> None:
    assert asked(client, "caer fach", "/cy/places") == ["Caer Fach, Llan Fach"]
    assert asked(client, "caer fach") == ["Caerllan, Little Llan"]


def test_what_one_chooses_is_what_the_search_lists(client: Client) -> None:
    (place,) = client.post("/places", {"q": "westby market"}).json()["places"]
    (choice,) = place_search.answer_to("westby market").choices
    assert place == {"value": choice.value, "label": choice.label}


def test_they_are_posted_by_a_page_of_ours_and_by_nobody_else(client: Client) -> None:
    assert client.get("/places?q=westby").status_code == 405
    assert client.post("/places", {"q": "westby"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/places", {"q": "westby"}).cookies == {}


def test_nothing_depends_on_what_somebody_else_did(client: Client, db: None) -> None:
    before = asked(client, "newton")
    for _ in range(3):
        asked(client, "newton, eastby")
        factories.make_accepted_report(at=factories.IN_EASTBY, council=factories.EASTBY)
        client.post("/report", {"s": "start"})
    assert asked(client, "newton") == before


@pytest.mark.parametrize("accepts", ["gzip", ""])
def test_every_answer_has_one_size(client: Client, accepts: str) -> None:
    sizes = set()
    for address in ("/places", "/cy/places"):
        for typed in ("", "we", "westby market", "newton", "long", "zzzzzz", "ŷ" * 60, "51.45, -2.55", "1" * 500):
            answer: Any = client.post(address, {"q": typed}, headers={"accept-encoding": accepts})
            body = gzip.decompress(answer.content) if accepts else answer.content
            assert "places" in json.loads(body)
            letters = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
            sizes.add((len(answer.content), letters))
    assert {size for size, _letters in sizes} == {
        one_size.SUGGESTIONS_COMPRESSED if accepts else one_size.SUGGESTIONS_PLAIN
    }
    assert len(sizes) == 1


def test_the_longest_names_there_are_fit_the_class(client: Client) -> None:
    for number in range(5):
        name = "Longest " + "".join(chr(97 + (number * 7 + at * at) % 26) for at in range(110))
        factories.make_place(name, (-2.5 + number / 20, 51.42), 100)
    answer = client.post("/places", {"q": "longest"}, headers={"accept-encoding": "gzip"})
    assert len(json.loads(gzip.decompress(answer.content))["places"]) == 5
    assert len(answer.content) == one_size.SUGGESTIONS_COMPRESSED


def test_a_suggestion_opens_the_journeys_map_at_its_place(client: Client) -> None:
    (place,) = client.post("/places", {"q": "westby mar"}).json()["places"]
    reporter = Reporter(client, "/report").start()
    reporter.send({"s": reporter.hidden("s"), "a": reporter.encrypted, "q": "westby mar", "at": place["value"]})
    assert "Found: Westby Market (council: Westby, England)." in reporter.text
    assert 'value="westby mar"' in reporter.page
