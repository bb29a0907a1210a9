"""Which state may follow which: one table."""

from reports.moderation.models import State

MAY_FOLLOW: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ACCEPTED, State.REJECTED}),
    State.ACCEPTED: frozenset({State.WAITING}),  # reopened: nobody turns a yes into a no without looking again
    State.REJECTED: frozenset({State.WAITING}),
}


def may_follow(current: State, following: State) -> bool:
    """Whether a report that stands in one state may be brought into another."""
    return following in MAY_FOLLOW[current]
