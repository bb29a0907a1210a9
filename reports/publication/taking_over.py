"""take_over(): a restored or copied database publishes from now on, and never draws what may have been drawn before."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reports.geography.models import Area
from reports.moderation.spending import shuffle_before_spending
from reports.publication import adopting, due, place, quarters
from reports.publication.releasing import put_missing_files_in_place
from reports.staff.row_level_security import everything_seen


@dataclass(frozen=True)
class TakenOver:
    """What was found, and what may have been drawn and is not here."""

    adopted: list[str]  # releases
    lost: list[str]  # councils whose quarters until `until` never come, unless their folders do
    until: str
    handed_over_by: Path | None  # the folder that published last, which draws no more
    is_unseen: bool  # it is not to be found here, and could not be told


class CouncilNotLoaded(Exception):
    """A release lies here of a council that this database does not know; in words for the operator."""

    def __init__(self, release: str) -> None:
        super().__init__(
            f"{release} lies among the releases, and its council is not in this database, which was turned back to a "
            "time before it. Load the boundaries that hold it (load_areas) and begin again; or take the folder away, "
            "if it was never published by this service."
        )


class TurnedBack(Exception):
    """Beside the backups lie releases that this database does not know; in words for the operator."""

    def __init__(self, release: str) -> None:
        super().__init__(
            f"{release} lies beside the backups, and this database does not know of it: it was turned back to a time "
            "before. Drawn again it would break the promise. Run take_over_publication."
        )


def take_over(*, now: datetime.datetime, from_folders: tuple[Path, ...] = ()) -> TakenOver:
    """Adopts what was published elsewhere, gives up what may have been, and settles here; all or nothing.

    Where this place publishes already, what is found tells that its database was turned back to a time before: then
    all that may have been drawn until then is given up. Nothing found, nothing changes. Raises adopting.FolderNotWhole.
    """
    for folder in from_folders:
        adopting.bring_folders(folder)
    shuffle_before_spending(now=now)
    with transaction.atomic(), everything_seen():
        until = quarters.latest_publishable(now)
        councils = list(Area.objects.filter(kind=Area.Kind.COUNCIL).defer("boundary").order_by("name"))
        is_elsewhere = place.is_elsewhere()
        if not is_elsewhere:
            until = _turned_back_from({council.code for council in councils})
        adopted = [release.pk for council in councils for release in adopting.adopt_folders(council)]
        lost = [council.name for council in councils if until and _is_given_up(council, until)]
        for nation in Area.objects.filter(kind=Area.Kind.NATION) if until else ():
            place.give_up(nation, until=until)
        handed_over_by = place.hand_over_from_old_place()
        place.settle()
    put_missing_files_in_place()
    return TakenOver(adopted, lost, until, handed_over_by, is_unseen=is_elsewhere and handed_over_by is None)


def refuse_turned_back(*, now: datetime.datetime, kept: Iterable[Path] = ()) -> TakenOver | None:
    """Before anything is drawn or moved: adopts what lies here and is not stored; what was found, None if nothing.

    And what was imported since a take-over, of months before it, is spent.
    Raises TurnedBack where there is more beside the backups, CouncilNotLoaded, place.Elsewhere and
    adopting.FolderNotWhole.
    """
    place.refuse_elsewhere()
    here = adopting.unknown_releases(Path(settings.RELEASES_DIR))
    if beside := [it for folder in kept for it in adopting.unknown_releases(folder) if it not in here]:
        raise TurnedBack("-".join(beside[0]))
    known = set(Area.objects.filter(kind=Area.Kind.COUNCIL).values_list("code", flat=True))
    if strange := [it for it in here if it[0] not in known]:
        raise CouncilNotLoaded("-".join(strange[0]))
    found = take_over(now=now) if here else None
    with transaction.atomic(), everything_seen():
        adopting.spend_what_came_again()
    return found


def _turned_back_from(councils: Collection[str]) -> str:
    """The newest quarter that lies here and is not stored; "" for none."""
    found = adopting.unknown_releases(Path(settings.RELEASES_DIR))
    return max((quarter for council, quarter in found if council in councils), default="")


def _is_given_up(council: Area, until: str) -> bool:
    """Whether a quarter may have been drawn elsewhere and its release is not here: then none up to now is drawn."""
    latest = due.latest_release(council)
    if latest is not None and latest.quarter >= until:
        return False
    adopting.spend_what_was_drawn(council, until=until)
    place.give_up(council, until=until)
    return council.is_current or latest is not None
