#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

# What takes long to import is imported below, where Ctrl+C is told in a word.

# Their files are the checkout's, and another user serves them.
FOR_EVERYONE = ("collectstatic", "makemigrations", "makemessages", "compilemessages")


def run(words: list[str]) -> None:
    """Runs a command; what is no fault of its code ends it with a sentence, as settings do."""
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, InterfaceError

    settings._setup()  # type: ignore[misc]  # read before any command looks at them: a refusal is told as one
    try:
        execute_from_command_line(words)
        sys.stdout.flush()
    except (DatabaseError, InterfaceError, OSError) as fault:
        _drop_what_cannot_be_said()
        if isinstance(fault, BrokenPipeError):  # whoever read it has gone, and wants to hear no more
            sys.exit(1)
        from streetsafe.readiness.commands import in_words  # it knows models

        if "--traceback" not in words and (said := in_words(fault)):
            sys.exit(said)
        raise


def _drop_what_cannot_be_said() -> None:
    """Else Python tries again at its end, and complains in words of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Runs the command that was written; settings that are refused end it with sentences."""
    from streetsafe import environment

    environment.IS_COMMAND = True
    if not set(sys.argv[1:2]) & set(FOR_EVERYONE):
        os.umask(0o077)
    environment.IS_DOCTOR = sys.argv[1:2] == ["doctor"]
    try:
        run(sys.argv)
    except environment.NotStarted as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    try:
        main()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)
