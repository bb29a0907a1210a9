"""adopt_folders(): what was published and is not stored, after a restore or a copy, is taken from its files.

It is never drawn again. Its rows hold what its files tell: bands for values, and only what was shown.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from reports.aggregation.freezing import freeze_nothing
from reports.geography.models import Area
from reports.moderation import spending
from reports.moderation.expiring import Span, freeze_accepted
from reports.publication import contents, due, earlier, folders, quarters
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal

_FOLDER = re.compile(r"([A-Z0-9]{1,9})-(\d{4}-Q[1-4])(?:\.([1-9]\d{0,4}))?", re.ASCII)


class FolderNotWhole(Exception):
    """A release was published, and neither its rows nor its files are here whole; in words for the operator."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is of a release that is not in this database, and is not whole. It was drawn once and is never "
            "drawn again: bring the folder as it was published, from a backup or from whoever keeps it."
        )


def adopt_folders(council: Area) -> list[Release]:
    """Stores every release of a council that lies in the folder of releases alone, oldest first; which.

    In the caller's transaction. Raises FolderNotWhole.
    """
    return [_adopted(folder, council, quarter, edition) for quarter, edition, folder in _unknown(council)]


def spend_what_was_drawn(council: Area, *, until: str) -> None:
    """No report here that another copy may have counted up to a quarter is counted again; that was noted once."""
    if due.spent_until(council) < until:
        spending.spend_what_may_be_drawn(council.code, until=quarters.last_day(until))


def spend_what_came_again() -> None:
    """A file that was imported after the backup, and published, is imported again: it is not counted again either."""
    for council in due.councils_drawn_elsewhere():
        spending.spend_what_came_again(council.code, until=quarters.last_day(due.spent_until(council)))


def unknown_releases(folder: Path) -> list[tuple[str, str]]:
    """Council and quarter of each release that lies in a folder and is not stored, in order."""
    stored = set(Release.objects.values_list("council", "quarter"))
    named = [_FOLDER.fullmatch(file.name) for file in (folder.iterdir() if folder.is_dir() else ())]
    return sorted({(it[1], it[2]) for it in named if it} - stored)


def bring_folders(from_folder: Path) -> list[str]:
    """Copies the folders of releases that are not here yet from elsewhere; their names. Raises FolderNotWhole."""
    brought = []
    for folder in sorted(from_folder.iterdir()) if from_folder.is_dir() else []:
        named = _FOLDER.fullmatch(folder.name)
        if not named or folders.folder_of(folder.name).exists() or _is_stored(named[1], named[2], int(named[3] or 0)):
            continue
        if not folders.is_whole(folder, _digest_of_manifest(folder)):
            raise FolderNotWhole(folder)
        folders.copy_folder(folder, Path(settings.RELEASES_DIR))
        brought.append(folder.name)
    return brought


def holds_a_release(folder: Path) -> bool:
    """Whether a folder has at least one that is named as a release's."""
    return any(_FOLDER.fullmatch(each.name) for each in folder.iterdir())


def _unknown(council: Area) -> Iterator[tuple[str, int, Path]]:
    """Quarter, edition and folder of what is not stored: of each release its newest edition."""
    found: dict[str, tuple[int, Path]] = {}
    here = Path(settings.RELEASES_DIR)
    for folder in here.glob(f"{council.code}-*") if here.exists() else ():
        if named := _FOLDER.fullmatch(folder.name):
            found[named[2]] = max(found.get(named[2], (-1, folder)), (int(named[3] or 0), folder))
    stored = set(Release.objects.filter(council=council).values_list("quarter", flat=True))
    for quarter in sorted(found.keys() - stored):
        yield quarter, *found[quarter]


def _is_stored(council: str, quarter: str, edition: int) -> bool:
    release = Release.objects.filter(council_id=council, quarter=quarter).first()
    return release is not None and release.withdrawals.count() >= edition


def _digest_of_manifest(folder: Path) -> str:
    manifest = folder / "manifest.json"
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.exists() else ""


def _adopted(folder: Path, council: Area, quarter: str, edition: int) -> Release:
    digest = _digest_of_manifest(folder)
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes()) if digest else {}
    withdrawn = (manifest.get("withdrawn") or {}).get("on", [])
    is_it = (manifest.get("release"), len(withdrawn)) == (f"{council.code}-{quarter}", edition)
    if not is_it or not folders.is_whole(folder, digest):
        raise FolderNotWhole(folder)
    previous = (manifest["previous"] or {}).get("release")
    covered = manifest.get("map_quarters", [quarter])  # the first version had a map in each
    release = Release(
        id=manifest["release"],
        council=council,
        council_name=manifest["council"]["name"],
        is_legal_boundary=manifest["council"]["is_legal_boundary"],
        quarter=quarter,
        published_at=quarters.publication_instant(quarter),
        previous=Release.objects.filter(pk=previous).first(),
        map_from=covered[0] if covered else "",
        mechanism=json.dumps(manifest["mechanism"]),
        geography="",  # its hexagons that were not shown are lost: the next map begins with those of public geography
        input_digest="",  # which counts went in, nobody here knows: `due.spent_until` tells it by this
        audit_head=manifest.get("audit_head") or "",
        manifest_digest=digest if not edition else manifest["withdrawn"]["replaces_manifest_sha256"],
        format=0,  # it is read from its files
    )
    with transaction.atomic():
        spend_what_was_drawn(council, until=quarter)
        release.save(force_insert=True)
        _store_contents(release, earlier.contents_in(folder, release))
        Withdrawal.objects.bulk_create(
            Withdrawal(
                release=release,
                cell=number,  # which hexagon it was, nobody here knows: this is none
                number=number,
                withdrawn_on=datetime.date.fromisoformat(day),
                manifest_digest=digest if number == edition else "",
            )
            for number, day in enumerate(withdrawn, start=1)
        )
        freeze_accepted(Span(council.code, datetime.date.min, quarters.last_day(quarter)))
        freeze_nothing(council.code, quarter)
    return release


def _store_contents(release: Release, published: contents.Contents) -> None:
    PublishedLeaf.objects.bulk_create(
        PublishedLeaf(
            release=release,
            cell=leaf.cell,
            resolution=leaf.resolution,
            noisy=leaf.band,
            is_published=True,
            is_hot=leaf.is_hot,
        )
        for leaf in published.leaves
    )
    total = PublishedTable(
        release=release, table=contents.TOTAL, noisy=published.total or 0, is_published=published.total is not None
    )
    mix = [
        PublishedTable(
            release=release, table=contents.BREAKDOWN, group=it.group, band=it.band, noisy=it.value, is_published=True
        )
        for it in published.mix
    ]
    PublishedTable.objects.bulk_create([total, *mix])
