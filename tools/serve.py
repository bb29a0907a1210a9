"""Serves the prepared checkout with gunicorn, after saying where and for whom."""

import argparse
import json
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("STREETSAFE_VAR", ROOT / "var"))


def refuse_a_taken_port(port: int) -> None:
    """Stops with a remedy when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            sys.exit(f"Port {port} cannot be used ({fault.strerror}).\nWhat to do: make run PORT={port + 1}")


def print_welcome(port: int) -> None:
    """The addresses, and the demonstration's people when there are any."""
    site = f"http://127.0.0.1:{port}"
    print(f"\n  The public site    {site}/\n  The map            {site}/map\n  Staff              {site}/staff/")
    demonstration = VAR / "demonstration"
    if demonstration.exists():
        print("\n  The figures are made up. Sign in as:")
        for person in json.loads(demonstration.read_text(encoding="utf-8"))["people"]:
            print(f"    {person['username']:<12} {person['password']:<28} {person['role']}, {person['area']}")
    print("\n  Stop with Ctrl+C.\n", flush=True)


def main() -> None:
    """Replaces this process by the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    refuse_a_taken_port(port)
    print_welcome(port)
    os.chdir(ROOT)
    python = ROOT / ".venv" / "bin" / "python"
    arguments = ["-m", "gunicorn", "streetsafe.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    # No access log: it would hold addresses and times of visitors. No control socket: nothing needs it.
    quiet = ["--no-control-socket", "--log-level", "warning", "--timeout", "60"]
    os.execv(python, [str(python), *arguments, *quiet])  # noqa: S606  # the server takes this process over


if __name__ == "__main__":
    main()
