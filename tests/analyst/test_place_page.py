"""One place: its own page, its quarters beside its council's, found by name; another area's is not there."""

import datetime
from typing import Any

import pytest
from django.test import Client

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.analyst.conftest import words_of
from tests.analyst.test_views import ADDRESS, signed_in
from tests.factories import (
    EASTBY,
    IN_EASTBY,
    IN_LLANFACH,
    IN_WESTBY,
    TODAY,
    WESTBY,
    make_accepted_report,
    make_place,
    make_street,
)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


def address(at: tuple[float, float], resolution: int = 9) -> str:
    return f"{ADDRESS}/{hexgrid.name(hexgrid.parent(hexgrid.cell_at(*at), resolution))}"


@pytest.fixture
def answered(country: dict[str, Area]) -> dict[str, Area]:
    """24 reports of being followed in one place, half at night; 76 of bad light in the evening in two others."""
    for number in range(100):
        here = number < 24
        at = IN_WESTBY if here else (-2.52, 51.42) if number % 2 else (-2.60, 51.48)
        make_accepted_report(
            at=at,
            accepted_on=datetime.date(2026, 5, 4) if number % 4 else datetime.date(2026, 8, 3),
            reasons=["followed" if here and number < 20 else "badly-lit"],
            band=4 if here and number % 2 else 3,
        )
    make_accepted_report(at=IN_EASTBY, council=EASTBY)
    make_street("High Street", IN_WESTBY)
    make_street("Mill Lane", (IN_WESTBY[0] + 0.0005, IN_WESTBY[1]))
    make_place("Westby Cross", (IN_WESTBY[0] + 0.01, IN_WESTBY[1]))
    rebuild_counts()
    return country


def test_a_place_has_its_name_when_why_and_since_when(client: Client, answered: dict[str, Area]) -> None:
    response = signed_in(client, area=WESTBY).get(address(IN_WESTBY))
    assert response.status_code == 200
    chosen = response.context["chosen"]
    assert chosen.name == "Near High Street, Westby"
    assert [(row.label, row.count, row.stands_out) for row in chosen.times if row.count] == [
        ("Evening, 6pm to midnight", 12, False),
        ("Night, midnight to 6am", 12, True),
    ]
    assert [(row.count, row.stands_out) for row in chosen.reasons] == [(20, True), (4, False)]
    bars = [(bar.count, bar.expected, bar.look) for bar in response.context["bars"]]
    assert bars == [(18, 18.0, "in"), (6, 6.0, "in")]
    for words in (
        "24 reports in the period.",
        "More often than in the area: Night, midnight to 6am.",
        "Before you use these figures",
        "Reports are not crimes.",
    ):
        assert words in words_of(response)


@pytest.mark.parametrize("resolution", [8, 9, 10])
def test_a_place_of_another_area_and_what_is_no_place_are_404(
    client: Client, counted: dict[str, Area], resolution: int
) -> None:
    signed_in(client)
    assert client.get(address(IN_WESTBY, resolution)).status_code == 200
    assert client.get(address(IN_LLANFACH, resolution)).status_code == 404
    for name in ("nonsense", "ffffffffffffffff", hexgrid.name(hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 7))):
        assert client.get(f"{ADDRESS}/{name}").status_code == 404


def test_a_place_without_reports_says_that_and_draws_nothing(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(address((-2.65, 51.35)))
    assert response.status_code == 200
    assert "Only 0 reports in the period: nothing can be said of when, why or change." in words_of(response)
    assert response.context["bars"] == []
    assert response.context["chosen"].times == []


def test_a_street_is_found_by_its_name_and_chosen(client: Client, answered: dict[str, Area]) -> None:
    signed_in(client, area=WESTBY)
    found = client.get(ADDRESS, {"find": "High Street", "when": "3"})
    assert found.status_code == 302
    cell = hexgrid.name(hexgrid.cell_at(*IN_WESTBY, 10))
    assert found["Location"] == f"?when=3&at={cell}#chosen"
    chosen = client.get(f"{ADDRESS}?when=3&at={cell}").context["chosen"]
    assert chosen.place.cell == hexgrid.cell_at(*hexgrid.centre(hexgrid.cell_named(cell)), 8)


@pytest.mark.parametrize(
    ("asked", "words"),
    [("Llan Cross", "That place is not in your area."), ("Nowhere Street", "We could not find that place.")],
)
def test_what_is_elsewhere_or_nowhere_is_said(
    client: Client, answered: dict[str, Area], asked: str, words: str
) -> None:
    make_place("Llan Cross", IN_LLANFACH, nation="W")
    response: Any = signed_in(client, area=WESTBY).get(ADDRESS, {"find": asked})
    assert response.status_code == 200
    assert words in words_of(response)
    assert response.context["found"].places == []


def test_no_two_places_of_a_list_are_called_alike(client: Client, country: dict[str, Area]) -> None:
    cells = hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 9), 2)
    for cell in cells:
        for _report in range(8):
            make_accepted_report(at=hexgrid.centre(cell))
    for name in ("High Street", "Mill Lane"):
        for cell in cells:
            make_street(name, hexgrid.centre(cell))
    make_place("Westby Cross", IN_WESTBY)
    rebuild_counts()
    response = signed_in(client, area=WESTBY).get(ADDRESS, {"size": "350", "rows": "all"})
    names = [str(row.name) for row in response.context["rows"]]
    assert len(names) == len(set(names)) == 19
    assert [name for name in names if "High Street" not in name and "Mill Lane" not in name] == []
