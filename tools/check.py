"""Runs every check of the code, all of them even when one fails, and says which did."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


def templates() -> list[str]:
    """Every template of the project."""
    return sorted(str(file.relative_to(ROOT)) for file in (ROOT / "templates").rglob("*.html"))


CHECKS: dict[str, list[str]] = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "scripts": ["node", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],  # lint and format
    "types": ["mypy"],
    "import contracts": ["lint-imports"],
    "template indentation": ["djhtml", "--check", "--tabwidth", "2", *templates()],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system checks": ["python", "manage.py", "check", "--fail-level", "WARNING"],
}
PRODUCTION = {
    "STREETSAFE_ENV": "production",
    "SECRET_KEY": "only for this check: " + "x" * 60,
    "ALLOWED_HOSTS": "example.org",
    "RELEASES_PUBLISHER": "Example Council",
    "CONTACT_ADDRESS": "Town Hall, Example",
    "DATA_PROTECTION_OFFICER": "Jo Example, Town Hall, Example",
    "ICO_REGISTRATION": "ZA000000",
    # Not the checkout's own var/: after `make run` it holds the demonstration, which production refuses.
    "STREETSAFE_VAR": str(ROOT / "build" / "check"),
}


def main() -> int:
    """0 when all pass."""
    checks = CHECKS | {"production settings": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]}
    failed = []
    for name, command in checks.items():
        started = time.monotonic()
        environment = os.environ | (PRODUCTION if name == "production settings" else {})
        ended = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        print(
            f"{name}: {'passed' if not ended.returncode else 'FAILED'} in {time.monotonic() - started:.1f} s",
            flush=True,
        )
        if ended.returncode:
            failed.append(name)
            print(ended.stdout + ended.stderr, flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
