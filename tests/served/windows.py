"""Real windows of the three engines, driven by WebDriver, with keys of the operating system."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from tests.served.firefox import FirefoxError, a_firefox
from tests.served.screen import Screen, a_screen

ENGINES = ("chromium", "firefox", "webkit")
PHONE_WIDTH, PHONE_HEIGHT = 400, 760  # pixels of the outer window: the page has about 375 by 667
PATIENCE = 60.0  # seconds
PROCESS = {"chromium": "goog:processID", "firefox": "moz:processID"}  # the capability that names it
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Window:
    """One browser's window. `address` is what its bar shows; `text` what a person reads."""

    def __init__(self, engine: str, screen: Screen, site: str, driver: Any, stated: "Stated") -> None:
        self.engine, self.screen, self.site, self.driver, self.stated = engine, screen, site, driver, stated

    def opens(self, address: str) -> None:
        """Goes to a path of the site, or a whole address."""
        self.driver.get(self.site + address if address.startswith("/") else address)
        self.screen.focus()

    def runs(self, script: str) -> Any:
        """Runs script in the page; `return` gives a value back."""
        return self.driver.execute_script(script)

    def finds_by(self, script: str) -> Any:
        """The element that a script returns."""
        return self.driver.execute_script(script)

    def runs_on(self, script: str, element: Any) -> Any:
        """Runs script with an element as `arguments[0]`."""
        return self.driver.execute_script(script, element)

    def complaints(self) -> list[str]:
        """What the console has said against pages since the last look, as far as the engine tells it."""
        return list(self.driver.complaints()) if hasattr(self.driver, "complaints") else self.stated.errors()

    def presses(self, key: str) -> None:
        """A real key, by its X name."""
        self.screen.press(key)

    def clicks(self, css: str) -> None:
        """Clicks the first element that fits."""
        self.driver.find_element(By.CSS_SELECTOR, css).click()

    def goes_back(self) -> None:
        """The browser's own Back."""
        self.driver.back()

    def goes_forward(self) -> None:
        """The browser's own Forward."""
        self.driver.forward()

    def types(self, css: str, text: str) -> None:
        """Types into the first element that fits."""
        self.driver.find_element(By.CSS_SELECTOR, css).send_keys(text)

    def ends(self, *, killed: bool) -> None:
        """The browser goes: its window is closed as a person closes it, or it is killed; by its own id."""
        browser = self.driver.capabilities[PROCESS[self.engine]]
        if killed:
            os.kill(browser, signal.SIGKILL)
        else:
            self.presses("alt+F4")
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{browser}/exe").exists() and time.monotonic() < until:
            time.sleep(0.1)

    def waits_for(self, wanted: str, *, patience: float = PATIENCE) -> bool:
        """Whether the address begins so within `patience` seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.address.startswith(wanted):
                return True
            time.sleep(0.1)
        return False

    def waits_for_title(self, wanted: str, *, patience: float = 10.0) -> bool:
        """Whether the title becomes this one within `patience` seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.title == wanted:
                return True
            time.sleep(0.1)
        return False

    @property
    def address(self) -> str:
        """The address of the page; empty while the browser cannot tell."""
        try:
            return str(self.driver.current_url)
        except (WebDriverException, FirefoxError):
            return ""

    @property
    def text(self) -> str:
        """What stands in the page."""
        return str(self.driver.find_element(By.CSS_SELECTOR, "body").text)

    @property
    def title(self) -> str:
        """The window's title."""
        return str(self.driver.title)

    @property
    def source(self) -> str:
        """The page as HTML, as it stands now."""
        return str(self.driver.page_source)


@contextmanager
def a_window(engine: str, site: str, profile: Path, *, script: bool = True) -> Iterator[Window]:
    """A window of an engine with a new profile in a folder."""
    starts = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}[engine]
    profile.mkdir(parents=True, exist_ok=True)
    stated = Stated(profile / "console.log")
    with a_screen() as screen, starts(screen, profile, script=script) as driver:
        yield Window(engine, screen, site, driver, stated)


class Stated:
    """What a browser writes of its console into a file; each line is told once."""

    def __init__(self, file: Path) -> None:
        self._file, self._read = file, 0

    def errors(self) -> list[str]:
        """The lines since the last look that speak of an error."""
        text = self._file.read_text(encoding="utf-8", errors="replace") if self._file.exists() else ""
        new, self._read = text[self._read :], len(text)
        return [line for line in new.splitlines() if line.startswith("CONSOLE") and "ERROR" in line]


@contextmanager
def _chromium(screen: Screen, profile: Path, *, script: bool) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
    sized = (f"--window-size={PHONE_WIDTH},{PHONE_HEIGHT}", "--window-position=0,0", f"--user-data-dir={profile}")
    for argument in (*CHROMIUM_ARGUMENTS, *sized):
        options.add_argument(argument)
    options.accept_insecure_certs = True
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    service = webdriver.ChromeService("/usr/bin/chromedriver", env=screen.environment())
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    with contextlib.suppress(WebDriverException):  # it has ended already
        driver.quit()
    driver.command_executor.close()  # it would leave its connection to the garbage collector


@contextmanager
def _webkit(screen: Screen, profile: Path, *, script: bool) -> Iterator[Any]:
    options = webdriver.WebKitGTKOptions()
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    options.binary_location = str(found[-1])
    options.add_argument("--automation")
    options.add_argument("--enable-write-console-messages-to-stdout=true")
    if not script:
        options.add_argument("--enable-javascript=false")
    options.set_capability("acceptInsecureCerts", True)
    places = {"HOME": str(profile), "XDG_DATA_HOME": str(profile / "data"), "XDG_CACHE_HOME": str(profile / "cache")}
    log = str(profile / "console.log")
    service = webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver", log_output=log, env=screen.environment() | places)
    driver = webdriver.WebKitGTK(options=options, service=service)
    driver.set_window_size(PHONE_WIDTH, PHONE_HEIGHT)
    yield driver
    driver.quit()
    driver.command_executor.close()  # it would leave its connection to the garbage collector


def _firefox(screen: Screen, profile: Path, *, script: bool) -> AbstractContextManager[Any]:
    return a_firefox(screen, profile, script=script, width=PHONE_WIDTH, height=PHONE_HEIGHT)
