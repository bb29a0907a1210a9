"""What a phone loads: bytes and requests before touch, and what Lighthouse says of it."""

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.figures import Figure
from tests.bench.hello import hello_page, speed_figure
from tests.deployment import ROOT, Server

SECTION = "First page, Lighthouse's mobile phone (4 x slower, 1.6 Mbit/s)"
CHROMIUM_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SPEED, LARGEST = "speed-index", "largest-contentful-paint"
# Of the same figures as a first page with 1,993 hexagons; measured once, when the service was designed.
PEERS = (
    "constants, not of this run: FixMyStreet's scripts 350 kB, 34 requests; Leaflet with clusters 237 kB; "
    "deck.gl 1,009 kB"
)
ADDRESSES = ("/", "/report", "/map", "/help/stalking")


def page_figures(server: Server) -> list[Figure]:
    """HTML size, requests, bytes in all, Lighthouse's scores and its Speed Index, per address."""
    with hello_page(server.url) as hello:
        least = _lighthouse(hello)
        return [figure for address in ADDRESSES for figure in _figures_of(server.url, address, least)]


def _figures_of(site: str, address: str, hello: dict[str, float]) -> list[Figure]:
    html = _html_bytes(site + address)
    requests, total = _loaded_before_touch(site + address)
    scores = _lighthouse(site + address)
    counted = ("performance", "accessibility", "best-practices")
    return [
        Figure(SECTION, f"`{address}` HTML, gzip", f"{html / 1000:.1f} kB", bar="14 kB", reached=html <= 14_000),
        Figure(
            SECTION,
            f"`{address}` before touch",
            f"{requests} requests, {total / 1000:.1f} kB",
            floor=PEERS,
            bar="4 requests, 40 kB",
            reached=requests <= 4 and total <= 40_000,
        ),
        Figure(
            SECTION,
            f"`{address}` Lighthouse: {', '.join(counted)}",
            " / ".join(f"{scores[name]:.0f}" for name in counted),
            bar="100 / 100 / 100",
            reached=all(scores[name] == 100 for name in counted),
        ),
        speed_figure(SECTION, f"`{address}` Speed Index", scores[SPEED], hello[SPEED], most=1.1),
        speed_figure(SECTION, f"`{address}` largest contentful paint", scores[LARGEST], hello[LARGEST], most=1.2),
    ]


def _html_bytes(url: str) -> int:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310  # our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310  # our own server
        body: bytes = answer.read()
    assert gzip.decompress(body)
    return len(body)


def _loaded_before_touch(url: str) -> tuple[int, int]:
    """Requests to the site and their bytes on the wire, as the browser's network log counts them."""
    received: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, *QUIET])
        page = browser.new_page(viewport={"width": 375, "height": 667})
        log = page.context.new_cdp_session(page)
        log.send("Network.enable")
        log.on(
            "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.goto(url, wait_until="networkidle")
        browser.close()
    loaded = [size for size in received.values() if size > 0]  # data: addresses cost nothing
    return len(loaded), int(sum(loaded))


def _lighthouse(url: str, *, runs: int = 3) -> dict[str, float]:
    """Medians of a few runs."""
    reports = [_lighthouse_once(url) for _ in range(runs)]
    return {name: statistics.median(report[name] for report in reports) for name in reports[0]}


def _lighthouse_once(url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        flags = " ".join([*CHROMIUM_ARGUMENTS, *QUIET])
        command = [ROOT / ".venv/bin/node", ROOT / "node_modules/lighthouse/cli/index.js", url, "--output=json"]
        options = [f"--output-path={target}", "--quiet", f"--chrome-flags={flags}", "--form-factor=mobile"]
        environment = os.environ | {"CHROME_PATH": chromium() or ""}
        _run_patiently([*command, *options], environment)
        report: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    scores = {name: category["score"] * 100 for name, category in report["categories"].items() if category["score"]}
    return scores | {name: report["audits"][name]["numericValue"] for name in (SPEED, LARGEST)}


def _run_patiently(command: list[str | Path], environment: dict[str, str], *, attempts: int = 3) -> None:
    """Starts a browser anew when one failed to start or to answer: that says nothing about the page."""
    for attempt in range(attempts):
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
        if ended.returncode == 0:
            return
        print(f"Lighthouse failed ({attempt + 1} of {attempts}): {ended.stderr.strip()[-500:]}", file=sys.stderr)
    raise RuntimeError(f"Lighthouse failed {attempts} times: {command}")


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")
