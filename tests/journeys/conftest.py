"""A real Chromium on a live server, and a guard that nothing goes wrong unseen."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from reports.geography.models import Area, Postcode
from reports.staff.models import StaffUser
from tests import factories

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
PATIENCE = 20_000  # milliseconds: two browsers and two servers share two cores, and a slow step is no wrong one
PHONE = {"width": 375, "height": 667}
DESKTOP = {"width": 1280, "height": 900}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the journeys."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def ground(country: dict[str, Area]) -> None:
    """The made-up country with something to search for."""
    longitude, latitude = factories.IN_WESTBY
    Postcode.objects.create(code="WB11AA", longitude=longitude, latitude=latitude)
    factories.make_place("Westby Market", factories.IN_WESTBY, 20_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright runs an event loop in this thread; Django must still be allowed to reach the database from it."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as started:
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def system_chromium() -> str | None:
    """The system's Chromium; None lets Playwright take its own."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    browser = playwright.chromium.launch(executable_path=system_chromium(), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


def goes_back(page: Page, **options: Any) -> None:
    """Back, asked again while the browser is between two pages: then it says that none is active, and goes nowhere."""
    for _ in range(20):
        try:
            page.go_back(**options)
        except PlaywrightError as fault:
            if "Not attached to an active page" not in str(fault):
                raise
            page.wait_for_timeout(250)
        else:
            return
    pytest.fail("no page was active for five seconds")


@dataclass
class Visitor:
    """One visitor's browser: its page, and everything it asked for or complained about."""

    page: Page
    context: BrowserContext
    site: str
    has_script: bool = True
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def opens(self, address: str) -> Page:
        """Goes to an address of the site."""
        self.page.goto(f"{self.site}{address}")
        return self.page

    def signs_in(self, username: str) -> None:
        """Signed in at once, second factor and all; `test_someone_signs_in` goes through the ceremony."""
        client = factories.StaffClient()
        client.force_login(StaffUser.objects.get(username=username))
        kept = client.cookies["staff"]
        host = urlsplit(self.site).hostname or ""
        self.context.add_cookies([{"name": "staff", "value": kept.value, "domain": host, "path": kept["path"]}])

    def strangers(self) -> list[str]:
        """Addresses outside the site that the browser asked for."""
        return [asked.url for asked in self.requests if not asked.url.startswith((self.site, "data:", "blob:"))]

    def keeps(self) -> dict[str, object]:
        """What the site left on the phone: cookies and every kind of storage.

        Where script is off only a cookie could be left, and a promise would never be kept: waiting for one hangs.
        """
        if not self.has_script:
            return NOTHING_KEPT | {"cookies": self.context.cookies()}
        stored = self.page.evaluate(
            """async () => ({
                local: Object.keys(localStorage).length,
                session: Object.keys(sessionStorage).length,
                databases: (await indexedDB.databases()).length,
                workers: (await navigator.serviceWorker.getRegistrations()).length,
                caches: 'caches' in window ? (await caches.keys()).length : 0,
            })"""
        )
        return {"cookies": self.context.cookies()} | stored

    def axe(self) -> list[str]:
        """Accessibility violations on the page as it is now, one line each; script must be on."""
        assert self.has_script, "axe cannot run where script is off"
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]

    def picture(self, name: str, *, full: bool = True) -> None:
        """A screenshot under build/screenshots, for a person to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=full)


expect.set_options(timeout=PATIENCE)

NOTHING_KEPT = {"cookies": [], "local": 0, "session": 0, "databases": 0, "workers": 0, "caches": 0}


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none of their browsers may have complained."""
    visitors: list[Visitor] = []

    def make(*, script: bool = True, viewport: dict[str, int] | None = None, **options: Any) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=script, viewport=viewport or PHONE, locale="en-GB", reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(2 * PATIENCE)  # a first page is drawn while everything else starts
        page = context.new_page()
        visitor = Visitor(page, context, live_server.url, has_script=script)
        page.on("request", lambda asked: visitor.requests.append(asked))
        page.on("pageerror", lambda fault: visitor.complaints.append(f"script: {fault}"))
        page.on("console", lambda line: line.type == "error" and visitor.complaints.append(f"console: {line.text}"))
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [line for visitor in visitors for line in visitor.complaints] == []
