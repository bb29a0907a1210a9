"""A throw-away PostgreSQL with PostGIS to compare with: in a folder of its own, on a socket alone."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ABSENT = (
    "PostgreSQL with PostGIS is not installed, so nothing is compared with it "
    "(Debian: apt-get install postgresql-15 postgresql-15-postgis-3)."
)
# Generous for its size, so that the comparison does not flatter us; no network.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "4GB",
    "jit": "off",
}


def binaries() -> Path | None:
    """Where initdb and postgres are, of the newest version with PostGIS; None, and a word, when there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    for initdb in found:
        version = initdb.parent.parent.name
        if Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return initdb.parent
    print(ABSENT, file=sys.stderr)
    return None


@contextmanager
def throw_away_postgres(programs: Path) -> Iterator[psycopg.Connection]:
    """A connection to a fresh cluster with PostGIS, gone with its folder at the end."""
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        initdb = [programs / "initdb", "--pgdata", data, "--auth", "trust", "--username", "bench", "--encoding", "UTF8"]
        subprocess.run(initdb, user=user, cwd=folder, check=True, capture_output=True)
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *options],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connected(folder) as connection:
                connection.execute("CREATE EXTENSION postgis")
                yield connection
        finally:
            server.send_signal(2)  # a fast shutdown
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _connected(folder: Path) -> psycopg.Connection:
    for _ in range(300):
        try:
            return psycopg.connect(host=str(folder), user="bench", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError(f"PostgreSQL did not start in {folder} (as {pwd.getpwuid(os.geteuid()).pw_name})")
