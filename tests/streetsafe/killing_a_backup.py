"""Backs up, or restores, again and again, each time killed at another point: see `tests.killing`."""

import json
import os
import sys
from pathlib import Path

import django

from tests.killing import kill_everywhere

SENTINEL = "somebody-nobody-should-read"
VAR = Path(os.environ.get("STREETSAFE_VAR", ""))
KEPT, BACK = VAR / "kept", VAR / "back"
PLAIN = b"SQLite format 3\x00"


def main() -> None:
    """Its lines tell what lay where when it was killed, and after the next run."""
    django.setup()
    if os.environ["KILLED"] == "restore":
        kill_everywhere(fill=_fill_and_back_up, act=_restore, look=_what_lies_there)
    else:
        kill_everywhere(fill=_fill, act=_back_up, look=_what_lies_there)


def _fill() -> None:
    """Reports, a person whose name can be looked for, and a release of several pieces."""
    from django.core.management import call_command
    from django.db import connections

    from tests import factories

    call_command("migrate", verbosity=0)
    factories.make_country()
    factories.make_person(SENTINEL)
    for number in range(20):
        factories.make_accepted_report(band=1 + number % 6)
    (VAR / "releases" / "one").mkdir(parents=True)
    (VAR / "releases" / "one" / "map.json").write_bytes(b"published" * 300_000)
    connections.close_all()


def _fill_and_back_up() -> None:
    _fill()
    _back_up()


def _back_up() -> None:
    from streetsafe.backups import write_backup
    from tests.factories import NOW

    write_backup(KEPT, now=NOW)


def _restore() -> None:
    from streetsafe.backups import restore_backup

    (file,) = KEPT.glob("*.backup")
    if not (BACK / "streetsafe.sqlite3").exists():  # killed after it was whole
        restore_backup(file, BACK)


def _what_lies_there() -> str:
    """What can be read beside the database itself, and whether each thing under its final name is whole, as JSON."""
    from streetsafe.backup_contents import digests_in

    files = [file for file in VAR.parent.rglob("*") if file.is_file() and VAR.parent / "filled" not in file.parents]
    readable = [file for file in files if is_readable(file) and not file.name.startswith("streetsafe.sqlite3")]
    readable += [file for file in files if file.name == "streetsafe.sqlite3" and file.parent not in {VAR, BACK}]
    whole = True
    for file in KEPT.glob("*.backup"):
        with file.open("rb") as opened:
            whole &= len(digests_in(opened, os.environ["BACKUP_KEY"].encode())) == 2
    restored = sorted(file.name for file in BACK.rglob("*")) if BACK.exists() else []
    return json.dumps(
        {
            "readable": sorted(str(file.relative_to(VAR.parent)) for file in readable),
            "backups": len(list(KEPT.glob("*.backup"))),
            "whole": whole,
            "restored": restored,
            "half": sorted(file.name[:12] for file in [*VAR.glob(".*"), *KEPT.glob(".*")]),
        }
    )


def is_readable(file: Path) -> bool:
    """Whether a database, or a name out of one, stands in it."""
    content = file.read_bytes()
    return PLAIN in content or SENTINEL.encode() in content


if __name__ == "__main__":
    sys.exit(main())
