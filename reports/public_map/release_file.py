"""A release's files, and those of maps added up, handed out as they were made: nothing moves once they are out."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reports.publication import folders, released, summed


class NoSuchFile(LookupError):
    """A release or a file that there is not."""


@dataclass(frozen=True)
class ReleaseFile:
    """A file's bytes, as it is and as each encoding has it."""

    media_type: str
    content: bytes
    encoded: dict[str, bytes]  # by the name a browser asks for


def release_file(folder: str, name: str) -> ReleaseFile:
    """The file of that name in a release's folder; raises NoSuchFile, and released.Replaced for an earlier edition."""
    holding = summed if summed.is_of_a_sum(folder) else released
    try:
        return _file(holding.folder_in_place(folder), name)
    except released.NoSuchRelease:
        raise NoSuchFile(f"{folder} {name}") from None


@lru_cache(maxsize=256)
def _file(folder: released.FolderInPlace, name: str) -> ReleaseFile:
    """Kept by the folder that stands, so that the second reader costs the database nothing."""
    # Only a name the release lists is ever joined to the folder: `../` is no such name.
    listed = {entry.name: entry.media_type for entry in _entries(folder.name)}
    if name not in listed:
        raise NoSuchFile(name)
    file = folder.path / name
    twins = {encoding: Path(f"{file}{ending}") for encoding, ending in folders.ENCODINGS.items()}
    # An earlier version left none: they come with the next publication.
    encoded = {encoding: twin.read_bytes() for encoding, twin in twins.items() if twin.exists()}
    return ReleaseFile(listed[name], file.read_bytes(), encoded)


def _entries(folder: str) -> list[released.FileEntry]:
    if summed.is_of_a_sum(folder):
        summed.check_sum(folder)
        return summed.sum_files(folder)
    return released.release_files(released.release_in(folder))
