"""Whether a running service says that it is ready, while its files are taken away and other programs hold them."""

import resource
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

from tests.deployment import Deployment, Server
from tests.streetsafe.test_readiness import READY, only_sqlite, without


def told_by(server: Server) -> tuple[int, list[str]]:
    """What the service says of itself."""
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=30) as answer:  # noqa: S310  # our own server
            return answer.status, answer.read().decode().splitlines()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode().splitlines()


@only_sqlite
def test_a_service_whose_files_were_taken_away_says_so_and_comes_back(deployment: Deployment, server: Server) -> None:
    database = deployment.var / "streetsafe.sqlite3"
    assert told_by(server) == READY
    database.rename(deployment.var / "elsewhere")
    assert told_by(server) == without("The database is gone.")
    (deployment.var / "elsewhere").rename(database)
    assert told_by(server) == READY
    (worker,) = server.workers()
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    assert "The service's folder cannot be written." in told_by(server)[1]
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert told_by(server) == READY


@only_sqlite
def test_a_database_that_another_program_keeps_to_itself_is_told(deployment: Deployment, server: Server) -> None:
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert told_by(server) == without("The database takes nothing.")
        other.rollback()
    assert told_by(server) == READY
