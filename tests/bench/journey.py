"""What a report costs a phone: bytes and requests of every step, on a slow network and a slow processor."""

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.figures import Figure
from tests.bench.pages import CHROMIUM_ARGUMENTS, QUIET, chromium
from tests.deployment import Server

SECTION = "A report, step by step (4 x slower, 400 ms round trip, 400 kB/s)"
SLOWER, ROUND_TRIP, RATE = 4, 400, 400_000  # times, milliseconds, bytes a second
FIRST_PAGE, FIRST_REQUESTS, LATER_STEP, MAP_AFTER_TOUCH = 40_000, 4, 12_000, 200_000
PLACE = "Bristol"


@dataclass
class Meter:
    """What came over the wire since it was last read."""

    sizes: list[int] = field(default_factory=list)
    total: int = 0

    def listen(self, log: CDPSession) -> None:
        """Counts every finished request that cost bytes; data: addresses cost none."""

        def finished(event: dict[str, Any]) -> None:
            if event["encodedDataLength"] > 0:
                self.sizes.append(int(event["encodedDataLength"]))

        log.on("Network.loadingFinished", finished)

    def read(self) -> tuple[int, int]:
        """Requests and bytes since the last reading."""
        found = len(self.sizes), sum(self.sizes)
        self.total += found[1]
        self.sizes.clear()
        return found


def journey_figures(server: Server) -> list[Figure]:
    """Every page from the first to «Thank you», then the map's own: moved by a press, a button and a wider view."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, *QUIET])
        page = browser.new_page(viewport={"width": 375, "height": 667}, has_touch=True)
        page.set_default_timeout(60_000)
        meter = Meter()
        _slow_down(page, meter)
        try:
            return _walked(page, meter, server.url)
        finally:
            browser.close()


def _slow_down(page: Page, meter: Meter) -> None:
    log = page.context.new_cdp_session(page)
    log.send("Network.enable")
    conditions = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": RATE, "uploadThroughput": RATE}
    log.send("Network.emulateNetworkConditions", conditions)
    log.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    meter.listen(log)


def _walked(page: Page, meter: Meter, site: str) -> list[Figure]:
    began = time.perf_counter()
    page.goto(f"{site}/report", wait_until="networkidle")
    figures = [_first(meter.read(), time.perf_counter() - began)]

    def step(name: str, button: str, heading: str) -> None:
        started = time.perf_counter()
        page.evaluate("document.querySelector('h1').dataset.before = ''")
        page.locator(f"button:not([aria-hidden]):visible:has-text('{button}')").first.tap()
        page.locator(f"h1:not([data-before]):has-text('{heading}')").wait_for()
        page.wait_for_load_state("networkidle")
        figures.append(_later(name, meter.read(), time.perf_counter() - started))

    step("where", "Start", "Where")
    page.get_by_label("Postcode, place or station").fill(PLACE)
    step("the map", "Find", "Where")
    if not page.locator("#map").count():  # several places of this name: the first of them
        page.locator("button[name=at]").first.tap()
        page.locator("#map").wait_for()
    meter.read()
    figures.append(_moved(page, meter))
    while not page.get_by_text("Choose the street, not a home.").count():
        step("closer", "Zoom in", "Where")
    step("why", "Use the centre of the map", "unsafe")
    page.get_by_label("Badly lit").check()
    step("when", "Continue", "When")
    page.get_by_label("Night, midnight to 6am").check()
    step("more", "Continue", "happen")
    step("about you", "Skip", "about you")
    step("check", "Skip", "Check")
    step("thank you", "Send", "Thank you")
    seconds = time.perf_counter() - began
    figures.append(
        Figure(SECTION, "the whole report", f"{meter.total / 1000:.0f} kB, {seconds:.0f} s of a tireless thumb")
    )
    return figures


def _moved(page: Page, meter: Meter) -> Figure:
    """All four directions, both zooms and a press, as a searching thumb does."""
    for move in ("n", "e", "s", "w", "out", "in"):
        before = page.locator(".app-place__map").get_attribute("src")
        page.locator(f".app-place__moves button[value={move}]").tap()
        page.wait_for_function("(before) => document.querySelector('.app-place__map').src !== before", arg=before)
    page.wait_for_load_state("networkidle")
    requests, size = meter.read()
    return Figure(
        SECTION,
        "the map moved six times, tiles included",
        f"{requests} requests, {size / 1000:.1f} kB",
        bar=f"{MAP_AFTER_TOUCH // 1000} kB",
        reached=size <= MAP_AFTER_TOUCH,
    )


def _first(found: tuple[int, int], seconds: float) -> Figure:
    requests, size = found
    return Figure(
        SECTION,
        "the first page",
        f"{requests} requests, {size / 1000:.1f} kB, {seconds:.1f} s",
        bar=f"{FIRST_REQUESTS} requests, {FIRST_PAGE // 1000} kB",
        reached=requests <= FIRST_REQUESTS and size <= FIRST_PAGE,
    )


def _later(name: str, found: tuple[int, int], seconds: float) -> Figure:
    requests, size = found
    return Figure(
        SECTION,
        f"step: {name}",
        f"{requests} requests, {size / 1000:.1f} kB, {seconds:.1f} s",
        bar=f"{LATER_STEP // 1000} kB",
        reached=size <= LATER_STEP,
    )
