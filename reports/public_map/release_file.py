"""A release's files, handed out as they were made: nothing about them moves once the release is out."""

import gzip
from dataclasses import dataclass
from functools import lru_cache

from reports.public_map import geopackage
from reports.publication import released


class NoSuchFile(LookupError):
    """A release or a file that there is not."""


@dataclass(frozen=True)
class ReleaseFile:
    """A file's bytes, as it is and as gzip."""

    media_type: str
    content: bytes
    compressed: bytes


def release_file(release_id: str, name: str) -> ReleaseFile:
    """The file of that name of a release; raises NoSuchFile."""
    try:
        return _file(released.folder_in_place(release_id), name)
    except released.NoSuchRelease:
        raise NoSuchFile(f"{release_id} {name}") from None


@lru_cache(maxsize=256)
def _file(folder: released.FolderInPlace, name: str) -> ReleaseFile:
    """Kept by the folder that stands: a withdrawal, by whichever process, puts another in its place."""
    council, _dash, quarter = folder.release_id.partition("-")
    release = released.release_of(council, quarter)
    # Only a name the release lists is ever joined to the folder: `../` is no such name.
    listed = {entry.name: entry.media_type for entry in released.release_files(release)}
    if name == "leaves.gpkg":
        date = f"{release.published_at:%Y-%m-%dT%H:%M:%S.000Z}"
        content = geopackage.geopackage_of((folder.path / "leaves.geojson").read_bytes(), date=date)
        return ReleaseFile(geopackage.MEDIA_TYPE, content, gzip.compress(content, 6, mtime=0))
    if name not in listed:
        raise NoSuchFile(name)
    content = (folder.path / name).read_bytes()
    return ReleaseFile(listed[name], content, gzip.compress(content, 9, mtime=0))
