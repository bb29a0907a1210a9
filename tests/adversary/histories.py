"""Whole histories of a service, acted out through its own acts; which report each table of each draw counted.

Each report has a part of the day and a group of reasons of its own, and a hexagon of its own: what a draw is given
tells which reports are in it, whatever the code that counts believes.
"""

import datetime
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from numpy.typing import NDArray
from shapely import wkb
from shapely.geometry import box

from reports.aggregation import counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report, Source
from reports.intake.reassigning import reassign_councils
from reports.moderation.decisions import CannotDecide, accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason, ReportStatus, State
from reports.publication import map_schedule, quarters, releasing, tables
from reports.publication.due import NotDue
from reports.publication.expiring import expire_reports
from reports.publication.models import PublishingPlace
from reports.publication.place import Elsewhere
from reports.publication.taking_over import refuse_turned_back, take_over
from reports.vocabulary.reasons import REASONS, Group
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, WESTBY

TENTHS = {"total": 1, "map": 12, "mix": 2}  # of epsilon
BUDGET = 15  # tenths
BEGIN = datetime.datetime(2024, 1, 10, 12, tzinfo=datetime.UTC)
NEW, MERGED = "E06000999", "E06000998"
LAYOUTS = ({WESTBY, EASTBY}, {NEW, EASTBY}, {MERGED}, {NEW})  # the last leaves Eastby's ground to the nearest
_GROUNDS = {NEW: (-2.7, -2.4), MERGED: (-2.7, -2.1)}
_REASON_OF = {group: next(reason.code for reason in REASONS if reason.group is group) for group in Group}


class History:
    """One history from a seed. `spent` counts tenths of epsilon by report, over everything that was ever drawn."""

    def __init__(self, seed: int, *, restores: bool = True) -> None:
        self.chance, self.now, self.restores = Random(seed), BEGIN, restores
        self.spent: Counter[int] = Counter()  # by bin: 4 * group + band
        self.draws: set[tuple[str, str, str]] = set()
        self.kept: tuple[str, Path] | None = None
        self.before: Path | None = None  # the folders of the place before
        bins = list(itertools.product(range(4), range(4)))
        self.chance.shuffle(bins)
        self.bins = iter(bins)
        self.cells: dict[int, int] = {}  # res 9 cell: bin
        self.stated: list[str] = []
        factories.make_country()
        for code, (west, east) in _GROUNDS.items():
            Area.objects.create(
                code=code, kind="council", name=code, parent_id=BORDERSHIRE, is_current=False,
                boundary=wkb.dumps(box(west, 51.3, east, 51.6)), west=west, south=51.3, east=east, north=51.6,
            )  # fmt: skip

    def play(self, steps: int) -> None:
        """Acts at random, publishing most, and notes what each draw was given."""
        acts = [self.report] * 4 + [self.accept] * 6 + [self.reopen] * 2 + [self.reject] + [self.wait] * 5
        acts += (
            [self.publish] * 8
            + [self.move] * 3
            + [self.erase, self.expire]
            + [self.keep, self.restore, self.take_over] * 2 * self.restores
        )
        with (
            patch.object(tables, "noisy_total", self._noting("total", tables.noisy_total)),
            patch.object(tables, "noisy_leaves", self._noting("map", tables.noisy_leaves)),
            patch.object(tables, "noisy_breakdown", self._noting("mix", tables.noisy_breakdown)),
        ):
            for _ in range(steps):
                self.chance.choice(acts)()

    def report(self) -> None:
        """Somebody reports, or a file is imported: on a ground of their own."""
        found = next(self.bins, None)
        if found is None:
            return
        group, band = found
        number = group * 4 + band
        x = self.chance.choice((-2.65, -2.25)) + 0.012 * (number % 4)
        place = (x, 51.40 + 0.012 * (number // 4))
        council = next(c for c in self._current() if self._holds(c, x))
        self.cells[hexgrid.parent(hexgrid.cell_at(*place), 9)] = number
        reasons = [_REASON_OF[Group(group + 1)]]
        stated: dict[str, Any] = {"reasons": reasons, "band": band + 1, "received_on": self.now.date()}
        if self.chance.random() < 0.2:
            stated |= {"source": Source.IMPORT, "received_on": self.now.date().replace(day=1)}
        factories.make_report(place, council.pk, **stated)

    def accept(self) -> None:
        """Today, or for a day long ago; with restores as the commands do it: an import by its month, all else today."""
        back = datetime.timedelta(days=self.chance.choice((0, 0, 0, 30, 120, 400)))
        if back and self.restores:
            imports = Report.objects.filter(source=Source.IMPORT).values_list("pk", "received_on")
            self._decided(accept_reports, State.WAITING, among=dict(imports), accepted_on=dict(imports))
        else:
            self._decided(accept_reports, State.WAITING, accepted_on=(self.now - back).date())

    def reject(self) -> None:
        """A report that waits."""
        self._decided(reject_reports, State.WAITING, reason=RejectionReason.TEST)

    def reopen(self) -> None:
        """One that was accepted."""
        self._decided(reopen_reports, State.ACCEPTED)

    def wait(self) -> None:
        """Time passes; publication may be late by years."""
        self.now += datetime.timedelta(days=self.chance.choice((5, 20, 45, 90)))

    def publish(self) -> None:
        """Some council, standing or not, some quarter that may be published: the newest, or one before."""
        if self._is_refused():
            return
        rebuild_counts()
        quarter = quarters.latest_publishable(self.now)
        for _ in range(self.chance.choice((0, 0, 0, 1, 3))):
            quarter = quarters.preceding(quarter)
        every = list(Area.objects.filter(kind="council", parent=BORDERSHIRE))
        current = [council for council in every if council.is_current]
        chosen = current if self.chance.random() < 0.8 else self.chance.sample(every, 1)
        for council in chosen:
            with patch.object(map_schedule, "REPORTS_FOR_A_MAP", self.chance.choice((0, 10**6))):
                try:
                    releasing.publish_release(council, quarter=quarter, now=self.now, draw=no_noise)
                except NotDue:
                    self.stated.append("not due")

    def move(self) -> None:
        """New boundaries, perhaps those of before; reports follow, or the operator forgets it for a while."""
        Area.objects.filter(kind="council", parent=BORDERSHIRE).update(is_current=False)
        Area.objects.filter(code__in=self.chance.choice(LAYOUTS)).update(is_current=True)
        if self.chance.random() < 0.8 and not self._is_refused():
            reassign_councils()

    def erase(self) -> None:
        """Somebody takes a report back, or an operator removes it."""
        if report := self._any(Report.objects.all()):
            report.delete()

    def expire(self) -> None:
        """The nightly command."""
        expire_reports(now=self.now)

    def keep(self) -> None:
        """A backup: a moment to come back to, and the folders of releases as they are then."""
        here = Path(settings.RELEASES_DIR)
        beside = here.with_name(f"{here.name}-kept")
        shutil.rmtree(beside, ignore_errors=True)
        if here.exists():
            _copy(here, beside)
        self.kept = (transaction.savepoint(), beside)

    def restore(self) -> None:
        """The database of the backup: in its own place, where the folders stay, or in another."""
        if self.kept is None:
            return
        (moment, beside), self.kept = self.kept, None
        transaction.savepoint_rollback(moment)
        if self.chance.random() < 0.3:
            return
        PublishingPlace.objects.update(fingerprint="another place", folder="/nowhere")
        self.before = Path(settings.RELEASES_DIR)
        settings.RELEASES_DIR = self.before.with_name(f"{self.before.name}-again")
        shutil.rmtree(settings.RELEASES_DIR, ignore_errors=True)
        if beside.exists():
            _copy(beside, settings.RELEASES_DIR)
        if self.chance.random() < 0.6:  # else later or never: nothing may be drawn until then
            self.take_over()

    def take_over(self) -> None:
        """With all folders of the place before, with some, or without."""
        brought: tuple[Path, ...] = ()
        if self.before and self.before.exists() and self.chance.random() < 0.7:
            some = self.before.with_name(f"{self.before.name}-some")
            shutil.rmtree(some, ignore_errors=True)
            some.mkdir()
            share = self.chance.choice((0.5, 1, 1))
            for folder in sorted(self.before.iterdir()):
                if self.chance.random() < share:
                    _copy(folder, some / folder.name)
            brought = (some,)
        take_over(now=self.now, from_folders=brought)

    def _is_refused(self) -> bool:
        """What the commands do first that publish or move."""
        try:
            refuse_turned_back(now=self.now)
        except Elsewhere:
            self.stated.append("refused")
            return True
        return False

    def _decided(self, act: Any, state: State, *, among: Collection[UUID] | None = None, **more: Any) -> None:
        stands = ReportStatus.objects.filter(state=state).values("report")
        found = Report.objects.filter(pk__in=stands)
        if state is State.WAITING:
            found = found | Report.objects.exclude(pk__in=ReportStatus.objects.values("report"))
        if report := self._any(found if among is None else found.filter(pk__in=among)):
            try:
                act([report.pk], by=None, now=self.now, **more)
            except CannotDecide:
                self.stated.append("cannot decide")

    def _any(self, reports: Any) -> Report | None:
        found = sorted(reports, key=lambda report: report.cell)
        return self.chance.choice(found) if found else None

    def _current(self) -> list[Area]:
        current = list(Area.objects.filter(kind="council", parent=BORDERSHIRE, is_current=True))
        return [*current, Area.objects.get(pk=WESTBY)]

    def _holds(self, council: Area, x: float) -> bool:
        return council.west <= x < council.east or council.pk == WESTBY

    def _noting(self, table: str, make: Any) -> Any:
        def noted(release: Any, *args: Any, **kwargs: Any) -> Any:
            covered = release.map_quarters if table != "total" else (release.quarter,)
            for quarter in covered:
                if table == "map":
                    cells = counts.arrivals(release.council_id, quarter).cell.tolist()
                    found = [self.cells[cell] for cell in cells]
                else:
                    bins = counts.group_band_counts(release.council_id, quarter).ravel()
                    assert bins.min() >= 0
                    found = np.flatnonzero(bins).tolist()
                self.spent.update(dict.fromkeys(found, 0))
                for number in found:
                    self.spent[number] += TENTHS[table]
            self.stated.append(table)
            return make(release, *args, **kwargs)

        return noted


def _copy(folder: Path, to: Path) -> None:
    """Without copying bytes: what is published is never written to."""
    shutil.copytree(folder, to, copy_function=os.link)


def no_noise(exact: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """Figures as they are."""
    return exact
