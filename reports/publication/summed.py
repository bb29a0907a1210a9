"""The public interface of sums: several maps of a council added up, read from the files that stand of them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from reports.publication import earlier, files, folders, quarters, sums
from reports.publication.contents import Contents
from reports.publication.models import Release
from reports.publication.released import FileEntry, FolderInPlace, NoSuchRelease, Replaced, folder_as_it_is

_FOLDER = re.compile(r"([A-Z0-9]{1,9})-(\d{4}-Q[1-4])-to-(\d{4}-Q[1-4])(?:\.([1-9]\d{0,4}))?", re.ASCII)


@dataclass(frozen=True)
class PublishedSum:
    """What is published of several maps together."""

    folder: str  # in the addresses of its files
    quarters: tuple[str, ...]  # that it covers, oldest first
    maps: int  # how many are added up
    contents: Contents
    total_fewer_than: int  # what a total of None is under
    breakdown_shown_from: int  # what a bin of the breakdown that is not shown is under


@dataclass(frozen=True)
class SumInPlace:
    """A sum whose files are in place, by its name alone."""

    id: str  # whatever was withdrawn
    folder: str  # in the addresses of its files
    council_code: str
    quarters: tuple[str, ...]  # that it covers, oldest first


def sums_in_place() -> list[SumInPlace]:
    """Every sum whose files are in place: what ends last comes first, then by the council's code."""
    root = folders.folder_of("")
    named = [_FOLDER.fullmatch(path.name) for path in root.iterdir()] if root.exists() else []
    found = [SumInPlace(it[0].partition(".")[0], it[0], it[1], quarters.from_to(it[2], it[3])) for it in named if it]
    return sorted(sorted(found, key=lambda it: it.id), key=lambda it: it.quarters[-1], reverse=True)


def releases_added(found_sum: SumInPlace) -> list[str]:
    """The releases whose maps a sum adds up, oldest first; raises NoSuchRelease when a withdrawal takes its files."""
    try:
        manifest = json.loads((folders.folder_of(found_sum.folder) / "manifest.json").read_bytes())
    except FileNotFoundError:
        raise NoSuchRelease(found_sum.folder) from None
    return [release["release"] for release in manifest["maps"]]


def sum_up_to(map_release: Release) -> PublishedSum | None:
    """The sum of a council's last maps up to one of them; None up to its first, and after a gap.

    Raises NoSuchRelease where its files are not there yet.
    """
    added = _sum_up_to(map_release.council_id, map_release.quarter)
    if added is None:
        return None
    if not folders.folder_of(added.folder).exists():
        raise NoSuchRelease(added.folder)
    folder = folders.folder_of(added.folder)
    mechanism = json.loads((folder / "manifest.json").read_bytes())["mechanism"]
    return PublishedSum(
        folder=added.folder,
        quarters=added.quarters,
        maps=len(added.releases),
        contents=earlier.contents_in(folder, sums.as_release(added)),
        total_fewer_than=mechanism["total"]["fewer_than"],
        breakdown_shown_from=mechanism["mix"]["shown_from"],
    )


def is_of_a_sum(folder: str) -> bool:
    """Whether a folder has the name that a sum's has."""
    return _FOLDER.fullmatch(folder) is not None


def folder_in_place(name: str) -> FolderInPlace:
    """The folder of that name as it stands now; raises NoSuchRelease, and Replaced for an earlier edition's."""
    if not is_of_a_sum(name):
        raise NoSuchRelease(name)
    found = folder_as_it_is(name)
    if found is None:
        check_sum(name)
        raise NoSuchRelease(name)
    return found


def check_sum(folder: str) -> None:
    """Raises NoSuchRelease where there is no such sum, and Replaced for an edition that a withdrawal replaced."""
    named = _FOLDER.fullmatch(folder)
    added = _sum_up_to(named[1], named[3]) if named else None
    if added is None or folder.partition(".")[0] != added.id:
        raise NoSuchRelease(folder)
    if folder != added.folder:
        if int(folder.partition(".")[2] or 0) > len(added.withdrawals):
            raise NoSuchRelease(folder)
        raise Replaced(added.folder)


def sum_files(folder: str) -> list[FileEntry]:
    """The files of a sum, the manifest last; raises NoSuchRelease when they are not in place."""
    path = folders.folder_of(folder)
    if not (path / "manifest.json").exists():
        raise NoSuchRelease(folder)
    named = [*json.loads((path / "manifest.json").read_bytes())["files"], "manifest.json"]
    return [_entry(path / name) for name in named]


def _sum_up_to(council_code: str, quarter: str) -> sums.MapSum | None:
    return next((it for it in sums.sums_of(council_code) if it.last == quarter), None)


def _entry(file: Path) -> FileEntry:
    content = file.read_bytes()
    return FileEntry(file.name, len(content), files.digest_of(content), files.MEDIA_TYPES[file.name])
