"""One report's answers as a value, refused when they contradict the lists."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.geography import hexgrid
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import BY_CODE

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


# The key is the answer's bit in `Report.why_not_reported` and never changes.
WHY_NOT_REPORTED = {
    "1": _("It did not seem serious enough"),
    "2": _("Nothing would have been done"),
    "3": _("I did not feel able to, or was afraid"),
    "4": _("I did not know how, or it takes too long"),
    "5": _("I did not trust who I would have told"),
    "6": _("I am not sure it was a crime"),
    "7": _("Another reason"),
}


@dataclass(frozen=True)
class AboutQuestion:
    """An optional question about oneself, kept only as a tally."""

    code: str
    label: "_StrPromise"
    choices: "dict[str, _StrPromise]"


ABOUT_QUESTIONS = (
    AboutQuestion(
        "age",
        _("How old are you?"),
        {
            "under-16": _("Under 16"),
            "16-24": _("16 to 24"),
            "25-34": _("25 to 34"),
            "35-49": _("35 to 49"),
            "50-64": _("50 to 64"),
            "65-over": _("65 or over"),
        },
    ),
    AboutQuestion(
        "gender",
        _("What is your gender?"),
        {"woman": _("Woman or girl"), "man": _("Man or boy"), "another": _("In another way")},
    ),
    AboutQuestion(
        "disability",
        _("Do you have a disability or a long-term health condition?"),
        {"yes": _("Yes"), "no": _("No")},
    ),
)
_ABOUT_CHOICES = {question.code: question.choices for question in ABOUT_QUESTIONS}


class InvalidAnswers(ValueError):
    """Answers that no honest form could have sent."""


@dataclass(frozen=True)
class Answers:
    """A whole report as answered. `reasons` are codes in the order of the question; `about` never joins the report."""

    cell: int
    reasons: tuple[str, ...]
    main_reason: str
    felt_in: datetime.date | None  # the first of a month; None: not sure
    band: TimeOfDay
    day_kind: DayKind
    frequency: Frequency
    incident: Incident = Incident.UNANSWERED
    why_not_reported: tuple[str, ...] = ()  # keys of WHY_NOT_REPORTED
    about: tuple[tuple[str, str], ...] = ()  # question and answer

    def __post_init__(self) -> None:
        """Raises InvalidAnswers, naming the field."""
        checks = {
            "cell": _is_report_cell(self.cell),
            "reasons": bool(self.reasons) and all(code in BY_CODE for code in self.reasons),
            "main_reason": self.main_reason in self.reasons,
            "felt_in": self.felt_in is None or self.felt_in.day == 1,
            "why_not_reported": all(key in WHY_NOT_REPORTED for key in self.why_not_reported)
            and (not self.why_not_reported or self.incident == Incident.NOT_REPORTED),
            "about": all(answer in _ABOUT_CHOICES.get(question, {}) for question, answer in self.about)
            and len(dict(self.about)) == len(self.about),
        }
        wrong = [name for name, is_right in checks.items() if not is_right]
        if wrong:
            raise InvalidAnswers(", ".join(wrong))

    @property
    def why_not_bits(self) -> int:
        """`why_not_reported` as one integer."""
        return sum(1 << int(key) for key in set(self.why_not_reported))


def _is_report_cell(cell: int) -> bool:
    try:
        return hexgrid.resolution_of(cell) == hexgrid.REPORT_RESOLUTION
    except hexgrid.NotACell:
        return False
