"""Read the whole audit and say whether it is as it was written."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from reports.management.service_command import ServiceCommand, Sight
from reports.staff.audit import ChainBroken, Head, head_with_hash, verify_chain

_HEAD = re.compile(r"(?:([0-9]{1,18}):)?([0-9a-f]{64})")

LARGEST_MANIFEST = 16 * 1024 * 1024  # bytes; one of a year of a nation has some thousand


class Command(ServiceCommand):
    """Prints the head to note; names the first bad entry, and then ends with 1."""

    may_see = Sight.NO_ROW
    help = (
        "Check the audit's chain, and with --head or --manifest that it still holds an entry noted or published before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Heads known from elsewhere: only they show a cut tail, or a chain written anew."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="[NUMBER:]HASH",
            help="a head noted or published; may be repeated",
        )
        parser.add_argument(
            "--manifest",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a published release's manifest.json, from anywhere it was kept; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verifies, or fails."""
        heads = [_head(text) for text in options["head"]] + [_published_head(file) for file in options["manifest"]]
        try:
            head = verify_chain(heads)
        except ChainBroken as broken:
            raise CommandError(f"The audit was tampered with. Entry {broken.number}: {broken.why}.") from None
        self.stdout.write(f"The audit is whole: {head.number} entries, {len(heads)} known heads found in it.")
        self.stdout.write(f"Head to note: {head.number}:{head.hash}")


def _head(text: str) -> Head:
    found = _HEAD.fullmatch(text)
    if not found:
        raise CommandError(f"{text[:80]!r} is not a head; write it as the command prints it: NUMBER:HASH.")
    number, digest = found.groups()
    if number:
        return Head(int(number), digest)
    try:
        return head_with_hash(digest)
    except ChainBroken as broken:
        raise CommandError(f"The audit was tampered with: {broken.why}.") from None


def _published_head(manifest: Path) -> Head:
    """The head a release was published with."""
    try:
        with manifest.open("rb") as file:
            published = json.loads(file.read(LARGEST_MANIFEST))["audit_head"]
    except OSError as fault:
        raise CommandError(f"{manifest} cannot be read as a manifest: {fault.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CommandError(f"{manifest} cannot be read as a manifest: it is no whole manifest.json.") from None
    if published is not None and not isinstance(published, str):
        raise CommandError(f"{manifest} cannot be read as a manifest: its head is no text.")
    if not published:
        raise CommandError(f"{manifest} was published before the audit had an entry: it says nothing of it.")
    return _head(published)
