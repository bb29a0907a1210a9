"""Takes the README's pictures of each side of the service, from a demonstration made for it and then thrown away.

Called by the Makefile as `tools/take_screenshots.py`; `--site` names a demonstration that is served already.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
PHONE, DESKTOP = {"width": 375, "height": 667}, {"width": 1100, "height": 800}
PATIENCE = 60  # seconds until the server must answer
TOWN = "Norwich"  # where the demonstration's reports are
PASSWORD = "demonstration only"  # noqa: S105  # of every demonstration, and printed at its start
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def demonstration() -> Iterator[str]:
    """A fresh one, served until the pictures are taken."""
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | {"STREETSAFE_VAR": var}
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "tools/serve.py", f"--port={port}"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def wait_for(address: str) -> None:
    """Returns when it answers; raises TimeoutError."""
    for _ in range(PATIENCE * 5):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  # this machine's own
        except OSError:  # refused, or too slow at its start
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} has not answered for {PATIENCE} seconds")


def button(page: Page, name: str) -> Locator:
    """The visible one, not the one that only Enter presses."""
    return page.locator("button:not([aria-hidden])", has_text=name).locator("visible=true").first


def show_map(page: Page, site: str) -> None:
    """The heatmap of a council, as anyone sees it on a phone."""
    page.goto(f"{site}/map")
    page.get_by_role("link", name=f"{TOWN} area", exact=True).first.click()
    button(page, "Move and zoom the map").click()
    for _ in range(2):
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="Zoom in").click()
    page.locator("#map-heading").evaluate("heading => heading.scrollIntoView()")


def show_report_step(page: Page, site: str) -> None:
    """The question why, as someone on a phone answers it."""
    page.goto(f"{site}/report")
    button(page, "Start").click()
    page.fill("input[name=q]", TOWN)
    button(page, "Find").click()
    page.get_by_text(TOWN).first.wait_for()
    while not button(page, "Use the centre of the map").count():
        button(page, "Zoom in").click()
        page.wait_for_load_state("networkidle")
    button(page, "Use the centre of the map").click()
    page.get_by_label("Badly lit").check(force=True)
    page.get_by_role("heading", level=1).evaluate("heading => heading.scrollIntoView()")


def sign_in(page: Page, site: str, username: str) -> None:
    """As one of the demonstration's people."""
    page.goto(f"{site}/staff/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.get_by_role("heading", level=1).wait_for()


def show_desk(page: Page, site: str) -> None:
    """The places whose reports wait, as a moderator sees them."""
    sign_in(page, site, "moderator")
    page.goto(f"{site}/staff/moderation")


def show_exports(page: Page, site: str) -> None:
    """What a council officer downloads."""
    sign_in(page, site, "council")
    page.goto(f"{site}/staff/exports")


SIDES = {
    "map-phone": (PHONE, show_map),
    "report-phone": (PHONE, show_report_step),
    "desk": (DESKTOP, show_desk),
    "exports": (DESKTOP, show_exports),
}


def take(site: str, folder: Path) -> None:
    """One picture of each side, in a browser of its own: nobody's choices, sign-in or cache are in it."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        for name, (size, show) in SIDES.items():
            page = browser.new_page(viewport=size, locale="en-GB", reduced_motion="reduce")
            show(page, site)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}.png")
            page.close()
        browser.close()


def main() -> None:
    """Takes them all, or none is replaced."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", help="where a demonstration is served already; without it one is made")
    parser.add_argument("--into", type=Path, default=PICTURES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as taken:
        if options.site:
            take(options.site, Path(taken))
        else:
            with demonstration() as site:
                take(site, Path(taken))
        for picture in Path(taken).iterdir():
            shutil.copyfile(picture, options.into / picture.name)


if __name__ == "__main__":
    main()
