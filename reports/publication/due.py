"""Which quarters of a council are to be published now, and why not another: decided by what is public alone."""

from django.db.models import Q, QuerySet

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
    """The last quarter that was drawn in another place, or may have been: no map of this one counts it; "" for none.

    Of a council that was not yet known when this place took over, what is told of its nation.
    """
    known = dict(PerhapsDrawn.objects.filter(council__in=_over(council)).values_list("council", "until"))
    stored = Release.objects.filter(council=council)
    if council.pk not in known and not stored.exists():
        return max(known.values(), default="")
    adopted = stored.filter(input_digest="").order_by("-quarter").values_list("quarter", flat=True).first()
    return max(known.get(council.pk, ""), adopted or "")


def councils_drawn_elsewhere() -> QuerySet[Area]:
    """Councils of which another place has drawn quarters, or may have."""
    adopted = Release.objects.filter(input_digest="")
    known = Q(pk__in=PerhapsDrawn.objects.values("council")) | Q(pk__in=adopted.values("council"))
    return Area.objects.filter(known, kind=Area.Kind.COUNCIL).defer("boundary").order_by("code")


def _over(council: Area) -> list[str]:
    """Codes of the council, its force and its nation."""
    force = council.parent
    return [code for code in (council.pk, council.parent_id, force.parent_id if force else None) if code]
