"""A virtual screen for one window, and keys pressed on it as a keyboard presses them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SIZE = "1400x1000x24"


@dataclass(frozen=True)
class Screen:
    """One X display, with a window manager that gives its window the focus."""

    display: str

    def environment(self) -> dict[str, str]:
        """For a program that is to show its window here, and never on a screen of the person who runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYLAND")}
        return kept | {"DISPLAY": self.display, "GDK_BACKEND": "x11", "MOZ_ENABLE_WAYLAND": "0"}

    def press(self, key: str) -> None:
        """Presses and lets go of a key by its X name: Escape, Shift_L, Tab, Return, a."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=self.environment(), check=True)

    def focus(self) -> None:
        """Gives the keyboard to the largest window there is."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", ".+"],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        if found:
            subprocess.run(["xdotool", "windowactivate", "--sync", found[-1]], env=self.environment(), check=False)


@contextmanager
def a_screen() -> Iterator[Screen]:
    """Starts the screen and its window manager; both end by their own ids."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as stated:
        screen = Screen(f":{stated.readline().strip()}")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    manager = subprocess.Popen(["openbox"], env=screen.environment(), **quiet)  # type: ignore[call-overload]
    try:
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=20)
