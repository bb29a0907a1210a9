"""Which quarters of a council are to be published now, and why not another: decided by what is public alone."""

from reports.geography.models import Area
from reports.publication import quarters
from reports.publication.models import PerhapsDrawn, Release
from reports.publication.opening import opened_on


class NotDue(Exception):
    """Why a council's release of a quarter cannot come, in words for the operator."""


class LaterQuarterStands(NotDue):
    """The council has a release of a later quarter: what gathered and which hexagons there are is settled by now."""


class MayBeDrawn(NotDue):
    """Another place may have drawn it before this one took over."""


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
        raise MayBeDrawn(
            "it may have been drawn where this database published before; it comes only from its folder "
            "(take_over_publication --from FOLDER)"
        )


def latest_release(council: Area) -> Release | None:
    """The council's newest release."""
    return Release.objects.filter(council=council).order_by("-quarter").first()


def spent_until(council: Area) -> str:
    """The last quarter that may have been drawn in another place and was not brought here; "" for none."""
    found = PerhapsDrawn.objects.filter(council=council).first()
    return found.until if found else ""
