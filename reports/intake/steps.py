"""The questions, in order, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.intake.draft import Draft, StepAnswers
from reports.vocabulary.experience import Incident

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASON_FIELDS = ("one", "two", "three")  # the reasons by kind; the names tell nothing to who looks over a shoulder


def chosen_codes(answers: Mapping[str, StepAnswers]) -> list[str]:
    """The codes of the reasons ticked so far."""
    ticked = answers.get("why", {})
    return [code for name in REASON_FIELDS for code in ticked.get(name, [])]


def names_several_reasons(answers: Mapping[str, StepAnswers]) -> bool:
    """Whether the main reason must be asked for."""
    return len(chosen_codes(answers)) > 1


def was_not_reported(answers: Mapping[str, StepAnswers]) -> bool:
    """Whether something happened that nobody was told of."""
    return answers.get("more", {}).get("one") == [str(Incident.NOT_REPORTED)]


def always(answers: Mapping[str, StepAnswers]) -> bool:
    """For the steps everybody meets."""
    return True


@dataclass(frozen=True)
class Step:
    """One page, told by its heading: the title, which a browser keeps, is the same on all."""

    name: str
    heading: "_StrPromise"
    is_optional: bool = False
    applies: Callable[[Mapping[str, StepAnswers]], bool] = always
    enter: str = "next"  # the button that the Enter key presses


WHERE = Step("where", _("Where is the place?"), enter="find")
WHY = Step("why", _("What makes it feel unsafe?"))
MAIN = Step("main", _("Which one matters most?"), applies=names_several_reasons)
WHEN = Step("when", _("When does it feel unsafe?"))
MORE = Step("more", _("Did something happen to you there?"), is_optional=True)
MORE_WHY = Step("more-why", _("Why was it not reported?"), is_optional=True, applies=was_not_reported)
ABOUT = Step("about", _("A little about you"), is_optional=True)
CHECK = Step("check", _("Check your answers"), enter="send")

STEPS = (WHERE, WHY, MAIN, WHEN, MORE, MORE_WHY, ABOUT, CHECK)
QUESTIONS = STEPS[:-1]
BY_NAME = {step.name: step for step in STEPS}


def steps_of(draft: Draft) -> list[Step]:
    """The steps this draft meets, in order."""
    return [step for step in STEPS if step.applies(draft.answers)]


def step_after(step: Step, draft: Draft) -> Step:
    """The next page: the check page once it was reached and nothing is missing."""
    if draft.was_checked:
        return first_unanswered(draft)
    later = STEPS[STEPS.index(step) + 1 :]
    return next(candidate for candidate in later if candidate.applies(draft.answers))


def step_before(step: Step, draft: Draft) -> Step | None:
    """The page Back leads to; None from the first, whose Back is the opening page."""
    earlier = [candidate for candidate in STEPS[: STEPS.index(step)] if candidate.applies(draft.answers)]
    return earlier[-1] if earlier else None


def may_end_after(step: Step, draft: Draft) -> bool:
    """Whether only questions that may be skipped are left: then one press can skip them all."""
    later = [one for one in steps_of(draft) if STEPS.index(one) > STEPS.index(step) and one is not CHECK]
    return not step.is_optional and not draft.was_checked and all(one.is_optional for one in later)


def with_the_rest_skipped(draft: Draft) -> Draft:
    """The draft with every optional question it has not passed passed over."""
    for step in steps_of(draft):
        if step.is_optional and step.name not in draft.answers:
            draft = draft.with_answers(step.name, {})
    return draft


def first_unanswered(draft: Draft) -> Step:
    """The first step the draft has not passed; the check page when it has passed all."""
    return next(step for step in steps_of(draft) if step is CHECK or step.name not in draft.answers)


def first_missing(draft: Draft) -> Step | None:
    """The first question that must be answered and is not."""
    missing = (s for s in steps_of(draft) if s is not CHECK and not s.is_optional and s.name not in draft.answers)
    return next(missing, None)
