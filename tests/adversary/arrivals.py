"""Run as a program in a folder of its own: files reports in a known order, shuffles, and says where each came to lie.

`python -m tests.adversary.arrivals SHUFFLES REPORTS [in-order]`. Prints as JSON, for each shuffle, the places of its
reports in the order of their arrival, as several readers of the raw file see them. `in-order` gives ids that ascend:
the control, a shuffle that does not shuffle.
"""

import itertools
import json
import sqlite3
import sys
import uuid
from pathlib import Path
from unittest import mock

from reports.geography import hexgrid

Places = dict[str, list[int]]


def main() -> int:
    """File, shuffle, read."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    shuffles, reports = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0)
    cells = _file_and_shuffle(shuffles, reports, in_order=sys.argv[3:] == ["in-order"])
    connection.close()
    file = Path(settings.VAR_DIR) / "streetsafe.sqlite3"
    json.dump([_places(file, of_one) for of_one in cells], sys.stdout)
    return 0


def _file_and_shuffle(shuffles: int, reports: int, *, in_order: bool) -> list[list[int]]:
    """Every report in a cell of its own, by which it is known again; the cells of each shuffle in order of arrival."""
    import datetime
    from dataclasses import replace

    from django.db import transaction

    from reports.intake.shuffling import shuffle_intake
    from reports.intake.submission import submit_report
    from tests import factories
    from tests.intake.test_submission import ANSWERS

    factories.make_country()
    around = hexgrid.neighbours(hexgrid.cell_at(*factories.IN_WESTBY), 60)[: shuffles * reports]
    assert len(set(around)) == shuffles * reports
    # Neighbours lie in rings: by this key the order of arrival has nothing to do with the number of a cell.
    around.sort(key=lambda cell: cell * 0x9E37_79B9_7F4A_7C15 % 2**64)
    filed = [around[start : start + reports] for start in range(0, len(around), reports)]
    ascending = mock.patch("reports.intake.keeping.new_id", side_effect=map(_id_of_number, itertools.count(1)))
    for day, cells in enumerate(filed):
        now = factories.NOW + datetime.timedelta(days=day)
        with transaction.atomic():  # one synchronisation for all: a thousand reports a second
            for cell in cells:
                submit_report(replace(ANSWERS, cell=cell), submission_id=uuid.uuid4(), now=now)
        if in_order:
            with ascending, mock.patch("reports.intake.shuffling._published", lambda cells=cells: _in_order(cells)):
                shuffle_intake(now=now)
        else:
            shuffle_intake(now=now)
    return filed


def _id_of_number(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def _in_order(cells: list[int]) -> list[tuple[object, ...]]:
    """The queue's rows in the order of arrival, as a queue with row numbers would give them."""
    from reports.intake.keeping import COLUMNS
    from reports.intake.models import IncomingReport, Source

    rows = {row["cell"]: row for row in IncomingReport.objects.values()}
    stated = [rows[cell] | {"source": Source.JOURNEY, "withdrawal_mark": None, "felt_in": None} for cell in cells]
    return [tuple(str(row[column]) if column == "received_on" else row[column] for column in COLUMNS) for row in stated]


def _places(file: Path, cells: list[int]) -> Places:
    """Where each cell's report lies: in the bytes, first and last, in the table as it is read, among what waits."""
    content = file.read_bytes()
    spelled = [cell.to_bytes(8, "big") for cell in cells]
    database = sqlite3.connect(file)
    in_the_table = database.execute("SELECT cell FROM reports_report ORDER BY id")  # without row numbers: as it lies
    natural = {cell: at for at, (cell,) in enumerate(in_the_table)}
    listed = "SELECT r.cell, w.rowid FROM reports_waiting w JOIN reports_report r ON r.id = w.report_id"
    waiting = dict(database.execute(listed).fetchall())
    database.close()
    return {
        "first byte": [content.index(word) for word in spelled],
        "last byte": [content.rindex(word) for word in spelled],
        "as read": [natural[cell] for cell in cells],
        "as listed to wait": [waiting[cell] for cell in cells],
    }


if __name__ == "__main__":
    sys.exit(main())
