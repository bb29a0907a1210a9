"""Which quarters may be exported."""

import datetime
from collections.abc import Iterable

from reports.aggregation import counts
from reports.geography.models import Area
from reports.publication.quarters import publication_instant


def exportable_quarters(councils: Iterable[Area], *, now: datetime.datetime) -> list[str]:
    """The counted quarters of some councils that have closed and could be published by now, newest first.

    A quarter that is still open grows: two extracts of it, subtracted, would show the reports accepted in between.
    """
    counted = counts.quarters_counted([council.code for council in councils])
    return [quarter for quarter in counted if publication_instant(quarter) <= now]
