"""What a release's table says of itself: a Frictionless data package and CSV on the Web metadata, made with it.

Plain text from the release's own rows, so the same rows always give the same bytes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from reports.publication.models import Release

LICENCE_NAME = "OGL-UK-3.0"
LICENCE_TITLE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Column:
    """A column of leaves.csv: its name, the type both standards know, and what it says."""

    name: str
    type: str  # string, integer, number or boolean
    says: str  # English; pages translate it
    least: float | None = None
    most: float | None = None


COLUMNS = (
    Column("release", "string", gettext_noop("Which release the row is of: council code and quarter.")),
    Column("quarter", "string", gettext_noop("The last quarter of the year that the map covers.")),
    Column("council_code", "string", gettext_noop("The council's code, from the Office for National Statistics.")),
    Column("council", "string", gettext_noop("The council's name.")),
    Column("cell", "string", gettext_noop("The hexagon's H3 index.")),
    Column("resolution", "integer", gettext_noop("The hexagon's H3 resolution: 6 is widest, 9 is smallest."), 6, 9),
    Column(
        "about",
        "integer",
        gettext_noop("About how many reports: 5, 10 or 20, after noise. 40 means 40 or more."),
        5,
        40,
    ),
    Column("hot", "boolean", gettext_noop("Whether an earlier map shows the place too.")),
    Column("longitude", "number", gettext_noop("The middle of the hexagon, degrees east (WGS 84)."), -180, 180),
    Column("latitude", "number", gettext_noop("The middle of the hexagon, degrees north (WGS 84)."), -90, 90),
)


def data_package(release: Release, files: Mapping[str, bytes], media_types: Mapping[str, str]) -> dict[str, Any]:
    """The `datapackage.json` of a release's files."""
    return {
        "profile": "data-package",
        "name": f"unsafe-places-{release.id}".lower(),
        "title": _title(release),
        "created": release.published_at.isoformat().replace("+00:00", "Z"),
        "licenses": [{"name": LICENCE_NAME, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "resources": [_resource(name, content, media_types[name]) for name, content in files.items()],
    }


def csv_on_the_web(release: Release) -> dict[str, Any]:
    """The `leaves.csv-metadata.json` that stands beside leaves.csv."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": "leaves.csv",
        "dc:title": _title(release),
        "dc:license": {"@id": LICENCE_URL},
        "dc:issued": {"@value": f"{release.published_at:%Y-%m-%d}", "@type": "xsd:date"},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": column.says,
                    "required": True,
                    "datatype": _bounded({"base": column.type}, column),
                }
                for column in COLUMNS
            ],
            "primaryKey": "cell",
        },
    }


def _title(release: Release) -> str:
    return f"Places where people said they felt unsafe: {release.council_name}, {release.quarter}"


def _resource(name: str, content: bytes, media_type: str) -> dict[str, Any]:
    resource = {
        "name": name.lower().replace(".", "-"),
        "path": name,
        "profile": "data-resource",
        "format": name.rsplit(".", 1)[1],
        "mediatype": media_type.split(";")[0],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if name != "leaves.csv":
        return resource
    fields = [
        {
            "name": column.name,
            "type": column.type,
            "description": column.says,
            "constraints": _bounded({"required": True}, column),
        }
        for column in COLUMNS
    ]
    return resource | {
        "profile": "tabular-data-resource",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {"fields": fields, "primaryKey": ["cell"]},
    }


def _bounded(value: dict[str, Any], column: Column) -> dict[str, Any]:
    bounds = {"minimum": column.least, "maximum": column.most}
    return value | {name: bound for name, bound in bounds.items() if bound is not None}
