"""The API of features as OpenAPI 3.0, written by hand: clients read it by places of their own.

QGIS looks for `limit` among the components, GDAL in the path of the items: it stands in both, as a whole.
"""

from collections.abc import Sequence
from typing import Any

from reports.ogc_features import documents
from reports.ogc_features.area_features import LARGEST_PAGE
from reports.ogc_features.collection_list import COLLECTIONS, GEOMETRIES
from reports.ogc_features.coordinate_systems import CRS84, SYSTEMS
from reports.ogc_features.documents import GEOJSON, JSON
from reports.ogc_features.features import Collection
from reports.ogc_features.query_parameters import DEFAULT_LIMIT, LARGEST_LIMIT
from reports.publication.open_formats import LICENCE_TITLE, LICENCE_URL, Column
from streetsafe.problems import MEDIA_TYPE

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "string or null": {"type": "string", "nullable": True},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "integer or null": {"type": "integer", "nullable": True},
    "number or null": {"type": "number", "nullable": True},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_RING = {"type": "array", "items": _POSITION, "minItems": 4}
_POLYGON = {"type": "array", "items": _RING, "minItems": 1}
_COORDINATES = {"Point": _POSITION, "Polygon": _POLYGON, "MultiPolygon": {"type": "array", "items": _POLYGON}}
_ANYTHING = {"type": "object"}


def openapi_document(root: str, besides: Sequence[Collection] = ()) -> dict[str, Any]:
    """The document; `root` is the whole address of the landing page, `besides` what is shown to somebody besides."""
    shown = (*COLLECTIONS.values(), *besides)
    paths = {
        "/": _operation("landingPage", "Where a client begins", _json(_ANYTHING)),
        "/api": _operation("definition", "This document", _content(documents.OPENAPI, _ANYTHING)),
        "/conformance": _operation("conformance", "Which parts of which standards are kept", _json(_ANYTHING)),
        "/collections": _operation("collections", "The collections", _json(_ANYTHING)),
    }
    for collection in shown:
        paths |= _paths_of(collection)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": documents.TITLE,
            "description": "Published figures as OGC API - Features, parts 1 and 2. These figures are not crimes.",
            "version": "1.0.0",
            "license": {"name": LICENCE_TITLE, "url": LICENCE_URL},
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": paths,
        "components": {
            "parameters": {"limit": _limit(LARGEST_LIMIT), **_PARAMETERS},
            "responses": _RESPONSES,
            "schemas": {
                "problem": _PROBLEM,
                "link": _LINK,
                **{f"{it.id}Feature": _feature_schema(it) for it in shown},
                **{f"{it.id}Page": _page_schema(it) for it in shown},
            },
        },
    }


def _paths_of(collection: Collection) -> dict[str, Any]:
    base, name = f"/collections/{collection.id}", collection.id
    largest = LARGEST_PAGE if name == "areas" else LARGEST_LIMIT
    asked: list[dict[str, Any]] = [
        _limit(largest),
        *({"$ref": f"#/components/parameters/{it}"} for it in _PARAMETERS),
        *_filters(collection),
    ]
    feature_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    one: list[dict[str, Any]] = [feature_id, {"$ref": "#/components/parameters/crs"}]
    found, page = _geojson(f"{name}Feature"), _geojson(f"{name}Page")
    return {
        base: _operation(f"{name}Collection", f"About: {collection.title}", _json(_ANYTHING)),
        f"{base}/items": _operation(f"{name}Items", collection.title, page, asked),
        f"{base}/items/{{featureId}}": _operation(
            f"{name}Item", f"One of: {collection.title}", found, one, is_one=True
        ),
    }


def _operation(
    name: str,
    summary: str,
    content: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    *,
    is_one: bool = False,
) -> dict[str, Any]:
    refusals = {"400": "Refused", "429": "TooMany"} | ({"404": "Missing"} if is_one else {})
    answers = {"200": {"description": summary, "content": content}}
    answers |= {status: {"$ref": f"#/components/responses/{it}"} for status, it in refusals.items()}
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters or [], "responses": answers}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return _content(JSON, schema)


def _geojson(schema: str) -> dict[str, Any]:
    return _content(GEOJSON, {"$ref": f"#/components/schemas/{schema}"})


def _content(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {media_type: {"schema": schema}}


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    style = {"style": "form", "explode": False}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **style}


def _limit(largest: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": largest, "default": min(DEFAULT_LIMIT, largest)}
    return _parameter("limit", f"Features on a page, at most {largest}: who asks for more gets as many.", schema)


def _filters(collection: Collection) -> list[dict[str, Any]]:
    columns = {column.name: column for column in collection.columns}
    return [
        _parameter(name, f"Only features with this value. {columns[name].says}", {"type": "string"})
        for name in collection.filters
    ]


_NUMBERS = {"type": "array", "items": {"type": "number"}}
_CRS = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84}
_PARAMETERS = {
    "bbox": _parameter(
        "bbox",
        "Only features that share a point with the box: west, south, east, north, in the order of `bbox-crs`.",
        {"oneOf": [_NUMBERS | {"minItems": 4, "maxItems": 4}, _NUMBERS | {"minItems": 6, "maxItems": 6}]},
    ),
    "bbox-crs": _parameter("bbox-crs", "The coordinate system of `bbox`.", _CRS),
    "datetime": _parameter(
        "datetime",
        "Only features of that time: a date or a time by RFC 3339, or two with a slash between, `..` for an open end.",
        {"type": "string"},
    ),
    "crs": _parameter("crs", "The coordinate system of the answer.", _CRS),
    "after": _parameter("after", "The page begins after the feature with this id: follow `next`.", {"type": "string"}),
}
_PROBLEM = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
}
_RESPONSES = {
    name: {"description": description, "content": _content(MEDIA_TYPE, {"$ref": "#/components/schemas/problem"})}
    for name, description in (
        ("Refused", "Unknown parameter or invalid value. `errors` lists them for each parameter."),
        ("Missing", "Not found."),
        ("TooMany", "Too many requests from one source. `Retry-After` says in how many seconds to go on."),
    )
}


def _feature_schema(collection: Collection) -> dict[str, Any]:
    geometry = GEOMETRIES.get(collection.id, "Polygon")
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {
                "type": "object",
                **({} if collection.is_open else {"nullable": True}),
                "required": ["type", "coordinates"],
                "properties": {"type": {"type": "string", "enum": [geometry]}, "coordinates": _COORDINATES[geometry]},
            },
            "properties": {
                "type": "object",
                "required": [column.name for column in collection.columns],
                "properties": {column.name: _column_schema(column) for column in collection.columns},
            },
            "links": _links(),
        },
    }


def _page_schema(collection: Collection) -> dict[str, Any]:
    features = {"type": "array", "items": {"$ref": f"#/components/schemas/{collection.id}Feature"}}
    return {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": features,
            "links": _links(),
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    }


def _column_schema(column: Column) -> dict[str, Any]:
    return _TYPES[column.type] | {"description": column.says}


def _links() -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
