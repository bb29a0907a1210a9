"""The audit log reads as the desk does: labels, months and dates instead of codes."""

from reports.council_exports import questions, zip_format
from reports.moderation.models import Decision, State
from reports.responses.models import Response
from reports.staff.audit_words import _LABELS, DECISIONS, KINDS, QUESTIONS, REASONS, detail_in_words


def test_the_labels_are_those_of_the_desk_and_of_responses() -> None:
    assert {code: str(label) for code, label in DECISIONS.items()} == {
        code: str(label) for code, label in State.choices
    }
    reasons = Decision._meta.get_field("reason").flatchoices
    assert {code: str(label) for code, label in REASONS.items()} == {
        code: str(label) for code, label in reasons if code
    }
    kinds = Response._meta.get_field("kind").flatchoices
    assert {code: str(label) for code, label in KINDS.items()} == {code: str(label) for code, label in kinds}
    titles = {code: str(question.title) for code, question in questions.QUESTIONS.items()}
    assert {code: str(label) for code, label in QUESTIONS.items()} == titles
    assert set(_LABELS["question"]) == {*titles, zip_format.SUBJECT}


def test_a_detail_has_no_codes() -> None:
    assert detail_in_words(
        {
            "decision": "rejected: private-place",
            "reports": 1126,
            "kind": "lighting",
            "role": "council_officer",
            "expires": "2027-01-19",
            "first": "2026-Q2",
            "last": "2026-Q3",
            "quarter": "2026-Q3",
            "question": "why-and-when",
            "dataset": "extract",
        }
    ) == [
        ("decision", "Rejected: A private home, not a public place"),
        ("reports", "1,126"),
        ("kind", "Lighting repaired or added"),
        ("role", "Council officer"),
        ("last day", "19 January 2027"),
        ("from", "April to June 2026 (calendar Q2)"),
        ("to", "July to September 2026 (calendar Q3)"),
        ("quarter", "July to September 2026 (calendar Q3)"),
        ("question", "Why and when?"),
        ("what", "Extracts of counts"),
    ]


def test_what_is_missing_or_new_is_said_as_it_is() -> None:
    assert detail_in_words({"expires": None, "decision": "accepted", "random": "2026-Q3", "kind": "new"}) == [
        ("last day", "No end"),
        ("decision", "Accepted"),
        ("random", "2026-Q3"),
        ("kind", "new"),
    ]
