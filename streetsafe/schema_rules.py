"""What a change of the tables must not lose: the rules that stand in the database and in no model."""

from django.db import NotSupportedError

SAY_ANEW = "The migration must say it anew: take it away before this change, and make it after."


class WouldBeLost(NotSupportedError):
    """A migration would lose a rule of the database, or leave one that fails; the message says what to do."""
