"""Serves the prepared checkout with gunicorn, after saying where and for whom."""

import argparse
import json
import os
import socket
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("STREETSAFE_VAR", ROOT / "var"))
HIGHEST_PORT, ORDINARY_PORT = 65_535, 8000


def port_of(text: str) -> int:
    """The number; stops with a remedy when that is no port one can serve on."""
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 0 < number <= HIGHEST_PORT:
        sys.exit(f"PORT is {text!r}; it must be a number from 1 to {HIGHEST_PORT}.\nWhat to do: make run PORT=8000")
    return number


def refuse_a_taken_port(port: int) -> None:
    """Stops with a free one to try when something else listens there, or when that port is not for this user."""
    if fault := _fault_of(port):
        above = range(max(port + 1, ORDINARY_PORT), HIGHEST_PORT + 1)
        free = next((other for other in (*above, *range(ORDINARY_PORT, port)) if not _fault_of(other)), ORDINARY_PORT)
        sys.exit(f"Port {port} cannot be used ({fault}).\nWhat to do: make run PORT={free}")


def _fault_of(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError as fault:
            return fault.strerror or str(fault)
    return ""


def refuse_a_folder_that_cannot_be_written() -> None:
    """Stops with a remedy when there is no place for the database."""
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=VAR) as tried:
            tried.write(b"a disk that is full takes a name, but no content")
    except OSError as fault:
        sys.exit(
            f"{VAR}, where the database lies, cannot be written ({fault.strerror}).\n"
            "What to do: run it where you may write and have room, or name such a folder: STREETSAFE_VAR=… make run"
        )


def print_welcome(port: int) -> None:
    """The addresses, and the demonstration's people when there are any."""
    site = f"http://127.0.0.1:{port}"
    print(f"\n  The public site    {site}/\n  The map            {site}/map\n  Staff              {site}/staff/")
    demonstration = VAR / "demonstration"
    if demonstration.exists():
        print("\n  The figures are made up. Sign in as:")
        for person in _people_of(demonstration):
            print(f"    {person['username']:<12} {person['password']:<28} {person['role']}, {person['area']}")
    print("\n  Stop with Ctrl+C.\n", flush=True)


def _people_of(demonstration: Path) -> list[dict[str, str]]:
    """Who may sign in; stops where a full disk once left half of the note."""
    try:
        return list(json.loads(demonstration.read_text(encoding="utf-8"))["people"])
    except (OSError, ValueError, LookupError, TypeError) as fault:
        sys.exit(
            f"{demonstration} cannot be read ({type(fault).__name__}).\n"
            f"What to do: remove the folder {VAR} with all made-up figures in it, and run the same command again"
        )


def main() -> None:
    """Replaces this process by the server, or only looks whether that could be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument(
        "--check", action="store_true", help="only say what is in the way, before a minute of preparing"
    )
    options = parser.parse_args()
    port = port_of(options.port)
    refuse_a_taken_port(port)
    refuse_a_folder_that_cannot_be_written()
    if options.check:
        return
    print_welcome(port)
    os.chdir(ROOT)
    python = ROOT / ".venv" / "bin" / "python"
    arguments = [
        "-m",
        "gunicorn",
        "streetsafe.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "12",
    ]
    # No access log: it would hold addresses and times of visitors. No control socket: nothing needs it.
    quiet = ["--no-control-socket", "--log-level", "warning", "--timeout", "60"]
    os.execv(python, [str(python), *arguments, *quiet])  # noqa: S606  # the server takes this process over


if __name__ == "__main__":
    main()
