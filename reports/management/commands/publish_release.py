"""Publish the releases of a quarter."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.areas import area_of_code, councils_within, current_councils
from reports.geography.models import Area
from reports.publication import quarters
from reports.publication.models import Release
from reports.publication.releasing import (
    LaterQuarterStands,
    PublishedBefore,
    publish_release,
    put_missing_files_in_place,
)
from reports.staff.audit import head_of_day


class Command(BaseCommand):
    """One release for each council; those that stand already are left as they are."""

    help = "Publish every council's release of a quarter: drawn once, then never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The quarter, the council, and for trials another day."""
        parser.add_argument("--period", metavar="2026-Q3", help="the quarter; the latest that may be published")
        parser.add_argument("--area", metavar="CODE", help="only one area: a council, a force or a nation")
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="as if today were that day; refused in production",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count anew, publish, and say what was published and what stood already."""
        now = _now(options["as_of"])
        period = options["period"] or quarters.latest_publishable(now)
        _refuse_if_too_early(period, now)
        councils = _councils(options["area"])
        standing = set(Release.objects.filter(quarter=period).values_list("council_id", flat=True))
        if any(council.code not in standing for council in councils):
            rebuild_counts()
        put_missing_files_in_place()
        audit_head, too_late = _audit_head(now), []
        for council in tqdm(councils, unit="council", desc=period, disable=None):
            try:
                publish_release(council, quarter=period, now=now, audit_head=audit_head)
            except (LaterQuarterStands, PublishedBefore):
                too_late.append(council)
        self._tell_who_is_too_late(period, too_late)
        councils = [council for council in councils if council not in too_late]
        stood = sum(council.code in standing for council in councils)
        self.stdout.write(
            f"{period}: {len(councils) - stood} published, {stood} stood already and are unchanged, "
            f"in {settings.RELEASES_DIR}."
        )
        coming = quarters.following(period)
        self.stdout.write(f"{coming} can be published from {quarters.publication_instant(coming):%Y-%m-%d %H:%M} UTC.")

    def _tell_who_is_too_late(self, period: str, councils: list[Area]) -> None:
        if councils:
            named = ", ".join(council.name for council in councils[:5])
            more = f" and {len(councils) - 5} more" if len(councils) > 5 else ""
            self.stderr.write(f"{period} can no longer come, it or a later quarter stands already: {named}{more}.")


def _now(as_of: datetime.date | None) -> datetime.datetime:
    if as_of is None:
        return timezone.now()
    if settings.PRODUCTION:
        raise CommandError("--as-of is for trials: in production a quarter is published when its time has come.")
    return datetime.datetime.combine(as_of, datetime.time(23, 59), tzinfo=quarters.PUBLICATION_TIME.tzinfo)


def _audit_head(now: datetime.datetime) -> str:
    """The hash of the audit's last entry so far: once published, nobody can rewrite what it closes.

    Not its number: decisions have entries, and how many there are is an exact count that carries no noise.
    """
    head = head_of_day(now.date())
    return head.hash if head else ""


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
        return list(councils_within(area_of_code(code)))
    except Area.DoesNotExist:
        raise CommandError(f"No area has the code {code!r}.") from None
