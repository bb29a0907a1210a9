"""Prepares a bare checkout: one step after another, each skipped when its inputs have not changed.

Standard library only: it runs before anything is installed. Called by the Makefile as
`python3 tools/prepare.py run` (what serving needs) or `python3 tools/prepare.py dev` (what tests and checks need);
`environment` is the Python part of the latter.
"""

import argparse
import errno
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import oldest_python  # beside this file
from collected_files import leave_served_files_alone

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = ROOT / "build" / "stamps"
LOGS = ROOT / "build" / "logs"
SPACE = 1 << 30  # bytes: what a first run takes, with some to spare
# Folders of packages whose pages and tags we do not use. What is asked for and not there is an error of the server:
# tests/streetsafe/test_collected_files.py opens every page on what is left.
NOT_COLLECTED = ("redoc", "rest_framework", "draw")
MAKE_ROOM = "this disk is full: make room on it, then run the same command again"


class CannotPrepare(Exception):
    """A step failed; the message names the cause and the remedy."""


@dataclass(frozen=True)
class Step:
    """One thing to make, the files it depends on, and how to make it."""

    name: str
    title: str
    inputs: Callable[[], Iterable[Path]]
    make: Callable[[], None]
    output: Path
    is_sound: Callable[[], bool] = lambda: True  # asked of an output that is there


def keep_environment_in(folder: Path) -> None:
    """From now on another environment than .venv, with stamps of its own."""
    global VENV, BIN, STAMPS
    VENV, BIN, STAMPS = folder, folder / "bin", folder.with_name(f"{folder.name}-stamps")


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files and of all files below folders."""
    digest = hashlib.sha256()
    for path in sorted(file for given in paths for file in ([given] if given.is_file() else given.rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def run(command: list[str | Path], *, log: str, remedy: str) -> None:
    """Runs a command with its output in a log file; on failure shows the log's end and the remedy."""
    LOGS.mkdir(parents=True, exist_ok=True)
    file = LOGS / f"{log}.txt"
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    with file.open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NODE_USE_SYSTEM_CA": "1"},
            check=False,
        )
    if ended.returncode:
        last = "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        if "No space left on device" in last or "ENOSPC" in last:
            remedy = MAKE_ROOM
        raise CannotPrepare(f"{last}\n\nThe whole output is in {file.relative_to(ROOT)}.\nWhat to do: {remedy}")


def make_environment() -> None:
    """A virtual environment; on Debian without its venv package, installs that when it may."""
    if shutil.which("apt-get") and not has_ensurepip():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if os.geteuid() != 0:
            raise CannotPrepare(f"Python's venv module is not complete.\nWhat to do: sudo apt-get install {package}")
        apt_install(package)
    for stamp in STAMPS.glob("python-*"):
        stamp.unlink()  # what they say is installed goes with the old environment
    run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        log="venv",
        remedy="install the venv module of this Python, or name another Python: make PYTHON=/path/to/python3 run",
    )


def is_of_this_python() -> bool:
    """Whether the environment was made here, by this very version: not by another, nor elsewhere and then moved."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    said = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    _, _, made_at = said.get("command", "").partition(" -m venv --clear ")
    return said.get("version") == platform.python_version() and Path(made_at).resolve() == VENV.resolve()


def has_packages() -> bool:
    """Whether what serves stands in the environment: the stamp outlasts a folder that was emptied."""
    return all(any(VENV.glob(f"lib/python*/site-packages/{name}/__init__.py")) for name in ("django", "gunicorn"))


def has_ensurepip() -> bool:
    """Whether this Python can put pip into a new environment."""
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def apt_install(*packages: str) -> None:
    """Installs Debian packages as root."""
    remedy = f"check the machine's package sources, then: apt-get install {' '.join(packages)}"
    run(["apt-get", "update"], log="apt-update", remedy=remedy)
    # RUNLEVEL=1 keeps Debian from starting what it installs: a proxy on port 80 is nobody's wish here.
    command = ["env", "RUNLEVEL=1", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y"]
    run([*command, "--no-install-recommends", *packages], log="apt-install", remedy=remedy)


def install_python(lock: str) -> None:
    """Exactly the locked packages, each checked against its hash."""
    remedy = "check that this machine reaches the Python package index, then run the same command again"
    run([BIN / "python", "-m", "pip", "install", "--require-hashes", "-r", ROOT / lock], log="pip", remedy=remedy)


def install_node(*options: str) -> None:
    """The locked front-end packages, by the Node that came with the Python ones; no script of theirs is run."""
    remedy = "check that this machine reaches the npm registry, then run the same command again"
    run([BIN / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options], log="npm", remedy=remedy)


def build_front_end() -> None:
    """Styles and scripts into build/frontend."""
    run([BIN / "npm", "run", "build"], log="front-end", remedy="this is a fault in frontend/: see the lines above")


def collect_static() -> None:
    """Static files under hashed names, compressed; those of the version before stay for whoever still serves it."""
    leave_served_files_alone(ROOT / "build" / "collected")
    unused = [word for folder in NOT_COLLECTED for word in ("--ignore", folder)]
    command = [BIN / "python", "manage.py", "collectstatic", "--noinput", *unused]
    run(command, log="static", remedy="this is a fault in static/ or frontend/: see the lines above")


def find_browser() -> None:
    """A Chromium for the browser journeys: the system's, else Debian's, else Playwright's own."""
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install("chromium")
        return
    remedy = "install Chromium so that `chromium` is on the PATH"
    run([BIN / "python", "-m", "playwright", "install", "chromium"], log="browser", remedy=remedy)


# What `tests/served` looks through: other makers' browsers, a screen to show them on, keys, and a proxy with TLS.
WINDOWS = {
    "chromedriver": "chromium-driver",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "nginx": "nginx-light",
    "openssl": "openssl",
}


def find_windows() -> None:
    """Debian's browsers and a virtual screen; without the right to install them the tests of windows are skipped."""
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
    missing = [package for program, package in WINDOWS.items() if not shutil.which(program, path=path)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install(*missing)


def find_postgresql() -> None:
    """A PostgreSQL for the tests' second run; without the right to install one they stay on SQLite, and say so."""
    found = shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install("postgresql")


def steps(kind: str) -> list[Step]:
    """What a kind of preparation needs, in order."""
    lock = "requirements.lock" if kind == "run" else "requirements-dev.lock"
    named = "python-run" if kind == "run" else "python-dev"
    node_options = ("--omit=dev",) if kind == "run" else ()
    node_files = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    # The bundles in frontend/ are made of the scripts in static/.
    front_end = [ROOT / "frontend", ROOT / "static" / "scripts", *node_files]
    collecting = [ROOT / "streetsafe" / name for name in ("settings.py", "static_files.py")]
    static = [ROOT / "static", ROOT / "build" / "frontend", *collecting, ROOT / "tools" / "prepare.py", ROOT / lock]
    made = [
        Step("venv", "Python environment", list, make_environment, BIN / "python", is_of_this_python),
        Step(named, "Python packages", lambda: [ROOT / lock], lambda: install_python(lock), BIN / "npm", has_packages),
        Step(
            f"node-{kind}",
            "Front-end packages",
            lambda: node_files,
            lambda: install_node(*node_options),
            ROOT / "node_modules" / "govuk-frontend",
        ),
        Step("front-end", "Styles and scripts", lambda: front_end, build_front_end, ROOT / "build" / "frontend"),
        Step("static", "Static files", lambda: static, collect_static, ROOT / "build" / "collected"),
    ]
    if kind == "environment":
        return made[:2]
    if kind == "dev":
        made.append(Step("browser", "A browser for the journeys", list, find_browser, ROOT))
        made.append(Step("windows", "Other browsers and a screen for them", list, find_windows, ROOT))
        made.append(Step("postgresql", "A second database for the tests", list, find_postgresql, ROOT))
    return made


def is_current(step: Step, digest: str) -> bool:
    """Whether the step's output was made from the inputs as they are."""
    stamp = STAMPS / step.name
    is_made = step.output.exists() and step.is_sound() and stamp.exists()
    return is_made and stamp.read_text(encoding="ascii") == digest


def is_covered(step: Step, digest_for_dev: Callable[[], str]) -> bool:
    """Whether a `run` step may be left out because the larger `dev` set is installed and current."""
    name = step.name.replace("-run", "-dev")
    stamp = STAMPS / name
    covered = name != step.name and step.output.exists() and step.is_sound() and stamp.exists()
    return covered and stamp.read_text(encoding="ascii") == digest_for_dev()


def prepare(kind: str) -> None:
    """Makes what is missing or out of date, saying what and how long it took."""
    oldest_python.refuse_an_older_one(sys.version_info[:3])
    if not BIN.exists() and shutil.disk_usage(ROOT).free < SPACE:
        raise CannotPrepare(f"{ROOT} has less than {SPACE >> 20} MB left.\nWhat to do: {MAKE_ROOM}")
    STAMPS.mkdir(parents=True, exist_ok=True)
    with open(STAMPS.parent / "prepared-by-one", "w", encoding="ascii") as turnstile:
        # A second run would take away what the first one is making.
        try:
            fcntl.flock(turnstile, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run prepares this checkout; waiting for it …", flush=True)
            fcntl.flock(turnstile, fcntl.LOCK_EX)
        make_what_is_missing(kind)


def make_what_is_missing(kind: str) -> None:
    """One step after another."""
    planned = steps(kind)
    larger = {step.name: step for step in steps("dev")}
    for number, step in enumerate(planned, start=1):
        label = f"[{number}/{len(planned)}] {step.title}"
        digest = digest_of(step.inputs())
        twin = larger.get(step.name.replace("-run", "-dev"), step)
        if is_current(step, digest) or is_covered(step, lambda twin=twin: digest_of(twin.inputs())):  # type: ignore[misc]
            print(f"{label}: ready", flush=True)
            continue
        print(f"{label} …", flush=True)
        for kind_of_it in ("-run", "-dev"):  # the smaller set takes away what the larger one has
            (STAMPS / step.name.replace("-run", kind_of_it).replace("-dev", kind_of_it)).unlink(missing_ok=True)
        started = time.monotonic()
        step.make()
        (STAMPS / step.name).write_text(digest_of(step.inputs()), encoding="ascii")
        print(f"{label}: made in {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    try:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("kind", choices=("run", "dev", "environment"))
        prepare(parser.parse_args().kind)
    except CannotPrepare as failure:
        sys.exit(f"\nCould not prepare this checkout.\n{failure}")
    except OSError as failure:
        what = MAKE_ROOM if failure.errno == errno.ENOSPC else "run it in a checkout you may write"
        sys.exit(f"\nCould not prepare this checkout.\n{failure.filename}: {failure.strerror}\nWhat to do: {what}")
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        sys.exit(130)
