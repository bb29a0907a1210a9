"""A draft read as a whole: the answers to submit, and the same in words for the check page."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.geography import hexgrid, place_names
from reports.intake import steps
from reports.intake.answers import ABOUT_QUESTIONS, Answers
from reports.intake.draft import Draft, StepAnswers
from reports.intake.forms import FORMS, NOT_SURE, StepForm
from reports.intake.steps import Step
from reports.vocabulary.experience import Incident
from reports.vocabulary.reasons import REASONS


class MissingAnswer(Exception):
    """A question that must be answered and is not, or no longer as the page offers."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.name)
        self.step = step


@dataclass(frozen=True)
class PersonalAnswers:
    """One row of the check page."""

    step: Step
    lines: list[str]


def answers_of(draft: Draft, *, today: datetime.date) -> Answers:
    """The whole report; raises MissingAnswer at the first gap and InvalidAnswers for what contradicts itself."""
    given = {step.name: _cleaned(step, draft, today=today) for step in _asked(draft)}
    ticked = {code for name in steps.REASON_FIELDS for code in given["why"][name]}
    codes = tuple(reason.code for reason in REASONS if reason.code in ticked)
    about = zip(ABOUT_QUESTIONS, given["about"].values(), strict=True) if "about" in given else ()
    return Answers(
        cell=_cell_of(draft),
        reasons=codes,
        main_reason=given["main"]["one"] if "main" in given else codes[0],
        felt_in=_first_of_month(given["when"]["four"]),
        band=given["when"]["one"],
        day_kind=given["when"]["two"],
        frequency=given["when"]["three"],
        incident=given["more"]["one"] if "more" in given else Incident.UNANSWERED,
        why_not_reported=tuple(given["more-why"]["one"]) if "more-why" in given else (),
        about=tuple((question.code, answer) for question, answer in about if answer),
    )


def answer_rows(draft: Draft, *, today: datetime.date) -> list[PersonalAnswers]:
    """Every question asked, with what was answered, in words."""
    rows = []
    for step in steps.steps_of(draft):
        if step is steps.WHERE:
            rows.append(PersonalAnswers(step, [place_names.name_of_place(_cell_of(draft))]))
        elif step is not steps.CHECK:
            lines = _lines(FORMS[step.name](answers=draft.answers, today=today), draft.answers.get(step.name, {}))
            rows.append(PersonalAnswers(step, lines or [_("Not answered")]))
    return rows


def as_posted(values: Mapping[str, list[str]]) -> QueryDict:
    """A step's stored values as a form reads them."""
    data = QueryDict(mutable=True)
    for name, several in values.items():
        data.setlist(name, several)
    return data


def _asked(draft: Draft) -> list[Step]:
    """The steps that take part in the report: the required, and the optional that were not skipped."""
    met = [step for step in steps.steps_of(draft) if step is not steps.CHECK]
    return [step for step in met if not step.is_optional or step.name in draft.answers]


def _cleaned(step: Step, draft: Draft, *, today: datetime.date) -> dict[str, Any]:
    if step.name not in draft.answers:
        raise MissingAnswer(step)
    form = FORMS[step.name](as_posted(draft.answers[step.name]), answers=draft.answers, today=today)
    if not form.is_valid():  # the page's list moved on meanwhile: a month fell out of it
        raise MissingAnswer(step)
    return form.cleaned_data


def _cell_of(draft: Draft) -> hexgrid.Cell:
    try:
        return hexgrid.cell_named(draft.answers["where"]["cell"][0])
    except (KeyError, IndexError, hexgrid.NotACell):
        raise MissingAnswer(steps.WHERE) from None


def _first_of_month(text: str) -> datetime.date | None:
    return None if text in ("", NOT_SURE) else datetime.date.fromisoformat(f"{text}-01")


def _lines(form: StepForm, values: StepAnswers) -> list[str]:
    """The labels of the values given, in the order of the form; each after its question where there are several."""
    lines = []
    for name, field in form.fields.items():
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        question = f"{field.label} " if len(form.fields) > 1 and not form.takes_several(name) else ""
        lines += [question + labels[value] for value in values.get(name, []) if value in labels]
    return lines
