"""Chromium as people run it, by Playwright: a profile on the disk, the Back/Forward cache on, and a guard over all."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, Request, Response

from tests.served.windows import CHROMIUM_ARGUMENTS

PHONE = {"width": 375, "height": 667}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds
MOMENT = 40  # milliseconds between two looks at what is under way
# What Playwright turns off for the quiet of a test, and every person has.
AS_PEOPLES = ["--disable-back-forward-cache"]


@dataclass
class Visitor:
    """One visitor's browser: its page, what it asked for, and everything that went wrong."""

    page: Page
    context: BrowserContext
    site: str
    has_script: bool
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)

    def waits_until_quiet(self) -> None:
        """Until what a touch has begun is done: no request under way, and none begun a moment later."""
        calm = 0
        for _ in range(PATIENCE // MOMENT):
            self.page.wait_for_timeout(MOMENT)
            calm = 0 if self.under_way else calm + 1
            if calm == 2:
                return
        self.complaints.extend(f"never answered: {asked.method} {asked.url}" for asked in self.under_way)
        self.under_way.clear()

    def opens(self, address: str) -> Page:
        """Goes to an address of the site."""
        self.page.goto(self.site + address if address.startswith("/") else address)
        return self.page

    def signs_in(self, username: str, password: str) -> None:
        """Through the form, as a person does; script must be on or off alike."""
        self.opens("/staff/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        self.page.click("form:has(input[name=password]) button[type=submit]")
        self.page.wait_for_load_state()

    def strangers(self) -> list[str]:
        """Addresses outside the site that the browser asked for."""
        return [asked.url for asked in self.requests if not asked.url.startswith((self.site, "data:", "blob:"))]


@contextmanager
def a_visitor(
    playwright: Playwright,
    site: str,
    profile: Path,
    *,
    script: bool = True,
    viewport: dict[str, int] | None = None,
    arguments: Sequence[str] = (),
    **options: Any,
) -> Iterator[Visitor]:
    """A visitor with a new profile; the caller asserts on `complaints`."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=[*CHROMIUM_ARGUMENTS, *arguments],
        ignore_default_args=AS_PEOPLES,
        java_script_enabled=script,
        viewport=viewport or PHONE,  # type: ignore[arg-type]  # a dictionary of two numbers is what it takes
        locale="en-GB",
        ignore_https_errors=True,
        **options,
    )
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    page = context.pages[0]
    visitor = Visitor(page, context, site, script)
    context.on("request", lambda asked: (visitor.requests.append(asked), visitor.under_way.add(asked)))
    # Answered is enough: the rest of an answer that no script reads may never be asked for.
    context.on("response", lambda answer: visitor.under_way.discard(answer.request))
    context.on("requestfailed", lambda asked: visitor.under_way.discard(asked))
    for one in context.pages:
        watch(one, visitor.complaints)
    context.on("page", lambda opened: watch(opened, visitor.complaints))
    try:
        yield visitor
    finally:
        context.close()


def watch(page: Page, complaints: list[str]) -> None:
    """Notes every 4xx and 5xx, request that failed, script error and complaint of the console."""
    page.on("response", lambda answer: complaints.extend(_of_response(answer)))
    page.on("requestfailed", lambda asked: complaints.extend(_of_failure(asked)))
    page.on("pageerror", lambda fault: complaints.append(f"script: {fault}"))
    page.on("console", lambda line: complaints.extend(_of_console(line.type, line.text)))


def _of_response(answer: Response) -> list[str]:
    return [f"{answer.status} {answer.request.method} {answer.url}"] if answer.status >= 400 else []


def _of_failure(asked: Request) -> list[str]:
    # Chromium's word for what the page itself gave up: a newer answer made it moot, or the person went elsewhere.
    is_given_up = asked.failure == "net::ERR_ABORTED"
    return [] if is_given_up else [f"failed: {asked.method} {asked.url}: {asked.failure}"]


def _of_console(kind: str, text: str) -> list[str]:
    # The network's own lines are told with their address above.
    is_known = kind == "error" and re.match(r"Failed to load resource: ", text) is not None
    return [f"console {kind}: {text}"] if kind in {"error", "warning"} and not is_known else []


def path_of(address: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


Visit = Callable[..., Visitor]
