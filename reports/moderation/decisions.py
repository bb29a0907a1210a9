"""The acts of moderation, and the only writer of Decision and Standing.

Each act is one transaction over many reports: all of them are decided, or none. Writes with a raw cursor, as few
modules may: an import of 300,000 reports takes half as long as through model instances.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from reports.intake.models import Report
from reports.moderation.models import Decision, RejectionReason, ReportStatus, State
from reports.moderation.quarters_of_reports import days_of_acceptance
from reports.moderation.workflow import may_follow
from reports.staff import audit
from reports.staff.models import StaffUser

AT_ONCE = 5_000  # reports per query: far below SQLite's 32,766 variables, and small in memory


# Only names of our own tables are put into the texts.
_APPEND = f"""
    INSERT INTO {Decision._meta.db_table} (report_id, sequence, state, reason, by_id, decided_on, accepted_on, batch)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608
_BRING_UP = f"""
    INSERT INTO {ReportStatus._meta.db_table} (report_id, state, accepted_on, sequence) VALUES (%s, %s, %s, %s)
    ON CONFLICT (report_id) DO UPDATE
    SET state = excluded.state, accepted_on = excluded.accepted_on, sequence = excluded.sequence
"""  # noqa: S608


class CannotDecide(Exception):
    """Why an act changed nothing; `report_ids` names the reports that stood in its way."""

    def __init__(self, report_ids: Iterable[uuid.UUID]) -> None:
        self.report_ids = frozenset(report_ids)
        super().__init__(f"{len(self.report_ids)} reports: {', '.join(sorted(map(str, self.report_ids))[:5])}")


class AlreadyDecided(CannotDecide):
    """Somebody decided these meanwhile, or they do not stand where the act could begin."""


class NoSuchReport(CannotDecide):
    """No report has these ids."""


class OutsideTheAreas(CannotDecide):
    """These reports lie in councils the person may not decide for."""


class NothingToUndo(Exception):
    """No decision was made under this batch, or it was itself an undoing."""


@dataclass(frozen=True)
class DecisionStep:
    """What is to become of one report: its new state, why, and the day that picks its quarter."""

    state: State
    reason: str = ""
    accepted_on: datetime.date | None = None


@dataclass(frozen=True)
class DecidedPlace:
    """Where one report stands before the act."""

    report_id: uuid.UUID
    council: str
    state: State
    sequence: int


def accept_reports(
    report_ids: Iterable[uuid.UUID],
    *,
    by: StaffUser | None,
    now: datetime.datetime,
    accepted_on: datetime.date | Mapping[uuid.UUID, datetime.date] | None = None,
    councils: Iterable[str] | None = None,
    seen: Mapping[uuid.UUID, int] | None = None,
    batch: uuid.UUID | None = None,
) -> uuid.UUID:
    """Accepts waiting reports, which from now on are counted; gives the batch to undo them by.

    `accepted_on` picks the quarter: one day, a day per report, or the day of `now` when None; `days_of_acceptance`
    tells when it is another. `by` is None for a command. With `councils`, a report elsewhere raises OutsideTheAreas;
    with `seen` (the sequence of each report when the person looked), any change since raises AlreadyDecided.
    """
    today = timezone.localdate(now)

    def steps(places: list[DecidedPlace]) -> list[DecisionStep]:
        if isinstance(accepted_on, Mapping):
            wanted = {place.report_id: accepted_on[place.report_id] for place in places}
        else:
            wanted = dict.fromkeys((place.report_id for place in places), accepted_on or today)
        days = days_of_places(places, wanted)
        return [DecisionStep(State.ACCEPTED, accepted_on=days[place.report_id]) for place in places]

    return decide_by_steps(report_ids, steps, by=by, now=now, councils=councils, seen=seen, batch=batch)


def reject_reports(
    report_ids: Iterable[uuid.UUID],
    *,
    reason: RejectionReason,
    by: StaffUser | None,
    now: datetime.datetime,
    councils: Iterable[str] | None = None,
    seen: Mapping[uuid.UUID, int] | None = None,
) -> uuid.UUID:
    """Rejects waiting reports, which are then not counted; gives the batch. Raises as `accept_reports`."""
    step = DecisionStep(State.REJECTED, reason=RejectionReason(reason).value)
    return decide_by_steps(
        report_ids, lambda places: [step] * len(places), by=by, now=now, councils=councils, seen=seen
    )


def reopen_reports(
    report_ids: Iterable[uuid.UUID],
    *,
    by: StaffUser | None,
    now: datetime.datetime,
    councils: Iterable[str] | None = None,
    seen: Mapping[uuid.UUID, int] | None = None,
) -> uuid.UUID:
    """Brings accepted or rejected reports back to waiting; gives the batch. Raises as `accept_reports`."""
    step = DecisionStep(State.WAITING)
    return decide_by_steps(
        report_ids, lambda places: [step] * len(places), by=by, now=now, councils=councils, seen=seen
    )


def undo_batch(
    batch: uuid.UUID,
    *,
    by: StaffUser | None,
    now: datetime.datetime,
    councils: Iterable[str] | None = None,
) -> uuid.UUID:
    """Brings back to waiting every report that a batch accepted or rejected; gives the batch of the reopening.

    With `councils`, those that lie in them. Raises NothingToUndo, or AlreadyDecided when any of them was decided again
    since. What was erased is passed over.
    """
    councils = None if councils is None else frozenset(councils)
    seen = left_of_batch(batch, {State.ACCEPTED, State.REJECTED}, councils)
    return reopen_reports(seen, by=by, now=now, councils=councils, seen=seen)


def left_of_batch(
    batch: uuid.UUID, states: Collection[State], councils: Collection[str] | None = None
) -> dict[uuid.UUID, int]:
    """The reports a batch brought into these states, without those erased since, and the sequence each then had.

    With `councils`, those that lie in them: on PostgreSQL a person sees no others, and what is undone must not depend
    on the database. Raises NothingToUndo.
    """
    made = Decision.objects.filter(batch=batch, state__in=states).values_list("report_id", "sequence")
    seen = dict(made.iterator(AT_ONCE))
    left = {report_id: seen[report_id] for some in _in_chunks(seen) for report_id in _existing(some, councils)}
    if not left:
        raise NothingToUndo(batch)
    return left


def decide_by_steps(
    report_ids: Iterable[uuid.UUID],
    steps: Callable[[list[DecidedPlace]], list[DecisionStep]],
    *,
    by: StaffUser | None,
    now: datetime.datetime,
    councils: Iterable[str] | None,
    seen: Mapping[uuid.UUID, int] | None,
    batch: uuid.UUID | None = None,
) -> uuid.UUID:
    """Decides all the reports or none, under one batch, and says so in the audit."""
    batch = batch or uuid.uuid4()
    today = timezone.localdate(now)
    allowed = None if councils is None else frozenset(councils)
    decided: Counter[tuple[str, str]] = Counter()
    with transaction.atomic():
        # In the order of ids, so that two people's locks cannot wait for each other in a circle.
        for some in _in_chunks(sorted(set(report_ids))):
            places = _locked_places(some)
            _refuse_other_areas(places, allowed)
            chosen = steps(places)
            _refuse_decided(places, chosen, seen)
            _append(places, chosen, by=by, today=today, batch=batch)
            decided.update(_council_and_outcome(places, chosen))
        for (council, outcome), count in sorted(decided.items()):
            detail: audit.Detail = {"batch": str(batch), "decision": outcome, "reports": count}
            audit.record(audit.Act.DECIDE, by=by, now=now, area=council, detail=detail)
    return batch


def _council_and_outcome(places: list[DecidedPlace], steps: list[DecisionStep]) -> Iterator[tuple[str, str]]:
    """Of each report what the audit tells: where, and what it became. Not which report."""
    for place, step in zip(places, steps, strict=True):
        yield place.council, f"{step.state.value}: {step.reason}" if step.reason else step.state.value


def _locked_places(report_ids: list[uuid.UUID]) -> list[DecidedPlace]:
    """Where the reports stand, locked against everyone else's decisions until the transaction ends.

    The report's row is locked, not its Standing: a report never decided has none, and two first decisions would
    both be made. (SQLite has one writer at a time, from the start of the transaction.)
    """
    rows = Report.objects.select_for_update().filter(id__in=report_ids).order_by("id").values_list("id", "council_id")
    councils = dict(rows)
    if missing := set(report_ids) - councils.keys():
        raise NoSuchReport(missing)
    statuses = {status.report_id: status for status in ReportStatus.objects.filter(report_id__in=report_ids)}
    return [
        DecidedPlace(report_id, councils[report_id], State(found.state), found.sequence)
        if (found := statuses.get(report_id))
        else DecidedPlace(report_id, councils[report_id], State.WAITING, 0)
        for report_id in report_ids
    ]


def _refuse_other_areas(places: list[DecidedPlace], allowed: frozenset[str] | None) -> None:
    """Raises OutsideTheAreas for reports in councils that are not allowed."""
    if allowed is not None and (outside := [place.report_id for place in places if place.council not in allowed]):
        raise OutsideTheAreas(outside)


def _refuse_decided(
    places: list[DecidedPlace], steps: list[DecisionStep], seen: Mapping[uuid.UUID, int] | None
) -> None:
    """Raises AlreadyDecided where the workflow has no such step, or the report moved since it was looked at."""
    decided = [
        place.report_id
        for place, step in zip(places, steps, strict=True)
        if not may_follow(place.state, step.state)
        or (seen is not None and seen.get(place.report_id, 0) != place.sequence)
    ]
    if decided:
        raise AlreadyDecided(decided)


def _append(
    places: list[DecidedPlace],
    steps: list[DecisionStep],
    *,
    by: StaffUser | None,
    today: datetime.date,
    batch: uuid.UUID,
) -> None:
    """Appends one decision to each report and brings its standing up to it."""
    pairs = list(zip(places, steps, strict=True))
    who, day, name = by and by.pk, _stored(Decision, "decided_on", today), _stored(Decision, "batch", batch)
    ids = [_stored(Decision, "report_id", place.report_id) for place, _ in pairs]
    dates = [_stored(Decision, "accepted_on", step.accepted_on) for _, step in pairs]
    decisions: list[tuple[Any, ...]] = [
        (report_id, place.sequence + 1, step.state.value, step.reason, who, day, accepted_on, name)
        for report_id, accepted_on, (place, step) in zip(ids, dates, pairs, strict=True)
    ]
    statuses: list[tuple[Any, ...]] = [
        (report_id, step.state.value, accepted_on, place.sequence + 1)
        for report_id, accepted_on, (place, step) in zip(ids, dates, pairs, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_APPEND, decisions)
        cursor.executemany(_BRING_UP, statuses)


def days_of_places(
    places: list[DecidedPlace], wanted: Mapping[uuid.UUID, datetime.date]
) -> dict[uuid.UUID, datetime.date]:
    """The day each report to be accepted counts from."""
    councils = {place.report_id: place.council for place in places}
    return days_of_acceptance(wanted, councils, decided_before=[p.report_id for p in places if p.sequence])


def _stored(model: type[Model], field: str, value: object) -> Any:
    """A value as the database in use keeps that field's."""
    return model._meta.get_field(field).get_db_prep_value(value, connection)  # type: ignore[union-attr]


def _existing(report_ids: list[uuid.UUID], councils: Collection[str] | None) -> Iterator[uuid.UUID]:
    """Those of the reports that have not been erased, of these councils or of all."""
    rows = Report.objects.filter(id__in=report_ids).values_list("id", "council_id")
    return (report_id for report_id, council in rows.iterator() if councils is None or council in councils)


def _in_chunks(report_ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """Lists of at most AT_ONCE."""
    listed = list(report_ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
