"""Publish the releases of a quarter."""

import datetime
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.areas import area_of_code, councils_within, current_councils
from reports.geography.models import Area
from reports.management.days import day_of
from reports.management.service_command import ServiceCommand, Sight
from reports.publication import due, place, quarters, safekeeping
from reports.publication.adopting import FolderNotWhole
from reports.publication.closing import close_audit
from reports.publication.opening import open_service
from reports.publication.releasing import publish_release, put_missing_files_in_place
from reports.publication.taking_over import CouncilNotLoaded, TurnedBack, refuse_turned_back
from streetsafe import backups
from streetsafe.prepared_pages import files
from streetsafe.readiness.commands import refuse_a_wrong_clock

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
NAMED_AT_MOST = 5  # councils in one line of why they have no release


@dataclass(frozen=True)
class Plan:
    """What is to become of one council: the quarters to publish, none where the release stands, or why not."""

    council: Area
    quarters: tuple[str, ...] = ()
    why_not: due.NotDue | None = None


class Command(ServiceCommand):
    """One release for each council; those that stand already are left as they are."""

    may_see = Sight.EVERY_ROW
    help = (
        "Publish the release of a quarter, of each council where the service is open (open_service): drawn once, then "
        "never changed. A release is for ever: see first with --dry-run what would be published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The quarter, the council, and for trials another day."""
        parser.add_argument("--period", metavar="2026-Q3", help="the quarter; the latest that may be published")
        parser.add_argument(
            "--area",
            metavar="CODE",
            help="only these councils: the code of one council (E06000023), or of a police force or a nation for all "
            "councils within. Without it every council where the service is open. Where nobody has said since when it "
            "is, --area and --period together say so",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be published and why; write nothing")
        parser.add_argument(
            "--as-of",
            type=day_of,
            metavar="DATE",
            help="as if today were that day; refused in production",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count anew, publish, and say what was published and what stood already."""
        refuse_a_wrong_clock()
        now = _now(options["as_of"])
        period = options["period"] or quarters.latest_publishable(now)
        _refuse_if_too_early(period, now)
        councils = _councils(options["area"])
        plans = [_plan(council, period) for council in councils]
        unsaid = [plan.council for plan in plans if isinstance(plan.why_not, due.NotOpened)]
        if options["area"] and options["period"] and len(unsaid) == len(councils):
            plans = [Plan(council, (period,)) for council in councils]
        elif len(unsaid) == len(councils):
            raise CommandError(_NOT_OPEN.format(period=period))
        else:
            unsaid = []
        if options["dry_run"]:
            self._say_what_would_be(period, plans, opened=bool(unsaid))
            return
        if unsaid:
            area = area_of_code(options["area"])
            open_service(area, on=quarters.first_day(period))
            self.stdout.write(f"From now on the service is open in {area.name} since {quarters.first_day(period)}.")
        try:
            self._publish(period, plans, now)
        except _REFUSALS as why:
            raise CommandError(str(why)) from None

    def _publish(self, period: str, plans: list[Plan], now: datetime.datetime) -> None:
        coming, audit_head = [plan for plan in plans if plan.quarters], ""
        if coming and (found := refuse_turned_back(now=timezone.now(), kept=safekeeping.kept_releases())):
            self.stdout.write(
                f"This database was turned back: {len(found.adopted)} releases lay here without it, and are as they "
                f"were published. What else may have been drawn until {found.until} is not drawn again."
            )
            plans = [_plan(plan.council, period) for plan in plans]
            coming = [plan for plan in plans if plan.quarters]
        if coming:
            safekeeping.refuse_without_backup(now=timezone.now())
            rebuild_counts()
            audit_head = close_audit(period, now=now)
        refused = put_missing_files_in_place()
        for plan in tqdm(coming, unit="council", desc=period, disable=None):
            publish_release(plan.council, quarter=period, now=now, audit_head=audit_head)
        safekeeping.keep_releases()
        self._say_why_not(period, plans)
        stood = sum(not plan.quarters and plan.why_not is None for plan in plans)
        self.stdout.write(
            f"{period}: {len(coming)} published, {stood} stood already and are unchanged, in {settings.RELEASES_DIR}."
        )
        following = quarters.following(period)
        instant = quarters.publication_instant(following)
        self.stdout.write(f"{following} can be published from {instant:%Y-%m-%d %H:%M} UTC.")
        problems = [str(why) for why in refused]
        if coming:
            problems += [*self._backed_up(), *self._prepared()]
        if problems:
            raise CommandError("\n".join(problems))

    def _backed_up(self) -> list[str]:
        """A backup that knows of what was published; why there is none."""
        folder = safekeeping.backup_folder()
        if folder is None:
            return []
        try:
            written = backups.write_backup(folder, now=timezone.now())
        except backups.BackupProblem as problem:
            return [f"{problem} Make a backup now: the newest does not know of what was published."]
        self.stdout.write(f"{written.file.name}: a backup with what was published.")
        return []

    def _prepared(self) -> list[str]:
        """The public pages with what was published; why not. Where none was ever prepared, none is wanted."""
        if not files.folder().exists():
            return []
        try:
            call_command("prepare_pages", stdout=self.stdout, stderr=self.stderr)
        except CommandError as why:
            return [str(why)]
        return []

    def _say_what_would_be(self, period: str, plans: list[Plan], *, opened: bool) -> None:
        for plan in plans:
            name = f"{plan.council.code} {plan.council.name}"
            if plan.why_not is not None:
                self.stdout.write(f"{name}: no release of {period}: {plan.why_not}.")
            elif not plan.quarters:
                self.stdout.write(f"{name}: {period} stands already and stays as it is.")
            elif len(plan.quarters) > 1:
                self.stdout.write(f"{name}: {period}, and before it what was missed: {', '.join(plan.quarters[:-1])}.")
            else:
                self.stdout.write(f"{name}: {period}.")
        if opened:
            self.stdout.write(f"It would be said that the service is open there since {quarters.first_day(period)}.")
        releases = sum(len(plan.quarters) for plan in plans)
        self.stdout.write(f"A dry run: {releases} would be published for ever. Nothing was written.")

    def _say_why_not(self, period: str, plans: list[Plan]) -> None:
        """One line for each reason, with the councils it holds for."""
        by_reason: dict[str, list[str]] = {}
        for plan in plans:
            if plan.why_not is not None:
                by_reason.setdefault(str(plan.why_not), []).append(plan.council.name)
        for reason, names in by_reason.items():
            more = f" and {len(names) - NAMED_AT_MOST} more" if len(names) > NAMED_AT_MOST else ""
            self.stderr.write(f"No release of {period}, {reason}: {', '.join(names[:NAMED_AT_MOST])}{more}.")


_REFUSALS = (place.Elsewhere, FolderNotWhole, CouncilNotLoaded, TurnedBack, safekeeping.NoRecentBackup)
_NOT_OPEN = (
    "Nobody has said where and since when reports are taken, so no release of {period} is published: it would stand "
    "for ever. Say it once, with the codes of your councils, police force or nation: "
    "open_service --on 2026-11-27 --area CODE"
)


def _plan(council: Area, period: str) -> Plan:
    try:
        return Plan(council, due.due_quarters(council, period))
    except due.NotDue as why:
        return Plan(council, why_not=why)


def _now(as_of: datetime.date | None) -> datetime.datetime:
    if as_of is None:
        return timezone.now()
    if settings.PRODUCTION:
        raise CommandError("--as-of is for trials: in production a quarter is published when its time has come.")
    if not EARLIEST_YEAR <= as_of.year <= LATEST_YEAR:
        raise CommandError(f"--as-of takes a day of the years {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return datetime.datetime.combine(as_of, datetime.time(23, 59), tzinfo=quarters.PUBLICATION_TIME.tzinfo)


def _refuse_if_too_early(period: str, now: datetime.datetime) -> None:
    try:
        instant = quarters.publication_instant(period)
    except quarters.NotAQuarter:
        raise CommandError(f"{period!r} is not a quarter; write it like 2026-Q3.") from None
    if now < instant:
        raise CommandError(f"{period} is too early: it can be published from {instant:%Y-%m-%d %H:%M} UTC.")


def _councils(code: str | None) -> list[Area]:
    if code is None:
        found = list(current_councils())
        if not found:
            raise CommandError("There are no councils yet: run load_areas or load_builtin_geography first.")
        return found
    try:
        area = area_of_code(code)
    except Area.DoesNotExist:
        raise CommandError(
            f"No area has the code {code!r}. Give a council's code such as E06000023, or that of a police force or a "
            "nation for all councils within; load_areas brings them."
        ) from None
    return list(councils_within(area))
