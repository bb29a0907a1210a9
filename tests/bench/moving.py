"""The map that moves, measured from a browser: bytes and requests after the touch, long tasks, frames while panning."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

THROTTLING = 4  # times slower than this machine
STEPS, PAUSE = 60, 16  # of a pan: pointer moves, and milliseconds between them
LONG_TASKS = """() => {
    window.longTasks = []
    new PerformanceObserver((list) => list.getEntries().forEach((it) => longTasks.push(Math.round(it.duration))))
        .observe({ type: 'longtask', buffered: false })
    window.shifts = []
    new PerformanceObserver((list) => list.getEntries().forEach((it) => it.hadRecentInput || shifts.push(it.value)))
        .observe({ type: 'layout-shift', buffered: true })
}"""
FRAMES = """() => {
    window.frames_ = []
    const each = (at) => { frames_.push(at); window.counting && requestAnimationFrame(each) }
    window.counting = true
    requestAnimationFrame(each)
}"""


@dataclass(frozen=True)
class Moved:
    """What one map did."""

    requests: int
    size: int  # bytes on the wire after the touch
    asked: dict[str, int]  # bytes by address
    tasks: tuple[int, ...]  # milliseconds of each long task from the touch to the last tile
    panning: tuple[int, ...]  # and of each while panning
    frames: float  # a second, while panning
    shift: float  # of the layout, all in all


def moved(browser: Browser, url: str, viewport: Any, *, throttling: float = THROTTLING) -> Moved:
    """Touches a page's map and pans it."""
    page = browser.new_page(viewport=viewport)
    log = page.context.new_cdp_session(page)
    page.goto(url, wait_until="networkidle", timeout=90_000)
    received = _received(log)
    log.send("Emulation.setCPUThrottlingRate", {"rate": throttling})
    page.evaluate(LONG_TASKS)
    page.locator("[data-map-start] button").click()
    page.get_by_role("application").wait_for(timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(4_000)
    asked = {address: size for address, size in received.values() if size > 0}
    tasks, shift = page.evaluate("[longTasks.splice(0), shifts.reduce((sum, one) => sum + one, 0)]")
    frames = frames_while_panning(page, ".app-live-map")
    panning = page.evaluate("longTasks")
    page.close()
    return Moved(len(asked), sum(asked.values()), asked, tuple(tasks), tuple(panning), frames, shift)


def blank_frames(browser: Browser, viewport: Any, *, throttling: float = THROTTLING) -> float:
    """Frames a second of a page without anything, while the pointer does the same."""
    page = browser.new_page(viewport=viewport)
    page.set_content("<!doctype html><title>-</title><body style='margin:0'><div id=all style='height:100vh'></div>")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttling})
    found = frames_while_panning(page, "#all")
    page.close()
    return found


def frames_while_panning(page: Page, over: str) -> float:
    """Frames a second while the mouse drags what it finds there to and fro."""
    target = page.locator(over)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 200)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for step in range(STEPS):
        way = step if step < STEPS / 2 else STEPS - step
        page.mouse.move(x + 3 * way, y + 2 * way)
        page.wait_for_timeout(PAUSE)
    frames: list[float] = page.evaluate("window.counting = false, frames_")
    page.mouse.up()
    return (len(frames) - 1) / (frames[-1] - frames[0]) * 1000


def _received(log: CDPSession) -> dict[str, tuple[str, int]]:
    """Address and bytes on the wire of each answer from now on, by request."""
    found: dict[str, tuple[str, int]] = {}
    log.send("Network.enable")
    log.on("Network.requestWillBeSent", lambda it: found.update({it["requestId"]: (it["request"]["url"], 0)}))

    def came(event: dict[str, Any]) -> None:
        """Notes the bytes of an answer that was asked for since."""
        if event["requestId"] in found:
            found[event["requestId"]] = found[event["requestId"]][0], int(event["encodedDataLength"])

    log.on("Network.loadingFinished", came)
    return found
