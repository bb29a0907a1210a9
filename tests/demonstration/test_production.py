"""The demonstration, whose people need no second factor, does not start under production settings."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests import factories
from tests.deployment import PRODUCTION, Deployment
from tests.factories import PASSWORD


def test_production_refuses_to_start_where_the_demonstration_is(tmp_path: Path) -> None:
    place = Deployment(tmp_path / "var", PRODUCTION)
    place.manage("check")
    (place.var / "demonstration").write_text("{}")
    refused = place.manage("check", expect=1)
    assert "holds the demonstration: anyone knows its passwords" in refused.output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "production", "leads_to"),
    [("mo", False, 200), ("somebody else", False, 302), ("mo", True, 302), (None, False, 302)],
    ids=["of the demonstration", "invited there", "in production", "no demonstration"],
)
def test_only_the_demonstrations_people_need_no_second_factor(
    client: Client, country: None, settings: Any, named: str | None, production: bool, leads_to: int
) -> None:
    factories.make_person(username="mo")
    if named is not None:
        django_settings.VAR_DIR.mkdir(parents=True)
        (django_settings.VAR_DIR / "demonstration").write_text(json.dumps({"people": [{"username": named}]}))
    settings.PRODUCTION = production
    client.post("/staff/", {"username": "mo", "password": PASSWORD})
    assert client.get("/staff/home").status_code == leads_to
