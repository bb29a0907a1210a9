"""A release's files as bytes, made from its stored rows alone: the same rows always give the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from reports.geography import hexgrid
from reports.publication import contents, geopackage, leaf_rows, map_file, open_formats
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.vocabulary.reasons import Group

MEDIA_TYPES = {
    "leaves.csv": "text/csv; charset=utf-8",
    "leaves.geojson": "application/geo+json",
    "map.json": "application/json",
    "figures.json": "application/json",
    "datapackage.json": "application/json",
    "leaves.csv-metadata.json": "application/csvm+json",
    "manifest.json": "application/json",
}
# Made beside them from the same rows, but not promised by the manifest: a database file's bytes follow the library
# that writes it, so it could not be made again to the same digest.
BESIDE = {"leaves.gpkg": geopackage.MEDIA_TYPE}
# The number of the way of writing below; it stands in each release's row and manifest. What was published stands for
# ever: whoever changes a byte of what this module makes takes the next number, and keeps the way before under its own
# (`test_formats.py` holds the bytes). Number 0 is every way before there were numbers, and this one without its number.
FORMAT = 1


def release_bytes(
    release: Release,
    leaves: Iterable[PublishedLeaf],
    figures: Iterable[PublishedTable],
    withdrawals: Sequence[Withdrawal] = (),
) -> dict[str, bytes]:
    """Every file of a release by name, the manifest last; with withdrawals, of the edition that follows the last."""
    return bytes_of(release, contents.contents_of(release, leaves, figures, withdrawals), withdrawals)


def bytes_of(
    release: Release, published: contents.Contents, withdrawals: Sequence[Withdrawal] = ()
) -> dict[str, bytes]:
    """`release_bytes` of what the release is known to tell."""
    files = figure_files(release, published)
    files |= {
        "datapackage.json": json_bytes(open_formats.data_package(release, files, MEDIA_TYPES), indent=2),
        "leaves.csv-metadata.json": json_bytes(open_formats.csv_on_the_web(release), indent=2),
    }
    return files | {"manifest.json": _manifest(release, published, files, withdrawals)}


def figure_files(release: Release, published: contents.Contents) -> dict[str, bytes]:
    """The files with the figures themselves, by name."""
    return {
        "leaves.csv": _leaves_csv(release, published),
        "leaves.geojson": _leaves_geojson(release, published),
        "map.json": json_bytes(map_file.map_columns(release, published)),
        "figures.json": _figures_json(release, published),
    }


def listed(files: dict[str, bytes]) -> dict[str, dict[str, str | int]]:
    """What a manifest says of the files it promises, by name."""
    return {
        name: {"size": len(content), "sha256": digest_of(content), "media_type": MEDIA_TYPES[name]}
        for name, content in files.items()
    }


def bytes_beside(release: Release, content: dict[str, bytes]) -> dict[str, bytes]:
    """The files made beside those of `release_bytes`, from them."""
    date = f"{release.published_at:%Y-%m-%dT%H:%M:%S.000Z}"
    return {"leaves.gpkg": geopackage.geopackage_of(content["leaves.geojson"], date=date)}


def digest_of(content: bytes) -> str:
    """SHA-256 as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def _leaves_csv(release: Release, published: contents.Contents) -> bytes:
    return leaf_rows.csv_bytes(leaf_rows.leaf_row(release, leaf) for leaf in published.leaves)


def _leaves_geojson(release: Release, published: contents.Contents) -> bytes:
    features = [leaf_rows.leaf_feature(release, leaf) for leaf in published.leaves]
    return json_bytes({"type": "FeatureCollection", "features": features})


def _figures_json(release: Release, published: contents.Contents) -> bytes:
    return json_bytes(
        {
            "release": release.id,
            "council": release.council_id,
            "quarter": release.quarter,
            "total": published.total,  # null: fewer than 30
            "map_quarters": published.map_quarters,  # what breakdown, remainders and hexagons cover; none: no map
            "mix": [
                {"group": Group(it.group).name.lower(), "band": it.band, "about": it.value} for it in published.mix
            ],
            "remainders": [
                {
                    "cell": hexgrid.name(it.cell) if it.cell else None,  # null: the rest of the council
                    "resolution": it.resolution,
                    "about": it.band,
                }
                for it in published.remainders
            ],
        }
    )


def _manifest(
    release: Release, published: contents.Contents, files: dict[str, bytes], withdrawals: Sequence[Withdrawal]
) -> bytes:
    """What the release is and how it was made. The digest of its input is not in it: a small input can be guessed."""
    previous = release.previous
    numbered = {"format": release.format} if release.format else {}
    return json_bytes(
        numbered
        | {
            "release": release.id,
            "council": {
                "code": release.council_id,
                "name": release.council_name,
                "is_legal_boundary": release.is_legal_boundary,
            },
            "quarter": release.quarter,
            "published_at": release.published_at.isoformat().replace("+00:00", "Z"),
            "map_quarters": published.map_quarters,
            "geography": release.geography,
            "leaves_in_partition": published.leaves_in_partition,
            "mechanism": json.loads(release.mechanism),
            "files": listed(files),
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


def json_bytes(value: Any, indent: int | None = None) -> bytes:
    """A value as every JSON file here is written."""
    separators = None if indent else (",", ":")
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()
