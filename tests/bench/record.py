"""What was measured, kept by section in docs/benchmarks.json, and docs/benchmarks.md made from all of it."""

import datetime
import json
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.deployment import ROOT

KEPT = ROOT / "docs" / "benchmarks.json"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`, never by hand; `make bench ARGS="NAME ..."` runs some sections and leaves the figures of the
others. Other work may share such a machine: **trust ratios, not single times**. What is compared was measured in turns
in the same run. A floor is the least the same work could cost here. A bar that was missed says **no**.

Each section names the commit it was measured at, with a + where files of it were changed; of figures from before
28 November 2026, the commit they first stood in. `make bench` tells what differs from the last committed figures by
more than chance.

Not here: what figures of places can tell ([statistics.md](statistics.md)), and nginx in front of the service.
"""


def keep(section: str, figures: Iterable[Figure], *, file: Path = KEPT) -> None:
    """Puts a section's figures in place of its old ones, with the day and the machine."""
    kept = _kept(file)
    kept[section] = {
        "day": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores {_processor()}, Python {platform.python_version()}",
        "figures": [asdict(figure) for figure in figures],
    }
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_document(order: list[str], *, file: Path = KEPT, document: Path = DOCUMENT) -> None:
    """The document anew from everything kept, in this order; a section that is no more falls out."""
    kept = _kept(file)
    parts = [HEAD]
    for name in order:
        if name in kept:
            figures = [Figure(**figure) for figure in kept[name]["figures"]]
            of = f"commit {kept[name]['commit']}, {kept[name]['day']}, {kept[name]['machine']}"
            parts.append(as_markdown(figures, note=f"`{name}`, {of}"))
    if missing := [f"`{name}`" for name in order if name not in kept]:
        parts.insert(1, f"Not run yet: {', '.join(missing)}.\n")
    document.write_text("\n".join(parts), encoding="utf-8")


def as_markdown(figures: list[Figure], *, note: str = "") -> str:
    """A table for each heading."""
    lines: list[str] = []
    for heading in dict.fromkeys(figure.section for figure in figures):
        lines += [f"## {heading}", "", *([note, ""] if note else [])]
        lines += ["| what | seen | beside it, same run | bar | reached |", "|---|---|---|---|---|"]
        for figure in figures:
            if figure.section == heading:
                reached = {True: "yes", False: "**no**", None: "-"}[figure.reached]
                lines.append(
                    f"| {figure.what} | {figure.seen} | {figure.floor or '-'} | {figure.bar or '-'} | {reached} |"
                )
        lines.append("")
    return "\n".join(lines)


def committed(section: str) -> list[Figure]:
    """A section's figures as the last commit has them."""
    kept = subprocess.run(
        ["git", "show", f"HEAD:{KEPT.relative_to(ROOT)}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found: dict[str, Any] = json.loads(kept.stdout) if kept.returncode == 0 else {}
    return [Figure(**figure) for figure in found.get(section, {}).get("figures", ())]


def _commit() -> str:
    """The commit that runs; with a + where files of it were changed."""
    asked = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _kept(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"of an {names[0]}" if names else platform.machine()
