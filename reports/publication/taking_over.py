"""take_over(): a restored or copied database publishes from now on, and never draws what may have been drawn before."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from reports.geography.models import Area
from reports.publication import adopting, due, place, quarters
from reports.publication.models import PerhapsDrawn, Release
from reports.publication.releasing import put_missing_files_in_place
from reports.staff.second_wall import everything_seen


@dataclass(frozen=True)
class TakenOver:
    """What was found, and what may have been drawn and is not here."""

    adopted: list[str]  # releases
    lost: list[str]  # councils whose quarters until `until` never come, unless their folders do
    until: str
    handed_over_by: Path | None  # the service's old folder, which draws no more


def take_over(*, now: datetime.datetime, from_folders: tuple[Path, ...] = ()) -> TakenOver:
    """Adopts what was published elsewhere, gives up what may have been, and settles here; all or nothing.

    Raises adopting.FolderNotWhole. Where this place publishes already, it only adopts what is found.
    """
    for folder in from_folders:
        adopting.bring_folders(folder)
    until = quarters.latest_publishable(now)
    with transaction.atomic(), everything_seen():
        councils = list(Area.objects.filter(kind=Area.Kind.COUNCIL).defer("boundary").order_by("name"))
        adopted = [release.pk for council in councils for release in adopting.adopt_folders(council)]
        lost = []
        if place.is_elsewhere():
            lost = [council.name for council in councils if _is_given_up(council, until)]
        handed_over_by = place.hand_over_from_old_place()
        place.settle()
    put_missing_files_in_place()
    return TakenOver(adopted, lost, until, handed_over_by)


def _is_given_up(council: Area, until: str) -> bool:
    """Whether a quarter may have been drawn elsewhere and its release is not here: then none up to now is drawn."""
    latest = due.latest_release(council)
    if latest is not None and latest.quarter >= until:
        return False
    PerhapsDrawn.objects.update_or_create(council=council, defaults={"until": until})
    return council.is_current or Release.objects.filter(council=council).exists()
