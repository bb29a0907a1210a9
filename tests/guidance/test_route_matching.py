"""Which routes fit: every case written down."""

import datetime

import pytest

from reports.guidance.needs import NEEDS, UnknownNeed, needs_that_follow
from reports.guidance.route_matching import UnknownNation, choose_routes, listed_routes
from reports.guidance.routes import all_routes
from reports.vocabulary.uk_time import LONDON

DAY = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=LONDON)
FIRST, LAST = "emergency", ["police-101", "crimestoppers"]
BTP, NSH, ALICE = "british-transport-police", "national-stalking-helpline", "alice-ruggles-trust"
COUNCIL, COUNCIL_SN = "council", "council-scotland-northern-ireland"
VS, VSS, VSNI = "victim-support", "victim-support-scotland", "victim-support-northern-ireland"
FOCUS = "victim-focus-team"
LFF, NDAH, SDAH, NIH = (
    "live-fear-free",
    "national-domestic-abuse-helpline",
    "scotland-domestic-abuse",
    "northern-ireland-domestic-sexual-abuse",
)
SWA, ASSIST, RASA, RCS = "scottish-womens-aid", "assist-ni", "sexual-abuse-support", "rape-crisis-scotland"
MAL, GALOP, KARMA, RPH, CHILD = "mens-advice-line", "galop", "karma-nirvana", "revenge-porn-helpline", "childline"
PALADIN, AAS = "paladin", "action-against-stalking"

# (nation, needs) -> what comes between 999 and 101.
# On a Friday at midday
CASES: dict[tuple[str, str], list[str]] = {
    # nothing in particular: who supports people after any crime stands in
    ("E", ""): [VS],
    ("W", ""): [VS],
    ("S", ""): [VSS],
    ("N", ""): [VSNI],
    # followed: in Wales Live Fear Free too, whoever does it
    ("E", "stalking"): [NSH, PALADIN, ALICE],
    ("W", "stalking"): [NSH, LFF, PALADIN, ALICE],
    ("S", "stalking"): [NSH, AAS, ALICE],
    ("N", "stalking"): [NSH, ALICE],
    # followed by a partner or an ex-partner: each nation's own line first
    ("E", "stalking partner"): [NDAH, NSH, PALADIN, ALICE],
    ("W", "stalking partner"): [LFF, NSH, PALADIN, ALICE],
    ("S", "stalking partner"): [SDAH, NSH, SWA, AAS, ALICE],
    ("N", "stalking partner"): [NIH, NSH, ALICE, ASSIST],
    ("E", "partner"): [NDAH],
    ("W", "partner"): [LFF],
    ("S", "partner"): [SDAH, SWA],
    ("N", "partner"): [NIH, ASSIST],
    # harassed: the stalking helpline is named for it by two police pages
    ("E", "harassment"): [VS, NSH],
    ("W", "harassment"): [VS, NSH],
    ("S", "harassment"): [VSS, NSH],
    ("N", "harassment"): [NSH, VSNI],
    ("E", "victim"): [VS],
    ("W", "victim"): [VS, FOCUS],
    ("S", "victim"): [VSS],
    ("N", "victim"): [VSNI],
    # trains: British Transport Police, not in Northern Ireland
    ("E", "rail"): [BTP],
    ("W", "rail"): [BTP],
    ("S", "rail"): [BTP],
    ("N", "rail"): [VSNI],
    ("E", "rail stalking"): [BTP, NSH, PALADIN, ALICE],
    ("W", "rail stalking"): [BTP, NSH, LFF, PALADIN, ALICE],
    ("S", "rail stalking"): [BTP, NSH, AAS, ALICE],
    ("N", "rail stalking"): [NSH, ALICE],
    ("E", "rail harassment"): [BTP, VS, NSH],
    ("W", "rail harassment"): [BTP, VS, NSH],
    ("S", "rail harassment"): [BTP, VSS, NSH],
    ("N", "rail harassment"): [NSH, VSNI],
    # light and upkeep
    ("E", "council"): [COUNCIL],
    ("W", "council"): [COUNCIL],
    ("S", "council"): [COUNCIL_SN],
    ("N", "council"): [COUNCIL_SN],
    ("E", "council rail"): [BTP, COUNCIL],
    ("W", "council stalking"): [NSH, LFF, PALADIN, ALICE, COUNCIL],
    ("S", "council harassment"): [VSS, NSH, COUNCIL_SN],
    ("N", "council stalking"): [NSH, ALICE, COUNCIL_SN],
    # sexual: Rape Crisis Scotland opens at five, so at midday someone stands in
    ("E", "sexual"): [RASA],
    ("W", "sexual"): [LFF, RASA],
    ("S", "sexual"): [VSS, RCS],
    ("N", "sexual"): [NIH, ASSIST],
    ("E", "sexual rail"): [BTP, RASA],
    ("S", "sexual rail"): [BTP, VSS, RCS],
    # pictures
    ("E", "images"): [RPH],
    ("W", "images"): [RPH],
    ("S", "images"): [RPH],
    ("N", "images"): [RPH],
    # under 18: Childline, and no service for adults
    ("E", "young"): [CHILD],
    ("N", "young"): [CHILD],
    ("E", "young images"): [CHILD],
    ("S", "young images"): [CHILD],
    ("E", "young stalking"): [CHILD, NSH, PALADIN, ALICE],
    ("S", "young sexual"): [CHILD, RCS],
    # who you are: a man harmed by a partner, and threats in the name of honour, are domestic abuse too
    ("E", "men"): [MAL, VS],
    ("W", "men"): [MAL, LFF],
    ("S", "men"): [MAL, SDAH],
    ("N", "men"): [NIH, ASSIST],
    ("E", "lgbt"): [GALOP],
    ("N", "lgbt"): [GALOP],
    ("W", "honour"): [KARMA, LFF],
    ("S", "honour"): [KARMA, SDAH, SWA],
    # on the web, and worries about a child: only when asked for
    ("E", "online-report"): ["police-online"],
    ("W", "child-safety"): ["stop-it-now"],
    ("E", "own-behaviour"): [],
}


def chosen(nation: str, needs: str, language: str = "en") -> list[str]:
    """The ids of the choice."""
    routes = choose_routes(nation=nation, needs=frozenset(needs.split()), language=language, now=DAY)
    return [route.id for route in routes]


@pytest.mark.parametrize(("case", "expected"), CASES.items(), ids=lambda value: "-".join(value) or "none")
def test_a_nation_and_needs_choose_these_routes(case: tuple[str, str], expected: list[str]) -> None:
    """999 first, what fits, then 101 and Crimestoppers."""
    assert chosen(*case) == [FIRST, *expected, *LAST]


# A place that lies at a station, and nobody said so: its police come after who was made for what happened.
AT_RAILWAY: dict[tuple[str, str], list[str]] = {
    ("E", ""): [VS, BTP],
    ("W", ""): [VS, BTP],
    ("S", ""): [VSS, BTP],
    ("N", ""): [VSNI],
    ("E", "stalking"): [NSH, PALADIN, ALICE, BTP],
    ("W", "stalking"): [NSH, LFF, PALADIN, ALICE, BTP],
    ("S", "stalking"): [NSH, AAS, ALICE, BTP],
    ("N", "stalking"): [NSH, ALICE],
    ("E", "harassment council"): [VS, NSH, COUNCIL, BTP],
    ("S", "harassment"): [VSS, NSH, BTP],
    ("N", "harassment council"): [NSH, VSNI, COUNCIL_SN],
    ("E", "stalking young"): [CHILD, NSH, PALADIN, ALICE, BTP],
    # said by the person too: first, and once
    ("E", "rail stalking"): [BTP, NSH, PALADIN, ALICE],
    ("N", "rail stalking"): [NSH, ALICE],
}


@pytest.mark.parametrize(("case", "expected"), AT_RAILWAY.items(), ids=lambda value: "-".join(value) or "none")
def test_a_place_at_a_station_adds_the_railways_police(case: tuple[str, str], expected: list[str]) -> None:
    """England, Wales and Scotland; in Northern Ireland the choice is as it would be anywhere."""
    nation, needs = case
    routes = choose_routes(nation=nation, needs=frozenset(needs.split()), at_railway=True, now=DAY)
    assert [route.id for route in routes] == [FIRST, *expected, *LAST]


@pytest.mark.parametrize("nation", "EWSN")
def test_who_cannot_hear_or_speak_sees_the_other_ways_to_999_next_to_it(nation: str) -> None:
    """They come before a bare 999, and the relay's 101 before a bare 101."""
    deaf = chosen(nation, "deaf stalking")
    assert deaf[:5] == ["bsl-999", "text-999", "textphone", FIRST, NSH if nation != "W" else LFF]
    assert deaf[-3:] == ["textphone-101", *LAST]
    assert chosen(nation, "silent")[:3] == ["silent-999-mobile", "silent-999-landline", FIRST]


def test_a_welsh_reader_in_wales_meets_the_line_that_speaks_welsh_first() -> None:
    """Only among what is made for the same: 999 keeps its place."""
    assert chosen("W", "stalking", "cy") == [FIRST, LFF, NSH, PALADIN, ALICE, *LAST]
    assert chosen("W", "stalking", "en") == [FIRST, NSH, LFF, PALADIN, ALICE, *LAST]


@pytest.mark.parametrize("nation", "EWSN")
@pytest.mark.parametrize("need", NEEDS)
def test_no_choice_leaves_its_nation_or_shows_what_is_not_confirmed(nation: str, need: str) -> None:
    """Every need in every nation; who does not fit it stands in, and is for after any crime."""
    routes = choose_routes(nation=nation, needs=frozenset({need}), now=DAY)
    assert routes[0].kind == "emergency"
    assert [route.id for route in routes if nation not in route.nations or not route.confirmed or route.region] == []
    said = needs_that_follow(frozenset({need}))
    others = [route for route in routes if not route.always and not said & route.needs]
    assert [route.id for route in others if "victim" not in route.needs or route.kind != "support"] == []


def test_a_route_that_is_not_confirmed_would_be_chosen_if_it_were_not_left_out() -> None:
    """The rule has something to leave out."""
    assert any(not route.confirmed and "sexual" in route.needs for route in all_routes())
    everything = choose_routes(nation="N", needs=frozenset({"sexual"}), routes=all_routes(), now=DAY)
    assert "rape-crisis-northern-ireland" not in [route.id for route in everything]


@pytest.mark.parametrize("nation", ["", "X", "EW", "e", "England"])
def test_an_unknown_nation_is_refused(nation: str) -> None:
    """Never silently «all»."""
    with pytest.raises(UnknownNation):
        choose_routes(nation=nation, needs=frozenset(), now=DAY)


def test_an_unknown_need_is_refused() -> None:
    """A typing mistake must not drop a helpline."""
    with pytest.raises(UnknownNeed, match="stalkng"):
        choose_routes(nation="E", needs=frozenset({"stalkng"}), now=DAY)


def test_the_list_narrows_by_nation_and_need() -> None:
    """Services of one city are listed; Wales's line is in Wales's list alone."""
    every = {route.id for route in listed_routes(now=DAY)}
    assert every == {route.id for route in all_routes() if route.confirmed}
    in_england = {route.id for route in listed_routes(nation="E", now=DAY)}
    assert "veritas-justice" in in_england
    assert LFF not in in_england
    assert LFF in {route.id for route in listed_routes(nation="W", now=DAY)}
    assert [route.id for route in listed_routes(nation="W", needs=frozenset({"partner"}), now=DAY)] == [
        FIRST,
        LFF,
        *LAST,
    ]
