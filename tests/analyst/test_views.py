"""An analyst sees the own area's places, ranked with what is sure of them, and nobody else's."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.models import Membership
from tests.analyst.conftest import ELSEWHERE_IN_WESTBY, words_of
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
    make_street,
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
    places = [row.place for row in response.context["rows"]]
    return [(place.council.code, place.cell, place.count) for place in places]


def row(council: str, at: tuple[float, float], count: int, resolution: int = 8) -> tuple[str, int, int]:
    """A row of the table."""
    return council, hexgrid.parent(hexgrid.cell_at(*at), resolution), count


def test_a_stranger_is_sent_to_sign_in(client: Client, counted: dict[str, Area]) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert "next=/staff/hotspots" in response["Location"]


@pytest.mark.parametrize("role", ["moderator", "council_officer"])
def test_other_roles_are_refused(client: Client, counted: dict[str, Area], role: str) -> None:
    assert signed_in(client, role).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("role", ["analyst", "manager"])
def test_an_analyst_and_a_manager_see_their_area_whole(client: Client, counted: dict[str, Area], role: str) -> None:
    response = signed_in(client, role).get(ADDRESS, {"rows": "all"})
    assert response.status_code == 200
    assert table_of(response) == [
        row(WESTBY, IN_WESTBY, 20),
        row(EASTBY, IN_EASTBY, 7),
        row(WESTBY, ELSEWHERE_IN_WESTBY, 4),
    ]
    assert "31 reports in the period" in words_of(response)


def test_an_analyst_of_a_council_sees_that_council_alone(client: Client, counted: dict[str, Area]) -> None:
    query = {"rows": "all"}
    assert table_of(signed_in(client, area=EASTBY).get(ADDRESS, query)) == [row(EASTBY, IN_EASTBY, 7)]
    other = signed_in(StaffClient(), area=GWENT_FACH).get(ADDRESS, query)
    assert table_of(other) == [row(LLANFACH, IN_LLANFACH, 3)]


def test_an_expired_membership_shows_nothing(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    Membership.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize("council", [LLANFACH, "E99999999", "nonsense"])
def test_another_areas_council_and_one_that_does_not_exist_are_both_404(
    client: Client, counted: dict[str, Area], council: str
) -> None:
    assert signed_in(client).get(ADDRESS, {"area": council}).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"area": EASTBY}, [row(EASTBY, IN_EASTBY, 7)]),
        ({"first": "2026-Q4"}, [row(EASTBY, IN_EASTBY, 7)]),
        ({"last": "2026-Q2"}, [row(WESTBY, IN_WESTBY, 2)]),
        (
            {"first": "2026-Q3", "last": "2026-Q3"},
            [row(WESTBY, IN_WESTBY, 18), row(WESTBY, ELSEWHERE_IN_WESTBY, 4)],
        ),
        ({"why": "reason:badly-lit"}, [row(WESTBY, IN_WESTBY, 20), row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"why": "group:place"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"when": "4"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4)]),
        ({"when": "4", "size": "130"}, [row(WESTBY, ELSEWHERE_IN_WESTBY, 4, 10)]),
    ],
)
def test_filters_choose_and_the_list_is_whole(
    client: Client, counted: dict[str, Area], query: dict[str, str], expected: list[Any]
) -> None:
    response = signed_in(client).get(ADDRESS, query | {"rows": "all"})
    assert response.status_code == 200
    assert table_of(response) == expected


def test_a_filter_that_leaves_nothing_can_be_taken_away_alone(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(ADDRESS, {"area": WESTBY, "when": "4", "why": "group:harassment"})
    page = response.content.decode()
    assert "Nothing to show" in page
    assert "Time of day is Night, midnight to 6am." in words_of(response)
    for left in (
        "?when=4&amp;why=group%3Aharassment",
        f"?area={WESTBY}&amp;why=group%3Aharassment",
        f"?area={WESTBY}&amp;when=4",
    ):
        assert f'href="{left}"' in page


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("why", "reason:nothing", "Reason: choose one from the list"),
        ("when", "7", "Time of day: choose one from the list"),
        ("first", "2019-Q1", "From: choose one from the list"),
        ("size", "5", "Place size: choose one from the list"),
        ("kind", "cold", "Kind: choose one from the list"),
        ("rows", "some", "List: choose one from the list"),
        ("at", "not-a-cell", "named no place"),
        ("page", "two", "must be a number"),
        ("page", "0", "must be 1 or more"),
    ],
)
def test_an_unknown_value_is_explained_and_the_other_filters_stay(
    client: Client, counted: dict[str, Area], name: str, value: str, message: str
) -> None:
    response = signed_in(client).get(ADDRESS, {"area": EASTBY, name: value})
    page = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in page
    assert message in page
    assert re.search(rf'<option value="{EASTBY}" selected', page)
    assert "app-hotspots__map" not in page


def test_quarters_the_wrong_way_round_are_explained(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(ADDRESS, {"first": "2026-Q4", "last": "2026-Q2"})
    assert response.status_code == 400
    assert "The last quarter must not be before the first." in response.content.decode()


def test_few_reports_are_said_to_be_few(client: Client, counted: dict[str, Area]) -> None:
    page = words_of(signed_in(client).get(ADDRESS))
    for words in (
        "All my councils: 31 reports, too few for a list of 20",
        "0 more have 8 reports or more. The rest cannot be told apart.",
        "They are not crimes.",
        "does not mean that a place is safe",
        "October to December 2026 is not finished",
        "About 1 mile west of Westby Cross, in Westby",
        "no line: no cluster told",
    ):
        assert words in page
    finer = signed_in(StaffClient()).get(ADDRESS, {"size": "130", "when": "3"})
    assert [label for label, _query in finer.context["more"]] == [
        "All reports, without filters",
        "Places 900 metres across",
    ]
    assert "What would tell more" in words_of(finer)
    alone = words_of(signed_in(StaffClient(), area=EASTBY).get(ADDRESS))
    assert "No place has 8 reports or more: none can be told from the others." in alone
    assert "No place has enough reports to be listed." in alone


def test_a_rise_the_council_did_not_have_is_clear_and_named(client: Client, country: dict[str, Area]) -> None:
    """12 places go from 12 to 12 reports; one from 1 to 24."""
    spring, summer = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3)
    places = hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 8), 2)[:13]
    for number, cell in enumerate(places):
        at = hexgrid.centre(cell)
        for accepted, count in ((spring, 1 if number == 5 else 12), (summer, 24 if number == 5 else 12)):
            for _report in range(count):
                make_accepted_report(at=at, accepted_on=accepted)
        make_street(f"Street {number}", at)
    rebuild_counts()
    response = signed_in(client, area=WESTBY).get(ADDRESS, {"size": "900", "kind": "clear"})
    (clear,) = response.context["rows"]
    assert (clear.place.cell, clear.place.count, clear.name) == (places[5], 25, "Near Street 5, Westby")
    assert [change.in_full for change in clear.changes] == ["▲ 1 → 24 1 expected", "not counted then"]
    assert "13 changes were tested: clear at 1 place." in words_of(response)
    everything = client.get(ADDRESS, {"size": "900", "rows": "all"})
    others = [row.changes[0].in_full for row in everything.context["rows"] if row.place.cell != places[5]]
    assert others == ["12 → 12 14 expected"] * 12


def test_without_reports_the_page_says_so(client: Client, country: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    assert "No report has been accepted and counted in your area yet." in page
    assert "<svg" not in page


def test_the_list_comes_in_pages_that_keep_the_filters(client: Client, country: dict[str, Area]) -> None:
    for cell in hexgrid.neighbours(hexgrid.cell_at(*IN_WESTBY, 10), 3)[:25]:
        make_accepted_report(at=hexgrid.centre(cell), accepted_on=TODAY)
    rebuild_counts()
    signed_in(client)
    query = {"area": WESTBY, "size": "130", "rows": "all"}
    first, second = (client.get(ADDRESS, query | {"page": page}) for page in (1, 2))
    assert (len(table_of(first)), len(table_of(second))) == (20, 5)
    assert len({*table_of(first), *table_of(second)}) == 25
    assert f"?area={WESTBY}&amp;size=130&amp;rows=all&amp;page=2#places" in first.content.decode()


def test_a_chosen_place_of_few_reports_says_that_alone(client: Client, counted: dict[str, Area]) -> None:
    for at, count in ((IN_EASTBY, 7), (IN_WESTBY, 20)):
        cell = hexgrid.name(hexgrid.parent(hexgrid.cell_at(*at), 10))
        response = signed_in(client).get(ADDRESS, {"at": cell})
        chosen = response.context["chosen"]
        assert chosen.place.count == count
        said = "Only 7 reports in the period: nothing can be said of when, why or change."
        assert (said in words_of(response)) == (count == 7)
        assert [answer.count for answer in chosen.times] == ([] if count == 7 else [0, 0, 20, 0])


def test_a_place_in_another_area_shows_nothing_of_it(client: Client, counted: dict[str, Area]) -> None:
    cell = hexgrid.parent(hexgrid.cell_at(*IN_LLANFACH), 8)
    response = signed_in(client).get(ADDRESS, {"at": hexgrid.name(cell)})
    assert response.status_code == 200
    assert response.context["chosen"].place is None
    assert cell not in [one.place.cell for one in response.context["picture"].hexagons]


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, counted: dict[str, Area], django_assert_num_queries: Any
) -> None:
    signed_in(client)
    for number, at in enumerate((IN_WESTBY, IN_EASTBY, ELSEWHERE_IN_WESTBY)):
        make_street(f"Street {number}", hexgrid.centre(hexgrid.parent(hexgrid.cell_at(*at), 8)))
    client.get(ADDRESS)  # boundaries are read once and kept
    for query, rows in (({"area": EASTBY, "rows": "all"}, 1), ({"rows": "all"}, 3)):
        with django_assert_num_queries(15 + ROW_LEVEL_SECURITY):
            response = client.get(ADDRESS, query)
        assert len(table_of(response)) == rows


def test_there_is_no_script_or_style_in_the_page(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
