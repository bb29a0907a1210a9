"""Shuffles again and again, each time killed at another point: see `tests.killing`.

Its lines tell which reports stood in the queue and which in the table. Then a last line: what became of reports sent
by threads while others were shuffled.
"""

import json
import sys
import threading
import uuid

from tests.killing import in_a_process_of_its_own, kill_everywhere

REPORTS = 30


def main() -> None:
    """The killing, and then the race."""
    import django

    django.setup()
    kill_everywhere(fill=_fill, act=_breakdown, look=_what_stands)
    sys.stdout.write(in_a_process_of_its_own(_sent_meanwhile) + "\n")


def _fill() -> None:
    """A queue of reports, each in a cell of its own."""
    from django.core.management import call_command
    from django.db import connections

    from tests import factories

    call_command("migrate", verbosity=0)
    factories.make_country()
    for cell in _cells(REPORTS):
        _send(cell)
    connections.close_all()


def _cells(count: int) -> list[int]:
    from reports.geography import hexgrid
    from tests import factories

    return hexgrid.neighbours(hexgrid.cell_at(*factories.IN_WESTBY), 20)[:count]


def _send(cell: int) -> None:
    from dataclasses import replace

    from reports.intake.submission import submit_report
    from tests.factories import NOW
    from tests.intake.test_submission import ANSWERS

    submit_report(replace(ANSWERS, cell=cell), submission_id=uuid.uuid4(), now=NOW)


def _breakdown() -> None:
    from reports.intake.shuffling import shuffle_intake
    from tests.factories import NOW

    shuffle_intake(now=NOW, whole=True)


def _what_stands() -> str:
    """The cells in the queue and in the table, in their order, as JSON."""
    from reports.intake.models import IncomingReport, Report

    return json.dumps([sorted(model.objects.values_list("cell", flat=True)) for model in (IncomingReport, Report)])


def _sent_meanwhile() -> str:
    """Four threads send while a fifth shuffles without a pause; then what stands, and the cells sent."""
    from django.db import OperationalError, connection

    from reports.intake.shuffling import shuffle_intake
    from tests.factories import NOW

    cells = _cells(REPORTS + 200)[REPORTS:]
    is_over = threading.Event()
    faults: list[str] = []

    def send(mine: list[int]) -> None:
        try:
            for cell in mine:
                while True:
                    try:
                        _send(cell)
                        break
                    except OperationalError:  # locked for longer than we wait: refused, and nobody was thanked
                        continue
        except Exception as error:  # noqa: BLE001 - whatever it was, the test must see it
            faults.append(repr(error))
        finally:
            connection.close()

    def shuffle() -> None:
        while not is_over.wait(0.02):
            shuffle_intake(now=NOW, whole=True)
        connection.close()

    mixer = threading.Thread(target=shuffle)
    senders = [threading.Thread(target=send, args=(cells[number::4],)) for number in range(4)]
    for thread in (mixer, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    is_over.set()
    mixer.join()
    shuffle_intake(now=NOW, whole=True)
    return json.dumps({"stands": json.loads(_what_stands()), "sent": cells, "faults": faults})


if __name__ == "__main__":
    main()
