"""Every release with its council, as one list in memory: read whole, by whoever comes first after it has changed.

Nothing in it depends on what was asked for, so a reader finds it as any other reader would have left it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from reports.geography import areas
from reports.geography.models import Area
from reports.publication.models import Release, Withdrawal

# Releases and withdrawals are never deleted, and each writing of areas draws an edition: no state comes twice.
_STATE = """
    SELECT (SELECT COUNT(*) FROM reports_release), (SELECT COUNT(*) FROM reports_withdrawal),
        (SELECT SUM(edition) FROM reports_area)
"""


@dataclass(frozen=True)
class PublishedList:
    """All that is published, and the areas above its councils; nobody changes what they are given of it."""

    state: tuple[int, ...]
    by_quarter: dict[str, list[Release]]  # the newest quarter first, each by the council's name
    by_council: dict[str, list[Release]]  # oldest first
    forces: list[Area]  # that stand today, by name
    nations: list[Area]


_read: PublishedList | None = None


def published_list() -> PublishedList:
    """The list as it is now: one small query, and all of it anew when something was published or withdrawn."""
    global _read
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        state = tuple(cursor.fetchone())
    found = _read
    if found is None or found.state != state:
        found = _read = _list_of(state)
    return found


def _list_of(state: tuple[int, ...]) -> PublishedList:
    by_quarter, by_council = defaultdict[str, list[Release]](list), defaultdict[str, list[Release]](list)
    for release in _releases():
        # As it is told today: after a withdrawal, under the digest of the files without the hexagon.
        release.manifest_digest = getattr(release, "newest_digest", None) or release.manifest_digest
        by_quarter[release.quarter].append(release)
        by_council[release.council_id].append(release)
    return PublishedList(
        state=state,
        by_quarter={quarter: by_quarter[quarter] for quarter in sorted(by_quarter, reverse=True)},
        by_council={code: sorted(found, key=lambda it: it.quarter) for code, found in by_council.items()},
        forces=list(areas.current_forces()),
        nations=list(areas.current_nations()),
    )


def _releases() -> QuerySet[Release]:
    # Without the outline: all councils' boundaries are megabytes, and no reader of figures needs one.
    withdrawn = Withdrawal.objects.filter(
        release__council=OuterRef("council"), release__quarter__lte=OuterRef("quarter")
    )
    own = Withdrawal.objects.filter(release=OuterRef("pk")).order_by("-number")
    return (
        Release.objects.select_related("council")
        .defer("council__boundary", "mechanism")
        .annotate(
            newest_withdrawal=Subquery(withdrawn.order_by("-pk").values("pk")[:1]),
            newest_digest=Subquery(own.values("manifest_digest")[:1]),
            newest_number=Subquery(own.values("number")[:1]),
        )
        .order_by("council__name", "council_id", "quarter")
    )
