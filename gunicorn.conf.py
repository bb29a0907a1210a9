"""What gunicorn reads when it is started in this folder: a start that must be refused is refused once, by nobody else;
with two addresses each worker listens on one of them.

Two workers that are refused in one moment meet in gunicorn's own halt, which then ends with a fault of its own.
Its log names no visitor.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

# Makes the memory of the counts here, in the first process: the workers inherit it, and count together.
from streetsafe import limiter, worker_pools  # noqa: F401

logger_class = "streetsafe.server_log.WithoutVisitors"


def on_starting(server: Any) -> None:
    """Loads the service as a worker will, in a process that ends: it leaves no connection and no thread to be forked.

    What is refused there is told there, and ends the server with the same status before a worker is made.
    """
    try:
        worker_pools.refuse_too_few(workers=server.cfg.workers, addresses=len(server.cfg.address))
    except worker_pools.TooFewWorkers as fault:
        print(f"The service does not start:\n  - {fault}", file=sys.stderr)  # noqa: T201  # there is no log yet
        _end(server, 4)
    load = [sys.executable, "-c", "import streetsafe.wsgi"]
    where = Path(__file__).parent
    try:
        # In a group of its own: Ctrl+C ends the server, and this process has nothing to add to that.
        status = subprocess.run(load, cwd=where, check=False, process_group=0).returncode  # noqa: S603  # our own words
    except KeyboardInterrupt:
        status = 130
    if status:
        _end(server, status)


def pre_fork(server: Any, worker: Any) -> None:
    """Gives the next worker the one address it is to listen on: no reader takes a place of who reports."""
    pools = (other.pool for other in server.WORKERS.values())
    worker.pool = worker_pools.pool_of_next(pools, pools=len(server.LISTENERS))
    worker.sockets = [server.LISTENERS[worker.pool]]


def _end(server: Any, status: int) -> None:
    if server.pidfile is not None:
        server.pidfile.unlink()
    sys.exit(status)
