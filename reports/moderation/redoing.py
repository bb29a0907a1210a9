"""The way back from an undoing: what was decided before is decided again, appended and not edited."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import replace

from reports.moderation.decisions import (
    AlreadyDecided,
    DecidedPlace,
    DecisionStep,
    days_of_places,
    decide_by_steps,
    left_of_batch,
)
from reports.moderation.models import Decision, State
from reports.staff.models import StaffUser


def redo_batch(
    batch: uuid.UUID,
    *,
    by: StaffUser | None,
    now: datetime.datetime,
    councils: Iterable[str] | None = None,
) -> uuid.UUID:
    """Decides again, as before, what a batch brought back to waiting; gives the new batch.

    With `councils`, of the reports in them. An accepted report counts from its former day, as `days_of_acceptance`
    allows. Raises NothingToUndo, or AlreadyDecided when any of them was decided since. What was erased is passed over.
    """
    councils = None if councils is None else frozenset(councils)
    seen = left_of_batch(batch, {State.WAITING}, councils)
    return decide_by_steps(seen, _steps_before, by=by, now=now, councils=councils, seen=seen)


def _steps_before(places: list[DecidedPlace]) -> list[DecisionStep]:
    """What was decided about each report before it was reopened."""
    former = former_steps({place.report_id: place.sequence for place in places if place.state == State.WAITING})
    if missing := {place.report_id for place in places} - former.keys():
        raise AlreadyDecided(missing)
    accepted = [place for place in places if former[place.report_id].accepted_on]
    days = days_of_places(
        accepted, {report_id: step.accepted_on for report_id, step in former.items() if step.accepted_on}
    )
    return [replace(former[place.report_id], accepted_on=days.get(place.report_id)) for place in places]


def former_steps(sequences: dict[uuid.UUID, int]) -> dict[uuid.UUID, DecisionStep]:
    """What was decided about reports just before the decision with this sequence."""
    rows = Decision.objects.filter(
        report_id__in=list(sequences), sequence__in={sequence - 1 for sequence in sequences.values()}
    ).values_list("report_id", "sequence", "state", "reason", "accepted_on")
    return {
        report_id: DecisionStep(State(state), reason, accepted_on)
        for report_id, sequence, state, reason, accepted_on in rows
        if sequences[report_id] == sequence + 1
    }
