"""The first three routes after 999, for nation x need x relation x place x age x time."""

import datetime

import pytest

from reports.guidance.needs import PLACES, RELATIONS, UnknownNeed, needs_of_circumstances
from reports.guidance.route_matching import choose_routes
from reports.vocabulary.uk_time import LONDON
from tests.guidance.first_routes import FIRST_ROUTES, SHORT
from tests.guidance.test_facts import ROWS

MOMENTS = {
    "day": datetime.datetime(2026, 11, 20, 12, 0, tzinfo=LONDON),
    "night": datetime.datetime(2026, 11, 21, 3, 0, tzinfo=LONDON),
}
CASES = [
    (situation, nation, first.split())
    for situation, nations in FIRST_ROUTES.items()
    for nation, first in nations.items()
]


def test_there_are_enough_cases_and_they_touch_every_relation_place_age_and_time() -> None:
    """At least 150."""
    said = [set(column) for column in zip(*(situation.split() for situation in FIRST_ROUTES), strict=True)]
    assert len(CASES) >= 150
    assert said[1] == {*RELATIONS, "-"}
    assert said[2] == {*PLACES, "-"}
    assert said[3:] == [{"-", "u18"}, {"day", "night"}]


@pytest.mark.parametrize(("situation", "nation", "first"), CASES, ids=lambda value: "-".join(value))
def test_a_situation_leads_to_these_routes_first(situation: str, nation: str, first: list[str]) -> None:
    """999, then these three; nobody outside the nation, and the nation as the facts have it."""
    need, relation, place, age, time = situation.replace("-", "").split(" ")
    routes = choose_routes(
        nation=nation,
        needs=frozenset({need} - {""}),
        relation=relation,
        place=place,
        under_18=age == "u18",
        now=MOMENTS[time],
    )
    assert [route.id for route in routes[:4]] == ["emergency", *(SHORT[short] for short in first)]
    assert [route.id for route in routes if nation not in ROWS[route.id][1]] == []


@pytest.mark.parametrize("said", [{"relation": "stalker"}, {"place": "moon"}])
def test_an_unknown_circumstance_is_refused(said: dict[str, str]) -> None:
    """A typing mistake must not drop a helpline."""
    with pytest.raises(UnknownNeed):
        needs_of_circumstances(relation=said.get("relation", ""), place=said.get("place", ""))


def test_somebody_stands_in_at_night_and_only_then() -> None:
    """Victim Support answers day and night in England; by day the stalking helpline answers itself."""
    chosen = {
        time: [route.id for route in choose_routes(nation="E", needs=frozenset({"stalking"}), now=now)]
        for time, now in MOMENTS.items()
    }
    assert chosen["night"][1] == "victim-support"
    assert "victim-support" not in chosen["day"]
