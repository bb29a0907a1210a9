"""publish_release(): the only writer of releases, and the only place where noise is drawn."""

import datetime
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reports.aggregation.freezing import freeze_counts
from reports.geography.models import Area
from reports.moderation.expiring import Span, freeze_accepted
from reports.publication import (
    adopting,
    due,
    earlier,
    files,
    folders,
    map_schedule,
    noise,
    place,
    quarters,
    rollup,
    sums,
    tables,
)
from reports.publication.mechanism import MECHANISM
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.next_partition import leaves_for
from reports.publication.opening import opened_on
from reports.staff.row_level_security import everything_seen
from streetsafe.written_whole import remove_leftovers

ROWS_AT_ONCE = 100  # SQLite before 3.32 takes no more than 999 parameters


class QuarterNotClosed(Exception):
    """The quarter's instant of publication has not come; `until` is that instant."""

    def __init__(self, quarter: str, until: datetime.datetime) -> None:
        super().__init__(f"{quarter} is published at {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


def publish_release(
    council: Area,
    *,
    quarter: str,
    now: datetime.datetime,
    draw: noise.NoiseSource = noise.discrete_laplace,
    audit_head: str = "",
) -> Release:
    """The council's release of a quarter: drawn and stored now, or the stored one, unchanged, when it stands already.

    Quarters the council missed since its last release are published before it, so that reports gather in order.
    The files are made from the stored rows, so a run that was killed between the two is mended by the next.
    Raises QuarterNotClosed before the quarter's instant, due.NotDue, place.Elsewhere, adopting.FolderNotWhole and
    earlier.ReleaseDiffers. `audit_head` goes
    into the manifest; `draw` is for the adversary's tests.
    """
    instant = quarters.publication_instant(quarter)
    if now < instant:
        raise QuarterNotClosed(quarter, instant)
    for missed in due.due_quarters(council, quarter)[:-1]:
        _published(council, missed, draw, audit_head)
    return _published(council, quarter, draw, audit_head)


def put_missing_files_in_place() -> list[earlier.ReleaseDiffers]:
    """Write every folder that a killed run left out, from the stored rows, and remove what it left half-made.

    Why some could not be written.
    """
    for holding in (settings.VAR_DIR, settings.RELEASES_DIR):
        remove_leftovers(Path(holding))
    stored = Release.objects.select_related("council", "previous").prefetch_related("withdrawals")
    refused = []
    for release in stored:
        try:
            put_files_in_place(release)
        except earlier.ReleaseDiffers as why:
            refused.append(why)
    for council in sorted({release.council_id for release in stored}):
        sums.put_sums_in_place(council)
    return refused


def put_files_in_place(release: Release) -> bool:
    """Write a release's folder if it is not there, and take away those it replaces; whether anything was missing.

    A folder that an earlier version wrote in its own way is left as it is. Raises earlier.ReleaseDiffers.
    """
    withdrawals = list(release.withdrawals.all())
    name = folders.folder_name(release.id, len(withdrawals))
    is_missing = not folders.holds(name, earlier.promised_digest(release, withdrawals), files.BESIDE)
    if is_missing:
        content = files.release_bytes(release, release.leaves.all(), release.figures.all(), withdrawals)
        if earlier.is_as_published(release, content, withdrawals):
            folders.write_folder(name, files.bytes_beside(release, content) | content)
        else:
            earlier.adopt_folder(release, withdrawals)
    for replaced in range(len(withdrawals)):
        folders.remove_folder(folders.folder_name(release.id, replaced))
    return is_missing


def _published(council: Area, quarter: str, draw: noise.NoiseSource, audit_head: str) -> Release:
    with transaction.atomic(), everything_seen():
        # Two processes: the second waits here (on SQLite at the transaction's start) and then finds the release.
        # Without this both would draw, and the mean of two draws has less noise than was promised.
        Area.objects.select_for_update().get(pk=council.pk)
        release = _stored(council, quarter) or _adopted(council, quarter) or _drawn(council, quarter, draw, audit_head)
    put_files_in_place(release)
    sums.put_sums_in_place(council.code)
    return release


def _stored(council: Area, quarter: str) -> Release | None:
    found = Release.objects.select_related("council", "previous").filter(council=council, quarter=quarter)
    return found.first()


def _adopted(council: Area, quarter: str) -> Release | None:
    """The release, where its folder stands without its rows: after a restore, or on a copy. It was drawn once."""
    adopting.adopt_folders(council)
    return _stored(council, quarter)


def _drawn(council: Area, quarter: str, draw: noise.NoiseSource, audit_head: str) -> Release:
    """A new release, its noise drawn and its rows stored, in the caller's transaction."""
    due.refuse_undue(council, quarter)
    place.refuse_elsewhere()
    spent = due.spent_until(council)
    release = Release(
        id=f"{council.code}-{quarter}",
        council=council,
        council_name=council.name,
        is_legal_boundary=not council.is_builtin,
        quarter=quarter,
        format=files.FORMAT,
        published_at=quarters.publication_instant(quarter),
        previous=due.latest_release(council),
        mechanism=json.dumps(MECHANISM),
        audit_head=audit_head,
    )
    figures = [tables.noisy_total(release, draw)]
    gathered = _gathered(release, figures[0], spent)
    totals = list(gathered.values())
    release.map_from = min(gathered) if map_schedule.is_map_due(totals) else ""
    leaves: list[PublishedLeaf] = []
    if release.has_map:
        known = sum(total or 0 for total in totals)
        partition, shown_before, release.geography = leaves_for(council, gathered=known)
        leaves = tables.noisy_leaves(release, partition, shown_before=shown_before, draw=draw)
        figures += tables.noisy_breakdown(release, draw)
    release.input_digest = tables.input_digest(council.code, release.map_quarters or (quarter,))
    release.manifest_digest = files.digest_of(files.release_bytes(release, leaves, figures)["manifest.json"])
    release.save(force_insert=True)
    PublishedLeaf.objects.bulk_create(leaves, batch_size=ROWS_AT_ONCE)
    PublishedTable.objects.bulk_create(figures, batch_size=ROWS_AT_ONCE)
    freeze_accepted(Span(council.code, datetime.date.min, quarters.last_day(quarter)))
    freeze_counts(council.code, until=quarter, after=spent, opened_on=opened_on(council))
    return release


def _gathered(release: Release, total: PublishedTable, spent: str) -> dict[str, int | None]:
    """The published totals by quarter, since the council's last map: what gathers goes on gathering till the next."""
    last_map = Release.objects.filter(council=release.council).exclude(map_from="").order_by("-quarter").first()
    since = max(last_map.quarter if last_map else "", spent)
    waiting = Release.objects.filter(council=release.council, quarter__gt=since)
    earlier = PublishedTable.objects.filter(release__in=waiting, table=total.table).select_related("release")
    return {table.release.quarter: rollup.total_shown(table.noisy) for table in (*earlier, total)}
