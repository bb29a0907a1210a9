"""Runs every benchmark: `make bench`."""

import datetime
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.bench.figures import Figure, as_markdown
from tests.deployment import ROOT, Deployment, serve

DATA = Path(os.environ.get("STREETSAFE_DATA", ROOT.parent / "shared" / "data"))
HEAD = """# Benchmarks

Written by `make bench` on {day}, on {machine} with {cores} cores, Python {python}. Other work may share such a machine:
trust ratios and bars, not single times. A floor is the least the same work could cost here, measured in the same run.
"""


def main() -> int:
    """Prints the tables, writes bench.json and docs/benchmarks.md; 1 when a bar was missed."""
    figures: list[Figure] = []
    for section in (flow_and_pages, mechanism):
        figures += _announced(section)
    text = HEAD.format(
        day=datetime.datetime.now(tz=datetime.UTC).date(),
        machine=platform.machine(),
        cores=os.cpu_count(),
        python=platform.python_version(),
    ) + as_markdown(figures)
    print(text)
    (ROOT / "bench.json").write_text(json.dumps([asdict(figure) for figure in figures], indent=1), encoding="utf-8")
    (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
    missed = [figure.what for figure in figures if figure.reached is False]
    print("Every bar was reached." if not missed else f"Missed: {', '.join(missed)}")
    return bool(missed)


def _announced(section: Callable[[], list[Figure]]) -> list[Figure]:
    print(f"… {section.__doc__}", file=sys.stderr, flush=True)
    return section()


def flow_and_pages() -> list[Figure]:
    """The main job on real points, then the pages of the site it made."""
    from tests.bench.flow import flow_figures
    from tests.bench.pages import page_figures

    if not DATA.exists():
        print(f"The real data are not at {DATA} (set STREETSAFE_DATA): left out.", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        figures = flow_figures(deployment, DATA)
        server = serve(deployment)
        try:
            return figures + page_figures(server)
        finally:
            server.stop()


def mechanism() -> list[Figure]:
    """The adversary's games at full size."""
    from tests.bench.mechanism import mechanism_figures

    return mechanism_figures()


if __name__ == "__main__":
    sys.exit(main())
