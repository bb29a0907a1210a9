"""The service under production settings behind nginx with TLS: by the files of deploy/nginx and docs/operating.md.

Only places are exchanged: the folder of nginx, that of the service's state, the certificate, and the addresses listened
on, which are loopback's. The host's name and port 443 stay, since a name with a port in it would hide faults.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.served.checkout import newcomers_environment
from tests.served.service import NotServed, Site, free_port

HOST = "places.example"
# All of 127/8 is loopback: nobody else listens on 443 there, and each process of a run in parallel has its own.
OWN = f"127.0.{os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')}"
ADDRESS = f"{OWN}.43"
NGINX = "/usr/sbin/nginx"
QUARTER = "2026-Q2"
COMMAND = """.venv/bin/gunicorn streetsafe.wsgi --workers 4 --threads 12 --timeout 60 --no-control-socket
    --log-level warning"""


@dataclass(frozen=True)
class Production:
    """The running site, and where its state lies."""

    site: Site
    var: Path
    environment: dict[str, str]
    port: int  # where gunicorn listens, behind its proxy
    reporters: int  # and where for who reports or looks for help
    entry: int  # where its proxy takes prepared pages

    def manage(self, *words: str) -> str:
        """Runs a command as the operator does; what it printed. Raises NotServed when it was refused."""
        command = [str(self.site.folder / ".venv" / "bin" / "python"), "manage.py", *words]
        ended = subprocess.run(
            command, cwd=self.site.folder, env=self.environment, check=False, capture_output=True, text=True
        )
        if ended.returncode:
            raise NotServed(f"{words[0]}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}")
        return ended.stdout + ended.stderr


def variables(var: Path, exit_url: str, entry: int) -> dict[str, str]:
    """What the table of docs/operating.md asks for."""
    return newcomers_environment(
        var.parent / "home",
        STREETSAFE_ENV="production",
        STREETSAFE_VAR=str(var),
        SECRET_KEY="served-by-its-own-test-" + "k" * 60,
        ALLOWED_HOSTS=HOST,
        RELEASES_PUBLISHER="Borderland Police",
        CONTACT_ADDRESS="Borderland Police, Westby BS1 1AA",
        DATA_PROTECTION_OFFICER="Jo Westby, Borderland Police",
        ICO_REGISTRATION="ZA000000",
        EXIT_URL=exit_url,
        BACKUP_FOLDER=str(var.parent / "backups"),
        BACKUP_KEY="b" * 40,
        EDGE_URL=f"http://127.0.0.1:{entry}",
    )


@contextmanager
def a_production(clone: Path, scratch: Path, *, exit_url: str) -> Iterator[Production]:
    """Sets it up in a clone that `make run` has prepared, fills it with a quarter, and starts it."""
    var = scratch / "srv" / "var"
    var.mkdir(parents=True)
    port, reporters, entry = free_port(), free_port(), free_port()
    server = Site(f"https://{HOST}", clone, scratch / "gunicorn.log")
    made = Production(server, var, variables(var, exit_url, entry), port, reporters, entry)
    made.manage("migrate", "-v0")
    made.manage("load_builtin_geography")
    fill(made, scratch)
    words = _command(made)
    assert " ".join([*COMMAND.split(), "--bind 127.0.0.1:8000 --bind 127.0.0.1:8001"]) in _words_of(
        clone / "docs" / "operating.md"
    ), "the docs start it otherwise"
    with _proxy(clone, scratch, made), _gunicorn(made, words):
        yield made


@contextmanager
def served_otherwise(made: Production, scratch: Path, *, application: str, address: str) -> Iterator[Production]:
    """The same state served by another application of the clone, behind a proxy of its own on another address."""
    port, reporters, entry = free_port(), free_port(), free_port()
    server = Site(f"https://{HOST}", made.site.folder, scratch / "gunicorn.log")
    environment = made.environment | {"EDGE_URL": f"http://127.0.0.1:{entry}"}
    other = Production(server, made.var, environment, port, reporters, entry)
    words = _command(other).replace("streetsafe.wsgi", application)
    with _proxy(server.folder, scratch, other, address=address), _gunicorn(other, words):
        yield other


def _command(made: Production) -> str:
    return f"{COMMAND} --bind 127.0.0.1:{made.port} --bind 127.0.0.1:{made.reporters}"


@contextmanager
def _gunicorn(made: Production, words: str) -> Iterator[None]:
    """Starts it and waits until a report can be taken."""
    server = made.site
    with server.log.open("wb") as output:
        server.process = subprocess.Popen(
            words.split(),
            cwd=server.folder,
            env=made.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(server, made.port)
            yield
        finally:
            server.stop()


def fill(made: Production, scratch: Path) -> None:
    """A quarter of reports, imported, accepted, counted and published, as the operator's API reference has it."""
    rows = ["longitude,latitude,month,band,reasons"]
    for number in range(400):
        east, north = 1.2965 + (number % 20) * 0.0004, 52.6285 + (number // 20) * 0.0003  # the middle of Norwich
        rows.append(f"{east:.4f},{north:.4f},2026-05,18-24,followed")
    file = scratch / "reports.csv"
    file.write_text("\n".join(rows) + "\n", encoding="ascii")
    made.manage("import_reports", str(file))
    made.manage("moderate", "--accept-imported", "--date-by-month")
    made.manage("rebuild_counts")
    made.manage("open_service", "--on", "2026-05-01", "--area", council(made))
    made.manage("backup", made.environment["BACKUP_FOLDER"])
    made.manage("publish_release", "--period", QUARTER, "--area", council(made))


def council(made: Production) -> str:
    """The code of the council that the imported reports lie in, read from the database's own file."""
    with closing(sqlite3.connect(f"file:{made.var}/streetsafe.sqlite3?mode=ro", uri=True)) as opened:
        return str(opened.execute("SELECT code FROM reports_area WHERE name = 'Norwich area'").fetchone()[0])


@contextmanager
def _proxy(clone: Path, scratch: Path, made: Production, *, address: str = ADDRESS) -> Iterator[None]:
    """nginx with Debian's own nginx.conf and the project's files, in a folder of its own."""
    etc, log = scratch / "etc-nginx", scratch / "log"
    shutil.copytree(
        "/etc/nginx", etc, symlinks=False, ignore=shutil.ignore_patterns("sites-enabled", "modules-enabled")
    )
    for folder in (etc / "sites-enabled", etc / "modules-enabled", log, scratch / "ssl", scratch / "cache"):
        folder.mkdir()
    source = clone / "deploy" / "nginx"
    for name in ("streetsafe-proxy.conf", "streetsafe-release-headers.conf"):
        shutil.copy(source / name, etc / "snippets" / name)
    _certificate(scratch / "ssl")
    places = {
        r"listen \[::\]:[^;]*;": "",
        r"listen (\d+)( |;)": rf"listen {address}:\1\2",
        r"127\.0\.0\.1:8079": f"127.0.0.1:{made.entry}",
        "/var/lib/nginx": str(scratch / "cache"),
        r"127\.0\.0\.1:8000": f"127.0.0.1:{made.port}",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{made.reporters}",
        "/srv/streetsafe/var": str(made.var),
        "/etc/ssl/streetsafe": str(scratch / "ssl"),
        "/var/log/nginx": str(log),
        "/etc/nginx/": f"{etc}/",
        r"/run/nginx\.pid": str(scratch / "nginx.pid"),
        r"user www-data;": "user root;" if os.geteuid() == 0 else "",  # the scratch folder is the tester's alone
    }
    _rewritten(source / "streetsafe.conf", etc / "sites-enabled" / "streetsafe.conf", places)
    _rewritten(etc / "nginx.conf", etc / "nginx.conf", places)
    command = [NGINX, "-c", str(etc / "nginx.conf"), "-p", str(scratch)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if tested.returncode:
        raise NotServed(tested.stderr)
    process = subprocess.Popen([*command, "-g", "daemon off;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _rewritten(source: Path, target: Path, places: dict[str, str]) -> None:
    text = source.read_text(encoding="utf-8")
    for pattern, place in places.items():
        text = re.sub(pattern, place, text)
    target.write_text(text, encoding="utf-8")


def _certificate(folder: Path) -> None:
    made = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    kind = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*kind, *names, *made], check=True, capture_output=True)


def _words_of(document: Path) -> str:
    return " ".join(document.read_text(encoding="utf-8").split())


def _wait_for(server: Site, port: int) -> None:
    """Asks as docs/operating.md asks: behind the proxy, by the site's name."""
    asked = ["curl", "-fsS", "-H", f"Host: {HOST}", "-H", "X-Forwarded-Proto: https", f"http://127.0.0.1:{port}/readyz"]
    for _ in range(300):
        if server.process is not None and server.process.poll() is not None:
            break
        if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise NotServed(server.says()[-4000:])
