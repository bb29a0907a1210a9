"""What becomes of the static files that are there when the next version's are collected. Standard library only."""

import json
from pathlib import Path


def leave_served_files_alone(collected: Path) -> None:
    """Removes what is collected but what the last manifest names: a server that runs goes on asking for that."""
    manifest = collected / "staticfiles.json"
    try:
        served = set(json.loads(manifest.read_text(encoding="utf-8"))["paths"].values())
    except (OSError, ValueError, KeyError):  # none, or half of one
        served = set()
    for file in collected.rglob("*"):
        name = file.relative_to(collected).as_posix().removesuffix(".gz").removesuffix(".br")
        if file.is_file() and name not in served:
            file.unlink()
