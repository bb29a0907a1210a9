"""Which routes fit: every case written down."""

import pytest

from reports.guidance.needs import NEEDS, UnknownNeed
from reports.guidance.route_matching import UnknownNation, choose_routes, listed_routes
from reports.guidance.routes import all_routes

FIRST, LAST = "emergency", ["police-101", "crimestoppers"]
BTP, NSH, ALICE = "british-transport-police", "national-stalking-helpline", "alice-ruggles-trust"
COUNCIL, COUNCIL_SN = "council", "council-scotland-northern-ireland"
VS, VSS, FOCUS = "victim-support", "victim-support-scotland", "victim-focus-team"
LFF, NDAH, SDAH, NIH = (
    "live-fear-free",
    "national-domestic-abuse-helpline",
    "scotland-domestic-abuse",
    "northern-ireland-domestic-sexual-abuse",
)
SWA, ASSIST, RASA, RCS = "scottish-womens-aid", "assist-ni", "sexual-abuse-support", "rape-crisis-scotland"
MAL, GALOP, KARMA, RPH, CHILD = "mens-advice-line", "galop", "karma-nirvana", "revenge-porn-helpline", "childline"
PALADIN, AAS = "paladin", "action-against-stalking"

# (nation, needs) -> what stands between 999 and 101
CASES: dict[tuple[str, str], list[str]] = {
    # nothing in particular
    ("E", ""): [],
    ("W", ""): [],
    ("S", ""): [],
    ("N", ""): [],
    # followed
    ("E", "stalking"): [NSH, PALADIN, ALICE],
    ("W", "stalking"): [NSH, PALADIN, ALICE],
    ("S", "stalking"): [NSH, AAS, ALICE],
    ("N", "stalking"): [NSH, ALICE],
    # followed by a partner or an ex-partner: Live Fear Free in Wales alone
    ("E", "stalking partner"): [NDAH, NSH, PALADIN, ALICE],
    ("W", "stalking partner"): [LFF, NSH, PALADIN, ALICE],
    ("S", "stalking partner"): [SDAH, NSH, AAS, ALICE, SWA],
    ("N", "stalking partner"): [NIH, NSH, ALICE, ASSIST],
    ("E", "partner"): [NDAH],
    ("W", "partner"): [LFF],
    ("S", "partner"): [SDAH, SWA],
    ("N", "partner"): [NIH, ASSIST],
    # harassed
    ("E", "harassment"): [VS],
    ("W", "harassment"): [VS],
    ("S", "harassment"): [VSS],
    ("N", "harassment"): [],
    ("E", "victim"): [VS],
    ("W", "victim"): [VS, FOCUS],
    ("S", "victim"): [VSS],
    ("N", "victim"): [],
    # trains: British Transport Police, not in Northern Ireland
    ("E", "rail"): [BTP],
    ("W", "rail"): [BTP],
    ("S", "rail"): [BTP],
    ("N", "rail"): [],
    ("E", "rail stalking"): [BTP, NSH, PALADIN, ALICE],
    ("W", "rail stalking"): [BTP, NSH, PALADIN, ALICE],
    ("S", "rail stalking"): [BTP, NSH, AAS, ALICE],
    ("N", "rail stalking"): [NSH, ALICE],
    ("E", "rail harassment"): [BTP, VS],
    ("W", "rail harassment"): [BTP, VS],
    ("S", "rail harassment"): [BTP, VSS],
    ("N", "rail harassment"): [],
    # light and upkeep
    ("E", "council"): [COUNCIL],
    ("W", "council"): [COUNCIL],
    ("S", "council"): [COUNCIL_SN],
    ("N", "council"): [COUNCIL_SN],
    ("E", "council rail"): [BTP, COUNCIL],
    ("W", "council stalking"): [NSH, PALADIN, ALICE, COUNCIL],
    ("S", "council harassment"): [VSS, COUNCIL_SN],
    ("N", "council stalking"): [NSH, ALICE, COUNCIL_SN],
    # sexual
    ("E", "sexual"): [RASA],
    ("W", "sexual"): [LFF, RASA],
    ("S", "sexual"): [RCS],
    ("N", "sexual"): [NIH, ASSIST],
    ("E", "sexual rail"): [BTP, RASA],
    ("S", "sexual rail"): [BTP, RCS],
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
    # who you are
    ("E", "men"): [MAL],
    ("W", "men"): [MAL],
    ("S", "men"): [MAL],
    ("N", "men"): [],
    ("E", "lgbt"): [GALOP],
    ("N", "lgbt"): [GALOP],
    ("W", "honour"): [KARMA],
    ("S", "honour"): [KARMA],
    # on the web, and worries about a child: only when asked for
    ("E", "online-report"): ["police-online"],
    ("W", "child-safety"): ["stop-it-now"],
    ("E", "own-behaviour"): [],
}


def chosen(nation: str, needs: str, language: str = "en") -> list[str]:
    """The ids of the choice."""
    return [route.id for route in choose_routes(nation=nation, needs=frozenset(needs.split()), language=language)]


@pytest.mark.parametrize(("case", "expected"), CASES.items(), ids=lambda value: "-".join(value) or "none")
def test_a_nation_and_needs_choose_these_routes(case: tuple[str, str], expected: list[str]) -> None:
    """999 first, what fits, then 101 and Crimestoppers."""
    assert chosen(*case) == [FIRST, *expected, *LAST]


# A place that lies at a station, and nobody said so: its police come after who was made for what happened.
AT_RAILWAY: dict[tuple[str, str], list[str]] = {
    ("E", ""): [BTP],
    ("W", ""): [BTP],
    ("S", ""): [BTP],
    ("N", ""): [],
    ("E", "stalking"): [NSH, PALADIN, ALICE, BTP],
    ("W", "stalking"): [NSH, PALADIN, ALICE, BTP],
    ("S", "stalking"): [NSH, AAS, ALICE, BTP],
    ("N", "stalking"): [NSH, ALICE],
    ("E", "harassment council"): [VS, COUNCIL, BTP],
    ("S", "harassment"): [VSS, BTP],
    ("N", "harassment council"): [COUNCIL_SN],
    ("E", "stalking young"): [CHILD, NSH, PALADIN, ALICE, BTP],
    # said by the person too: first, and once
    ("E", "rail stalking"): [BTP, NSH, PALADIN, ALICE],
    ("N", "rail stalking"): [NSH, ALICE],
}


@pytest.mark.parametrize(("case", "expected"), AT_RAILWAY.items(), ids=lambda value: "-".join(value) or "none")
def test_a_place_at_a_station_adds_the_railways_police(case: tuple[str, str], expected: list[str]) -> None:
    """England, Wales and Scotland; in Northern Ireland the choice is as it would be anywhere."""
    nation, needs = case
    routes = choose_routes(nation=nation, needs=frozenset(needs.split()), at_railway=True)
    assert [route.id for route in routes] == [FIRST, *expected, *LAST]


@pytest.mark.parametrize("nation", "EWSN")
def test_who_cannot_hear_or_speak_sees_the_other_ways_to_999_next_to_it(nation: str) -> None:
    """All emergency routes stand together at the top."""
    assert chosen(nation, "deaf stalking")[:4] == [FIRST, "bsl-999", "text-999", NSH]
    assert chosen(nation, "silent")[:3] == [FIRST, "silent-999-mobile", "silent-999-landline"]


def test_a_welsh_reader_in_wales_meets_the_line_that_speaks_welsh_first() -> None:
    """Only among what fits: 999 keeps its place."""
    assert chosen("W", "stalking sexual", "cy") == [FIRST, LFF, NSH, PALADIN, ALICE, RASA, *LAST]
    assert chosen("W", "stalking sexual", "en") == [FIRST, NSH, PALADIN, ALICE, LFF, RASA, *LAST]


@pytest.mark.parametrize("nation", "EWSN")
@pytest.mark.parametrize("need", NEEDS)
def test_no_choice_leaves_its_nation_or_shows_what_is_not_confirmed(nation: str, need: str) -> None:
    """Every need in every nation, 999 always first."""
    routes = choose_routes(nation=nation, needs=frozenset({need}))
    assert routes[0].id == FIRST
    assert [route.id for route in routes if nation not in route.nations or not route.confirmed or route.region] == []
    assert [route.id for route in routes if not route.always and need not in route.needs] == []


def test_a_route_that_is_not_confirmed_would_be_chosen_if_it_were_not_left_out() -> None:
    """The rule has something to leave out."""
    assert any(not route.confirmed and "sexual" in route.needs for route in all_routes())
    everything = choose_routes(nation="N", needs=frozenset({"sexual"}), routes=all_routes())
    assert "rape-crisis-northern-ireland" not in [route.id for route in everything]


@pytest.mark.parametrize("nation", ["", "X", "EW", "e", "England"])
def test_an_unknown_nation_is_refused(nation: str) -> None:
    """Never silently «all»."""
    with pytest.raises(UnknownNation):
        choose_routes(nation=nation, needs=frozenset())


def test_an_unknown_need_is_refused() -> None:
    """A typing mistake must not drop a helpline."""
    with pytest.raises(UnknownNeed, match="stalkng"):
        choose_routes(nation="E", needs=frozenset({"stalkng"}))


def test_the_list_narrows_by_nation_and_need() -> None:
    """Services of one city are listed; Wales's line is in Wales's list alone."""
    every = {route.id for route in listed_routes()}
    assert every == {route.id for route in all_routes() if route.confirmed}
    in_england = {route.id for route in listed_routes(nation="E")}
    assert "veritas-justice" in in_england
    assert LFF not in in_england
    assert LFF in {route.id for route in listed_routes(nation="W")}
    assert [route.id for route in listed_routes(nation="W", need="partner")] == [FIRST, LFF, *LAST]
