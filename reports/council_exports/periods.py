"""Which quarters may be exported."""

from collections.abc import Iterable

from reports.aggregation import counts
from reports.geography.models import Area


def exportable_quarters(councils: Iterable[Area]) -> list[str]:
    """The quarters of some councils that are published, newest first: their counts no longer change.

    Of any other the counts grow and shrink, and two extracts, subtracted, would show the reports in between.
    """
    return counts.quarters_frozen([council.code for council in councils])
