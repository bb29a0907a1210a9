"""One report in the words its questions used, as the desk shows it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.intake.models import Report, Source
from reports.moderation.signals_of_abuse import Hint
from reports.vocabulary.experience import (
    DAY_KINDS,
    FREQUENCIES,
    INCIDENTS,
    TIMES_OF_DAY,
    DayKind,
    Frequency,
    Incident,
    TimeOfDay,
)
from reports.vocabulary.reasons import BY_NUMBER, reasons_of


@dataclass(frozen=True)
class ReportRow:
    """One report in words, and what the form sends back for it."""

    number: int
    mark: str
    main_reason: str
    other_reasons: list[str]
    when: str
    day_kind: str
    frequency: str
    incident: str
    received: datetime.date
    is_by_month: bool
    hints: list[str]
    is_ticked: bool

    @property
    def answers(self) -> tuple[object, ...]:
        """All it says but the day it came."""
        return (
            self.main_reason,
            *self.other_reasons,
            self.when,
            self.day_kind,
            self.frequency,
            self.incident,
            *self.hints,
        )


def report_row(number: int, report: Report, mark: str, hints: Collection[Hint], *, is_ticked: bool) -> ReportRow:
    """One report; the hints are those that are not about every report of the page."""
    others = [reason for reason in reasons_of(report.reasons) if reason.number != report.main_reason]
    incident = Incident(report.incident)
    return ReportRow(
        number=number,
        mark=mark,
        main_reason=str(BY_NUMBER[report.main_reason].label),
        other_reasons=[str(reason.label) for reason in others],
        when=str(TIMES_OF_DAY[TimeOfDay(report.band)]),
        day_kind=str(DAY_KINDS[DayKind(report.day_kind)]),
        frequency=str(FREQUENCIES[Frequency(report.frequency)]),
        incident=str(INCIDENTS[incident]) if incident in INCIDENTS else _("Not answered"),
        received=report.received_on,
        is_by_month=report.source == Source.IMPORT,
        hints=[hint.words for hint in hints if report.id in hint.reports],
        is_ticked=is_ticked,
    )
