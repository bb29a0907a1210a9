"""A day as an option of a command."""

import datetime
from argparse import ArgumentTypeError


def day_of(text: str) -> datetime.date:
    """The day a text names; raises ArgumentTypeError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-11-27.") from None
