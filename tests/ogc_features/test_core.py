"""Part 1 of OGC API - Features, as its requirements have it: see docs/conformance.md for which test shows which."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import shapely
from django.test import Client
from drf_spectacular.validation import validate_schema

from reports.geography import hexgrid
from reports.geography.attribution import of_all_that_is_loaded
from reports.geography.models import Area
from reports.publication.models import Release
from reports.publication.released import release_folder
from tests.api.test_answers_and_schema import as_json_schema
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, WESTBY
from tests.ogc_features.conftest import CRS84, EPSG, Ask, ids_of
from tests.public_map.releases import QUARTER

JSON, GEOJSON, PROBLEM = "application/json", "application/geo+json", "application/problem+json"
COLLECTIONS = ["releases", "areas", "responses"]
SNAPSHOT = Path(__file__).with_name("definition.json")


def links_of(document: Any) -> dict[str, dict[str, str]]:
    """The links by their relation."""
    return {link["rel"]: link for link in document["links"]}


def test_the_landing_page_links_to_everything(client: Client, ask: Ask, published_country: Any) -> None:
    links = links_of(ask(""))
    assert {rel: link["type"] for rel, link in links.items()} == {
        "self": JSON,
        "service-desc": "application/vnd.oai.openapi+json;version=3.0",
        "service-doc": "text/html",
        "conformance": JSON,
        "data": JSON,
        "license": "text/html",
    }
    for rel in ("self", "service-desc", "service-doc", "conformance", "data"):
        answer = client.get(links[rel]["href"])
        assert (answer.status_code, answer["Content-Type"].partition("; ")[0]) == (200, links[rel]["type"]), rel


def test_the_conformance_classes_are_declared(ask: Ask, db: None) -> None:
    assert ask("conformance") == {
        "conformsTo": [
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
            "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        ]
    }


def test_each_collection_is_described(client: Client, ask: Ask, published_country: Any) -> None:
    stated = ask("collections")
    assert [it["id"] for it in stated["collections"]] == COLLECTIONS
    for it in stated["collections"]:
        assert ask(f"collections/{it['id']}") == it
        links = links_of(it)
        assert (links["items"]["type"], client.get(links["items"]["href"]).status_code) == (GEOJSON, 200)
        assert links["license"]["href"].startswith("https://www.nationalarchives.gov.uk/")
        assert (it["title"], it["description"], it["itemType"]) == (
            it["title"] or "?",
            it["description"] or "?",
            "feature",
        )
        west, south, east, north = it["extent"]["spatial"]["bbox"][0]
        for feature in ask(f"collections/{it['id']}/items")["features"]:
            assert shapely.box(west, south, east, north).covers(shapely.from_geojson(json.dumps(feature["geometry"])))
    releases, areas, responses = (it["extent"] for it in stated["collections"])
    assert releases["temporal"]["interval"] == [["2026-04-01T00:00:00Z", "2026-09-30T23:59:59Z"]]
    assert responses["temporal"]["interval"] == [["2026-09-01T00:00:00Z", "2026-09-30T23:59:59Z"]]
    assert areas == {"spatial": {"bbox": [[-3.2, 51.3, -2.1, 51.7]], "crs": CRS84}}


def test_whose_outlines_and_names_they_are_is_said(ask: Ask, published_country: Any) -> None:
    sentences = of_all_that_is_loaded()
    assert [sentence.partition(":")[0].partition(" ©")[0] for sentence in sentences] == ["Boundaries", "Place names"]
    for document in (ask(""), *ask("collections")["collections"]):
        assert document["attribution"] == " ".join(sentences)


def test_before_anything_is_published_collections_are_empty_and_have_no_extent(ask: Ask, db: None) -> None:
    for it in ask("collections")["collections"]:
        page = ask(f"collections/{it['id']}/items")
        assert ("extent" in it, ids_of(page), page["numberMatched"]) == (False, [], 0)
        assert "next" not in links_of(page)


def test_hexagons_are_those_of_the_releases_files_and_no_other(ask: Ask, published_country: dict[str, str]) -> None:
    page = ask("collections/releases/items")
    assert ids_of(page) == sorted(published_country[name] for name in ("now", "second", "before", "eastby"))
    found = {}
    for feature in page["features"]:
        stated = feature["properties"]
        days = (stated.pop("covers_from"), stated.pop("covers_to"))
        assert days == (("2026-07-01", "2026-09-30") if stated["quarter"] == QUARTER else ("2026-04-01", "2026-06-30"))
        assert feature["id"] == f"{stated['release']}-{stated['cell']}"
        found[feature["id"]] = {
            "type": "Feature",
            "id": stated.pop("cell"),
            "geometry": feature["geometry"],
            "properties": stated,
        }
    of_files = {
        f"{release.pk}-{feature['id']}": feature
        for release in Release.objects.all()
        for feature in json.loads((release_folder(release) / "leaves.geojson").read_bytes())["features"]
    }
    assert found == of_files


def test_areas_have_their_outlines(ask: Ask, published_country: Any) -> None:
    page = ask("collections/areas/items")
    assert ids_of(page) == sorted(Area.objects.values_list("pk", flat=True))
    westby = ask(f"collections/areas/items/{WESTBY}")
    assert westby["properties"] == {
        "code": WESTBY,
        "kind": "council",
        "name": "Westby",
        "name_cy": "",
        "parent": BORDERSHIRE,
        "nation": "E",
        "is_builtin": False,
    }
    outline = shapely.from_geojson(json.dumps(westby["geometry"]))
    assert (outline.geom_type, outline.equals(shapely.box(-2.7, 51.3, -2.4, 51.6))) == ("MultiPolygon", True)
    assert shapely.get_exterior_ring(outline.geoms[0]).is_ccw
    assert next(it for it in page["features"] if it["id"] == ENGLAND)["properties"]["parent"] is None


def test_an_area_that_no_longer_stands_is_gone(client: Client, ask: Ask, published_country: Any) -> None:
    Area.objects.filter(pk=EASTBY).update(is_current=False)
    assert EASTBY not in ids_of(ask("collections/areas/items"))
    assert client.get(f"/ogc/collections/areas/items/{EASTBY}").status_code == 404


def test_responses_stand_where_they_say(ask: Ask, published_country: dict[str, str]) -> None:
    found = {it["id"]: it for it in ask("collections/responses/items")["features"]}
    assert list(found) == sorted([published_country["at Mill"], published_country["in Eastby"]])
    at_mill, in_eastby = found[published_country["at Mill"]], found[published_country["in Eastby"]]
    assert at_mill["geometry"] == {"type": "Point", "coordinates": [-2.55, 51.45]}
    assert at_mill["properties"] == {
        "council_code": WESTBY,
        "council": "Westby",
        "kind": "lighting",
        "place": "Mill",
        "place_cy": "Mill",
        "position_of": "place",
        "month": "2026-09",
        "text": "We mended the lamps in Mill Lane.",
        "text_cy": "Trwsiwyd y lampau yn Lôn y Felin.",
        "published_on": "2026-11-20",
    }
    assert shapely.box(-2.4, 51.3, -2.1, 51.6).contains(shapely.Point(in_eastby["geometry"]["coordinates"]))
    assert (in_eastby["properties"]["position_of"], in_eastby["properties"]["text_cy"]) == ("council", "")


@pytest.mark.parametrize(("collection", "name"), [("releases", "now"), ("areas", WESTBY), ("responses", "at Mill")])
def test_a_feature_by_itself_is_the_one_of_the_list(
    client: Client, ask: Ask, published_country: dict[str, str], collection: str, name: str
) -> None:
    feature_id = published_country.get(name, name)
    one = ask(f"collections/{collection}/items/{feature_id}")
    links = links_of({"links": one.pop("links")})
    assert one in ask(f"collections/{collection}/items")["features"]
    assert {rel: link["href"] for rel, link in links.items()} == {
        "self": f"http://testserver/ogc/collections/{collection}/items/{feature_id}",
        "collection": f"http://testserver/ogc/collections/{collection}",
    }
    assert client.get(links["self"]["href"])["Content-Type"] == GEOJSON


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "collections/nothing",
        "collections/nothing/items",
        "collections/nothing/items/1",
        "collections/releases/items/nothing",
        f"collections/releases/items/{WESTBY}-2019-Q1-881958303bfffff",
        f"collections/releases/items/{WESTBY}-{QUARTER}-881958303bfffff",
        "collections/areas/items/E99999999",
        "collections/areas/items/%00",
        "collections/responses/items/%00",
    ],
)
def test_what_there_is_not_is_a_problem_of_404(client: Client, published_country: Any, address: str) -> None:
    answer = client.get(f"/ogc/{address}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (404, PROBLEM, 404)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_hexagon_that_is_not_shown_is_not_there(client: Client, ask: Ask, published_country: dict[str, str]) -> None:
    shown = published_country["now"]
    release = Release.objects.get(pk=shown.rpartition("-")[0])
    hidden = release.leaves.get(is_published=False)
    assert client.get(f"/ogc/collections/releases/items/{release.pk}-{hexgrid.name(hidden.cell)}").status_code == 404
    assert client.get(f"/ogc/collections/releases/items/{shown}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["", "collections/areas/items"])
def test_nothing_can_be_written(client: Client, db: None, method: str, address: str) -> None:
    answer = getattr(client, method)(f"/ogc/{address}")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")


def test_head_has_no_body_and_a_page_of_another_site_may_ask(client: Client, published_country: Any) -> None:
    told = client.head("/ogc/collections/releases/items")
    assert (told.status_code, told.content, told["Content-Type"]) == (200, b"", GEOJSON)
    asked = client.options(
        "/ogc/collections", headers={"Access-Control-Request-Method": "GET", "Origin": "https://x.example"}
    )
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_slash_too_many_leads_to_the_address_that_stands(client: Client, db: None) -> None:
    assert client.get("/ogc")["Location"] == "/ogc/"
    assert client.get("/ogc/collections/?a=1")["Location"] == "/ogc/collections?a=1"


def test_the_definition_is_openapi_3_0_and_every_answer_is_as_it_says(
    client: Client, ask: Ask, published_country: dict[str, str]
) -> None:
    document = ask("api")
    validate_schema(document)
    assert document["openapi"].startswith("3.0.")
    tried = 0
    for path, asked in document["paths"].items():
        names = {"releases": published_country["now"], "areas": WESTBY, "responses": published_country["at Mill"]}
        collection = path.split("/")[2] if path.count("/") > 1 else ""
        answer = client.get("/ogc" + path.replace("{featureId}", names.get(collection, "")))
        (stated,) = asked["get"]["responses"]["200"]["content"].items()
        assert (answer.status_code, answer["Content-Type"]) == (200, stated[0]), path
        whole = as_json_schema(stated[1]["schema"]) | {"components": as_json_schema(document["components"])}
        errors = jsonschema.Draft202012Validator(whole).iter_errors(answer.json())
        assert [error.message for error in errors] == [], path
        tried += 1
    assert tried == 13


def test_the_definition_changes_only_on_purpose(ask: Ask, db: None) -> None:
    """As docs/api.md promises: nothing is taken away. Whoever adds something renews the snapshot, and says so."""
    assert ask("api") == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_the_definition_says_of_every_parameter_what_is_taken(client: Client, ask: Ask, published_country: Any) -> None:
    document = ask("api")
    for collection, filters in {
        "releases": ["quarter", "council_code"],
        "areas": ["kind", "parent"],
        "responses": ["council_code", "kind"],
    }.items():
        asked = document["paths"][f"/collections/{collection}/items"]["get"]["parameters"]
        resolved = [
            document["components"]["parameters"][it["$ref"].rpartition("/")[2]] if "$ref" in it else it for it in asked
        ]
        names = [it["name"] for it in resolved]
        assert names == ["limit", "bbox", "bbox-crs", "datetime", "crs", "after", *filters]
        assert {(it["style"], it["explode"], it["in"]) for it in resolved} == {("form", False, "query")}
        refused = client.get(f"/ogc/collections/{collection}/items", {"other": "1"}).json()["errors"]["other"][0]
        assert refused == f"Unknown parameter. You can use: {', '.join(names)}."
    assert document["components"]["parameters"]["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "default": 100,
    }
    assert EPSG + "27700" in document["components"]["parameters"]["crs"]["schema"]["enum"]
