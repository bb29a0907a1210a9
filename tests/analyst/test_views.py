"""An analyst sees the own area's exact counts, and nobody else's."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.models import Membership
from tests.analyst.conftest import ELSEWHERE_IN_WESTBY
from tests.factories import (
    BORDERSHIRE,
    EASTBY,
    GWENT_FACH,
    IN_EASTBY,
    IN_LLANFACH,
    IN_WESTBY,
    LLANFACH,
    TODAY,
    WESTBY,
    StaffClient,
    make_accepted_report,
    make_person,
)
from tests.queries import ROW_LEVEL_SECURITY

ADDRESS = "/staff/hotspots"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


def signed_in(client: Client, role: str = "analyst", area: str = BORDERSHIRE) -> Client:
    """The client as a person with a role in an area."""
    client.force_login(make_person(role, area))
    return client


def table_of(response: Any) -> list[tuple[str, int, int]]:
    """Council, cell and count of each row on the page."""
    spots = [row.hotspot for row in response.context["rows"]]
    return [(spot.council.code, spot.cell, spot.count) for spot in spots]


def row(council: str, at: tuple[float, float], count: int) -> tuple[str, int, int]:
    """A row of the table."""
    return council, hexgrid.parent(hexgrid.cell_at(*at), 10), count


def test_a_stranger_is_sent_to_sign_in(client: Client, counted: dict[str, Area]) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert "next=/staff/hotspots" in response["Location"]


@pytest.mark.parametrize("role", ["moderator", "council_officer"])
def test_other_roles_are_refused(client: Client, counted: dict[str, Area], role: str) -> None:
    assert signed_in(client, role).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_an_analyst_and_a_manager_see_their_area_whole(client: Client, counted: dict[str, Area], role: str) -> None:
    response = signed_in(client, role).get(ADDRESS)
    assert response.status_code == 200
    assert table_of(response) == [
        row(WESTBY, IN_WESTBY, 20),
        row(EASTBY, IN_EASTBY, 7),
        row(WESTBY, ELSEWHERE_IN_WESTBY, 4),
    ]
    assert "<strong>31 reports</strong> in 3 places" in response.content.decode()


def test_an_analyst_of_a_council_sees_that_council_alone(client: Client, counted: dict[str, Area]) -> None:
    assert table_of(signed_in(client, area=EASTBY).get(ADDRESS)) == [row(EASTBY, IN_EASTBY, 7)]
    assert table_of(signed_in(StaffClient(), area=GWENT_FACH).get(ADDRESS)) == [row(LLANFACH, IN_LLANFACH, 3)]


def test_an_expired_membership_shows_nothing(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    Membership.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize("council", [LLANFACH, "E99999999", "nonsense"])
def test_another_areas_council_and_one_that_does_not_exist_are_both_404(
    client: Client, counted: dict[str, Area], council: str
) -> None:
    assert signed_in(client).get(ADDRESS, {"council": council}).status_code == 404


def test_a_place_in_another_area_shows_nothing_of_it(client: Client, counted: dict[str, Area]) -> None:
    cell = hexgrid.name(hexgrid.parent(hexgrid.cell_at(*IN_LLANFACH), 10))
    response = signed_in(client).get(ADDRESS, {"at": cell})
    assert response.status_code == 200
    assert response.context["picture"].reports == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"council": EASTBY}, [row(EASTBY, IN_EASTBY, 7)]),
        ({"first": "2026-Q4"}, [row(EASTBY, IN_EASTBY, 7)]),
        ({"last": "2026-Q2"}, [row(WESTBY, IN_WESTBY, 2)]),
        (
            {"first": "2026-Q3", "last": "2026-Q3"},
            [row(WESTBY, IN_WESTBY, 18), row(WESTBY, ELSEWHERE_IN_WESTBY, 4)],
        ),
        ({"why": "reason:badly-lit"}, [row(WESTBY, IN_WESTBY, 20), row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"why": "group:place"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"band": "4"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"band": "4", "why": "group:harassment"}, []),
        ({"sort": "council", "band": "3"}, [row(EASTBY, IN_EASTBY, 7), row(WESTBY, IN_WESTBY, 20)]),
        ({"why": "group:place", "sort": "disorder"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
    ],
)
def test_filters_choose_and_the_table_is_whole(
    client: Client, counted: dict[str, Area], query: dict[str, str], expected: list[Any]
) -> None:
    response = signed_in(client).get(ADDRESS, query)
    assert response.status_code == 200
    if expected:
        assert table_of(response) == expected
    else:
        assert "Nothing to show" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("why", "reason:nothing", "Reason: choose one from the list"),
        ("why", "nothing", "Reason: choose one from the list"),
        ("band", "7", "Time of day: choose one from the list"),
        ("first", "2019-Q1", "From: choose one from the list"),
        ("sort", "random", "Sort by: choose one from the list"),
        ("at", "not-a-cell", "named no place"),
        ("page", "two", "must be a number"),
        ("page", "0", "must be 1 or more"),
    ],
)
def test_an_unknown_value_is_explained_and_the_other_filters_stay(
    client: Client, counted: dict[str, Area], name: str, value: str, message: str
) -> None:
    response = signed_in(client).get(ADDRESS, {"council": EASTBY, name: value})
    page = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in page
    assert message in page
    assert re.search(rf'<option value="{EASTBY}" selected', page)
    assert "<svg" not in page


def test_quarters_the_wrong_way_round_are_explained(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(ADDRESS, {"first": "2026-Q4", "last": "2026-Q2"})
    assert response.status_code == 400
    assert "The last quarter must not be before the first." in response.content.decode()


def test_the_page_says_what_the_numbers_are_not(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    for words in (
        "They are not crimes.",
        "People choose whether to report.",
        "does not mean that a place is safe",
        "October to December 2026 (calendar Q4) is not finished",
        "up 16 (2 to 18)",
        "too few to compare",
        "Westby Cross, in Westby",
    ):
        assert words in page
    assert "The ranking may be down to chance" not in page
    few = client.get(ADDRESS, {"council": EASTBY}).content.decode()
    assert "The ranking may be down to chance" in few


def test_without_reports_the_page_says_so(client: Client, country: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    assert "No report has been accepted and counted in your area yet." in page
    assert "<svg" not in page


def test_the_table_comes_in_pages_that_keep_the_filters(client: Client, country: dict[str, Area]) -> None:
    for cell in hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 10), 3)[:25]:
        make_accepted_report(at=hexgrid.centre(cell), accepted_on=TODAY)
    rebuild_counts()
    signed_in(client)
    first, second = (client.get(ADDRESS, {"council": WESTBY, "page": page}) for page in (1, 2))
    assert (len(table_of(first)), len(table_of(second))) == (20, 5)
    assert len({*table_of(first), *table_of(second)}) == 25
    assert f"?council={WESTBY}&amp;page=2#places" in first.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, counted: dict[str, Area], django_assert_num_queries: Any
) -> None:
    signed_in(client)
    client.get(ADDRESS)  # boundaries are read once and kept
    for query, rows in (({"council": EASTBY}, 1), ({}, 3)):
        with django_assert_num_queries(15 + ROW_LEVEL_SECURITY):
            response = client.get(ADDRESS, query)
        assert len(table_of(response)) == rows


def test_there_is_no_script_or_style_in_the_page(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
