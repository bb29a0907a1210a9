"""Deciding a whole group at once, more than one page shows, after a preview of what it will do."""

import datetime
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import name_of_place
from reports.intake.models import Report
from reports.moderation.arrivals import histories_of
from reports.moderation.group_page import hints_about
from reports.moderation.quarters_of_reports import reports_of_published_quarters
from reports.moderation.second_opinion import needs_second_opinion
from reports.moderation.signals_of_abuse import Hint
from reports.moderation.waiting import reports_waiting_in, with_sequences
from reports.staff.models import StaffUser
from reports.vocabulary.reasons import BY_NUMBER


@dataclass(frozen=True)
class GroupPreview:
    """What a decision about a whole group would do."""

    name: str
    in_words: str
    day: datetime.date | None
    seen: dict[uuid.UUID, int]
    reasons: list[tuple[str, int]]  # main reasons, the most named first
    first: datetime.date
    last: datetime.date
    hints: list[Hint]
    hinted: int
    councils: list[Area]
    is_second_needed: bool
    published: int  # of quarters that are published: deciding about them changes nothing there

    @property
    def count(self) -> int:
        """How many reports."""
        return len(self.seen)

    @property
    def coming(self) -> int:
        """How many the next release would count if they were accepted."""
        return self.count - self.published

    @property
    def digest(self) -> str:
        """What the form sends back: which reports it was about, and how each stood."""
        marks = "".join(f"{report_id}.{sequence};" for report_id, sequence in sorted(self.seen.items()))
        return hashlib.sha256(marks.encode()).hexdigest()


def preview_of(
    cell: hexgrid.Cell, councils: QuerySet[Area], *, day: datetime.date | None, person: StaffUser
) -> GroupPreview:
    """Everything that waits in a group, or of one day in it; raises NothingWaits."""
    reports: list[Report] = list(reports_waiting_in(cell, councils, day=day))
    hints = hints_about(cell, reports, histories_of([cell], councils)[cell])
    seen = {one.report.id: one.sequence for one in with_sequences(reports)}
    named = Counter(report.main_reason for report in reports)
    return GroupPreview(
        name=hexgrid.name(cell),
        in_words=name_of_place(cell),
        day=day,
        seen=seen,
        reasons=[(str(BY_NUMBER[number].label), count) for number, count in named.most_common()],
        first=reports[0].received_on,
        last=reports[-1].received_on,
        hints=hints,
        hinted=len(frozenset().union(*(hint.reports for hint in hints))),
        councils=sorted({report.council for report in reports}, key=lambda area: area.local_name),
        is_second_needed=needs_second_opinion(seen, by=person, councils=councils),
        published=len(reports_of_published_quarters({report.id: report.council_id for report in reports})),
    )
