"""Which state may follow which: one table."""

from reports.responses.models import ResponseState

MAY_FOLLOW: dict[ResponseState, frozenset[ResponseState]] = {
    ResponseState.DRAFT: frozenset(
        {ResponseState.PUBLISHED}
    ),  # or it is thrown away: nobody but its council ever saw it
    ResponseState.PUBLISHED: frozenset({ResponseState.WITHDRAWN}),
    ResponseState.WITHDRAWN: frozenset(
        {ResponseState.PUBLISHED}
    ),  # the undo; its words as they were, never as a draft again
}


def may_follow(current: str, following: ResponseState) -> bool:
    """Whether a wording in one state may be brought into another."""
    return following in MAY_FOLLOW[ResponseState(current)]
