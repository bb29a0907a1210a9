"""A release's files, handed out as they were made: nothing about them moves once the release is out."""

import gzip
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reports.public_map import geopackage
from reports.publication import released
from reports.publication.models import Release


class NoSuchFile(LookupError):
    """A release or a file that there is not."""


@dataclass(frozen=True)
class ReleaseFile:
    """A file's bytes, as it is and as gzip."""

    media_type: str
    content: bytes
    compressed: bytes


@dataclass(frozen=True)
class _Kept:
    """What makes two files the same: the folder, the release and its manifest, and the name."""

    folder: Path
    manifest_digest: str
    name: str
    release: Release = field(compare=False)


def release_file(release_id: str, name: str) -> ReleaseFile:
    """The file of that name of a release; raises NoSuchFile."""
    release = _release(release_id)
    return _file(_Kept(released.release_folder(release), release.manifest_digest, name, release))


def _release(release_id: str) -> Release:
    council, _dash, quarter = release_id.partition("-")
    try:
        release = released.release_of(council, quarter)
    except (released.NoSuchRelease, ValueError):
        raise NoSuchFile(release_id) from None
    if release.id != release_id:
        raise NoSuchFile(release_id)
    return release


@lru_cache(maxsize=256)
def _file(kept: _Kept) -> ReleaseFile:
    # Only a name the release lists is ever joined to the folder: `../` is no such name.
    try:
        listed = {entry.name: entry.media_type for entry in released.release_files(kept.release)}
    except released.NoSuchRelease:
        raise NoSuchFile(kept.name) from None
    if kept.name == "leaves.gpkg":
        date = f"{kept.release.published_at:%Y-%m-%dT%H:%M:%S.000Z}"
        content = geopackage.geopackage_of((kept.folder / "leaves.geojson").read_bytes(), date=date)
        return ReleaseFile(geopackage.MEDIA_TYPE, content, gzip.compress(content, 6, mtime=0))
    if kept.name not in listed:
        raise NoSuchFile(kept.name)
    content = (kept.folder / kept.name).read_bytes()
    return ReleaseFile(listed[kept.name], content, gzip.compress(content, 9, mtime=0))
