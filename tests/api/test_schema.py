"""The OpenAPI schema is complete, makes no warning, and changes only on purpose."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from reports.api.urls import urlpatterns

SNAPSHOT = Path(__file__).with_name("openapi.json")
RENEW = (
    "The API's schema has changed. If that is meant, renew the snapshot and say so in CHANGELOG.md:\n"
    "  python manage.py spectacular --format openapi-json --file tests/api/openapi.json"
)


@pytest.fixture
def schema() -> Any:
    """The schema as it is generated now."""
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def test_generating_it_makes_no_warning_and_no_error(schema: Any) -> None:
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_it_is_valid_openapi(schema: Any) -> None:
    validate_schema(schema)


def test_it_names_every_address(schema: Any) -> None:
    addresses = {
        "/api/" + str(pattern.pattern).replace("<str:", "{").replace(">", "}")
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and pattern.name not in {None, "schema", "docs"}
    }
    assert set(schema["paths"]) == addresses


def test_every_operation_tells_what_it_answers_when_it_refuses(schema: Any) -> None:
    for path in schema["paths"].values():
        assert set(path["get"]["responses"]) == {"200", "400", "404", "406", "429"}


def test_the_snapshot_is_current(schema: Any) -> None:
    assert json.loads(json.dumps(schema)) == json.loads(SNAPSHOT.read_text(encoding="utf-8")), RENEW


def test_the_api_serves_it(client: Client) -> None:
    response = client.get("/api/v1/schema", headers={"accept": "application/vnd.oai.openapi+json"})
    assert response.status_code == 200
    assert json.loads(response.content)["openapi"].startswith("3.")
