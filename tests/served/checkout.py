"""A scratch clone of the commit: what a newcomer has after `git clone`, and nothing a developer's folder holds."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def scratch_clone(folder: Path, *, commit: str = "") -> Path:
    """Clones the checkout; with no commit named, lays the changes that are not committed over its HEAD."""
    _git(ROOT.parent, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    if commit:
        _git(folder, "checkout", "--quiet", commit)
        return folder
    listed = _git(ROOT, "ls-files", "--modified", "--deleted", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, folder / name
        if source.is_symlink() or source.is_dir():
            continue
        if source.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
        else:
            copy.unlink(missing_ok=True)
    return folder


def newcomers_environment(home: Path, **more: str) -> dict[str, str]:
    """What a newcomer's shell has: an empty home, and none of this suite's own settings."""
    home.mkdir(parents=True, exist_ok=True)
    ours = ("STREETSAFE_", "SERVED_", "DJANGO_", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "MAKE", "MFLAGS")
    named = {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EXIT_URL"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours) and name not in named}
    return kept | {"HOME": str(home)} | more


def _git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True).stdout
