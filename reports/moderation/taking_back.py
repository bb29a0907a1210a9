"""The question before many decisions are taken back, or put back: what that would do, with true numbers."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.closing import closed_quarters
from reports.intake.models import Report
from reports.moderation.decisions import AT_ONCE, NothingToUndo, left_of_batch
from reports.moderation.history import Batch, batch_of
from reports.moderation.models import RejectionReason, State
from reports.moderation.redoing import former_steps
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.staff.audit_reading import decided_under

ASKED_FROM = 100  # reports: what one page of the desk shows was looked at a moment ago


@dataclass(frozen=True)
class UndoQuestion:
    """What taking a batch back would do; of a batch that was itself an undoing, what putting back would do."""

    batch: Batch
    count: int = 0
    erased: int = 0
    places: int = 0
    councils: list[tuple[str, int]] = field(default_factory=list)  # the largest first
    outcomes: list[tuple[State, str, int]] = field(default_factory=list)  # what they become, why, how many
    published: int = 0  # of a quarter whose map stands

    @property
    def is_redoing(self) -> bool:
        """Whether former decisions are put back."""
        return self.batch.state == State.WAITING

    @property
    def is_possible(self) -> bool:
        """Whether there is something to take back, and nobody decided about any of it since."""
        return bool(self.count) and self.batch.is_latest

    @property
    def must_be_asked(self) -> bool:
        """Whether one press is not enough: many reports, or numbers that stand published."""
        return self.count > ASKED_FROM or bool(self.published)


def question_about(batch_id: uuid.UUID, councils: QuerySet[Area]) -> UndoQuestion | None:
    """What would happen to a batch in the person's councils; None when there is no such batch, or a proposal."""
    batch = batch_of(batch_id, councils)
    if batch is None or batch.is_proposal:
        return None
    is_redoing = batch.state == State.WAITING
    own = frozenset(councils.values_list("code", flat=True))
    made = decided_under(batch_id, own)  # by the audit: the decisions about what was erased are nobody's to see
    try:
        seen = left_of_batch(batch_id, {State.WAITING} if is_redoing else {State.ACCEPTED, State.REJECTED}, own)
    except NothingToUndo:
        return UndoQuestion(batch, erased=made)
    before = seen if is_redoing else {report_id: sequence + 1 for report_id, sequence in seen.items()}
    ids = list(seen)
    held: Counter[str] = Counter()
    places: set[int] = set()
    outcomes: Counter[tuple[State, str]] = Counter()
    published = 0
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        steps = former_steps({report_id: before[report_id] for report_id in some})
        rows = list(Report.objects.filter(pk__in=some).values_list("pk", "council", "cell"))
        closed = closed_quarters(council for _id, council, _cell in rows)
        for report_id, council, cell in rows:
            step = steps[report_id]
            held[council] += 1
            places.add(hexgrid.parent(cell, GROUP_RESOLUTION))
            outcomes[(step.state, step.reason) if is_redoing else (State.WAITING, "")] += 1
            published += closed.holds(council, step.accepted_on)
    names = {area.code: area.local_name for area in Area.objects.defer("boundary").filter(code__in=list(held))}
    return UndoQuestion(
        batch,
        count=len(ids),
        erased=max(made - len(ids), 0),
        places=len(places),
        councils=[(names[code], count) for code, count in held.most_common()],
        outcomes=[
            (state, str(RejectionReason(reason).label) if reason else "", count)
            for (state, reason), count in outcomes.most_common()
        ],
        published=published,
    )
