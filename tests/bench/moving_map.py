"""The moving map of a country and of a busy city, as a phone and a desk get it: bytes, requests, tasks and frames."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.bench.figures import Figure
from tests.bench.moving import THROTTLING, Moved, blank_frames, moved
from tests.bench.moving_country import BRISTOL
from tests.bench.pages import CHROMIUM_ARGUMENTS, QUIET, chromium
from tests.deployment import ROOT, Deployment, Server, serve
from tests.realdata.main_job import AREA_FILES, PLACES

SECTION = f"The moving map, {THROTTLING} x slower"
STREETS = Path("tiles") / "bristol.pmtiles"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}
COUNTRY, CITY = (14, 200_000, 200), (None, 110_000, 100)  # requests, bytes and milliseconds at most
AS_SMOOTH = 0.9  # of a blank page's frames, in the same run


def moving_figures(data: Path) -> list[Figure]:
    """The country and Bristol on both screens."""
    figures = []
    with _country(data) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, *QUIET])
        for screen, viewport in (("phone", PHONE), ("desk", DESK)):
            blank = blank_frames(browser, viewport)
            for name, address, bars in (("country", "/map", COUNTRY), ("Bristol", f"/map?area={BRISTOL}", CITY)):
                moved(browser, server.url + address, viewport)  # what the server keeps of it is warm
                figures += _figures(f"{name}, {screen}", moved(browser, server.url + address, viewport), blank, bars)
        browser.close()
    return figures


def _figures(name: str, seen: Moved, blank: float, bars: tuple[int | None, int, int]) -> list[Figure]:
    requests, size, task = bars
    longest = max((*seen.tasks, *seen.panning, 0))
    return [
        Figure(
            SECTION,
            f"{name}: after the touch",
            f"{seen.requests} requests, {seen.size / 1000:.1f} kB",
            bar=f"{f'{requests} requests, ' if requests else ''}{size // 1000} kB",
            reached=seen.size <= size and (requests is None or seen.requests <= requests),
        ),
        Figure(SECTION, f"{name}: longest task", f"{longest} ms", bar=f"{task} ms", reached=longest <= task),
        Figure(
            SECTION,
            f"{name}: frames a second while panning",
            f"{seen.frames:.0f}",
            floor=f"a blank page: {blank:.0f}",
            bar=f">= {AS_SMOOTH} of it",
            reached=seen.frames >= AS_SMOOTH * blank,
        ),
        Figure(SECTION, f"{name}: layout shift", f"{seen.shift:.3f}", bar="0.01", reached=seen.shift <= 0.01),
    ]


@contextmanager
def _country(data: Path) -> Iterator[Server]:
    """A server of a deployment with real areas and places, and with figures of every council."""
    with TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_areas", *(data / file for file in AREA_FILES))
        deployment.manage("load_places", data / PLACES)
        copyfile(data / STREETS, deployment.var / "basemap.pmtiles")
        deployment.manage("build_basemap", "--overview")
        country = [sys.executable, "-m", "tests.bench.moving_country", str(data)]
        subprocess.run(country, cwd=ROOT, env=deployment.variables(), check=True)
        server = serve(deployment)
        try:
            yield server
        finally:
            server.stop()
