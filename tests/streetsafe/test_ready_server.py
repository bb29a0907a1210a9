"""Whether a running service says that it is ready, while its files are taken away and other programs hold them."""

import resource
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

from tests.bench.posts import is_thanks, made_posts
from tests.deployment import Deployment, Server
from tests.streetsafe.test_full_disk import rows
from tests.streetsafe.test_readiness import READY, only_sqlite, without


def readiness_of(server: Server) -> tuple[int, list[str]]:
    """What the service says of itself."""
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=30) as answer:  # noqa: S310  # our own server
            return answer.status, answer.read().decode().splitlines()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode().splitlines()


@only_sqlite
def test_a_service_whose_files_were_taken_away_says_so_and_comes_back(deployment: Deployment, server: Server) -> None:
    database = deployment.var / "streetsafe.sqlite3"
    assert readiness_of(server) == READY
    database.rename(deployment.var / "elsewhere")
    assert readiness_of(server) == without("The database is gone.")
    (deployment.var / "elsewhere").rename(database)
    assert readiness_of(server) == READY
    (worker,) = server.workers()
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    assert "The service's folder cannot be written." in readiness_of(server)[1]
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert readiness_of(server) == READY


@only_sqlite
def test_a_database_that_another_program_keeps_to_itself_is_told(deployment: Deployment, server: Server) -> None:
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert readiness_of(server) == without("The database takes nothing.")
        other.rollback()
    assert readiness_of(server) == READY


@only_sqlite
def test_a_report_is_never_kept_in_a_file_that_lost_its_name(deployment: Deployment, server: Server) -> None:
    """A backup put in the place of the database under a running service, and the moment in which there is none."""
    database, other = deployment.var / "streetsafe.sqlite3", deployment.var / "restored"
    posts = made_posts(3, encrypted_for=deployment, with_proof=False)
    assert is_thanks(posts[0].answer_of(server))
    with closing(sqlite3.connect(database)) as filled, closing(sqlite3.connect(other)) as copy:
        filled.backup(copy)
    for file in deployment.var.glob("streetsafe.sqlite3*"):
        file.unlink()
    assert b"HTTP/1.1 503 " in posts[1].answer_of(server)
    assert readiness_of(server) == without("The database is gone.")
    assert not database.exists()
    database.write_bytes(b"no database at all" * 1_000)
    assert readiness_of(server) == without("The database does not answer.")
    other.replace(database)
    assert readiness_of(server) == READY
    before = rows(deployment)
    assert is_thanks(posts[2].answer_of(server))
    assert rows(deployment) == (before[0] + 1, before[1] + 1, before[2] + 3)
