"""What the standard calls the landing page, the conformance declaration and the collections: plain values, as JSON."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from reports.geography.attribution import of_all_that_is_loaded
from reports.ogc_features.collection_list import COLLECTIONS
from reports.ogc_features.coordinate_systems import CRS84, SYSTEMS
from reports.ogc_features.features import Collection
from reports.publication.open_formats import LICENCE_TITLE, LICENCE_URL

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
TITLE = "Places where people said they felt unsafe"

Absolute = Callable[[str], str]  # from an address on this site to a whole one


def link(absolute: Absolute, rel: str, name: str, media_type: str, title: str, **parts: str) -> dict[str, str]:
    """A link to an address of this site by its name."""
    return {"rel": rel, "href": absolute(reverse(name, kwargs=parts)), "type": media_type, "title": title}


def landing_page(absolute: Absolute) -> dict[str, Any]:
    """Where a client begins."""
    return {
        "title": TITLE,
        "description": "Published figures as features for maps. Open to everyone; no key needed.",
        **_attribution(),
        "links": [
            link(absolute, "self", "ogc_features:landing_page", JSON, "This document"),
            link(absolute, "service-desc", "ogc_features:definition", OPENAPI, "What can be asked, as OpenAPI 3.0"),
            link(absolute, "service-doc", "api:docs", HTML, "What can be asked, as a page"),
            link(absolute, "conformance", "ogc_features:conformance", JSON, "Which standards this keeps"),
            link(absolute, "data", "ogc_features:collections", JSON, "The collections"),
            {"rel": "license", "href": LICENCE_URL, "type": HTML, "title": LICENCE_TITLE},
        ],
    }


def collections_document(absolute: Absolute, besides: Sequence[Collection] = ()) -> dict[str, Any]:
    """All collections, and those that are shown to somebody besides."""
    return {
        "links": [link(absolute, "self", "ogc_features:collections", JSON, "This document")],
        "crs": list(SYSTEMS),
        "collections": [collection_document(one, absolute) for one in (*COLLECTIONS.values(), *besides)],
    }


def collection_document(collection: Collection, absolute: Absolute) -> dict[str, Any]:
    """One collection: what it is, where and when its features are, and in which coordinate systems."""
    named = {"collection": collection.id}
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "links": [
            link(absolute, "self", "ogc_features:collection", JSON, "This document", **named),
            link(absolute, "items", "ogc_features:items", GEOJSON, collection.title, **named),
            *([{"rel": "license", "href": LICENCE_URL, "type": HTML, "title": LICENCE_TITLE}] * collection.is_open),
        ],
        **_attribution(),
        **_extent(collection),
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
    }


def _attribution() -> dict[str, str]:
    """Whose outlines and names are in it: their licences ask that it is said where they are shown."""
    sentences = of_all_that_is_loaded()
    return {"attribution": " ".join(sentences)} if sentences else {}


def _extent(collection: Collection) -> dict[str, Any]:
    found = collection.source.extent()
    if found.bounds is None:
        return {}
    extent: dict[str, Any] = {"spatial": {"bbox": [list(found.bounds)], "crs": CRS84}}
    if found.begins and found.ends:
        times = [
            datetime.datetime.combine(day, clock, datetime.UTC).isoformat().replace("+00:00", "Z")
            for day, clock in ((found.begins, datetime.time.min), (found.ends, datetime.time(23, 59, 59)))
        ]
        extent["temporal"] = {"interval": [times], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
    return {"extent": extent}
