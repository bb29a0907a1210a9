"""A whole report and its deletion in a real window, as somebody does it who has no idea of what a browser keeps."""

import time
from dataclasses import dataclass, field

from selenium.common.exceptions import WebDriverException

from tests.served.firefox import FirefoxError
from tests.served.windows import Window

SEARCHED = "Norwich"
MOMENT = 0.1  # seconds
PATIENCE = 30.0  # seconds
WRITTEN = 3.0  # seconds: Chromium writes a session down two and a half after a change
CANNOT = (WebDriverException, FirefoxError)
HEADING = "const one = document.querySelector('h1'); return one ? one.textContent.trim() : ''"
ENCRYPTED = "return Array.from(document.querySelectorAll('[name=a]'), (one) => one.value)"
MARK = "document.querySelector('h1').dataset.mark = 'before'; return 'before'"
MARKED = "const one = document.querySelector('h1'); return one ? one.dataset.mark || '' : 'before'"
VISIBLE = ":not([aria-hidden])"


@dataclass
class Reporter:
    """Somebody at a window; notes what was told and shown, for it must not be found afterwards."""

    window: Window
    headings: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    encrypted: list[str] = field(default_factory=list)
    words: str = ""

    def reports(self, *, stops_there: bool = False) -> None:
        """A whole report, with a search, several reasons, a month and something about oneself."""
        self.window.opens("/report")
        self._sees("Tell us about a place")
        self._presses(f"main form button{VISIBLE}", "Where is the place?")
        self.window.types("#q", SEARCHED)
        self._sends("find")
        while not self._has("here"):
            self._sends("in" if self._has("in") else "at")
        self._presses(f"button[value=here]{VISIBLE}", "What makes it feel unsafe?")
        self._ticks("input[value^=badly-lit]", "input[value^=followed]")
        self._sends("next", "Which one matters most?")
        self._ticks("input[value^=followed]")
        self._sends("next", "When does it feel unsafe?")
        self._says_when()
        if stops_there:
            return
        self._sends("next", "Did something happen to you there?")
        self._ticks("input[name=one][value^='2']")
        self._sends("next", "A little about you")
        self._chooses("two", 1)
        self._sends("next", "Check your answers")

    def sends(self) -> None:
        """Sends it and asks for the four words."""
        self._sends("send", "Thank you")
        self._sends("code", "Your 4 words")
        self.words = str(self.window.runs("return document.querySelector('[data-code]').textContent.trim()"))

    def deletes(self) -> None:
        """Deletes it by its words."""
        self.window.opens("/withdraw")
        self._sees("Delete a report with 4 words")
        self.window.types("#words", self.words)
        self._presses("main form button", "The report is deleted")

    def _says_when(self) -> None:
        self._ticks("input[name=one][value^='4']")
        self._chooses("three", 3)
        self._chooses("four", 2)

    def _has(self, value: str) -> bool:
        return bool(self.window.runs(f"return document.querySelector('button[value={value}]{VISIBLE}') !== null"))

    def _ticks(self, *controls: str) -> None:
        for css in controls:
            self._clicks(css)

    def _chooses(self, name: str, at: int) -> None:
        self.window.runs(f"document.querySelector('select[name={name}]').focus()")
        for _ in range(at):
            self.window.presses("Down")

    def _clicks(self, css: str) -> None:
        """In the middle of the window: the way out lies over its lower edge."""
        self.window.runs(f"document.querySelector({css!r}).scrollIntoView({{ block: 'center' }})")
        self.window.clicks(css)

    def _sends(self, value: str, heading: str = "") -> None:
        css = "button[name=at]" if value == "at" else f"button[value={value}]{VISIBLE}"
        self._presses(css, heading)

    def _presses(self, css: str, heading: str) -> None:
        before = self.window.runs(MARK)
        self._clicks(css)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if self.window.runs(MARKED) != before and self._sees(heading):
                    return
            except CANNOT:
                pass  # between two pages
            time.sleep(MOMENT)
        raise AssertionError(f"{css} did not lead to {heading!r} but to {self.window.runs(HEADING)!r}")

    def _sees(self, heading: str) -> bool:
        seen = str(self.window.runs(HEADING))
        if heading not in seen:
            return False
        self.headings.append(seen)
        self.titles.append(self.window.title)
        self.encrypted += self.window.runs(ENCRYPTED)
        return True
