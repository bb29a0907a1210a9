"""Who looks at a group just now, and which are put aside: so that people who work side by side do not collide.

The only writer of Claim and Hold. Neither decides anything: what protects a decision is the sequence it must follow.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.models import Claim, Hold
from reports.staff.models import StaffUser

CLAIMED_FOR = datetime.timedelta(minutes=10)  # one look at a hundred reports, and not a lunch
HELD_FOR = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Attention:
    """What colleagues should know about a group; None where there is nothing."""

    claim: Claim | None = None
    hold: Hold | None = None


def claim_group(
    cell: hexgrid.Cell, councils: Collection[Area], *, by: StaffUser, now: datetime.datetime
) -> Claim | None:
    """Claims a group for a person unless a colleague has it: then their claim is given, and nothing changes."""
    here = Claim.objects.filter(cell=cell, council__in=councils)
    try:
        with transaction.atomic():
            # One person looks at one group: the older claims end, and with them those whose time is over.
            Claim.objects.filter(Q(by=by) | Q(until__lte=now)).delete()
            taken = here.select_related("by").first()
            if taken is None:
                Claim.objects.bulk_create(
                    [Claim(cell=cell, council=council, by=by, until=now + CLAIMED_FOR) for council in councils]
                )
            return taken
    except IntegrityError:  # a colleague was quicker by a moment
        return here.select_related("by").first()


def hold_group(cell: hexgrid.Cell, councils: Collection[Area], *, by: StaffUser, now: datetime.datetime) -> None:
    """Puts a group aside for a week."""
    until = timezone.localdate(now) + HELD_FOR
    with transaction.atomic():
        release_hold(cell, councils)
        Hold.objects.bulk_create([Hold(cell=cell, council=council, by=by, until=until) for council in councils])


def release_hold(cell: hexgrid.Cell, councils: Iterable[Area]) -> None:
    """Takes a group up again."""
    Hold.objects.filter(cell=cell, council__in=list(councils)).delete()


def attention_in(councils: QuerySet[Area], *, but: StaffUser, now: datetime.datetime) -> dict[hexgrid.Cell, Attention]:
    """The groups somebody else looks at, and those put aside, by cell; two queries."""
    codes = councils.order_by().values("code")
    claims = Claim.objects.filter(council__in=codes, until__gt=now).exclude(by=but).select_related("by")
    holds = Hold.objects.filter(council__in=codes, until__gt=timezone.localdate(now)).select_related("by")
    claimed = {claim.cell: claim for claim in claims}
    held = {hold.cell: hold for hold in holds}
    return {cell: Attention(claimed.get(cell), held.get(cell)) for cell in claimed.keys() | held.keys()}
