"""A full disk thanks nobody: what cannot be kept is refused by a page that says so, and nothing is half written."""

import resource
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import EncryptedAboutYou, IncomingReport, Submission
from reports.moderation.models import Decision, ReportStatus
from reports.moderation.waiting import GROUP_RESOLUTION
from streetsafe import faults
from streetsafe.limiter import COUNTER
from tests import factories
from tests.bench.posts import is_thanks, made_posts
from tests.deployment import Deployment, Server
from tests.intake.walking import Reporter, make_places

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told how many pages it may have")
NOT_KEPT = "We could not save your report. Your answers are still here"


def kept() -> tuple[int, int, int]:
    """How many rows a report leaves."""
    return IncomingReport.objects.count(), Submission.objects.count(), EncryptedAboutYou.objects.count()


@contextmanager
def no_page_more() -> Iterator[None]:
    """The database refuses to grow, as it does on a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # else it goes on in the pages that tests before this one left empty
        assert cursor.execute("PRAGMA freelist_count").fetchone() == (0,)
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count={before}")


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_reports_are_kept_until_the_disk_is_full_and_again_when_it_is_not(
    client: Client, country: dict[str, Area]
) -> None:
    make_places()
    reporter = Reporter(client)
    with no_page_more():
        for _ in range(200):  # of which a page of 4 kB holds about twenty
            COUNTER.forget()  # they all come from one address
            reporter.response = client.get("/report")
            before = kept()
            if reporter.to_check().press("send").heading != "Thank you":
                break
    assert (reporter.response.status_code, reporter.heading) == (503, "Check your answers")
    assert reporter.response.headers["Retry-After"] == "30"
    assert NOT_KEPT in reporter.text
    assert kept() == before
    assert reporter.press("send").heading == "Thank you"
    assert kept() == (before[0] + 1, before[1] + 1, before[2] + 3)


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_decision_that_cannot_be_kept_leaves_every_report_waiting(client: Client, country: dict[str, Area]) -> None:
    client.force_login(factories.make_person())
    reports = [factories.make_report() for _ in range(120)]
    group = hexgrid.name(hexgrid.parent(reports[0].cell, GROUP_RESOLUTION))
    address, sent = reverse("moderation:group", args=[group]), [f"{report.id}.0" for report in reports]
    with no_page_more():
        answer = client.post(address, {"act": "accept", "report": sent})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(faults.RETRY_AFTER_SECONDS))
    assert "cannot save anything right now" in answer.content.decode()
    assert (Decision.objects.count(), ReportStatus.objects.count()) == (0, 0)
    assert client.post(address, {"act": "accept", "report": sent}).status_code == 302
    assert (Decision.objects.count(), ReportStatus.objects.count()) == (120, 120)


def rows(deployment: Deployment) -> tuple[int, ...]:
    """How many rows a report leaves in the file."""
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as database:
        tables = [model._meta.db_table for model in (IncomingReport, Submission, EncryptedAboutYou)]
        return tuple(database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)  # noqa: S608


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process's files")
def test_a_server_whose_files_may_not_grow_refuses_and_takes_reports_again_when_they_may(
    deployment: Deployment, server: Server
) -> None:
    """Every write of the worker fails, as on a disk that is full or went read-only."""
    (worker,) = server.workers()
    first, second = made_posts(2, encrypted_for=deployment, with_proof=False)
    assert is_thanks(first.answer_of(server))
    assert rows(deployment) == (1, 1, 3)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    answer = second.answer_of(server)
    assert b"HTTP/1.1 503 " in answer
    assert b"Retry-After: 30" in answer
    assert NOT_KEPT.encode() in answer
    assert rows(deployment) == (1, 1, 3)
    with urllib.request.urlopen(f"{server.url}/help/stalking") as page:  # noqa: S310  # our own server
        assert page.status == 200  # who to call is told all the same
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert is_thanks(second.answer_of(server))
    assert is_thanks(second.answer_of(server))
    assert rows(deployment) == (2, 2, 6)
