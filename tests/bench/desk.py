"""The moderation desk with 10,000 reports waiting among 100,000 decided: server time and queries of each page.

`desk_figures` starts this file again as a program inside a scratch deployment, where it may fill the tables.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.postgres import binaries, throw_away_postgres
from tests.deployment import ROOT, Deployment

SECTION = "The moderation desk: 10,000 reports waiting, 100,000 decided, one moderator of the whole force"
WAITING, DECIDED, BURST, PLACES, DAYS = 10_000, 100_000, 500, 600, 400
BAR = 0.2  # seconds of server time
RUNS = 9


def desk_figures() -> list[Figure]:
    """The median of each page on SQLite, and on a PostgreSQL where there is one, behind row-level security."""
    figures = _figures("SQLite", {})
    if programs := binaries():
        with throw_away_postgres(programs) as connection:
            # No superuser: row-level security would not hold for one.
            connection.execute("CREATE ROLE service LOGIN NOSUPERUSER")
            connection.execute("CREATE DATABASE desk OWNER service")
            url = f"postgresql://service@/desk?host={connection.info.host}"
            figures += _figures("PostgreSQL", {"DATABASE_URL": url})
    return figures


def _figures(database: str, variables: dict[str, str]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var", variables)
        deployment.manage("migrate", "--verbosity", "0")
        ended = subprocess.run(
            [sys.executable, "-m", "tests.bench.desk"],
            cwd=ROOT,
            env=deployment.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
    if ended.returncode:
        raise AssertionError(ended.stderr[-4000:])
    return [
        Figure(
            SECTION,
            f"{database}: {page['name']}",
            f"{page['seconds'] * 1000:.0f} ms, {page['queries']} queries",
            floor=f"with 3 waiting: {page['floor'] * 1000:.0f} ms, {page['floor_queries']} queries",
            bar=f"{BAR * 1000:.0f} ms, no query more",
            reached=page["seconds"] < BAR and page["queries"] <= page["floor_queries"],
        )
        for page in json.loads(ended.stdout)
    ]


def main() -> None:
    """Prints as JSON what each page took with three reports waiting, and then with ten thousand."""
    import django

    from streetsafe import environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    django.setup()

    from django.db import connection

    from tests import factories

    if connection.vendor == "postgresql":  # fills the tables as a command does; a page sees what its own view decides
        connection.settings_dict["OPTIONS"]["options"] = environment.SEES_EVERYTHING

    factories.make_country()
    client = factories.StaffClient(REMOTE_ADDR="127.0.0.1")
    client.force_login(factories.make_person("moderator", factories.BORDERSHIRE))
    # Three places, one of a whole burst: every page then asks all it ever asks.
    fill(decided=DECIDED, waiting=2, burst=BURST)
    few = {name: measured(client, address) for name, address in pages().items()}
    fill(decided=0, waiting=WAITING - BURST - 2, burst=0)
    many = {name: measured(client, address) for name, address in pages().items()}
    figures = [
        {"name": name, "seconds": taken, "queries": asked, "floor": few[name][0], "floor_queries": few[name][1]}
        for name, (taken, asked) in many.items()
    ]
    json.dump(figures, sys.stdout)


def pages() -> dict[str, str]:
    """The desk's addresses, the group being the burst's."""
    from django.urls import reverse

    from reports.geography import hexgrid
    from tests import factories

    group = hexgrid.name(hexgrid.parent(hexgrid.cell_at(*factories.IN_EASTBY), 9))
    return {
        "the queue": reverse("moderation:queue"),
        "the queue's last page": reverse("moderation:queue") + "?page=10000",
        "places without hints": reverse("moderation:queue") + "?show=without-hints",
        "places together": reverse("moderation:together"),
        f"a group of {BURST}": reverse("moderation:group", args=[group]),
        "the preview of a whole group": reverse("moderation:whole", args=[group]) + "?act=accept",
        "what was decided lately": reverse("moderation:history"),
        "the desk's figures": reverse("moderation:figures"),
    }


def measured(client: object, address: str) -> tuple[float, int]:
    """The median seconds of one page, from the request's arrival to its last byte, and how often it asks the database.

    The first call is not counted.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, asked = [], 0
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        answer = client.get(address)  # type: ignore[attr-defined]  # Django's test client
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)  # type: ignore[attr-defined]
        asked = len(queries)
    return sorted(times[1:])[RUNS // 2], asked


def fill(*, decided: int, waiting: int, burst: int) -> None:
    """Reports of both councils over the days before today, spread over many places; a burst of one day at one."""
    from django.db import connection
    from django.utils import timezone

    from reports.geography import hexgrid
    from reports.intake.models import Report
    from reports.moderation.decisions import accept_reports
    from reports.staff.models import StaffUser
    from tests import factories

    today = timezone.localdate()
    where = [
        (factories.WESTBY if number % 2 else factories.EASTBY, (west + number // 2 % 30 * 0.009, south))
        for number in range(PLACES)
        for west, south in [((-2.69 if number % 2 else -2.39), 51.31 + number // 60 * 0.028)]
    ]

    def report(number: int, *, days: int = DAYS) -> Report:
        council, at = where[number % len(where)]
        return made(council, hexgrid.cell_at(*at), today - datetime.timedelta(days=number % days))

    def made(council: str, cell: int, received_on: datetime.date) -> Report:
        return Report(
            id=uuid.uuid4(),
            cell=cell,
            council_id=council,
            received_on=received_on,
            source=1,
            felt_in=received_on.replace(day=1),
            band=3,
            day_kind=1,
            frequency=1,
            reasons=0b1100,
            main_reason=3,
        )

    old = [report(number) for number in range(decided)]
    burst_cell = hexgrid.cell_at(*factories.IN_EASTBY)
    new = [report(number, days=14) for number in range(waiting)]
    new += [made(factories.EASTBY, burst_cell, today) for _ in range(burst)]
    Report.objects.bulk_create([*old, *new], batch_size=2_000)
    # Each was decided two days after it arrived.
    on_day: dict[datetime.date, list[uuid.UUID]] = defaultdict(list)
    for one in old:
        on_day[one.received_on].append(one.id)
    for day, ids in on_day.items():
        now = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12))) + datetime.timedelta(days=2)
        accept_reports(ids, by=StaffUser.objects.get(), now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within minutes, or `PRAGMA optimize`


if __name__ == "__main__":
    main()
