"""Plays attacks into an empty database, and tells how many are seen and how far they move the map."""

import datetime
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from reports.aggregation import counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.demonstration.demo_reports import SHARES, made_up_reports, spots_of_a_town
from reports.demonstration.demo_setup import TOWN
from reports.geography import boundaries, hexgrid
from reports.geography.models import Area, Place
from reports.intake.answers import Answers
from reports.intake.models import IncomingReport, Report
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.management.service_command import ServiceCommand, Sight
from reports.moderation import attacks
from reports.moderation.arrivals import histories_of
from reports.moderation.decisions import accept_reports
from reports.moderation.group_page import hints_about
from reports.moderation.waiting import GROUP_RESOLUTION, all_waiting
from reports.publication import clip, quarters

HONEST_DAYS = 400
LOOKS_EVERY = datetime.timedelta(days=7)  # the desk's own aim
PATTERN_REPORTS = 40


@dataclass
class Drill:
    """One attack and what became of it."""

    attack: attacks.Attack
    queued: int = 0
    hinted: int = 0
    moved: int = 0  # the most any hexagon's clipped count rose


class Command(ServiceCommand):
    """`manage.py simulate_abuse [--honest N] [--seed S]`, with STREETSAFE_VAR naming an empty folder."""

    may_see = Sight.EVERY_ROW
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--honest", type=int, default=1500, help="honest reports of the year before (default 1,500)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other attacks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Honest reports, then each attack in a place that had none; all is accepted: the worst case."""
        if settings.PRODUCTION:
            raise CommandError("Made-up attacks are refused under production settings.")
        if Report.objects.exists() or IncomingReport.objects.exists():
            raise CommandError(
                "There are reports in this database, and attacks must not be mixed with them.\n"
                "What to do: set STREETSAFE_VAR to an empty folder, or DATABASE_URL to an empty database."
            )
        if not Area.objects.exists():
            call_command("load_builtin_geography", stdout=self.stdout)
        chance = random.Random(options["seed"])  # noqa: S311  # a drill is the same for the same seed
        town = Place.objects.filter(name=TOWN, kind=Place.Kind.SETTLEMENT).order_by("-population")[0]
        # All of it lies in quarters that are over, in which nothing was published.
        first = timezone.localdate() - datetime.timedelta(days=HONEST_DAYS + attacks.DRIP_DAYS)
        honest, false = self._honest(town, first, options["honest"], options["seed"])
        self.stdout.write(f"{len(honest):,} honest reports, of which {false} were hinted ({false / len(honest):.1%}).")
        self.stdout.write(
            f"{'attack':<12} {'sent':>5} {'queued':>7} {'hinted':>7} {'share':>7} {'moved':>6}  what was done"
        )
        for drill in self._drills(town, first + datetime.timedelta(days=HONEST_DAYS), honest, chance):
            sent = len(drill.attack.sent)
            self.stdout.write(
                f"{drill.attack.label:<12} {sent:>5} {drill.queued:>7} {drill.hinted:>7} {drill.hinted / sent:>7.0%} "
                f"{drill.moved:>6}  {drill.attack.stated}"
            )
        self.stdout.write("moved: the most any published hexagon's count rose if a moderator accepted everything.")

    def _honest(self, town: Place, first: datetime.date, how_many: int, seed: int) -> tuple[list[Answers], int]:
        """A year of a town, looked at every week and accepted; and how many of its reports were hinted."""
        made = sorted(
            made_up_reports(
                [spots_of_a_town(town.longitude, town.latitude)] * len(SHARES),
                first_day=first,
                today=first + datetime.timedelta(days=HONEST_DAYS - 1),
                how_many=how_many,
                seed=seed,
            ),
            key=lambda report: report.received_on,
        )
        hinted = sum(len(self._look()[0]) for _ in self._weeks((report.received_on, report.answers) for report in made))
        return [report.answers for report in made], hinted

    def _drills(
        self, town: Place, first: datetime.date, honest: list[Answers], chance: random.Random
    ) -> Iterable[Drill]:
        council = boundaries.council_at(town.longitude, town.latitude)
        quiet = _quiet_spots(town, honest, chance)
        made = [make(quiet.pop(), first, chance) for make in attacks.ATTACKS]
        pattern = [answers for _, answers in zip(range(PATTERN_REPORTS), _hottest(honest), strict=False)]
        made.append(attacks.copies(quiet.pop(), first, chance, pattern=pattern))
        for attack in made:
            drill = Drill(attack)
            before = _clipped(council.code, attack.days)
            for _ in self._weeks((sent.day, sent.answers) for sent in attack.sent):
                hinted, waiting = self._look()
                drill.queued += waiting
                drill.hinted += len(hinted)
            after = _clipped(council.code, attack.days)
            drill.moved = max(after[cell] - before[cell] for cell in after)
            yield drill

    def _weeks(self, sent: Iterable[tuple[datetime.date, Answers]]) -> Iterable[None]:
        """Sends reports on their days, and stops after each week for a look; what was looked at is then accepted."""
        due: datetime.date | None = None
        day = None
        for day, answers in sent:
            if due and day >= due:
                yield
                self._accept(due)
                due = None
            due = due or day + LOOKS_EVERY
            submit_report(answers, submission_id=uuid.uuid4(), now=_noon(day))
        if day:
            yield
            self._accept(day + datetime.timedelta(days=1))

    def _look(self) -> tuple[set[uuid.UUID], int]:
        """What the desk's hints say now about everything that waits, and how much waits."""
        shuffle_intake(now=timezone.now(), whole=True)
        councils = Area.objects.filter(kind=Area.Kind.COUNCIL, is_current=True).defer("boundary")
        groups: dict[int, list[Report]] = defaultdict(list)
        for report in all_waiting(councils):
            groups[hexgrid.parent(report.cell, GROUP_RESOLUTION)].append(report)
        histories = histories_of(list(groups), councils) if groups else {}
        hinted: set[uuid.UUID] = set()
        for cell, reports in groups.items():
            for hint in hints_about(cell, reports, histories[cell]):
                hinted |= hint.reports
        return hinted, sum(map(len, groups.values()))

    def _accept(self, day: datetime.date) -> None:
        councils = Area.objects.filter(kind=Area.Kind.COUNCIL)
        accept_reports(all_waiting(councils).values_list("pk", flat=True), by=None, now=_noon(day))


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def _quiet_spots(town: Place, honest: list[Answers], chance: random.Random) -> list[hexgrid.Cell]:
    """Small cells of the town's edge in groups nobody reported, far enough apart not to be one leaf."""
    used = {hexgrid.parent(answers.cell, 8) for answers in honest}
    centre = hexgrid.cell_at(town.longitude, town.latitude, 8)
    free = [cell for cell in hexgrid.neighbours(centre, 6) if cell not in used]
    return [hexgrid.cell_at(*hexgrid.centre(cell)) for cell in chance.sample(sorted(free), len(attacks.ATTACKS) + 1)]


def _hottest(honest: list[Answers]) -> list[Answers]:
    """The honest reports of the busiest group."""
    groups: dict[int, list[Answers]] = defaultdict(list)
    for answers in honest:
        groups[hexgrid.parent(answers.cell, GROUP_RESOLUTION)].append(answers)
    return max(groups.values(), key=len)


def _clipped(council: str, days: list[datetime.date]) -> Counter[int]:
    """What each finest hexagon counts in a release, without noise, over the quarters an attack falls into."""
    rebuild_counts()
    totals: Counter[int] = Counter()
    after = days[-1] + 2 * LOOKS_EVERY  # what is accepted late may fall into the next quarter
    for quarter in sorted({quarters.quarter_of(day) for day in (*days, after)}):
        arrived = counts.arrivals(council, quarter)
        cells, leaf = np.unique(arrived.cell, return_inverse=True)
        clipped = clip.clipped_totals(
            leaf.astype(np.int64), arrived.received_on, arrived.by_month, arrived.count, leaves=len(cells)
        )
        totals.update(dict(zip(cells.tolist(), clipped.tolist(), strict=True)))
    return totals
