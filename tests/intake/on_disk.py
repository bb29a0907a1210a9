"""Run as a program in a folder of its own: reports into a real SQLite file, as the service writes it.

Prints as JSON what ten threads with one submission id met, and how many reports were kept. The tests' own database
lives in memory, where SQLite locks tables instead of waiting: only a file shows what two requests at once do.
"""

import dataclasses
import datetime
import json
import sys
import threading
import uuid
from pathlib import Path
from unittest import mock

THREADS = 10


def main() -> None:
    """Migrates, lets threads race, then walks the journey once with sentinels for a grep, and shuffles."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from reports.intake.models import IncomingReport, Report, Submission
    from reports.intake.shuffling import shuffle_intake
    from reports.intake.submission import submit_report
    from tests import factories
    from tests.intake.test_submission import ANSWERS
    from tests.intake.walking import Reporter, make_places

    folder = Path(settings.VAR_DIR)
    # Each migration is noted with its time: run at 37 minutes and 41 seconds, it would be taken for the report's.
    long_ago = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    with mock.patch("django.db.migrations.recorder.now", return_value=long_ago):
        call_command("migrate", verbosity=0)
    factories.make_country()
    make_places()
    one_id, outcomes, together = uuid.uuid4(), [], threading.Barrier(THREADS)

    def send() -> None:
        together.wait()
        try:
            submit_report(ANSWERS, submission_id=one_id, now=factories.NOW)
            outcomes.append("kept")
        except Exception as error:  # noqa: BLE001 - whatever it was, the test must see it
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raced = {"outcomes": outcomes, "reports": IncomingReport.objects.count(), "submissions": Submission.objects.count()}

    browser = Client(
        HTTP_USER_AGENT="Sentinel-Agent/1.0", REMOTE_ADDR="203.0.113.77", HTTP_REFERER="http://testserver/"
    )
    # The journey has a clock of its own: migrations are dated by the real one.
    with mock.patch("django.utils.timezone.now", return_value=factories.NOW.replace(hour=13, minute=37, second=41)):
        reporter = Reporter(browser).start().press("find", q="Westby Cross")
        reporter.send({"s": "where", "a": reporter.encrypted, "at": "-2.55417,51.45173,0"})
        reporter.press("here").press("next", one=["layout"]).press("next", one="3").press("skip").press("skip")
        reporter.press("send")
    queued = IncomingReport.objects.exclude(cell=ANSWERS.cell).get()
    walked = {"heading": reporter.heading, "cell": queued.cell, "queued_as": queued.id.hex}
    walked["was_there"] = queued.id.hex.encode() in everything_in(folder)
    shuffled = dataclasses.asdict(shuffle_intake(now=factories.NOW, whole=True))
    connection.close()
    reports = sorted(Report.objects.values_list("cell", flat=True))
    connection.close()
    json.dump({"raced": raced, "walked": walked, "mixed": shuffled, "reports": reports}, sys.stdout)


def everything_in(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


if __name__ == "__main__":
    main()
