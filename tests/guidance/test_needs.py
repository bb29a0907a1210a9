"""What the reasons of a report point to."""

import pytest

from reports.guidance.needs import NEEDS, needs_of_reasons
from reports.vocabulary.reasons import REASONS

EXPECTED = {
    "badly-lit": {"council"},
    "visibility": {"council"},
    "rundown": {"council"},
    "verbal-one": {"harassment"},
    "verbal-group": {"harassment"},
    "other-harassment": {"harassment"},
    "followed": {"stalking"},
    "transport": {"rail"},
}


@pytest.mark.parametrize("code", [reason.code for reason in REASONS])
def test_each_reason_points_to_what_the_facts_say(code: str) -> None:
    """Every reason of the question is in the table, those that point nowhere too."""
    assert needs_of_reasons([code]) == EXPECTED.get(code, set())


def test_several_reasons_add_up() -> None:
    """Followed at a badly lit station."""
    assert needs_of_reasons(["followed", "transport", "badly-lit"]) == {"stalking", "rail", "council"}


def test_every_need_named_is_a_known_need() -> None:
    """No reason leads to a need that no route can answer."""
    assert needs_of_reasons(reason.code for reason in REASONS) <= set(NEEDS)
