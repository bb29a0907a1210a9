"""The public interface of publication: all that public interfaces read. Release tables and release files, nothing else.

It knows no count, no report and no decision: `make check` refuses the import.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from reports.geography.models import Area
from reports.publication import earlier, files, folders, rollup
from reports.publication.contents import BreakdownCell, Contents, Leaf, Remainder, contents_of
from reports.publication.models import Release, Withdrawal
from reports.publication.published_list import published_list

_FOLDER = re.compile(r"([A-Z0-9]{1,9})-(\d{4}-Q[1-4])(?:\.([1-9]\d{0,4}))?", re.ASCII)  # see folders.folder_name


class NoSuchRelease(LookupError):
    """No release of that council and quarter."""


class Replaced(LookupError):
    """An edition from which a hexagon was withdrawn; `by` is the name of the folder that stands in its place."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@dataclass(frozen=True)
class Total:
    """A council's reports in a quarter, or in several, rounded to 10; a value of None is «fewer than» a number."""

    value: int | None
    fewer_than: int = rollup.TOTAL_THRESHOLD  # what a value of None is under
    is_floor: bool = False  # some of what was added is «fewer than»: it is the value or more


@dataclass(frozen=True)
class MapPeriod:
    """The quarters whose reports are on a map."""

    first: str
    last: str
    quarters: tuple[str, ...]  # oldest first


@dataclass(frozen=True)
class FolderInPlace:
    """A folder of release files as it stands now: equal until another is put in its place."""

    name: str
    path: Path
    inode: int
    changed: int  # nanoseconds


@dataclass(frozen=True)
class FileEntry:
    """One downloadable file of a release."""

    name: str
    size: int  # bytes
    sha256: str
    media_type: str


def released_quarters() -> list[str]:
    """Every quarter with a release, newest first."""
    return list(published_list().by_quarter)


def releases_of(quarter: str) -> list[Release]:
    """The releases of a quarter, by the council's name."""
    return list(published_list().by_quarter.get(quarter, ()))


def every_release() -> list[Release]:
    """All releases, those of the newest quarter first, each quarter's by the council's name."""
    return [release for of_quarter in published_list().by_quarter.values() for release in of_quarter]


def releases_of_council(council_code: str) -> list[Release]:
    """A council's releases, oldest first."""
    return list(published_list().by_council.get(council_code, ()))


def release_of(council_code: str, quarter: str) -> Release:
    """One council's release; raises NoSuchRelease."""
    for release in releases_of_council(council_code):
        if release.quarter == quarter:
            return release
    raise NoSuchRelease(f"{council_code} {quarter}")


def forces_and_nations() -> tuple[list[Area], list[Area]]:
    """The police forces' areas and the nations that stand today, each by name."""
    found = published_list()
    return list(found.forces), list(found.nations)


def releases_with_a_map(council_code: str = "", quarter: str = "") -> list[Release]:
    """Those that have a map of their own, of all councils or of one, of all quarters or of one; by their ids."""
    found = releases_of_council(council_code) if council_code else every_release()
    chosen = [release for release in found if release.has_map and quarter in {"", release.quarter}]
    return sorted(chosen, key=lambda release: release.pk)


def published_leaves(release: Release) -> list[Leaf]:
    """The hexagons that are shown, ascending by cell."""
    return list(_contents(release).leaves)


def published_remainders(release: Release) -> list[Remainder]:
    """What the hexagons not shown add up to, where that is enough to tell; from fine to coarse."""
    return list(_contents(release).remainders)


def map_of(release: Release) -> MapPeriod | None:
    """Which quarters the release's map and breakdown cover; None for a release with its total alone."""
    covered = release.map_quarters
    return MapPeriod(covered[0], covered[-1], covered) if covered else None


def latest_map(council_code: str, quarter: str) -> Release | None:
    """The release with the council's newest map up to a quarter, the quarter's own if it has one; None: none yet."""
    return latest_maps([council_code], quarter).get(council_code)


def latest_maps(council_codes: Iterable[str], quarter: str) -> dict[str, Release]:
    """`latest_map` of many councils, by code; one that never had a map is left out."""
    by_council = published_list().by_council
    found = {
        code: [release for release in by_council.get(code, ()) if release.has_map and release.quarter <= quarter]
        for code in council_codes
    }
    return {code: maps[-1] for code, maps in found.items() if maps}


def withdrawn_of(release: Release) -> int:
    """How many hexagons of the release were hidden whole because they proved to be fake."""
    return _contents(release).withdrawn


def total_of(release: Release) -> Total:
    """The council's total."""
    return Total(_contents(release).total)


def total_in_words(release: Release) -> str:
    """The council's total as a reader meets it."""
    value = total_of(release).value
    if value is None:
        return _("fewer than %(threshold)d") % {"threshold": rollup.TOTAL_THRESHOLD}
    return _("about %(value)s") % {"value": f"{value:,}"}


def breakdown_of(release: Release) -> list[BreakdownCell]:
    """Groups of reasons by part of the day, the bins large enough to tell."""
    return list(_contents(release).mix)


def edition_number(release: Release) -> int:
    """The number of the withdrawal that the files as they stand follow; 0 before the first."""
    return getattr(release, "newest_number", None) or 0


def folder_name(release: Release) -> str:
    """The release's name in the addresses of its files: another one after each withdrawal, so that no file changes."""
    return folders.folder_name(release.id, edition_number(release))


def release_folder(release: Release) -> Path:
    """Where the release's files lie."""
    return folders.folder_of(folder_name(release))


def folder_in_place(name: str) -> FolderInPlace:
    """The folder of that name as it stands now; raises NoSuchRelease, and Replaced for an earlier edition's.

    It does not ask the database while the folder stands, and tells nothing of whether its release is stored: ask
    `release_in` before anything is read from it.
    """
    # Only what looks like a folder's name is ever joined to a path: `..` does not.
    if not _FOLDER.fullmatch(name):
        raise NoSuchRelease(name)
    found = folder_as_it_is(name)
    if found is None:
        release_in(name)
        raise NoSuchRelease(name)
    return found


def folder_as_it_is(name: str) -> FolderInPlace | None:
    """The folder of a name that was looked at already; None where there is none."""
    path = folders.folder_of(name)
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return FolderInPlace(name, path, found.st_ino, found.st_mtime_ns)


def release_in(folder: str) -> Release:
    """The release whose files lie in the folder of that name; raises NoSuchRelease and Replaced."""
    named = _FOLDER.fullmatch(folder)
    if named is None:
        raise NoSuchRelease(folder)
    council, quarter, edition = named.groups()
    release = release_of(council, quarter)
    asked, newest = int(edition or 0), edition_number(release)
    if asked > newest:
        raise NoSuchRelease(folder)
    if asked < newest:
        raise Replaced(folder_name(release))
    return release


def release_files(release: Release) -> list[FileEntry]:
    """The release's files, the manifest last; raises NoSuchRelease when they are not in place.

    One from before formats had numbers may have fewer, or the moving map's in another shape beside its own.
    """
    folder = release_folder(release)
    names = files.BESIDE | files.MEDIA_TYPES
    if not release.format:
        names = {earlier.DRAWN: names["map.json"]} | names
        names = {name: kind for name, kind in names.items() if name == "manifest.json" or (folder / name).exists()}
    return [_entry(folder / name, media_type) for name, media_type in names.items()]


def map_file(release: Release) -> str:
    """The name of the file that the moving map draws from."""
    is_earlier = not release.format and (release_folder(release) / earlier.DRAWN).exists()
    return earlier.DRAWN if is_earlier else "map.json"


def edition_of(release: Release) -> str:
    """What may be kept in memory of a release is kept under this: it changes when a hexagon is withdrawn.

    Also when it is withdrawn from an earlier map of the council, which a release without its own map shows.
    """
    return f"{release.manifest_digest} {getattr(release, 'newest_withdrawal', None)}"


def _contents(release: Release) -> Contents:
    """A release never changes, so what it tells is worked out once; the digest stands for what was published."""
    try:
        return _contents_of(release.id, release.manifest_digest)
    except earlier.ReleaseDiffers:
        # Only its lost files know which sums were told. What the rest told is in the rows as it was.
        stored, withdrawn = _edition(release.id, release.manifest_digest)
        rows = contents_of(stored, stored.leaves.all(), stored.figures.all(), withdrawn)
        return replace(rows, remainders=())


@lru_cache(maxsize=512)
def _contents_of(release_id: str, manifest_digest: str) -> Contents:
    return earlier.contents_published(*_edition(release_id, manifest_digest))


def _edition(release_id: str, manifest_digest: str) -> tuple[Release, list[Withdrawal]]:
    """A release, and the withdrawals that the edition with this manifest follows."""
    release = Release.objects.get(pk=release_id)
    editions = list(release.withdrawals.all())
    digests = [release.manifest_digest, *(edition.manifest_digest for edition in editions)]
    return release, editions[: digests.index(manifest_digest)]


def _entry(file: Path, media_type: str) -> FileEntry:
    try:
        content = file.read_bytes()
    except FileNotFoundError as missing:
        raise NoSuchRelease(f"no {file.name} in {file.parent.name}") from missing
    return FileEntry(file.name, len(content), files.digest_of(content), media_type)
