"""Refuses a commit whose subject does not read as the history does: `Keep a draft when the language changes`.

Standard library only. Called by the hook of .pre-commit-config.yaml with the file of the message.
"""

import re
import sys
from pathlib import Path

LONGEST = 72
# What git writes by itself, and what is folded into another commit before anyone reads it.
WRITTEN_BY_GIT = ("Merge ", 'Revert "', "fixup! ", "squash! ", "amend! ")
# How a first word shows that it is no order: `Added`, `Adding`, `Adds`. The exceptions are verbs as they stand.
NO_ORDER = re.compile(r"(?<!e)ed|ing|(?<!s)s")
VERBS = {"Embed", "Shed", "Bring", "String", "Ping", "Ring", "Wing", "Focus", "Bias"}
NO_VERBS = {
    "A",
    "All",
    "An",
    "Every",
    "How",
    "I",
    "It",
    "More",
    "New",
    "No",
    "One",
    "The",
    "This",
    "We",
    "What",
    "When",
}


def faults_of(message: str) -> list[str]:
    """What is wrong with it, in words; git's own comments are no part of it."""
    lines = [line.rstrip() for line in message.strip().splitlines() if not line.startswith("#")]
    subject, *body = lines or [""]
    if subject.startswith(WRITTEN_BY_GIT):
        return []
    found = []
    if len(subject) > LONGEST:
        found.append(f"it has {len(subject)} characters: {LONGEST} are shown whole everywhere")
    if subject.endswith((".", "…")):
        found.append("it ends with a full stop, and is a heading")
    first = subject.split(" ")[0]
    if not re.fullmatch(r"[A-Z][a-z]+", first):
        found.append(f"it begins with {first!r}: begin with a verb and a capital letter")
    elif first in NO_VERBS or (first not in VERBS and re.search(rf"({NO_ORDER.pattern})$", first)):
        found.append(f"{first!r} is no order: write what the commit does to the project, as in `Add` or `Keep`")
    if body and body[0]:
        found.append("an empty line is missing between it and the body")
    return found


def main() -> int:
    """0 when the subject is as it should be."""
    found = faults_of(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for fault in found:
        print(f"The subject of this commit: {fault}.", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
