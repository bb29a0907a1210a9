"""With a token the figures of its councils are collections too; without one nothing tells of them."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from reports.council_exports.geojson_format import geojson_file
from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import table_of
from reports.geography.models import Area
from reports.staff.models import AuditEntry
from reports.staff.tokens import make_token
from tests.council_exports.conftest import counted as counted
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, NOW, TODAY, WESTBY, make_person

NAMES = ["extracts-where", "extracts-why-and-when", "extracts-changes"]
OPEN = ["releases", "areas", "responses"]

pytestmark = pytest.mark.usefixtures("counted")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: value.date() if value else TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def key(area: str = WESTBY, dataset: str = "extract") -> str:
    """The key of a new token of somebody of Bordershire."""
    officer = make_person("council_officer", BORDERSHIRE)
    return make_token("QGIS", dataset=dataset, area=Area.objects.get(code=area), by=officer, now=NOW).key


def ask(address: str, token: str = "", **query: str) -> Any:
    """The answer to a program, with the token as QGIS and GDAL send it: as a password."""
    sent = {"Authorization": "Basic " + base64.b64encode(f"me:{token}".encode()).decode()} if token else {}
    return Client().get(f"/ogc/{address}", query, headers=sent)


def collections_of(answer: Any) -> list[str]:
    """The ids of a list of collections."""
    return [one["id"] for one in answer.json()["collections"]]


def test_they_are_listed_to_whoever_has_a_token() -> None:
    assert collections_of(ask("collections")) == OPEN
    assert collections_of(ask("collections", key())) == OPEN + NAMES
    told = ask("api", key()).json()
    assert {f"/collections/{name}/items" for name in NAMES} < set(told["paths"])
    assert not any("extracts" in path for path in ask("api").json()["paths"])
    about = ask("collections/extracts-where", key()).json()
    assert (about["id"], [link["rel"] for link in about["links"]]) == ("extracts-where", ["self", "items"])
    assert about["extent"]["temporal"]["interval"] == [["2026-04-01T00:00:00Z", "2026-09-30T23:59:59Z"]]


@pytest.mark.parametrize("address", [f"collections/{NAMES[0]}{rest}" for rest in ("", "/items", "/items/x")])
def test_without_a_token_for_figures_they_are_a_challenge(address: str) -> None:
    for token in ("", "wrong", key(dataset="import")):
        answer = ask(address, token)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"].startswith("Basic ")
    assert ask("collections", "wrong").status_code == 401
    assert ask("collections/extracts-nothing", key()).status_code == 404


@pytest.mark.parametrize("code", list(QUESTIONS))
def test_each_is_what_the_file_of_the_quarter_holds(counted: dict[str, Area], code: str) -> None:
    answer = ask(f"collections/extracts-{code}/items", key(), quarter="2026-Q3")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/geo+json")
    assert "Access-Control-Allow-Origin" not in answer
    page, file = answer.json(), json.loads(geojson_file(table_of(counted[WESTBY], "2026-Q3", QUESTIONS[code])))
    assert [it["properties"] for it in page["features"]] == [it["properties"] for it in file["features"]]
    assert [it["geometry"] for it in page["features"]] == [it["geometry"] for it in file["features"]]
    assert page["numberMatched"] == len(file["features"]) > 0


def test_a_program_reads_page_by_page_the_councils_of_its_token_and_no_other() -> None:
    token = key(BORDERSHIRE)
    whole = ask("collections/extracts-where/items", token).json()["features"]
    assert {it["properties"]["council_code"] for it in whole} == {WESTBY, EASTBY}
    read, address = [], "/ogc/collections/extracts-where/items?limit=1"
    while address:
        page = Client().get(address, headers={"Authorization": f"Bearer {token}"}).json()
        read += page["features"]
        address = next((link["href"].partition("testserver")[2] for link in page["links"] if link["rel"] == "next"), "")
    assert read == whole
    acts = AuditEntry.objects.filter(act="export").order_by("number")
    assert [json.loads(entry.detail)["format"] for entry in acts] == ["ogc", "ogc"]  # however many pages
    one = ask(f"collections/extracts-where/items/{whole[0]['id']}", key(EASTBY))
    theirs = {it["id"] for it in ask("collections/extracts-where/items", key(EASTBY)).json()["features"]}
    assert (one.status_code, whole[0]["id"] in theirs) == ((200, True) if whole[0]["id"] in theirs else (404, False))
    assert ask("collections/extracts-where/items", token, council_code=LLANFACH).json()["features"] == []


def test_a_box_and_a_time_narrow_them() -> None:
    token = key(BORDERSHIRE)
    west = ask("collections/extracts-where/items", token, bbox="-2.7,51.3,-2.4,51.6").json()["features"]
    assert {it["properties"]["council_code"] for it in west} == {WESTBY}
    spring = ask("collections/extracts-where/items", token, datetime="2026-05-01/2026-05-31").json()["features"]
    assert {it["properties"]["quarter"] for it in spring} == {"2026-Q2"}
    assert ask("collections/extracts-where/items", token, limit="0").status_code == 400
