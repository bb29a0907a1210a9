"""Lighthouse's accessibility score of every public page, in both languages."""

import json
import os
import subprocess

from tests.bench.figures import Figure
from tests.bench.pages import CHROMIUM_ARGUMENTS, QUIET, chromium
from tests.deployment import ROOT, Server

SECTION = "Lighthouse's accessibility of every public page"


def accessibility_figures(server: Server) -> list[Figure]:
    """How many pages of each language score 100; any that does not, with what failed."""
    from tests.journeys.addresses import public_pages

    pages = public_pages()
    found = _walked(server.url, pages)
    figures = []
    for language, these in (
        ("English", [page for page in pages if not page.startswith("/cy/")]),
        ("Welsh", [page for page in pages if page.startswith("/cy/")]),
    ):
        judged = [(page, *found[page]) for page in these]
        short = [f"`{page}` {score:.0f} ({', '.join(failed)})" for page, score, failed in judged if score < 100]
        seen = f"{len(these) - len(short)} of {len(these)} pages at 100"
        figures.append(
            Figure(
                SECTION,
                f"pages in {language}",
                "; ".join([seen, *short]),
                bar="100 on every page",
                reached=not short,
            )
        )
    return figures


def _walked(site: str, pages: list[str]) -> dict[str, tuple[float, list[str]]]:
    """Score and failed audits of each page."""
    ended = subprocess.run(
        [ROOT / ".venv/bin/node", ROOT / "tests/bench/lighthouse_walk.mjs", *CHROMIUM_ARGUMENTS, *QUIET],
        input="\n".join(site + page for page in pages),
        env=os.environ | {"CHROME_PATH": chromium() or ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=1800,
    )
    stated = json.loads(ended.stdout)
    return {page: (stated[site + page]["score"], stated[site + page]["failed"]) for page in pages}
