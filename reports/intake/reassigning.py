"""Reports follow their place: after new boundaries are loaded, to the council that stands there now."""

from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from reports.geography import boundaries
from reports.intake.closing import close_likewise
from reports.intake.models import Report
from reports.staff.row_level_security import everything_seen

_CHUNK = 500  # cells in one statement: SQLite allows a limited number of parameters


@dataclass(frozen=True)
class Reassigned:
    """How many reports moved, and how many stand where no current council is."""

    moved: int
    left: int


def reassign_councils() -> Reassigned:
    """Gives every report of a council that no longer stands to the current council of its cell; all or nothing."""
    with transaction.atomic(), everything_seen():
        cells = np.fromiter(
            _astray().order_by("cell").values_list("cell", flat=True).distinct().iterator(), dtype=np.uint64
        )
        codes = boundaries.councils_of_cells(cells) if len(cells) else np.array([], dtype=str)
        moved = 0
        for code in np.unique(codes):
            if code:
                moved += _moved(cells[codes == code].tolist(), str(code))
        return Reassigned(moved, _astray().count())


def _astray() -> QuerySet[Report]:
    return Report.objects.filter(council__is_current=False)


def _moved(cells: list[int], code: str) -> int:
    chunks = [cells[start : start + _CHUNK] for start in range(0, len(cells), _CHUNK)]
    former = {old for chunk in chunks for old in _astray().filter(cell__in=chunk).values_list("council_id", flat=True)}
    close_likewise(code, former)
    return sum(_astray().filter(cell__in=chunk).update(council_id=code) for chunk in chunks)
