"""The table of states, whole."""

import pytest

from reports.moderation.models import State
from reports.moderation.workflow import may_follow

ALLOWED = {
    (State.WAITING, State.ACCEPTED),
    (State.WAITING, State.REJECTED),
    (State.ACCEPTED, State.WAITING),
    (State.REJECTED, State.WAITING),
}


@pytest.mark.parametrize("current", State)
@pytest.mark.parametrize("following", State)
def test_only_these_four_steps_exist(current: State, following: State) -> None:
    assert may_follow(current, following) is ((current, following) in ALLOWED)
