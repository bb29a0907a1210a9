"""The same walk in a real window of any engine: each kind of page opened, each kind of thing on it touched."""

import contextlib
import json
import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from selenium.common.exceptions import WebDriverException

from tests.served.browsers import path_of
from tests.served.firefox import FirefoxError
from tests.served.touching import SCRIPT
from tests.served.walking import FILES, LEFT_OUT, kind_of
from tests.served.watching import Watched
from tests.served.windows import Window

MOMENT = 0.15  # seconds
LINKS = "return Array.from(document.querySelectorAll('a[href]'), (link) => link.getAttribute('href'))"
HEADING = "return (document.querySelector('h1') ? document.querySelector('h1').textContent : document.title).trim()"
CHOOSE = """
  const select = arguments[0]
  select.selectedIndex = select.options.length - 1
  select.dispatchEvent(new Event('change', { bubbles: true }))
"""
CANNOT = (WebDriverException, FirefoxError)


@dataclass
class WindowWalk:
    """What was seen in one window."""

    window: Window
    watched: Watched
    pages: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def goes_everywhere(self, addresses: list[str]) -> None:
        """From some addresses through one page of each kind that they lead to."""
        waiting = deque(addresses)
        while waiting:
            address = waiting.popleft()
            if kind_of(address) in self.kinds:
                continue
            self.kinds.add(kind_of(address))
            self._opens(address)
            self.pages.append(address)
            waiting.extend(self._links())
            self._touches(address)

    def _opens(self, address: str) -> None:
        self.window.opens(self.watched.url + address)
        self._notes(address)

    def _links(self) -> list[str]:
        here = self.window.address
        whole = (urljoin(here, link) for link in self.window.runs(LINKS))
        paths = (path_of(link) for link in whole if urlsplit(link).netloc == urlsplit(self.watched.url).netloc)
        return [path for path in paths if not LEFT_OUT.search(path) and not FILES.search(path)]

    def _touches(self, address: str) -> None:
        heading = self.window.runs(HEADING)
        while (what := self._untouched()) is not None:
            self.touched.add(str(what["name"]))
            with contextlib.suppress(*CANNOT):  # it may go while it is touched
                self._touch(what)
            time.sleep(MOMENT)
            self._notes(f"{address} → {what['name']}")
            if path_of(self.window.address) != address or self.window.runs(HEADING) != heading:
                self._opens(address)

    def _untouched(self) -> dict[str, object] | None:
        found = self.window.runs(f"return ({SCRIPT})({json.dumps({'perKind': 1})})")
        return next((one for one in found if one["name"] not in self.touched), None)

    def _touch(self, what: dict[str, object]) -> None:
        element = self.window.finds_by(f"return ({SCRIPT})({json.dumps({'perKind': 1, 'wanted': what['name']})})")
        if what["tag"] == "select":
            self.window.runs_on(CHOOSE, element)
        elif what["type"] in {"text", "search"}:
            element.send_keys("Norwich")
        else:
            element.click()

    def _notes(self, where: str) -> None:
        for stated in (self.watched.refused, self.window.complaints()):
            self.faults += [f"{where}: {line}" for line in stated]
        self.watched.refused.clear()
