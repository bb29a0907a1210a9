"""The order of the questions, and which of them a draft meets."""

from reports.intake import steps
from reports.intake.draft import Draft, new_draft
from reports.intake.forms import FORMS
from reports.vocabulary.reasons import REASONS
from tests.factories import TODAY


def names(draft: Draft) -> list[str]:
    """The steps a draft meets."""
    return [step.name for step in steps.steps_of(draft)]


def test_the_shortest_and_the_longest_way() -> None:
    draft = new_draft()
    assert names(draft) == ["where", "why", "when", "more", "about", "check"]
    draft = draft.with_answers("why", {"one": ["badly-lit"], "two": ["followed"]}).with_answers("more", {"one": ["3"]})
    assert names(draft) == ["where", "why", "main", "when", "more", "more-why", "about", "check"]


def test_every_question_has_a_form_and_nothing_else_has() -> None:
    assert list(FORMS) == [step.name for step in steps.QUESTIONS]


def test_every_reason_is_offered_once() -> None:
    form = FORMS["why"](answers={}, today=TODAY)
    offered = [value for name in steps.REASON_FIELDS for value, _ in form.fields[name].choices]  # type: ignore[attr-defined]
    assert sorted(offered) == sorted(reason.code for reason in REASONS)


def test_the_months_offered_are_this_one_and_the_eleven_before() -> None:
    form = FORMS["when"](answers={}, today=TODAY)
    offered = [(value, str(text)) for value, text in form.fields["four"].choices]  # type: ignore[attr-defined]
    assert offered == [
        ("not-sure", "Not sure"),
        ("2026-11", "November 2026"),
        ("2026-10", "October 2026"),
        ("2026-09", "September 2026"),
        ("2026-08", "August 2026"),
        ("2026-07", "July 2026"),
        ("2026-06", "June 2026"),
        ("2026-05", "May 2026"),
        ("2026-04", "April 2026"),
        ("2026-03", "March 2026"),
        ("2026-02", "February 2026"),
        ("2026-01", "January 2026"),
        ("2025-12", "December 2025"),
    ]


def test_a_change_goes_to_the_gap_it_opened_then_to_the_check_page() -> None:
    answers = {name: {"one": ["x"]} for name in ("where", "why", "when", "more", "about")}
    checked = Draft(new_draft().submission_id, answers, was_checked=True)
    assert steps.step_after(steps.WHEN, checked) is steps.CHECK
    opened = checked.with_answers("why", {"one": ["badly-lit", "layout"]})
    assert steps.step_after(steps.WHY, opened) is steps.MAIN
