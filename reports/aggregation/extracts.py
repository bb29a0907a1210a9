"""The public interface of what a council takes away: the stored cuts of its frozen quarters."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from reports.aggregation.columns import Records, unpacked
from reports.aggregation.models import QuarterCut

# A row each; `extent` is `cuts.Extent`, and a cell of 0 is the council's area.
PLACE = np.dtype([("extent", "u1"), ("cell", "<u8"), ("count", "<u4")])
CHANGE = np.dtype([("extent", "u1"), ("cell", "<u8"), ("count", "<u4"), ("before", "<i4"), ("year_before", "<i4")])
PROFILE = np.dtype([("extent", "u1"), ("cell", "<u8"), ("groups", "u1"), ("times", "u1"), ("count", "<u4")])
UNDER_MINIMUM = -1  # of an earlier quarter: it has a file, which tells nothing of the hexagon
NO_FILE = -2  # of an earlier quarter: it has no file, or the ground was another


def quarters_cut(councils: Iterable[str]) -> dict[str, list[str]]:
    """The quarters that may be taken away of some councils, newest first; a council without one is not there."""
    found: dict[str, list[str]] = {}
    rows = QuarterCut.objects.filter(council__in=list(councils)).order_by("-quarter")
    for council, quarter in rows.values_list("council_id", "quarter"):
        found.setdefault(council, []).append(quarter)
    return found


def places_cut(council: str, quarter: str) -> Records:
    """Where the reports are; raises QuarterCut.DoesNotExist, as the others do."""
    return unpacked(_cut(council, quarter, "places"), PLACE)


def changes_cut(council: str, quarter: str) -> Records:
    """What changed."""
    return unpacked(_cut(council, quarter, "changes"), CHANGE)


def profiles_cut(council: str, quarter: str) -> Records:
    """Why and when."""
    return unpacked(_cut(council, quarter, "profiles"), PROFILE)


@dataclass(frozen=True)
class CutFacts:
    """What stands beside the figures of a quarter, as it was when the quarter was cut."""

    wards: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)  # by cell: code, name, Welsh name
    missing_months: tuple[tuple[str, bool], ...] = ()  # such as 2026-07, and whether the whole of it is missing

    def as_text(self) -> str:
        """As it is kept."""
        wards = {str(cell): list(ward) for cell, ward in sorted(self.wards.items())}
        return json.dumps({"wards": wards, "missing_months": self.missing_months}, ensure_ascii=False)


def facts_of(council: str, quarter: str) -> CutFacts | None:
    """The facts of a cut; None of one made before there were any, whose files stay as they were."""
    text = QuarterCut.objects.values_list("facts", flat=True).get(council=council, quarter=quarter)
    if text is None:
        return None
    kept = json.loads(text)
    wards = {int(cell): (code, name, welsh) for cell, (code, name, welsh) in kept["wards"].items()}
    return CutFacts(wards, tuple((month, is_whole) for month, is_whole in kept["missing_months"]))


def _cut(council: str, quarter: str, column: str) -> bytes:
    return bytes(QuarterCut.objects.values_list(column, flat=True).get(council=council, quarter=quarter))
