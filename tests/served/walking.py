"""Walks every screen that can be reached and touches everything on it.

A screen is a page as a person tells it from another: its path and its heading. One that answers a form is reached again
by the touches that led to it.
"""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import Error as BrowserError

from tests.served.browsers import Visitor, path_of
from tests.served.reporting import answers_steps
from tests.served.touching import Touchable, touch, touchables

# Not walked: the way out, and files (asked for without a window, in `files`).
LEFT_OUT = re.compile(r"^(/cy)?/leave|^/staff/sign-out|^/static/")
FILES = re.compile(
    r"^/releases/|\.(json|jsonld|atom|xml|geojson|csv|gpkg|xlsx|zip|txt|mvt)(\?|$)|^/api/v1/|^/ogc|^/feeds/"
    r"|/staff/exports/extract|/staff/audit/file"
)
HEADING = "(document.querySelector('h1')?.innerText ?? document.title).trim()"
DEEPEST = 16  # touches from an address to a screen


@dataclass(frozen=True)
class Route:
    """The way to a screen: an address, and what is touched from there."""

    address: str
    touches: tuple[Touchable, ...] = ()
    steps: int = 0  # of the report answered first

    def __str__(self) -> str:
        begun = f"{self.address} after {self.steps} steps" if self.steps else self.address
        return " → ".join([begun, *(one.name for one in self.touches)])


@dataclass
class Walk:
    """What a walk has seen. `is_whole`: each thing on each page, not each kind of thing once in the site.

    `within`: where the addresses begin that are walked. `touched_on`: the paths of pages on which things are touched;
    others are opened. `only_what_sends`: without script the browser alone answers to all else.
    """

    visitor: Visitor
    is_whole: bool = False
    within: str = "/"
    touched_on: str = ""
    only_what_sends: bool = False
    screens: dict[tuple[str, str], Route] = field(default_factory=dict)
    touched: set[tuple[object, ...]] = field(default_factory=set)
    kinds: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def per_kind(self) -> int:
        """How many alike are enough."""
        return 3 if self.is_whole else 1

    def goes_everywhere(self, addresses: Iterable[str], *, steps: int = 0) -> None:
        """From some addresses, and from that many steps of a report, through all that they lead to."""
        waiting = deque(Route(address) for address in addresses)
        waiting.extend(Route("/report", steps=number) for number in range(2, steps + 1))
        known = {route.address for route in waiting}
        while waiting:
            route = waiting.popleft()
            if not self._arrives(route):
                continue
            screen = self._screen()
            if screen in self.screens:
                continue
            self.screens[screen] = route
            for address in self._links():
                if address not in known and self._is_new_kind(address):
                    known.add(address)
                    waiting.append(Route(address))
            if re.match(self.touched_on, route.address):
                waiting.extend(self._touches_everything(route, screen))

    def asks_for_files(self) -> dict[str, int]:
        """Status of each file that was linked to and refused; empty when all came."""
        answers = {
            address: self.visitor.context.request.get(self.visitor.site + address).status for address in self.files
        }
        return {address: status for address, status in answers.items() if status >= 400}

    def _touches_everything(self, route: Route, screen: tuple[str, str]) -> list[Route]:
        """Touches each thing once; the ways to the screens that this opened."""
        opened = []
        while (what := self._untouched(screen)) is not None:
            if not touch(self.visitor, what, per_kind=self.per_kind):
                continue
            self._notes_complaints(f"{route} → {what.name}{' (filled in)' if what.is_filled else ''}")
            reached = self._screen()
            if reached == screen:
                continue
            is_followed = self.is_whole or what.in_main
            if reached not in self.screens and is_followed and len(route.touches) < DEEPEST:
                opened.append(replace(route, touches=(*route.touches, what)))
            if not self._arrives(route):
                break
        return opened

    def _untouched(self, screen: tuple[str, str]) -> Touchable | None:
        for what in touchables(self.visitor.page, per_kind=self.per_kind):
            if self.only_what_sends and not what.sends:
                continue
            # What sends a form in the middle of a page does another thing on each; what stands around it does not.
            is_of_the_screen = self.is_whole or (what.sends and what.in_main)
            place: tuple[object, ...] = (screen, what.name) if is_of_the_screen else (what.name,)
            key = (*place, what.is_filled)
            if key not in self.touched:
                self.touched.add(key)
                return what
        return None

    def _arrives(self, route: Route) -> bool:
        try:
            if route.steps:
                answers_steps(self.visitor, route.steps)
            else:
                self.visitor.opens(route.address)
        except BrowserError as fault:
            if "ERR_ABORTED" in str(fault) or "Download is starting" in str(fault):
                self.files.add(route.address)
                return False
            raise
        self.visitor.waits_until_quiet()
        there = all(touch(self.visitor, what, per_kind=self.per_kind) for what in route.touches)
        self._notes_complaints(str(route))
        return there

    def _screen(self) -> tuple[str, str]:
        page = self.visitor.page
        try:
            return kind_of(path_of(page.url)), str(page.evaluate(HEADING))
        except BrowserError:  # it is being left
            self.visitor.waits_until_quiet()
            return kind_of(path_of(page.url)), str(page.evaluate(HEADING))

    def _links(self) -> list[str]:
        page, site = self.visitor.page, self.visitor.site
        found = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))")
        addresses = []
        for link in found:
            address = urljoin(page.url, link)
            if not address.startswith(site + self.within):
                continue
            path = path_of(address)
            if LEFT_OUT.search(path):
                continue
            if FILES.search(path):
                self.files.add(path)
            elif path not in addresses:
                addresses.append(path)
        return addresses

    def _is_new_kind(self, address: str) -> bool:
        kind = kind_of(address)
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self.kinds[kind] <= (12 if self.is_whole else 2)

    def _notes_complaints(self, where: str) -> None:
        self.faults += [f"{where}: {line}" for line in self.visitor.complaints]
        self.visitor.complaints.clear()


def kind_of(address: str) -> str:
    """An address without what differs between pages of one kind: numbers, codes and the values of a query."""
    parts = urlsplit(address)
    path = re.sub(r"/(?:[0-9a-f]{8,}|\d+|[A-Z]\d{8}[^/]*)(?=/|$)", "/*", parts.path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return path + (f"?{'&'.join(names)}" if names else "")
