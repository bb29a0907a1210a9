"""A release's files as bytes, made from its stored rows alone: the same rows always give the same bytes."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from reports.geography import hexgrid
from reports.intake.reasons import Group
from reports.publication import contents, open_formats
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal

MEDIA_TYPES = {
    "leaves.csv": "text/csv; charset=utf-8",
    "leaves.geojson": "application/geo+json",
    "map.json": "application/json",
    "figures.json": "application/json",
    "datapackage.json": "application/json",
    "leaves.csv-metadata.json": "application/csvm+json",
    "manifest.json": "application/json",
}
MAP_UNITS = 100_000  # map.json counts in hundred-thousandths of a degree, about a metre
_DECIMALS = 6


def release_bytes(
    release: Release,
    leaves: Iterable[PublishedLeaf],
    figures: Iterable[PublishedTable],
    withdrawals: Sequence[Withdrawal] = (),
) -> dict[str, bytes]:
    """Every file of a release by name, the manifest last; with withdrawals, of the edition that follows the last."""
    told = contents.contents_of(release, leaves, figures, withdrawals)
    files = {
        "leaves.csv": _leaves_csv(release, told),
        "leaves.geojson": _leaves_geojson(release, told),
        "map.json": _map_json(release, told),
        "figures.json": _figures_json(release, told),
    }
    files |= {
        "datapackage.json": _json(open_formats.data_package(release, files, MEDIA_TYPES), indent=2),
        "leaves.csv-metadata.json": _json(open_formats.csv_on_the_web(release), indent=2),
    }
    return files | {"manifest.json": _manifest(release, told, files, withdrawals)}


def digest_of(content: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def _leaves_csv(release: Release, told: contents.Contents) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ("release", "quarter", "council_code", "council", "cell", "resolution", "about", "longitude", "latitude")
    )
    council = release.council
    for leaf in told.leaves:
        longitude, latitude = _rounded(hexgrid.centre(leaf.cell))
        place = (hexgrid.name(leaf.cell), leaf.resolution, leaf.band, longitude, latitude)
        writer.writerow((release.id, release.quarter, council.code, council.name, *place))
    return text.getvalue().encode()


def _leaves_geojson(release: Release, told: contents.Contents) -> bytes:
    features = []
    for leaf in told.leaves:
        ring = [_rounded(corner) for corner in hexgrid.outline(leaf.cell)]
        features.append(
            {
                "type": "Feature",
                "id": hexgrid.name(leaf.cell),
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "properties": {
                    "release": release.id,
                    "quarter": release.quarter,
                    "council_code": release.council_id,
                    "council": release.council.name,
                    "resolution": leaf.resolution,
                    "about": leaf.band,
                },
            }
        )
    return _json({"type": "FeatureCollection", "features": features})


def _map_json(release: Release, told: contents.Contents) -> bytes:
    """One array per attribute; `corners` holds each hexagon's six corners as offsets from its centre."""
    centres = [_in_map_units(hexgrid.centre(leaf.cell)) for leaf in told.leaves]
    corners = [
        [
            offset
            for corner in hexgrid.outline(leaf.cell)
            for offset in (_in_map_units(corner)[0] - centre[0], _in_map_units(corner)[1] - centre[1])
        ]
        for leaf, centre in zip(told.leaves, centres, strict=True)
    ]
    return _json(
        {
            "release": release.id,
            "council": release.council_id,
            "quarter": release.quarter,
            "units": MAP_UNITS,
            "cell": [hexgrid.name(leaf.cell) for leaf in told.leaves],
            "resolution": [leaf.resolution for leaf in told.leaves],
            "about": [leaf.band for leaf in told.leaves],
            "hot": [leaf.is_hot for leaf in told.leaves],
            "longitude": [centre[0] for centre in centres],
            "latitude": [centre[1] for centre in centres],
            "corners": corners,
        }
    )


def _figures_json(release: Release, told: contents.Contents) -> bytes:
    return _json(
        {
            "release": release.id,
            "council": release.council_id,
            "quarter": release.quarter,
            "total": told.total,  # null: fewer than 30
            "map_quarters": told.map_quarters,  # what mix, remainders and hexagons cover; none: no map
            "mix": [{"group": Group(it.group).name.lower(), "band": it.band, "about": it.value} for it in told.mix],
            "remainders": [
                {
                    "cell": hexgrid.name(it.cell) if it.cell else None,  # null: the rest of the council
                    "resolution": it.resolution,
                    "about": it.band,
                }
                for it in told.remainders
            ],
        }
    )


def _manifest(
    release: Release, told: contents.Contents, files: dict[str, bytes], withdrawals: Sequence[Withdrawal]
) -> bytes:
    """What the release is and how it was made. The digest of its input is not in it: a small input can be guessed."""
    previous = release.previous
    return _json(
        {
            "release": release.id,
            "council": {
                "code": release.council_id,
                "name": release.council.name,
                "is_legal_boundary": not release.council.is_builtin,
            },
            "quarter": release.quarter,
            "published_at": release.published_at.isoformat().replace("+00:00", "Z"),
            "map_quarters": told.map_quarters,
            "geography": release.geography,
            "leaves_in_partition": told.leaves_in_partition,
            "mechanism": json.loads(release.mechanism),
            "files": {
                name: {"size": len(content), "sha256": digest_of(content), "media_type": MEDIA_TYPES[name]}
                for name, content in files.items()
            },
            "previous": {"release": previous.id, "manifest_sha256": previous.manifest_digest} if previous else None,
            "audit_head": release.audit_head or None,
            "withdrawn": _withdrawn(release, withdrawals),
        },
        indent=2,
    )


def _withdrawn(release: Release, withdrawals: Sequence[Withdrawal]) -> dict[str, Any] | None:
    """How many hexagons were hidden and when; not which, or the file would go on showing them."""
    if not withdrawals:
        return None
    replaced = withdrawals[-2].manifest_digest if len(withdrawals) > 1 else release.manifest_digest
    return {
        "hexagons": len(withdrawals),
        "on": [withdrawal.withdrawn_on.isoformat() for withdrawal in withdrawals],
        "replaces_manifest_sha256": replaced,
    }


def _rounded(position: tuple[float, float]) -> tuple[float, float]:
    return round(position[0], _DECIMALS), round(position[1], _DECIMALS)


def _in_map_units(position: tuple[float, float]) -> tuple[int, int]:
    return round(position[0] * MAP_UNITS), round(position[1] * MAP_UNITS)


def _json(value: Any, indent: int | None = None) -> bytes:
    separators = None if indent else (",", ":")
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()
