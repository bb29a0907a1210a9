"""What gunicorn reads when it is started in this folder: a start that must be refused is refused once, by nobody else.

Two workers that are refused in one moment meet in gunicorn's own halt, which then ends with a fault of its own.
Its log names no visitor.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

# Makes the memory of the counts here, in the first process: the workers inherit it, and count together.
from streetsafe import limiter  # noqa: F401

logger_class = "streetsafe.server_log.WithoutVisitors"


def on_starting(server: Any) -> None:
    """Loads the service as a worker will, in a process that ends: it leaves no connection and no thread to be forked.

    What is refused there is told there, and ends the server with the same status before a worker is made.
    """
    load = [sys.executable, "-c", "import streetsafe.wsgi"]
    where = Path(__file__).parent
    try:
        # In a group of its own: Ctrl+C ends the server, and this process has nothing to add to that.
        status = subprocess.run(load, cwd=where, check=False, process_group=0).returncode  # noqa: S603  # our own words
    except KeyboardInterrupt:
        status = 130
    if status:
        if server.pidfile is not None:
            server.pidfile.unlink()
        sys.exit(status)
