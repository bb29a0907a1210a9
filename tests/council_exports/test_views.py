"""A council officer takes away the own area's extracts, and nothing of anybody else's."""

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.publication.releasing import publish_release
from reports.staff.models import AuditEntry, Membership
from tests.factories import BORDERSHIRE, EASTBY, GWENT_FACH, LLANFACH, NOW, TODAY, WESTBY, make_person
from tests.queries import RIGHT_TO_APPEND, ROW_LEVEL_SECURITY

PAGE, EXTRACT = "/staff/exports", "/staff/exports/extract"
SUMMER = {"council": WESTBY, "first": "2026-Q3", "last": "2026-Q3", "format": "csv"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def signed_in(client: Client, role: str = "council_officer", area: str = WESTBY) -> Client:
    """The client as a person with a role in an area."""
    client.force_login(make_person(role, area))
    return client


def rows_of(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


@pytest.mark.parametrize("address", [PAGE, EXTRACT])
def test_a_stranger_is_sent_to_sign_in(client: Client, counted: dict[str, Area], address: str) -> None:
    response = client.get(address, SUMMER, headers={"Accept": "text/html"})
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/")


@pytest.mark.parametrize("address", [PAGE, EXTRACT])
def test_a_moderator_is_refused(client: Client, counted: dict[str, Area], address: str) -> None:
    assert signed_in(client, "moderator").get(address, SUMMER).status_code == 403


@pytest.mark.parametrize("role", ["council_officer", "analyst", "manager"])
@pytest.mark.parametrize("area", [WESTBY, BORDERSHIRE])
def test_each_role_gets_the_extract_of_the_own_area(
    client: Client, counted: dict[str, Area], role: str, area: str
) -> None:
    response = signed_in(client, role, area).get(EXTRACT, SUMMER)
    assert response.status_code == 200
    assert [(row["extent"], row["count"]) for row in rows_of(response)] == [("cell", "6"), ("rest-of-cell", "5")]
    assert {row["lad25cd"] for row in rows_of(response)} == {WESTBY}


@pytest.mark.parametrize("area", [EASTBY, GWENT_FACH, LLANFACH])
def test_another_areas_extract_is_404(client: Client, counted: dict[str, Area], area: str) -> None:
    assert signed_in(client, area=area).get(EXTRACT, SUMMER).status_code == 404


def test_a_council_that_does_not_exist_is_404(client: Client, counted: dict[str, Area]) -> None:
    assert signed_in(client).get(EXTRACT, SUMMER | {"council": "E99999999"}).status_code == 404


def test_an_expired_membership_exports_nothing(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    Membership.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert client.get(EXTRACT, SUMMER).status_code == 403


def test_the_file_says_area_and_period(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    table = client.get(EXTRACT, SUMMER | {"first": "2026-Q2"})
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        table["Content-Disposition"] == f'attachment; filename="unsafe-places-westby-{WESTBY}-2026-Q2-to-2026-Q3.csv"'
    )
    assert {row["quarter"] for row in rows_of(table)} == {"2026-Q2", "2026-Q3"}
    shapes = client.get(EXTRACT, SUMMER | {"format": "geojson"})
    assert shapes["Content-Type"] == "application/geo+json"
    assert len(shapes.json()["features"]) == 2


def test_the_open_quarter_cannot_be_exported(client: Client, counted: dict[str, Area]) -> None:
    signed_in(client)
    assert '<option value="2026-Q4"' not in client.get(PAGE).content.decode()
    response = client.get(EXTRACT, SUMMER | {"last": "2026-Q4"})
    assert response.status_code == 400
    assert "To: choose one from the list." in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "xlsx"}, "Format: choose one from the list."),
        ({"format": ""}, "Format: choose one from the list."),
        ({"first": "2019-Q1"}, "From: choose one from the list."),
        ({"last": "2026-Q2"}, "The last quarter must not be before the first."),
    ],
)
def test_a_wrong_choice_is_explained_and_the_others_stay(
    client: Client, counted: dict[str, Area], change: dict[str, str], message: str
) -> None:
    response = signed_in(client, area=BORDERSHIRE).get(EXTRACT, SUMMER | change)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert f'<option value="{WESTBY}" selected' in response.content.decode()


def test_the_page_offers_own_councils_closed_quarters_and_what_columns_mean(
    client: Client, counted: dict[str, Area]
) -> None:
    page = signed_in(client, area=BORDERSHIRE).get(PAGE).content.decode()
    for council in (WESTBY, EASTBY):
        assert f'<option value="{council}"' in page
    assert LLANFACH not in page
    for quarter in ("2026-Q2", "2026-Q3"):
        assert f'<option value="{quarter}"' in page
    assert "<code>lad25nmw</code>" in page
    assert "They are not crimes." in page
    assert "Open Government Licence" in page


def test_without_a_closed_quarter_the_page_says_so(client: Client, country: dict[str, Area]) -> None:
    response = signed_in(client).get(PAGE)
    assert "There is nothing to export yet." in response.content.decode()
    assert signed_in(client).get(EXTRACT, SUMMER).status_code == 400


def test_the_publishable_files_are_the_public_ones(client: Client, counted: dict[str, Area]) -> None:
    for code in (WESTBY, LLANFACH):
        publish_release(counted[code], quarter="2026-Q3", now=NOW)
    page = signed_in(client).get(PAGE).content.decode()
    for name in ("leaves.csv", "leaves.geojson", "map.json", "figures.json", "manifest.json"):
        assert f'href="/releases/{WESTBY}-2026-Q3/{name}"' in page
        assert client.get(f"/releases/{WESTBY}-2026-Q3/{name}").status_code == 200
    assert f"{LLANFACH}-2026-Q3" not in page


def test_an_unpublished_quarter_of_releases_is_404(client: Client, counted: dict[str, Area]) -> None:
    publish_release(counted[WESTBY], quarter="2026-Q3", now=NOW)
    signed_in(client)
    assert client.get(PAGE, {"published": "2026-Q3"}).status_code == 200
    assert client.get(PAGE, {"published": "2026-Q2"}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_councils(
    client: Client, counted: dict[str, Area], django_assert_num_queries: Any
) -> None:
    for code in (WESTBY, EASTBY):
        publish_release(counted[code], quarter="2026-Q3", now=NOW)
    for area, councils in ((WESTBY, 1), (BORDERSHIRE, 2)):
        signed_in(client, area=area)
        client.get(PAGE)  # the list of all releases is read once
        with django_assert_num_queries(8 + ROW_LEVEL_SECURITY):
            response = client.get(PAGE)
        assert len(response.context["releases"]) == councils


def test_an_extract_is_made_with_few_queries(
    client: Client, counted: dict[str, Area], django_assert_num_queries: Any
) -> None:
    signed_in(client)
    in_the_audit = 4 + RIGHT_TO_APPEND
    for first in ("2026-Q3", "2026-Q2"):
        with django_assert_num_queries(6 + in_the_audit + ROW_LEVEL_SECURITY):
            client.get(EXTRACT, SUMMER | {"first": first})


def test_taking_an_extract_away_is_in_the_audit(client: Client, counted: dict[str, Area]) -> None:
    client.force_login(make_person("council_officer", WESTBY, username="offie"))
    client.get(EXTRACT, SUMMER)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.who, entry.area) == ("export", "offie", WESTBY)
    chosen = {"dataset": "extract", "format": SUMMER["format"], "first": SUMMER["first"], "last": SUMMER["last"]}
    assert json.loads(entry.detail) == chosen
