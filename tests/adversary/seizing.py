"""Run as a program in a folder of its own: reports of a small site, and what the seized files show before any shuffle.

`python -m tests.adversary.seizing DAYS REPORTS [as-it-comes | log-alone]`. Prints as JSON, for each day, where each of
its reports stands, in the order of arrival, as several readers of the raw files see it; then what else they show. With
`as-it-comes` nothing is hidden, with `log-alone` only the log is emptied: the controls.
"""

import datetime
import json
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

from reports.geography import hexgrid


def main() -> int:
    """File, look, shuffle, day by day."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from reports.intake import arriving, overwriting, shuffling, submission
    from tests import factories
    from tests.intake.test_submission import ANSWERS

    days, reports = int(sys.argv[1]), int(sys.argv[2])
    hides: dict[str, Callable[[], object]] = {"as-it-comes": lambda: None, "log-alone": overwriting.overwrite_log}
    hide = hides.get("".join(sys.argv[3:]), arriving.hide_arrivals)
    call_command("migrate", verbosity=0)
    factories.make_country()
    overwriting.overwrite_log()
    file = Path(settings.VAR_DIR) / "streetsafe.sqlite3"
    around = hexgrid.neighbours(hexgrid.cell_at(*factories.IN_WESTBY), 60)[: days * reports]
    around.sort(key=lambda cell: cell * 0x9E37_79B9_7F4A_7C15 % 2**64)
    said = []
    with mock.patch.object(submission, "hide_arrivals_soon"):  # done below, where the test says so
        for day in range(days):
            cells = around[day * reports : (day + 1) * reports]
            now = factories.NOW + datetime.timedelta(days=day)
            for cell in cells:
                submission.submit_report(replace(ANSWERS, cell=cell), submission_id=uuid.uuid4(), now=now)
            hide()
            said.append(_places(file, cells) | {"log": _size(file), "times": _times(file)})
            shuffling.shuffle_intake(now=now, whole=True)
    json.dump(said, sys.stdout)
    return 0


def _places(file: Path, cells: list[int]) -> dict[str, list[int]]:
    """The newest trace of each cell in the file (in a page rows grow towards its beginning); its first in the log."""
    content, log = file.read_bytes(), file.with_name(file.name + "-wal").read_bytes()
    spelled = [cell.to_bytes(8, "big") for cell in cells]
    return {"in the file": [content.find(word) for word in spelled], "in the log": [log.find(word) for word in spelled]}


def _size(file: Path) -> int:
    return file.with_name(file.name + "-wal").stat().st_size


def _times(file: Path) -> list[str]:
    """What time of the day the files and their folder tell."""
    from reports.vocabulary.uk_time import LONDON

    names = (file.parent, file, *(file.with_name(file.name + end) for end in ("-wal", "-shm")))
    stated = [datetime.datetime.fromtimestamp(name.stat().st_mtime, tz=LONDON) for name in names]
    return sorted({f"{one:%H:%M:%S}" for one in stated})


if __name__ == "__main__":
    sys.exit(main())
