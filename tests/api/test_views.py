"""The API answers what it says, for anyone, and names what is wrong with a question."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.guidance.routes import all_routes
from reports.publication.models import Release
from reports.publication.released import release_folder
from reports.vocabulary.reasons import REASONS
from tests.api.conftest import EARLIER, QUARTER
from tests.api.test_problems import refused
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, GWENT_FACH, IN_WESTBY, LLANFACH, WESTBY

V1 = "/api/v1/"
PROBLEM = "application/problem+json"


def asked(client: Client, address: str, **query: Any) -> Any:
    """The JSON of an address that answers 200."""
    response = client.get(V1 + address, query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_the_index_names_every_address(client: Client, released: Release) -> None:
    index = asked(client, "")
    assert sorted(index) == ["areas", "docs", "reasons", "releases", "responses", "routes", "schema", "sums"]
    for address in index.values():
        assert client.get(address).status_code == 200


def test_releases_are_listed_newest_first(client: Client, released: Release) -> None:
    found = asked(client, "releases")
    assert found["count"] == 3
    assert [release["id"] for release in found["results"]] == [
        f"{EASTBY}-{QUARTER}",
        f"{WESTBY}-{QUARTER}",
        f"{WESTBY}-{EARLIER}",
    ]
    assert found["results"][1] == {
        "id": f"{WESTBY}-{QUARTER}",
        "council": {"code": WESTBY, "name": "Westby", "name_cy": ""},
        "quarter": QUARTER,
        "published_at": "2026-10-20T09:30:00+01:00",
        "map_quarters": [EARLIER, QUARTER],
        "url": f"http://testserver/api/v1/releases/{WESTBY}-{QUARTER}",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"quarter": EARLIER}, [f"{WESTBY}-{EARLIER}"]),
        ({"council": EASTBY}, [f"{EASTBY}-{QUARTER}"]),
        ({"council": WESTBY, "quarter": QUARTER}, [f"{WESTBY}-{QUARTER}"]),
        ({"council": LLANFACH}, []),
        ({"quarter": "2019-Q1"}, []),
    ],
)
def test_releases_are_chosen_by_council_and_quarter(
    client: Client, released: Release, query: dict[str, str], expected: list[str]
) -> None:
    assert [release["id"] for release in asked(client, "releases", **query)["results"]] == expected


def test_a_release_in_full_tells_its_total_its_breakdown_and_its_files(client: Client, released: Release) -> None:
    stated = asked(client, f"releases/{released.pk}")
    assert stated["total"] == {"value": 40, "in_words": "about 40"}
    assert stated["mix"] == [{"group": "harassment", "band": "18-24", "value": 40}]
    assert stated["leaves_url"] == f"http://testserver/api/v1/releases/{released.pk}/leaves"
    folder = release_folder(released)
    assert {file["name"]: file["size"] for file in stated["files"]} == {
        path.name: path.stat().st_size for path in folder.iterdir() if path.suffix not in {".gz", ".br"}
    }
    manifest = stated["files"][-1]
    assert manifest["sha256"] == released.manifest_digest
    assert manifest["url"] == "http://testserver" + reverse("release_files:file", args=[released.pk, "manifest.json"])


def test_a_quarter_with_few_reports_has_no_total(client: Client, released: Release) -> None:
    assert asked(client, f"releases/{EASTBY}-{QUARTER}")["total"] == {"value": None, "in_words": "fewer than 30"}


def test_leaves_tell_bands_and_never_a_count(client: Client, released: Release) -> None:
    stated = asked(client, f"releases/{released.pk}/leaves")
    place = stated["leaves"][0]
    assert stated == {
        "release": released.pk,
        "map_quarters": [EARLIER, QUARTER],
        "leaves": [{"cell": place["cell"], "resolution": place["resolution"], "about": 40}],
        "remainders": [],
    }
    assert hexgrid.cell_named(place["cell"]) == hexgrid.cell_at(*IN_WESTBY, place["resolution"])


@pytest.mark.parametrize("how", [{"query": {"format": "geojson"}}, {"accept": "application/geo+json"}])
def test_geojson_is_the_releases_own_file(client: Client, released: Release, how: dict[str, Any]) -> None:
    response = client.get(
        f"{V1}releases/{released.pk}/leaves", how.get("query"), headers={"accept": how.get("accept", "*/*")}
    )
    assert response["Content-Type"] == "application/geo+json"
    assert response.content == (release_folder(released) / "leaves.geojson").read_bytes()
    assert json.loads(response.content)["type"] == "FeatureCollection"


def test_areas_have_names_parents_and_a_box(client: Client, country: dict[str, Area]) -> None:
    assert asked(client, f"areas/{LLANFACH}") == {
        "code": LLANFACH,
        "kind": "council",
        "name": "Little Llan",
        "name_cy": "Llan Fach",
        "parent": GWENT_FACH,
        "nation": "W",
        "bbox": [-3.2, 51.5, -2.9, 51.7],
        "is_builtin": False,
    }
    assert asked(client, f"areas/{ENGLAND}")["parent"] is None


def test_areas_are_chosen_by_kind_and_parent(client: Client, country: dict[str, Area]) -> None:
    def codes(**query: str) -> list[str]:
        return [area["code"] for area in asked(client, "areas", **query)["results"]]

    assert codes() == sorted(country)
    assert codes(kind="council") == [WESTBY, EASTBY, LLANFACH]
    assert codes(parent=BORDERSHIRE) == [WESTBY, EASTBY]
    assert codes(kind="force", parent=ENGLAND) == [BORDERSHIRE]


def test_an_area_that_no_longer_stands_is_not_listed_but_found_by_its_code(
    client: Client, country: dict[str, Area]
) -> None:
    Area.objects.filter(code=EASTBY).update(is_current=False)
    assert EASTBY not in [area["code"] for area in asked(client, "areas")["results"]]
    assert asked(client, f"areas/{EASTBY}")["name"] == "Eastby"


def test_reasons_are_told_in_both_languages(client: Client) -> None:
    stated = asked(client, "reasons")["results"]
    assert [reason["code"] for reason in stated] == [reason.code for reason in REASONS]
    assert stated[0]["number"] == 1
    assert stated[0]["group"] == "place"
    assert stated[0]["labels"]["en"] == "Badly lit: poor street lighting, or none"
    assert set(stated[0]["group_labels"]) == {"en", "cy"}


def test_reasons_are_chosen_by_group(client: Client) -> None:
    stated = asked(client, "reasons", group="harassment")["results"]
    assert [reason["code"] for reason in stated] == ["verbal-one", "verbal-group", "followed", "other-harassment"]


def test_routes_are_the_confirmed_ones_of_a_nation(client: Client) -> None:
    stated = {route["id"] for route in asked(client, "routes", nation="S", page_size=500)["results"]}
    assert stated == {route.id for route in all_routes() if route.confirmed and "S" in route.nations}
    everywhere = {route["id"] for route in asked(client, "routes", page_size=500)["results"]}
    hidden = {route.id for route in all_routes() if not route.confirmed}
    assert hidden
    assert not everywhere & hidden
    assert stated < everywhere


def test_lists_come_in_pages(client: Client, country: dict[str, Area]) -> None:
    first = asked(client, "areas", page_size=3)
    assert (first["count"], len(first["results"]), first["previous"]) == (7, 3, None)
    last = asked(client, "areas", page_size=3, page=3)
    assert (len(last["results"]), last["next"]) == (1, None)
    assert client.get(f"{V1}areas", {"page_size": 3, "page": 4}).status_code == 404


@pytest.mark.parametrize("address", ["releases", f"releases/{WESTBY}-{QUARTER}/leaves", "areas", "schema", ""])
def test_a_page_of_another_site_may_ask_before_it_asks(client: Client, released: Release, address: str) -> None:
    asks = {"Origin": "https://council.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(V1 + address, headers=asks | {"Access-Control-Request-Headers": "content-type"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "content-type" in answer["Access-Control-Allow-Headers"].lower()
    assert not answer.has_header("Access-Control-Allow-Credentials")


@pytest.mark.parametrize("name", ["_", "cb", "ts", "utm_source"])
def test_what_programs_add_to_get_past_a_cache_is_passed_over(client: Client, released: Release, name: str) -> None:
    assert asked(client, "releases", **{name: "1764260000"}) == asked(client, "releases")
    assert list(refused(client, "releases", **{name: "1", "quater": QUARTER})) == ["quater"]


@pytest.mark.parametrize("address", ["releases", "areas", "reasons", "routes", "", "schema"])
def test_any_page_may_read_it_and_no_cache_keeps_it(client: Client, released: Release, address: str) -> None:
    response = client.get(V1 + address)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert "Last-Modified" not in response
    assert not response.cookies


def test_lists_ask_the_database_the_same_number_of_times_whatever_their_length(
    client: Client, released: Release, django_assert_num_queries: Any
) -> None:
    asked(client, "releases")  # all of them are read once
    for size in (1, 3):
        with django_assert_num_queries(2):  # whether anything was published since; whether the council exists
            asked(client, "releases", quarter=QUARTER, council=WESTBY, page_size=size)
        with django_assert_num_queries(2):  # how many areas, and a page of them
            asked(client, "areas", page_size=size)


def test_the_page_for_people_tells_all_the_schema_holds(client: Client, released: Release) -> None:
    schema = client.get("/api/v1/schema", headers={"Accept": "application/json"}).json()
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert not page.cookies
    text = page.content.decode()
    for address, asked in schema["paths"].items():
        assert f"<code>GET {address}</code>" in text
        for parameter in asked["get"].get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in text
    assert "<code>leaves[].about</code>" in text
    assert f'href="/api/v1/releases/{EASTBY}-{QUARTER}/leaves"' in text


def test_without_a_release_the_page_for_people_shows_no_example_of_one(
    client: Client, country: dict[str, Area]
) -> None:
    text = client.get("/api/docs").content.decode()
    assert "<code>GET /api/v1/releases/{release}</code>" in text
    assert 'href="/api/v1/releases/' not in text
