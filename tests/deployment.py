"""A deployment of its own in a folder: commands run as an operator runs them, each measured from outside."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ended:
    """How one command ended. `peak` is the largest resident size in MB, as the system counted it."""

    status: int
    output: str
    seconds: float
    peak: float


@dataclass
class Deployment:
    """A folder with a database, releases and a secret; nothing is shared with the checkout's own."""

    var: Path
    environment: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """The environment its processes run in."""
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
        return kept | {"STREETSAFE_VAR": str(self.var), "PYTHONUNBUFFERED": "1"} | self.environment

    def manage(self, *words: str | Path, expect: int | None = 0) -> Ended:
        """Runs `manage.py` with these words; any other status than the expected one is an error with its output."""
        self.var.mkdir(parents=True, exist_ok=True)
        log = self.var / "command.log"
        started = time.monotonic()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), *map(str, words)],
                cwd=ROOT,
                env=self.variables(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended = Ended(
            process.returncode,
            log.read_text(encoding="utf-8", errors="replace"),
            time.monotonic() - started,
            usage.ru_maxrss / 1024,
        )
        if expect is not None and ended.status != expect:
            raise AssertionError(f"{words[0]} ended with {ended.status}:\n{ended.output[-4000:]}")
        return ended
