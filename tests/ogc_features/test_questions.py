"""What can be asked of items: limit, box, time, values, pages; and what is refused, by its name."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.ogc_features import query_parameters
from reports.publication import leaf_counts, released
from reports.publication.models import Release
from reports.publication.withdrawing import withdraw_cell
from tests.factories import EASTBY, NOW, WESTBY, make_person
from tests.ogc_features.conftest import EPSG, Ask, ids_of
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL

PROBLEM = "application/problem+json"
ITEMS = "collections/releases/items"


def next_of(page: Any) -> str:
    """Where the next page is; empty on the last."""
    return next((link["href"] for link in page["links"] if link["rel"] == "next"), "")


@pytest.mark.parametrize("limit", ["1", "2", "3", "4", "1000", "5000"])
def test_pages_hold_every_feature_once_and_each_says_how_many_there_are(
    client: Client, ask: Ask, published_country: Any, limit: str
) -> None:
    for collection in ("releases", "areas", "responses"):
        every = ids_of(ask(f"collections/{collection}/items"))
        address, found, pages = f"/ogc/collections/{collection}/items?limit={limit}", [], 0
        while address:
            page = client.get(address).json()
            assert len(page["features"]) <= int(limit)
            assert page["numberMatched"] == len(every)
            assert not address.startswith("http") or address.startswith("http://testserver/ogc/collections/")
            found, pages, address = found + ids_of(page), pages + 1, next_of(page)
        assert (found, pages) == (every, -(-len(every) // int(limit)))


def test_the_next_page_keeps_what_was_asked(client: Client, ask: Ask, published_country: dict[str, str]) -> None:
    asked = {"bbox": "-2.7,51,-2.4,52", "datetime": "../2026-12-31", "council_code": WESTBY, "crs": EPSG + "27700"}
    address, found = f"/ogc/{ITEMS}?limit=1&" + "&".join(f"{name}={value}" for name, value in asked.items()), []
    while address:
        answer = client.get(address)
        assert answer["Content-Crs"] == f"<{EPSG}27700>"
        found, address = found + ids_of(answer.json()), next_of(answer.json())
    assert found == sorted(published_country[name] for name in ("now", "second", "before"))


def test_a_page_stays_where_it_was_when_a_hexagon_before_it_is_withdrawn(
    client: Client, ask: Ask, published_country: dict[str, str]
) -> None:
    first = ask(ITEMS, limit="2")
    gone = ids_of(first)[1]
    assert gone == published_country["now"]
    withdraw_cell(
        Release.objects.get(pk=f"{WESTBY}-{QUARTER}"), cell=WESTBY_CELL, by=make_person("moderator", WESTBY), now=NOW
    )
    after = client.get(next_of(first)).json()
    assert ids_of(after) == [published_country["second"], published_country["eastby"]]
    assert after["numberMatched"] == 3
    assert gone not in ids_of(ask(ITEMS))
    assert client.get(f"/ogc/{ITEMS}/{gone}").status_code == 404


def test_more_than_the_most_is_the_most(ask: Ask, published_country: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_parameters, "LARGEST_LIMIT", 2)
    assert ask(ITEMS, limit="3")["numberReturned"] == 2
    monkeypatch.setattr("reports.ogc_features.area_features.LARGEST_PAGE", 1)
    assert ask("collections/areas/items", limit="2")["numberReturned"] == 1


@pytest.mark.parametrize(
    ("bbox", "names"),
    [
        ("-2.7,51.3,-2.4,51.6", ["before", "now", "second"]),
        ("-2.7,51.3,0,-2.4,51.6,100", ["before", "now", "second"]),
        ("-2.30,51.40,-2.20,51.50", ["eastby"]),
        ("-2.55,51.45,-2.55,51.45", ["before", "now"]),
        ("-180,-90,180,90", ["eastby", "before", "now", "second"]),
        ("-1.80000000000000000e+02,-9.00000000000000000e+01,180,90", ["eastby", "before", "now", "second"]),
        ("170,-90,-2.4,90", ["before", "now", "second"]),
        ("0,0,1,1", []),
    ],
)
def test_a_box_holds_what_shares_a_point_with_it(
    ask: Ask, published_country: dict[str, str], bbox: str, names: list[str]
) -> None:
    page = ask(ITEMS, bbox=bbox)
    assert ids_of(page) == sorted(published_country[name] for name in names)
    assert page["numberMatched"] == len(names)


@pytest.mark.parametrize(
    ("bbox", "crs", "codes"),
    [
        ("-2.25,51.45,-2.24,51.46", "", [EASTBY]),
        ("51.45,-2.25,51.46,-2.24", "4326", [EASTBY]),
        ("382600,172300,382700,172400", "27700", [EASTBY]),
        ("361800,172300,382700,172400", "27700", [WESTBY, EASTBY]),
    ],
)
def test_a_box_may_be_of_another_coordinate_system(
    ask: Ask, published_country: Any, bbox: str, crs: str, codes: list[str]
) -> None:
    asked = {"bbox": bbox, "kind": "council"} | ({"bbox_crs": EPSG + crs} if crs else {})
    assert ids_of(ask("collections/areas/items", **asked)) == codes


@pytest.mark.parametrize(
    ("time", "names"),
    [
        ("2026-07-01", ["eastby", "now", "second"]),
        ("2026-06-30", ["before"]),
        ("2026-06-30T23:59:59Z", ["before"]),
        ("2026-07-01T00:30:00+01:00", ["before"]),
        ("2026-06-30/2026-07-01", ["eastby", "before", "now", "second"]),
        ("../2026-06-30", ["before"]),
        ("/2026-06-30", ["before"]),
        ("2026-09-30T23:59:59.5z/..", ["eastby", "now", "second"]),
        ("2026-10-01/", []),
        ("2026-03-31", []),
    ],
)
def test_time_is_what_the_map_covers(ask: Ask, published_country: dict[str, str], time: str, names: list[str]) -> None:
    assert ids_of(ask(ITEMS, datetime=time)) == sorted(published_country[name] for name in names)


def test_time_of_a_response_is_its_month_and_areas_have_none(ask: Ask, published_country: Any) -> None:
    counted = {
        (collection, time): ask(f"collections/{collection}/items", datetime=time)["numberMatched"]
        for collection in ("responses", "areas")
        for time in ("2026-09-30", "2026-10-01")
    }
    assert counted == {
        ("responses", "2026-09-30"): 2,
        ("responses", "2026-10-01"): 0,
        ("areas", "2026-09-30"): 7,
        ("areas", "2026-10-01"): 7,
    }


def test_features_are_chosen_by_their_values(ask: Ask, published_country: dict[str, str]) -> None:
    def found(collection: str, **asked: str) -> list[str]:
        return ids_of(ask(f"collections/{collection}/items", **asked))

    assert client_ids(ask, quarter=EARLIER) == [published_country["before"]]
    assert client_ids(ask, quarter=QUARTER, council_code=EASTBY) == [published_country["eastby"]]
    assert client_ids(ask, quarter="2019-Q1") == client_ids(ask, quarter="\0") == []
    assert found("areas", kind="force", parent="\0") == []
    assert found("responses", kind="street") == []


def client_ids(ask: Ask, **asked: str) -> list[str]:
    """Ids of hexagons; the names of these parameters have no hyphen."""
    query = "&".join(f"{name}={value}".replace("\0", "%00") for name, value in asked.items())
    return ids_of(ask(f"{ITEMS}?{query}"))


WRONG = {
    "limit": ["", "0", "-1", "1.5", "ten", "1e3", "１"],
    "bbox": [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,x",
        "1,2,3,nan",
        "1,2,3,1e999",
        "1,2,3,inf",
        "0,5,1,4",
        "1,2,9,3,4,8",
        "1 2 3 4",
    ],
    "bbox-crs": ["", "EPSG:27700", EPSG + "3857"],
    "crs": ["", "EPSG:27700", EPSG + "3857"],
    "datetime": [
        *[
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "yesterday",
            "2026-01-01T00:00:00",
            "2026-01-02/2026-01-01",
            "../..",
            "/",
        ],
        *["2026-01-01/2026-01-02/2026-01-03", "2026-01-01T25:00:00Z", "0001-01-01T00:00:00+14:00", "now/.."],
    ],
    "f": ["json"],
    "councilcode": [WESTBY],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_or_unknown_parameter_is_refused_by_its_name(client: Client, published_country: Any, name: str) -> None:
    for collection in ("releases", "areas", "responses"):
        for value in WRONG[name]:
            answer = client.get(f"/ogc/collections/{collection}/items", {name: value})
            told = (answer.status_code, answer["Content-Type"], list(answer.json().get("errors", {})))
            assert told == (400, PROBLEM, [name]), value
            assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_box_that_the_national_grid_has_no_degrees_for_is_refused(client: Client, published_country: Any) -> None:
    query = {"bbox": "1e30,1e30,1e31,1e31", "bbox-crs": EPSG + "27700"}
    assert list(client.get(f"/ogc/{ITEMS}", query).json()["errors"]) == ["bbox"]


@pytest.mark.parametrize(
    "address", ["", "api", "conformance", "collections", "collections/areas", f"collections/areas/items/{WESTBY}"]
)
def test_no_address_takes_a_parameter_it_does_not_know(client: Client, published_country: Any, address: str) -> None:
    for name in ("limit", "f", "_"):
        answer = client.get(f"/ogc/{address}", {name: "1"})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


def test_a_parameter_given_twice_is_refused(client: Client, published_country: Any) -> None:
    answer = client.get(f"/ogc/{ITEMS}?limit=1&limit=2")
    assert (answer.status_code, answer.json()["errors"]) == (400, {"limit": ["Give this parameter once."]})


def test_hexagons_are_counted_without_reading_every_release(ask: Ask, published_country: dict[str, str]) -> None:
    """Releases with a number for their format are counted in one query, alike, one without a withdrawn hexagon."""
    withdrawn_from = Release.objects.get(pk=f"{WESTBY}-{QUARTER}")
    withdraw_cell(withdrawn_from, cell=WESTBY_CELL, by=make_person("moderator", WESTBY), now=NOW)
    before = ask(ITEMS)["numberMatched"]
    assert before == 3
    leaf_counts._counts.clear()
    releases = released.releases_with_a_map()
    for release in releases:
        release.format = 1  # what is written today; those of the tests have no number
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counted = leaf_counts.leaf_counts(releases)
        again = leaf_counts.leaf_counts(releases)
    assert (sum(counted.values()), again, len(asked)) == (before, counted, 1)
    leaf_counts._counts.clear()
