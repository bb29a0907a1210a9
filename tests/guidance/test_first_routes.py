"""The first three routes after 999, for nation x need x relation x place x who x time; and what was wrong before."""

import datetime

import pytest

from reports.guidance.needs import NEEDS, PLACES, RELATIONS, UnknownNeed, needs_of_circumstances
from reports.guidance.route_form import Asked, routes_asked_for
from reports.guidance.route_matching import choose_routes, listed_routes, who_may_answer
from reports.guidance.routes import Route, all_routes
from reports.vocabulary.uk_time import LONDON
from tests.guidance.first_routes import SHORT, cases
from tests.guidance.test_facts import ROWS

MOMENTS = {
    "day": datetime.datetime(2026, 11, 20, 12, 0, tzinfo=LONDON),
    "evening": datetime.datetime(2026, 11, 20, 19, 0, tzinfo=LONDON),
    "night": datetime.datetime(2026, 11, 21, 3, 0, tzinfo=LONDON),
    "weekend": datetime.datetime(2026, 11, 21, 12, 0, tzinfo=LONDON),
}
OF_WHO = {"man": "men", "lgbt": "lgbt", "honour": "honour", "deaf": "deaf"}
CASES = cases()
DAY, NIGHT = MOMENTS["day"], MOMENTS["night"]


def test_there_are_enough_cases_and_they_touch_every_relation_place_age_and_time() -> None:
    """At least 300, and 60 at night."""
    said = [set(column) for column in zip(*(situation.split() for situation, _n, _f in CASES), strict=True)]
    assert len(CASES) >= 300
    assert len([situation for situation, _n, _f in CASES if situation.endswith("night")]) >= 60
    assert said[1] == {*RELATIONS, "-"}
    assert said[2] == {*PLACES, "-"}
    assert {who for one in said[3] for who in one.split("+")} == {"-", "u18", "welsh", *OF_WHO}
    assert said[4] == set(MOMENTS)
    assert len({(situation, nation) for situation, nation, _f in CASES}) == len(CASES)


def asked_in(situation: str, nation: str) -> tuple[Asked, datetime.datetime]:
    """What a reader of the situation says in the form, and when."""
    need, relation, place, who, time = situation.split(" ")
    people = set(who.split("+"))
    needs = frozenset({need} - {"-"} | {OF_WHO[one] for one in people & set(OF_WHO)})
    asked = Asked(
        nation=nation,
        need=needs,
        relation=relation.replace("-", ""),
        place=place.replace("-", ""),
        under_18="u18" in people,
        welsh="welsh" in people,
    )
    return asked, MOMENTS[time]


@pytest.mark.parametrize(
    ("situation", "nation", "first"),
    CASES,
    ids=lambda value: (value if isinstance(value, str) else "-".join(value)) or "UK",
)
def test_a_situation_leads_to_these_routes_first(situation: str, nation: str, first: list[str]) -> None:
    """The ways to 999, then these three; nobody outside the nation, and the nation as the facts have it."""
    asked, now = asked_in(situation, nation)
    if nation:
        language = "cy" if asked.welsh else "en"
        routes = choose_routes(nation=nation, needs=asked.needs, now=now, language=language)
    else:
        routes = routes_asked_for(asked, now=now)
    others = [route.id for route in routes if route.kind != "emergency"]
    assert others[:3] == [SHORT[short] for short in first]
    assert [route.kind for route in routes[: len(routes) - len(others)]] == ["emergency"] * (len(routes) - len(others))
    assert [route.id for route in routes if nation not in ROWS[route.id][1]] == []


@pytest.mark.parametrize("said", [{"relation": "stalker"}, {"place": "moon"}])
def test_an_unknown_circumstance_is_refused(said: dict[str, str]) -> None:
    """A typing mistake must not drop a helpline."""
    with pytest.raises(UnknownNeed):
        needs_of_circumstances(relation=said.get("relation", ""), place=said.get("place", ""))


def test_someone_stands_in_at_night_and_only_then() -> None:
    """Victim Support answers day and night in England; by day the stalking helpline answers itself."""
    chosen = {
        time: [route.id for route in choose_routes(nation="E", needs=frozenset({"stalking"}), now=MOMENTS[time])]
        for time in ("day", "night")
    }
    assert chosen["night"][1] == "victim-support"
    assert "victim-support" not in chosen["day"]


def first_after_999(routes: list[Route]) -> str:
    """The first that is no way to 999."""
    return next(route.id for route in routes if route.kind != "emergency")


WHOLE_DAY = [
    datetime.datetime(2026, 11, 16, tzinfo=LONDON) + datetime.timedelta(days=day, hours=hour)
    for day in range(7)
    for hour in (0, 2, 7, 9, 12, 15, 18, 21, 23)
]


@pytest.mark.parametrize("nation", ["E", "W", "S", "N", ""])
@pytest.mark.parametrize("need", NEEDS)
def test_at_no_hour_of_the_week_does_a_closed_line_come_first_while_another_answers(nation: str, need: str) -> None:
    for now in WHOLE_DAY:
        routes = routes_asked_for(Asked(nation=nation, need=frozenset({need})), now=now)
        others = [route for route in routes if route.kind != "emergency"]
        open_now = who_may_answer(others, now)
        if others[0] not in open_now:
            # only the police and Crimestoppers are awake, who come last: nobody else answers
            assert [route.id for route in open_now if route.can_be_reached and (route.phone or route.text)][:1] in (
                ["police-101"],
                ["textphone-101"],
            ), (now, need)


@pytest.mark.parametrize("nation", "EWSN")
@pytest.mark.parametrize("need", sorted(set(NEEDS) - {"own-behaviour"}))
def test_nobody_is_left_with_999_and_101_alone(nation: str, need: str) -> None:
    for now in (DAY, NIGHT):
        routes = choose_routes(nation=nation, needs=frozenset({need}), now=now)
        assert [route.id for route in routes if not route.always and route.kind != "emergency"], (nation, need)


@pytest.mark.parametrize("needs", ["silent", "deaf", "silent deaf", "deaf stalking", "silent partner young"])
@pytest.mark.parametrize("nation", ["E", "W", "S", "N", ""])
def test_who_cannot_speak_or_hear_meets_the_other_ways_before_a_bare_999(nation: str, needs: str) -> None:
    routes = routes_asked_for(Asked(nation=nation, need=frozenset(needs.split())), now=NIGHT)
    ways = [route.id for route in routes if route.kind == "emergency"]
    special = {"silent": ["silent-999-mobile", "silent-999-landline"], "deaf": ["bsl-999", "text-999", "textphone"]}
    assert ways == [way for need, others in special.items() if need in needs.split() for way in others] + ["emergency"]


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("now", [DAY, NIGHT])
def test_without_a_nation_no_nations_own_line_comes_first(need: str, now: datetime.datetime) -> None:
    routes = listed_routes(needs=frozenset({need}), now=now)
    others = [route for route in routes if route.kind != "emergency"]
    assert len(others[0].nations) > 1


@pytest.mark.parametrize("needs", ["", "stalking", "stalking partner young", "stalking harassment"])
@pytest.mark.parametrize("nation", ["", "E"])
def test_who_serves_one_county_comes_last_in_every_list(needs: str, nation: str) -> None:
    routes = routes_asked_for(Asked(nation=nation, need=frozenset(needs.split())), now=DAY)
    regional = [bool(route.region) for route in routes]
    assert regional == sorted(regional)
    assert any(regional)


def test_a_service_for_women_is_never_named_to_a_man() -> None:
    """In any nation, with whatever else he says."""
    for_women = {route.id for route in all_routes() if "men" in route.not_with}
    assert for_women == {"national-domestic-abuse-helpline", "scottish-womens-aid"}
    for need in NEEDS:
        for nation in ("E", "W", "S", "N", ""):
            asked = Asked(nation=nation, need=frozenset({"men", need}), relation="partner")
            assert for_women & {route.id for route in routes_asked_for(asked, now=NIGHT)} == set()
    women = routes_asked_for(Asked(nation="S", need=frozenset({"stalking"}), relation="partner"), now=NIGHT)
    assert "scottish-womens-aid" in {route.id for route in women}


# The corrections of 27 November 2026, each with the case that was wrong before.
@pytest.mark.parametrize(
    ("asked", "now", "first"),
    [
        (Asked(nation="E", need=frozenset({"men"})), DAY, "mens-advice-line"),
        (Asked(nation="E", need=frozenset({"men", "stalking"}), relation="partner"), DAY, "mens-advice-line"),
        (Asked(under_18=True, relation="partner"), DAY, "childline"),  # was the eighth
        (Asked(nation="S", under_18=True, need=frozenset({"stalking"}), relation="partner"), NIGHT, "childline"),
        (Asked(nation="W", need=frozenset({"stalking"}), relation="stranger", welsh=True), NIGHT, "live-fear-free"),
        (Asked(nation="E", need=frozenset({"honour"}), relation="partner"), DAY, "karma-nirvana"),
        (Asked(nation="N", need=frozenset({"lgbt"}), relation="partner"), DAY, "galop"),
        (Asked(nation="E", need=frozenset({"stalking"})), NIGHT, "victim-support"),
        (Asked(nation="N", need=frozenset({"harassment"})), DAY, "national-stalking-helpline"),  # was 101
        (Asked(nation="N", need=frozenset({"victim"})), DAY, "victim-support-northern-ireland"),  # was 101
        (Asked(nation="S", need=frozenset({"stalking"})), NIGHT, "victim-support-scotland"),
        (Asked(relation="partner"), DAY, "police-101"),  # was Live Fear Free
    ],
)
def test_what_was_wrong_before(asked: Asked, now: datetime.datetime, first: str) -> None:
    assert first_after_999(routes_asked_for(asked, now=now)) == first


def test_only_who_answers_now_keeps_texts_and_those_of_unknown_hours() -> None:
    """Childline and 61016 were left out, and every line whose hours nobody told us."""
    asked = Asked(nation="E", need=frozenset({"rail", "stalking"}), under_18=True, open_now=True)
    kept = [route.id for route in routes_asked_for(asked, now=NIGHT)]
    assert {"childline", "british-transport-police", "paladin"} <= set(kept)
    assert "national-stalking-helpline" not in kept
    assert "national-stalking-helpline" in [route.id for route in routes_asked_for(asked, now=DAY)]
