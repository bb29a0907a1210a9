"""Runs the tests that touch the database again, on a PostgreSQL of their own that is thrown away afterwards.

Standard library only. Called by the Makefile as `python3 tools/on_postgresql.py`; what follows is handed to pytest.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
ROLE = "service"

# What reads and writes rows. The rest, pages of guidance, journeys in a browser and the games of the adversary, asks
# no database anything these do not.
TESTS = (
    "tests/streetsafe/test_backups_of_postgresql.py",
    "tests/streetsafe/test_database.py",
    "tests/streetsafe/test_hostile_values.py",
    "tests/streetsafe/test_readiness.py",
    "tests/streetsafe/test_refused_in_words.py",
    "tests/streetsafe/test_schema_editors.py",
    "tests/intake",
    "tests/moderation",
    "tests/aggregation",
    "tests/publication",
    "tests/responses",
    "tests/public_map/test_views.py",
    "tests/staff",
    "tests/analyst/test_followed.py",
    "tests/analyst/test_saved_views.py",
    "tests/analyst/test_when_in_the_week.py",
    "tests/council_exports",
)


class CannotStart(Exception):
    """The cluster could not be made or started; the message holds what its programs said."""


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest where there are several; Debian keeps it off the PATH."""
    found = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def owner() -> pwd.struct_passwd:
    """Whose the cluster is: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStart("This machine has neither the user postgres nor nobody.")


def run(person: pwd.struct_passwd, folder: Path, *command: str | Path) -> None:
    """Runs one of PostgreSQL's programs as the cluster's owner; raises CannotStart."""
    other = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    log = folder / "program.log"
    with log.open("wb") as output:  # a file: the server that pg_ctl starts would hold a pipe open
        ended = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            check=False,
            **other,  # type: ignore[call-overload]  # who runs it, when that is not oneself
        )
    if ended.returncode:
        server = folder / "server.log"
        said = log.read_text("utf-8", "replace") + (server.read_text("utf-8", "replace") if server.exists() else "")
        raise CannotStart(f"{Path(command[0]).name} ended with {ended.returncode}:\n{said[-4000:]}")


@contextlib.contextmanager
def cluster(bin_folder: Path, folder: Path, *, settings: Sequence[str] = ()) -> Iterator[str]:
    """A running PostgreSQL that is reached through a socket in this folder alone; gives its DATABASE_URL.

    The service's role may make databases and is no superuser: row-level security does not hold for one.
    """
    person = owner()
    os.chown(folder, person.pw_uid, person.pw_gid)
    data = folder / "data"
    initdb = [bin_folder / "initdb", "--auth=trust", "--username=superuser", "--encoding=UTF8", "--locale=C.UTF-8"]
    run(person, folder, *initdb, "-D", data)
    asked = ("listen_addresses=''", f"unix_socket_directories='{folder}'", "unix_socket_permissions=0700", *settings)
    options = " ".join(f"-c {setting}" for setting in asked)
    control = [bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "server.log"]
    run(person, folder, *control, "-o", options, "start")
    try:
        make_role = f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER"
        psql = [bin_folder / "psql", "-h", folder, "-U", "superuser", "-d", "postgres", "-q"]
        run(person, folder, *psql, "-c", make_role)
        yield f"postgresql://{ROLE}@/postgres?host={folder}"
    finally:
        run(person, folder, *control, "-m", "immediate", "stop")


def main() -> int:
    """The status of pytest; 0 with a word when there is no PostgreSQL and nobody here may install it."""
    bin_folder = programs()
    if bin_folder is None:
        print("No PostgreSQL on this machine: the tests ran on SQLite alone.\nWhat to do: apt-get install postgresql")
        return 0
    both_cores = "-n 2 --dist loadfile --no-loadscope-reorder --touching-the-database"
    asked = sys.argv[1:] or [*both_cores.split(), *TESTS]
    with tempfile.TemporaryDirectory(prefix="streetsafe-postgresql-") as folder:
        try:
            # Else a table counted while a test had it empty gives the next test's 7,617 rows a plan that takes minutes.
            with cluster(bin_folder, Path(folder), settings=("autovacuum=off",)) as url:
                print(f"The tests that touch the database, on {bin_folder.parent.name} of PostgreSQL", flush=True)
                command = [str(PYTHON), "-m", "pytest", *asked]
                return subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
        except CannotStart as failure:
            print(f"\nPostgreSQL could not be started.\n{failure}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
