"""nginx hands out the pages that were drawn beforehand, those and no others, and none that is no longer true."""

import json
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.served.production import ADDRESS, HOST, QUARTER, Production, council

pytestmark = pytest.mark.production

OF_THE_SERVER = {"date", "server", "connection", "transfer-encoding", "x-accel-expires", "content-length"}
NEVER = (
    "/report",
    "/cy/report",
    "/withdraw",
    "/leave",
    "/staff/sign-in",
    "/map?area=&period=2026-Q1",
    "/map/table?page=2",
)
UNANSWERED = ("-m", "5")  # seconds: whoever asks a service that is held is still waiting then


def asked(address: str, *words: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer of the proxy; status 0 where none came."""
    resolve = ["--resolve", f"{HOST}:443:{ADDRESS}"]
    command = ["curl", "-sk", "--http1.1", "-m", "60", "-D", "-", *resolve, *words, f"https://{HOST}{address}"]
    return _read(subprocess.run(command, check=False, capture_output=True).stdout)


def of_the_service(made: Production, address: str, *words: str) -> tuple[int, dict[str, str], bytes]:
    """The same of gunicorn itself, asked as the proxy asks it."""
    told = ["-H", f"Host: {HOST}", "-H", "X-Forwarded-Proto: https", "-D", "-"]
    command = ["curl", "-s", *told, *words, f"http://127.0.0.1:{made.port}{address}"]
    return _read(subprocess.run(command, check=True, capture_output=True).stdout)


def _read(said: bytes) -> tuple[int, dict[str, str], bytes]:
    if not said:
        return 0, {}, b""
    head, _empty, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in headers.items()}, body


@contextmanager
def held(made: Production) -> Iterator[None]:
    """The service does not move: whatever is answered meanwhile lies at the edge."""
    assert made.site.process is not None
    os.killpg(made.site.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(made.site.process.pid, signal.SIGCONT)


def prepared(made: Production) -> list[str]:
    """The addresses of all that is handed over, as `prepare_pages` says how many, read from the edge's own files."""
    made.manage("prepare_pages")
    return sorted(set(kept_at_the_edge(made).values()))


def kept_at_the_edge(made: Production) -> dict[str, str]:
    """The address of each file that nginx keeps, by the file's name, under the name that is open now."""
    name = str((made.var / "edge" / "now").resolve())
    found = {}
    for file in (made.var.parents[1] / "cache" / "streetsafe").rglob("*"):
        if file.is_file() and (key := re.search(rb"\nKEY: ([^\n]*)\n", file.read_bytes())):
            edition, _host, address, _form = key[1].decode().split(" ")
            if edition == name:
                found[file.name] = address
    return found


def test_every_page_of_the_map_and_of_help_lies_at_the_edge_in_both_forms_and_says_not_so(
    production: Production,
) -> None:
    code = council(production)
    pages = prepared(production)
    wanted = {
        "/",
        "/cy/",
        "/help/stalking",
        "/map",
        f"/map?area={code}",
        "/map/table",
        "/open-data",
        "/cy/map",
        "/privacy",
    }
    assert wanted <= set(pages)
    for page in pages:
        for form in ("identity", "gzip"):
            words = ("-H", f"Accept-Encoding: {form}")
            status, headers, body = of_the_service(production, page, *words)
            told = {name: value for name, value in headers.items() if name not in OF_THE_SERVER}
            with held(production):
                edge_status, edge_headers, edge_body = asked(page, *words)
            assert (edge_status, edge_body) == (status, body) == (200, body), (page, form)
            assert {name: it for name, it in edge_headers.items() if name not in OF_THE_SERVER} == told, (page, form)
            assert edge_headers["cache-control"] == "no-store"
            assert [name for name in edge_headers if name in {"age", "x-cache", "x-accel-expires", "etag"}] == []


def test_what_visitors_ask_for_is_never_kept(production: Production) -> None:
    prepared(production)
    before = kept_at_the_edge(production)
    for address in (*NEVER, "/map?x=1", "/help/stalking?x=1", f"/map?area={council(production)}&x=1"):
        for _ in range(3):
            assert asked(address)[0] in {200, 302, 404}
        asked(address, "-X", "POST", "-H", f"Origin: https://{HOST}", "-d", "q=Norwich")
    assert kept_at_the_edge(production) == before
    with held(production):
        assert [
            address for address in (*NEVER, "/map?x=1", "/help/stalking?x=1") if asked(address, *UNANSWERED)[0]
        ] == []
        assert asked("/map", *UNANSWERED, "-X", "POST", "-d", "q=Norwich")[0] == 0
        assert asked("/map")[0] == 200


def test_a_hexagon_that_is_withdrawn_is_nowhere_from_the_end_of_the_command(production: Production) -> None:
    code = council(production)
    (folder,) = (production.var / "releases").glob(f"{code}-{QUARTER}")
    with closing(sqlite3.connect(f"file:{production.var}/streetsafe.sqlite3?mode=ro", uri=True)) as opened:
        people = {name for (name,) in opened.execute("SELECT username FROM reports_staffuser")}
    if "edge.manager" not in people:
        production.manage("add_person", "edge.manager", "--role", "manager", "--area", code)
    cells = [feature["id"] for feature in json.loads((folder / "leaves.geojson").read_bytes())["features"]]
    shown = (
        f"/map?area={code}",
        f"/map/table?area={code}&period={QUARTER}",
        f"/open-data?area={code}&period={QUARTER}",
    )
    prepared(production)
    with held(production):
        before = {address: asked(address)[2] for address in shown}
    assert all(before.values())
    assert f"/releases/{folder.name}/".encode() in before[shown[2]]
    production.manage("withdraw_cell", f"{code}-{QUARTER}", cells[0], "--by", "edge.manager")
    with held(production):
        assert [address for address in shown if asked(address, *UNANSWERED)[0]] == [], (
            "the edge still hands out what was withdrawn"
        )
    after = {address: asked(address)[2] for address in shown}
    assert [address for address in shown if after[address] == before[address]] == []
    production.manage("prepare_pages")
    with held(production):
        assert {address: asked(address)[2] for address in shown} == after


def test_pages_for_the_edge_are_of_the_services_user_alone(production: Production) -> None:
    prepared(production)
    pages = production.var / "pages"
    assert {file.stat().st_mode & 0o077 for file in (pages, *pages.iterdir())} == {0}
    edge: Path = production.var / "edge"
    assert [file for file in edge.rglob("*") if file.is_file()] == []
