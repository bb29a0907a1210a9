"""One group as the desk shows it: its reports in words, hints beside them, a map."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import name_of_place
from reports.intake.models import Report
from reports.moderation.alike import AlikeReports, gathered
from reports.moderation.arrivals import histories_of, is_lived_in, sights_near
from reports.moderation.bursts import History
from reports.moderation.models import ReportStatus, State
from reports.moderation.quarters_of_reports import reports_of_published_quarters
from reports.moderation.report_rows import ReportRow, report_row
from reports.moderation.second_opinion import Proposed, proposals_about
from reports.moderation.signals_of_abuse import (
    Hint,
    hint_of_a_home,
    hint_of_duplicates,
    hint_of_outside,
    hints_of_burst,
    hints_of_contradiction,
    hints_of_sending,
)
from reports.moderation.svg_map import DeskMap, metres_outside, picture_of_group
from reports.moderation.waiting import REPORTS_SHOWN, reports_in, reports_waiting_in, with_sequences
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_inside, memberships_of


@dataclass(frozen=True)
class GroupShown:
    """Everything on the page of one group."""

    name: str
    in_words: str
    waiting: int
    rows: list[ReportRow]
    alike: list[AlikeReports]  # the same rows by their answers
    hints: list[Hint]
    picture: DeskMap
    councils: list[Area]
    day: datetime.date | None  # when only a burst's day is shown
    proposals: list[Proposed]
    published: int  # of those on the page, how many belong to quarters that are published
    accepted: int  # here before
    rejected: int

    @property
    def is_part(self) -> bool:
        """Whether more wait than one page shows."""
        return self.waiting > len(self.rows)


def group_shown(
    cell: hexgrid.Cell,
    councils: QuerySet[Area],
    *,
    ticked: Collection[str] | None = None,
    day: datetime.date | None = None,
) -> GroupShown:
    """A group and its oldest reports, all ticked unless `ticked` names some; raises NothingWaits."""
    waiting = reports_waiting_in(cell, councils, day=day)
    reports = list(waiting[:REPORTS_SHOWN])
    hints = hints_about(cell, reports, histories_of([cell], councils)[cell])
    of_some = [hint for hint in hints if len(hint.reports) < len(reports)]  # what is about all is said once, above
    rows = [
        report_row(number, one.report, one.mark, of_some, is_ticked=ticked is None or one.mark in ticked)
        for number, one in enumerate(with_sequences(reports), start=1)
    ]
    states = ReportStatus.objects.filter(report__in=reports_in(cell, councils)).values_list("state")
    decided = dict(states.annotate(count=Count("pk")))
    # Of all that wait, not of those shown: the map says how many lie in each cell.
    counts = dict(waiting.order_by().values_list("cell").annotate(count=Count("pk")))
    return GroupShown(
        name=hexgrid.name(cell),
        in_words=name_of_place(cell),
        waiting=sum(counts.values()),
        rows=rows,
        alike=gathered(rows),
        hints=hints,
        picture=picture_of_group(cell, counts, {report.council_id for report in reports}),
        councils=sorted({report.council for report in reports}, key=lambda area: area.local_name),
        day=day,
        proposals=proposals_about(report.id for report in reports),
        published=len(reports_of_published_quarters({report.id: report.council_id for report in reports})),
        accepted=decided.get(State.ACCEPTED, 0),
        rejected=decided.get(State.REJECTED, 0),
    )


def hints_about(cell: hexgrid.Cell, reports: list[Report], history: History) -> list[Hint]:
    """All hints about some waiting reports of one group."""
    found = [
        *hints_of_burst(reports, history),
        hint_of_duplicates(reports),
        hint_of_a_home(reports, sights_near(cell), is_lived_in=is_lived_in(cell)),
        hint_of_outside(metres_outside(reports)),
        *hints_of_contradiction(reports),
        *hints_of_sending(reports),
    ]
    return [hint for hint in found if hint]


def may_decide(person: StaffUser, councils: Collection[Area] = ()) -> bool:
    """Whether the person moderates at all and, where councils are given, in each of them; a manager only looks."""
    on = timezone.localdate()
    own = councils_inside(memberships_of(person, Membership.Role.MODERATOR, on=on))
    if not councils:
        return own.exists()
    return own.filter(code__in=[area.code for area in councils]).count() == len(councils)
