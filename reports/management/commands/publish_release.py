"""Publish the releases of a quarter."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.areas import area_of_code, current_councils
from reports.geography.models import Area
from reports.publication import quarters
from reports.publication.models import Release
from reports.publication.releasing import publish_release


class Command(BaseCommand):
    """One release for each council; those that stand already are left as they are."""

    help = "Publish every council's release of a quarter: drawn once, then never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The quarter, the council, and for trials another day."""
        parser.add_argument("--period", metavar="2026-Q3", help="the quarter; the latest that may be published")
        parser.add_argument("--council", metavar="CODE", help="one council only, by its GSS code")
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
        councils = _councils(options["council"])
        standing = set(Release.objects.filter(quarter=period).values_list("council_id", flat=True))
        if any(council.code not in standing for council in councils):
            rebuild_counts()
        for council in tqdm(councils, unit="council", desc=period, disable=None):
            publish_release(council, quarter=period, now=now)
        stood = sum(council.code in standing for council in councils)
        self.stdout.write(
            f"{period}: {len(councils) - stood} published, {stood} stood already and are unchanged, "
            f"in {settings.RELEASES_DIR}."
        )
        coming = quarters.following(period)
        self.stdout.write(f"{coming} can be published from {quarters.publication_instant(coming):%Y-%m-%d %H:%M} UTC.")


def _now(as_of: datetime.date | None) -> datetime.datetime:
    if as_of is None:
        return timezone.now()
    if settings.PRODUCTION:
        raise CommandError("--as-of is for trials: in production a quarter is published when its time has come.")
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
        council = area_of_code(code)
    except Area.DoesNotExist:
        raise CommandError(f"No area has the code {code!r}.") from None
    if council.kind != Area.Kind.COUNCIL:
        raise CommandError(f"{code} is {council.name}, which is not a council.")
    return [council]
