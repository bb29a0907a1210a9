"""Which quarters of a council are to be published now, and why not another: decided by what is public alone."""

from reports.geography.models import Area
from reports.publication import quarters
from reports.publication.models import Release
from reports.publication.opening import opened_on

# Reports of a council that stands no longer move to the council at their place, or to the nearest within 3 km; they lay
# in the old one or as near to it. In degrees, at the latitude of Shetland, with room to spare.
REACH_OF_A_MOVE = 0.15


class NotDue(Exception):
    """Why a council's release of a quarter cannot come, in words for the operator."""


class LaterQuarterStands(NotDue):
    """The council has a release of a later quarter: what gathered and which hexagons there are is settled by now."""


class PublishedBefore(NotDue):
    """A council that stands no longer published this quarter here, and its reports moved: they would count twice."""


class NotOpened(NotDue):
    """Nobody has said since when reports are taken there."""


class BeforeTheService(NotDue):
    """The quarter ended before reports were taken there."""


def due_quarters(council: Area, quarter: str) -> tuple[str, ...]:
    """What `publish_release` publishes for a quarter: those missed since the last release, and it; none if it stands.

    Raises NotDue, one of those above.
    """
    if Release.objects.filter(council=council, quarter=quarter).exists():
        return ()
    refuse_undue(council, quarter)
    latest = latest_release(council)
    if latest is None:
        return (quarter,)
    spent = spent_until(council)
    missed = quarters.from_to(quarters.following(latest.quarter), quarter)
    return (*(one for one in missed[:-1] if one > spent), quarter)


def refuse_undue(council: Area, quarter: str) -> None:
    """Raises NotDue where a release that does not stand can no longer come, or not at all."""
    latest, opened = latest_release(council), opened_on(council)
    if latest is not None and latest.quarter > quarter:
        raise LaterQuarterStands(f"a later quarter, {latest.quarter}, stands already, so it can no longer come")
    if opened is None:
        raise NotOpened("nobody has said since when reports are taken there (open_service)")
    if quarters.last_day(quarter) < opened:
        raise BeforeTheService(f"reports are taken there since {opened:%d %B %Y}, after {quarter}")
    spent = spent_until(council)
    if quarter <= spent:
        raise PublishedBefore(f"a council that stands no longer published {spent} and all before it there")


def latest_release(council: Area) -> Release | None:
    """The council's newest release."""
    return Release.objects.filter(council=council).order_by("-quarter").first()


def spent_until(council: Area) -> str:
    """The last quarter that a council which stands no longer published on or near this one's ground; "" for none."""
    near = Release.objects.filter(
        council__is_current=False,
        council__west__lt=council.east + REACH_OF_A_MOVE,
        council__east__gt=council.west - REACH_OF_A_MOVE,
        council__south__lt=council.north + REACH_OF_A_MOVE,
        council__north__gt=council.south - REACH_OF_A_MOVE,
    )
    last = near.exclude(council=council).order_by("-quarter").first()
    return last.quarter if last else ""
