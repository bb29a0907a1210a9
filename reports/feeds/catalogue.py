"""The open data as DCAT (W3C, version 3) in JSON-LD: what catalogues of public data gather by themselves.

A data set for each quarter, with the files of all councils together; and the services that answer questions.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from reports.geography.attribution import of_all_that_is_loaded
from reports.publication import quarters, released
from reports.publication.models import Release
from reports.publication.open_formats import LICENCE_URL

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMATS = {"leaves.csv": "text/csv", "leaves.geojson": "application/geo+json"}
_LANGUAGES = [f"http://publications.europa.eu/resource/authority/language/{code}" for code in ("ENG", "CYM")]
_KEYWORDS = ["public safety", "violence against women and girls", "unsafe places", "community safety"]
_GRID = "http://www.opengis.net/def/crs/EPSG/0/27700"

Absolute = Callable[[str], str]  # from an address on this site to a whole one


def catalogue_of(absolute: Absolute) -> dict[str, Any]:
    """The whole catalogue, newest quarter first."""
    page = absolute(reverse("public_map:open_data"))
    publisher = {"@id": f"{absolute('/')}#publisher", "@type": "foaf:Agent", "foaf:name": settings.RELEASES_PUBLISHER}
    by_quarter: dict[str, list[Release]] = {}
    for release in released.releases_with_a_map():
        by_quarter.setdefault(release.quarter, []).append(release)
    sets = [_data_set(quarter, found, absolute) for quarter, found in sorted(by_quarter.items(), reverse=True)]
    return {
        "@context": _CONTEXT,
        "@id": absolute(reverse("feeds:catalogue")),
        "@type": "dcat:Catalog",
        "dct:title": _text("Places where people said they felt unsafe"),
        "dct:description": _text("Figures of each quarter, changed a little on purpose. They are not crimes."),
        "dct:publisher": publisher,
        "dct:license": {"@id": LICENCE_URL},
        "dct:rights": _text(" ".join(of_all_that_is_loaded())),
        "dct:language": [{"@id": language} for language in _LANGUAGES],
        "foaf:homepage": {"@id": page},
        "dcat:dataset": [one | {"dct:publisher": {"@id": publisher["@id"]}} for one in sets],
        "dcat:service": _services(absolute, [one["@id"] for one in sets]),
    }


def _data_set(quarter: str, releases: list[Release], absolute: Absolute) -> dict[str, Any]:
    files = {name: absolute(reverse("country_files:file", args=[quarter, name])) for name in _FORMATS}
    first = min(release.map_quarters[0] for release in releases)
    return {
        "@id": f"{absolute(reverse('feeds:catalogue'))}#{quarter}",
        "@type": "dcat:Dataset",
        "dct:identifier": quarter,
        "dct:title": _text(f"Places where people said they felt unsafe: all councils, {quarter}"),
        "dct:description": _text(
            "Hexagons with about how many reports each holds. A place without a hexagon is not necessarily safe."
        ),
        "dct:issued": _typed("dateTime", min(release.published_at for release in releases).isoformat()),
        "dct:license": {"@id": LICENCE_URL},
        "dcat:keyword": [_text(word) for word in _KEYWORDS],
        "dcat:landingPage": {"@id": f"{absolute(reverse('public_map:open_data'))}?period={quarter}"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed("date", quarters.first_day(first).isoformat()),
            "dcat:endDate": _typed("date", quarters.last_day(quarter).isoformat()),
        },
        "dcat:distribution": [
            {
                "@id": f"{url}#distribution",
                "@type": "dcat:Distribution",
                "dct:title": _text(name),
                "dct:license": {"@id": LICENCE_URL},
                "dcat:accessURL": {"@id": url},
                "dcat:downloadURL": {"@id": url},
                "dcat:mediaType": {"@id": f"{_MEDIA}{_FORMATS[name]}"},
            }
            for name, url in files.items()
        ],
    }


def _services(absolute: Absolute, data_sets: list[str]) -> list[dict[str, Any]]:
    features, api = absolute(reverse("ogc_features:landing_page")), absolute(reverse("api:index"))
    described = {
        features: (
            "Features for maps (OGC API - Features)",
            absolute(reverse("ogc_features:definition")),
            ["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", _GRID],
        ),
        api: ("API of releases, areas, reasons, help and responses", absolute(reverse("api:schema")), []),
    }
    return [
        {
            "@id": url,
            "@type": "dcat:DataService",
            "dct:title": _text(title),
            "dct:license": {"@id": LICENCE_URL},
            "dcat:endpointURL": {"@id": url},
            "dcat:endpointDescription": {"@id": description},
            "dct:conformsTo": [{"@id": standard} for standard in standards],
            "dcat:servesDataset": [{"@id": one} for one in data_sets],
        }
        for url, (title, description, standards) in described.items()
    ]


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": "en"}


def _typed(kind: str, value: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
