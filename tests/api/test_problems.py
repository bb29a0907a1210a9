"""What is wrong with a question is told by its name, as a problem: RFC 9457."""

from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.publication.models import Release
from tests.api.conftest import QUARTER
from tests.factories import BORDERSHIRE, WESTBY

V1 = "/api/v1/"
PROBLEM = "application/problem+json"


def refused(client: Client, address: str, **query: Any) -> Any:
    """The JSON of an address that answers 400."""
    response = client.get(V1 + address, query)
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM), response.content
    assert (problem.pop("title"), problem.pop("status"), list(problem)) == ("Bad Request", 400, ["errors"])
    return problem["errors"]


@pytest.mark.parametrize(
    "address",
    [f"releases/{WESTBY}-2019-Q1", "releases/nothing", "releases/nothing/leaves", "areas/E99999999", "nowhere", "a/b"],
)
def test_what_does_not_exist_is_404_in_json(client: Client, released: Release, address: str) -> None:
    response = client.get(V1 + address)
    assert response.status_code == 404
    detail = response.json()["detail"]
    assert response["Content-Type"] == PROBLEM
    assert response.json() == {"title": "Not Found", "status": 404, "detail": detail}
    assert detail.endswith(".")


def test_a_missing_release_as_geojson_is_refused_in_json(client: Client, released: Release) -> None:
    response = client.get(f"{V1}releases/nothing/leaves", headers={"accept": "application/geo+json"})
    assert (response["Content-Type"], response.json()["status"]) == (PROBLEM, 404)


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("", "anything", "1"),
        ("releases", "council_code", WESTBY),
        ("releases", "quarter", "2026-Q5"),
        ("releases", "council", BORDERSHIRE),
        ("releases", "council", "E99999999"),
        ("releases", "page", "0"),
        ("releases", "page", "one"),
        ("releases", "page_size", "501"),
        ("releases", "format", "geojson"),
        (f"releases/{WESTBY}-{QUARTER}", "page", "1"),
        (f"releases/{WESTBY}-{QUARTER}/leaves", "format", "xml"),
        (f"releases/{WESTBY}-{QUARTER}/leaves", "bbox", "1,2,3,4"),
        ("areas", "kind", "ward"),
        ("areas", "parent", "E99999999"),
        (f"areas/{WESTBY}", "kind", "council"),
        ("reasons", "group", "nothing"),
        ("routes", "nation", "F"),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(
    client: Client, released: Release, address: str, name: str, value: str
) -> None:
    faults = refused(client, address, **{name: value})
    assert list(faults) == [name]
    assert all(isinstance(fault, str) and fault for fault in faults[name])


def test_a_parameter_given_twice_is_refused(client: Client, country: dict[str, Area]) -> None:
    assert list(refused(client, "areas", kind=["council", "force"])) == ["kind"]


def test_an_unknown_parameter_is_told_what_it_could_have_been(client: Client) -> None:
    assert "page, page_size, nation" in refused(client, "routes", country="E")["country"][0]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["releases", "schema", ""])
def test_nothing_can_be_written(client: Client, released: Release, method: str, address: str) -> None:
    answer = getattr(client, method)(V1 + address)
    assert (answer.status_code, answer["Content-Type"], answer.json()["title"]) == (405, PROBLEM, "Method Not Allowed")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("address", ["/api/", "/api/v2/releases", "/api/nothing"])
def test_beside_the_version_there_is_a_problem_too(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json() == {"title": "Not Found", "status": 404}


def test_a_refusal_may_be_read_from_anywhere_too(client: Client, country: dict[str, Area]) -> None:
    for address in ("areas?kind=ward", "areas/E99999999", "nowhere"):
        assert client.get(V1 + address)["Access-Control-Allow-Origin"] == "*"
