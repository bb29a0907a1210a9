"""On PostgreSQL whoever counts, publishes, moves or erases sees every row or is refused, however it was started."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.deployment import ROOT, Deployment

sys.path.insert(0, str(ROOT / "tools"))
import on_postgresql  # type: ignore[import-not-found]  # a script, not a package

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's")

# Forty accepted reports of a council that stands, five of one that was dissolved since, one rejected long ago.
_FILL = """
import datetime, uuid
import django
django.setup()
from django.db import connection
from streetsafe.environment import SEES_EVERYTHING
connection.settings_dict["OPTIONS"]["options"] = SEES_EVERYTHING
from django.core.management import call_command
call_command("migrate", verbosity=0)
from reports.geography.models import Area
from reports.moderation.decisions import reject_reports
from reports.moderation.models import RejectionReason
from tests import factories
factories.make_country()
day = datetime.date(2026, 7, 1)
for _ in range(40):
    factories.make_accepted_report(accepted_on=day, received_on=day)
for _ in range(5):
    factories.make_accepted_report(at=factories.IN_EASTBY, council=factories.EASTBY, accepted_on=day, received_on=day)
fake = factories.make_report(factories.IN_WESTBY, factories.WESTBY)
old = factories.NOW - datetime.timedelta(days=200)
reject_reports([fake.id], reason=RejectionReason.TEST, by=None, now=old)
"""
# A task of somebody's own: no command at all.
_TASK = """
import datetime
import django
django.setup()
from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.reassigning import reassign_councils
from reports.aggregation.rebuilding import rebuild_counts
from reports.publication.expiring import expire_reports
from reports.publication.releasing import publish_release
from tests.factories import NOW, WESTBY
print("counted", rebuild_counts().reports)
print("erased", expire_reports(now=NOW).rejected)
publish_release(Area.objects.get(pk=WESTBY), quarter="2026-Q3", now=NOW)
print("left", reassign_councils().left)
print("seen", Report.objects.count())
"""
_SHELL = """
from django.core.management import call_command
call_command("rebuild_counts")
call_command("publish_release", "--area", "E06000901", "--period", "2026-Q3")
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database that is copied for each test."""
    yield from database(tmp_path_factory.mktemp("filled"), "template0", _FILL)


@pytest.fixture
def deployment(tmp_path: Path, filled: str) -> Iterator[Deployment]:
    """A deployment with a database of its own, filled."""
    for name in database(tmp_path, filled):
        made = deployed(tmp_path, name)
        ended(made, "-c", "import django; django.setup()\nfrom reports.publication import place\nplace.settle()")
        yield made


def database(folder: Path, template: str, fill: str = "") -> Iterator[str]:
    """A new database for as long as it is used."""
    name = f"whoever_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        if fill:
            ended(deployed(folder, name), "-c", fill)
        yield name
        asked.execute(f"DROP DATABASE {name} WITH (FORCE)")


def deployed(folder: Path, name: str) -> Deployment:
    """The deployment on that database."""
    url = os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    return Deployment(folder / "var", {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "streetsafe.settings"})


def ended(deployment: Deployment, *words: str, status: int = 0) -> str:
    """What a Python that must end with this status said."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=deployment.variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(deployment: Deployment, query: str) -> Any:
    """What the database holds, asked with everything in sight."""
    with psycopg.connect(deployment.environment["DATABASE_URL"], options="-c streetsafe.everything=on") as asked:
        return asked.execute(query).fetchall()


def counted_for_the_release(deployment: Deployment) -> int:
    """How many reports Westby's release was drawn from: the counts as they stand, whose digest it holds."""
    with_counts = """
import django
django.setup()
from django.db import connection
from streetsafe.environment import SEES_EVERYTHING
connection.settings_dict["OPTIONS"]["options"] = SEES_EVERYTHING
from reports.aggregation import counts
from reports.publication import tables
from reports.publication.models import Release
release = Release.objects.get(pk="E06000901-2026-Q3")
assert release.input_digest == tables.input_digest("E06000901", ["2026-Q3"])
print(counts.group_band_counts("E06000901", "2026-Q3").sum())
"""
    return int(ended(deployment, "-c", with_counts))


@pytest.mark.parametrize(
    "how",
    [
        ["-m", "django"],
        ["-c", "from django.core.management import execute_from_command_line as run; import sys; run(sys.argv)"],
        ["manage.py"],
    ],
    ids=["python -m django", "django-admin", "manage.py"],
)
def test_a_command_counts_every_report_however_it_was_started(deployment: Deployment, how: list[str]) -> None:
    assert "Counted 45 accepted reports" in ended(deployment, *how, "rebuild_counts")
    assert "0 reports moved" in ended(deployment, *how, "assign_councils")
    assert "1 rejected" in ended(deployment, *how, "erase_expired")
    ended(deployment, *how, "publish_release", "--area", "E06000901", "--period", "2026-Q3")
    assert counted_for_the_release(deployment) == 40


def test_a_copied_database_publishes_nothing_until_it_takes_over(tmp_path: Path, filled: str) -> None:
    """PostgreSQL's own number of the database is another; what may have been published by then never comes."""
    words = ("manage.py", "publish_release", "--area", "E06000901", "--period", "2026-Q3")
    for name in database(tmp_path, filled):
        copy = deployed(tmp_path, name)
        assert "This database was copied or restored" in ended(copy, *words, status=1)
        assert "nothing more is drawn for 3 councils" in ended(copy, "manage.py", "take_over_publication")
        assert "0 published" in ended(copy, *words)
        assert rows(copy, "SELECT count(*) FROM reports_release") == [(0,)]


def test_a_task_and_a_shell_see_every_row_in_an_act_and_are_refused_beside_it(deployment: Deployment) -> None:
    said = ended(deployment, "-c", _TASK, status=1)
    assert said.splitlines()[:3] == ["counted 45", "erased 1", "left 0"]
    assert "nobody has said who looks" in said
    assert "row_level_security.everything_seen()" in said  # what to do
    assert counted_for_the_release(deployment) == 40


def test_call_command_in_a_shell_counts_and_publishes(deployment: Deployment) -> None:
    assert "Counted 45 accepted reports" in ended(deployment, "-m", "django", "shell", "-c", _SHELL)
    assert counted_for_the_release(deployment) == 40


def test_psql_and_a_dump_are_refused_until_they_say_who_looks(deployment: Deployment, tmp_path: Path) -> None:
    """A dump that asked for row security was made without a single report."""
    ended(deployment, "manage.py", "rebuild_counts")
    url = deployment.environment["DATABASE_URL"]
    with psycopg.connect(url) as asked:
        for table in ("report", "standing", "decision", "countblock"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody has said who looks"):
                asked.execute(f"SELECT count(*) FROM reports_{table}")  # noqa: S608  # names of ours
            asked.rollback()
    dump = [
        str(on_postgresql.programs() / "pg_dump"),
        "--enable-row-security",
        "-Fc",
        "-f",
        str(tmp_path / "dump"),
        url,
    ]
    refused = subprocess.run(dump, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "nobody has said who looks" in refused.stderr
    subprocess.run(dump, env=os.environ | {"PGOPTIONS": "-c streetsafe.everything=on"}, check=True)


@pytest.mark.parametrize("how", [["-m", "django"], ["manage.py"]], ids=["python -m django", "manage.py"])
def test_a_command_without_an_act_of_its_own_sees_what_it_says(deployment: Deployment, how: list[str]) -> None:
    """It reads reports, and reads all of them."""
    waiting = "SELECT count(*) FROM reports_waiting"
    imported = """
import django
django.setup()
from tests import factories
from reports.intake.models import Source
factories.make_report(source=Source.IMPORT)
"""
    ended(deployment, "-c", imported)
    assert rows(deployment, waiting) == [(1,)]
    assert "1 imported reports accepted" in ended(deployment, *how, "moderate", "--accept-imported")
    assert rows(deployment, waiting) == [(0,)]


def test_a_command_that_may_see_no_row_is_refused_one_and_its_process_sees_as_before(deployment: Deployment) -> None:
    """Whoever calls it had every row in sight, and has it again; so had the command, once."""
    asked = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from reports.intake.models import Report
from reports.management.commands import list_routes
from reports.management.service_command import Sight
from reports.staff.row_level_security import everything_seen
def handle(self, **options):
    print("sees", Report.objects.count())
list_routes.Command.handle = handle
def tried():
    try:
        with transaction.atomic():
            call_command("list_routes")
    except Exception as refused:
        print(str(refused).splitlines()[0])
tried()
with everything_seen():
    tried()
    print("outside", Report.objects.count())
list_routes.Command.may_see = Sight.EVERY_ROW
tried()
call_command("list_routes")
try:
    Report.objects.count()
except Exception as refused:
    print(str(refused).splitlines()[0])
"""
    refused = "nobody has said who looks, so this connection would see no row of reports or counts"
    assert ended(deployment, "-c", asked).splitlines() == [
        refused, refused, "outside 46", "sees 46", "sees 46", refused,
    ]  # fmt: skip


def test_requests_go_on_as_before(deployment: Deployment) -> None:
    """Everybody reports and reads; a person of the area sees theirs; withdrawing by words needs no more than words."""
    asked = """
import json, uuid, django
django.setup()
from django.test import Client
from reports.intake.submission import submit_report
from reports.intake.shuffling import shuffle_intake
from reports.intake.withdrawal import code_of_submission, withdraw_report
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS
sent = uuid.uuid4()
submit_report(ANSWERS, submission_id=sent, now=NOW)
mixed = shuffle_intake(now=NOW, whole=True).moved
withdraw_report(code_of_submission(sent))
client = Client()
pages = ["/", "/map", "/map/table", "/open-data", "/readyz", "/api/v1/areas", "/responses", "/report", "/withdraw"]
print(json.dumps([mixed, *(client.get(page).status_code for page in pages)]))
"""
    ended(deployment, "manage.py", "publish_release", "--period", "2026-Q3")
    reports = rows(deployment, "SELECT count(*) FROM reports_report")
    assert json.loads(ended(deployment, "-c", asked)) == [1, *[200] * 9]
    assert rows(deployment, "SELECT count(*) FROM reports_report") == reports
