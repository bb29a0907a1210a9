"""Every answer has the shape that the schema gives it: no field more, none fewer, each of its kind."""

import copy
import json
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from reports.geography.models import Area
from reports.publication import summed
from reports.publication.models import Release
from tests.api.conftest import QUARTER
from tests.factories import EASTBY, LLANFACH, WESTBY
from tests.public_map.releases import make_release, make_year
from tests.responses.wordings import published

JSON, GEOJSON = "application/json", "application/geo+json"


@pytest.fixture
def schema() -> Any:
    """The schema as JSON."""
    return json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))


def as_json_schema(found: Any) -> Any:
    """OpenAPI 3.0's own way of a null in JSON Schema's; and no property that is not named."""
    if isinstance(found, list):
        return [as_json_schema(one) for one in found]
    if not isinstance(found, dict):
        return found
    made = {name: as_json_schema(value) for name, value in found.items() if name not in {"nullable", "description"}}
    if "properties" in made:
        made["additionalProperties"] = False
    return {"anyOf": [made, {"type": "null"}]} if found.get("nullable") else made


def complaints(schema: Any, address: str, media_type: str, answer: Any) -> list[str]:
    """What is not as the schema says."""
    stated = copy.deepcopy(schema["paths"][address]["get"]["responses"]["200"]["content"][media_type]["schema"])
    whole = as_json_schema(stated) | {"components": as_json_schema(schema["components"])}
    return [
        f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(whole).iter_errors(answer)
    ]


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/api/v1/", JSON),
        ("/api/v1/releases", JSON),
        ("/api/v1/releases/{release}", JSON),
        ("/api/v1/releases/{release}/leaves", JSON),
        ("/api/v1/releases/{release}/leaves", GEOJSON),
        ("/api/v1/sums", JSON),
        ("/api/v1/sums/{sum}", JSON),
        ("/api/v1/areas", JSON),
        ("/api/v1/areas/{code}", JSON),
        ("/api/v1/reasons", JSON),
        ("/api/v1/routes", JSON),
        ("/api/v1/responses", JSON),
    ],
)
def test_every_answer_is_as_the_schema_says(
    client: Client, released: Release, schema: Any, address: str, media_type: str
) -> None:
    published()
    make_year(LLANFACH)
    (newest, *_) = summed.sums_in_place()
    answer = client.get(address.format(release=released.pk, code=WESTBY, sum=newest.id), headers={"Accept": media_type})
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert complaints(schema, address, media_type, answer.json()) == []
    assert answer.json() not in ({}, {"results": []})
    for list_ in ("features", "leaves", "results"):
        assert answer.json().get(list_, [1]) != []


def test_the_schema_would_refuse_another_shape(client: Client, released: Release, schema: Any) -> None:
    address = "/api/v1/releases/{release}/leaves"
    answer = client.get(f"/api/v1/releases/{released.pk}/leaves?format=geojson").json()
    del answer["features"][0]["geometry"]["coordinates"]
    answer["features"][0]["properties"]["noisy"] = 41
    assert len(complaints(schema, address, GEOJSON, answer)) == 2


def test_every_address_is_held_against_the_schema(schema: Any) -> None:
    (marker,) = test_every_answer_is_as_the_schema_says.pytestmark
    every = {
        (address, media_type)
        for address, asked in schema["paths"].items()
        for media_type in asked["get"]["responses"]["200"]["content"]
    }
    assert set(marker.args[1]) == every


def test_no_map_yet_and_nothing_shown_are_told_apart(client: Client, country: dict[str, Area]) -> None:
    make_release(WESTBY, map_from="")
    make_release(EASTBY, leaves={})
    told = {}
    for code in (WESTBY, EASTBY):
        name = f"{code}-{QUARTER}"
        leaves = client.get(f"/api/v1/releases/{name}/leaves").json()
        in_full = client.get(f"/api/v1/releases/{name}").json()
        (listed,) = client.get("/api/v1/releases", {"council": code}).json()["results"]
        assert leaves["leaves"] == []
        told[code] = [leaves["map_quarters"], in_full["map_quarters"], listed["map_quarters"]]
    assert told == {WESTBY: [[], [], []], EASTBY: [[QUARTER]] * 3}
