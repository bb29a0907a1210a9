"""Firefox in a real window, spoken to by Marionette, the protocol it brings along.

Debian has no geckodriver, and Mozilla's Python client imports a module that Python 3.13 has dropped, so the few calls a
`Window` makes are spoken here: a message is its length, a colon and JSON.
Source: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.served.screen import Screen

PATIENCE = 60.0  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name under which WebDriver hands on an element
ERRORS = """
  const found = Services.console.getMessageArray()
    .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
    .filter((one) => one.sourceName.startsWith('http://127.0.0.1'))
    .map((one) => `${one.errorMessage} (${one.sourceName}:${one.lineNumber})`)
  Services.console.reset()
  return found
"""
# Nothing of Firefox's own may ask the network; the cache of pages and of compiled code stay as people have them.
PREFERENCES: dict[str, object] = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.sessionstore.interval": 1000,  # what is open is written down at once, and not only every 15 seconds
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class FirefoxError(Exception):
    """What Firefox answered instead of doing what it was asked."""


class Element:
    """An element of the page."""

    def __init__(self, firefox: "Firefox", name: str) -> None:
        self._firefox, self.name = firefox, name

    def click(self) -> None:
        """Clicks its middle."""
        self._firefox.call("WebDriver:ElementClick", id=self.name)

    def send_keys(self, text: str) -> None:
        """Types into it."""
        self._firefox.call("WebDriver:ElementSendKeys", id=self.name, text=text)

    @property
    def text(self) -> str:
        """What a person reads of it."""
        return str(self._firefox.call("WebDriver:GetElementText", id=self.name))


class Firefox:
    """A connection to a running Firefox, with the names that a WebDriver of Selenium has."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._message()  # it says first who it is
        self.capabilities = self.call("WebDriver:NewSession", acceptInsecureCerts=True)["capabilities"]
        self.call("WebDriver:SetTimeouts", pageLoad=int(PATIENCE * 1000), script=int(PATIENCE * 1000))

    def close(self) -> None:
        """Ends the connection."""
        self._stream.close()
        self._socket.close()

    def call(self, command: str, **parameters: Any) -> Any:
        """One command and its value; raises FirefoxError."""
        self._number += 1
        asked = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(asked), asked))
        _, number, fault, value = self._message()
        assert number == self._number
        if fault:
            raise FirefoxError(fault["message"])
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _message(self) -> Any:
        length = b""
        while (read := self._stream.read(1)) != b":":
            if not read:
                raise FirefoxError("Firefox has gone")
            length += read
        return json.loads(self._stream.read(int(length)))

    def get(self, address: str) -> None:
        """Goes there."""
        self.call("WebDriver:Navigate", url=address)

    def execute_script(self, script: str, *elements: Element) -> Any:
        """Runs script beside the page's own, on the same document; works where the page's own is off."""
        handed = [{ELEMENT: element.name} for element in elements]
        value = self.call("WebDriver:ExecuteScript", script=script, args=handed, sandbox=None)
        return Element(self, value[ELEMENT]) if isinstance(value, dict) and ELEMENT in value else value

    def complaints(self) -> list[str]:
        """Errors that the console of the whole browser holds about pages of loopback; each is told once."""
        self.call("Marionette:SetContext", value="chrome")
        try:
            found = self.call("WebDriver:ExecuteScript", script=ERRORS, args=[], sandbox="system")
        finally:
            self.call("Marionette:SetContext", value="content")
        return [str(line) for line in found]

    def find_element(self, _using: str, css: str) -> Element:
        """The first element that fits."""
        return Element(self, self.call("WebDriver:FindElement", using="css selector", value=css)[ELEMENT])

    def back(self) -> None:
        """The browser's Back."""
        self.call("WebDriver:Back")

    def forward(self) -> None:
        """The browser's Forward."""
        self.call("WebDriver:Forward")

    def refresh(self) -> None:
        """The browser's Reload."""
        self.call("WebDriver:Refresh")

    @property
    def current_url(self) -> str:
        """What the address bar shows."""
        return str(self.call("WebDriver:GetCurrentURL"))

    @property
    def title(self) -> str:
        """The window's title."""
        return str(self.call("WebDriver:GetTitle"))

    @property
    def page_source(self) -> str:
        """The page as HTML."""
        return str(self.call("WebDriver:GetPageSource"))


@contextmanager
def a_firefox(screen: Screen, profile: Path, *, script: bool, width: int, height: int) -> Iterator[Firefox]:
    """A new Firefox with a profile in a folder; ended by its own id."""
    preferences = PREFERENCES | {"javascript.enabled": script}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    sized = ["--width", str(width), "--height", str(height)]
    command = [
        "firefox-esr",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(profile),
        *sized,
        "about:blank",
    ]
    home = screen.environment() | {"HOME": str(profile)}
    with subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with closing(Firefox(_port_said(profile))) as firefox:
                yield firefox
        finally:
            process.terminate()


def _port_said(profile: Path) -> int:
    stated = profile / "MarionetteActivePort"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if stated.exists() and (port := stated.read_text(encoding="ascii").strip()):
            return int(port)
        time.sleep(0.1)
    raise FirefoxError("Firefox did not say where it listens")
