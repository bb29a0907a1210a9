"""Which state may follow which: one table."""

from reports.responses.models import State

MAY_FOLLOW: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PUBLISHED}),  # or it is thrown away: nobody but its council ever saw it
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.PUBLISHED}),  # the undo; its words as they were, never as a draft again
}


def may_follow(current: str, following: State) -> bool:
    """Whether a wording in one state may be brought into another."""
    return following in MAY_FOLLOW[State(current)]
