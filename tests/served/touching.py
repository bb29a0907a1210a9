"""Touches one thing as a person does: presses, chooses, types, slides, drags; and waits until the page is quiet."""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as BrowserError

from tests.served.browsers import Visitor

SCRIPT = (
    (Path(__file__).parent / "touchables.js").read_text(encoding="utf-8").removesuffix(";\n")
)  # an expression to call
TYPED = {
    "number": "2",
    "date": "2026-05-01",
    "month": "2026-05",
    "time": "12:00",
    "tel": "020",
    "email": "a@example.org",
}
IMAGE_KEYS = ("ArrowLeft", "ArrowUp", "+", "-", "Enter")
# What makes a form whole: the first of each group of choices, and a word in each line.
FILL = """(button) => {
  const seen = new Set()
  for (const field of button.form.elements) {
    if (field.type === 'radio' || field.type === 'checkbox') {
      if (!seen.has(field.name) && !field.disabled) field.checked = true
      seen.add(field.name)
    } else if (field.type === 'text' || field.type === 'search') field.value ||= 'Norwich'
    else if (field.tagName === 'TEXTAREA') field.value ||= 'We mended the lamp.'
    else if (field.tagName === 'SELECT' && !field.value) field.selectedIndex = field.options.length - 1
  }
}"""


@dataclass(frozen=True)
class Touchable:
    """One thing on a page. `can_be_filled`: its form has fields. `is_filled`: they are filled in first."""

    name: str
    tag: str
    type: str
    role: str
    in_main: bool
    can_be_filled: bool
    is_filled: bool = False

    @property
    def sends(self) -> bool:
        """Whether it sends a form."""
        return (self.tag == "button" and self.type == "submit") or (
            self.tag == "input" and self.type in {"submit", "image"}
        )


def touchables(page: Page, *, per_kind: int) -> list[Touchable]:
    """What can be touched now; each thing that sends a form twice, with the form as it stands and filled in."""
    found = page.evaluate(f"({SCRIPT})({json.dumps({'perKind': per_kind})})")
    listed = []
    for one in found:
        listed.append(Touchable(**one))
        if listed[-1].sends and listed[-1].can_be_filled:
            listed.append(Touchable(**one, is_filled=True))
    return listed


def touch(visitor: Visitor, what: Touchable, *, per_kind: int) -> bool:
    """Touches it; False when it is no longer there."""
    asked = json.dumps({"perKind": per_kind, "wanted": what.name})
    page = visitor.page
    element = page.evaluate_handle(f"({SCRIPT})({asked})").as_element()
    if element is None:
        return False
    if what.is_filled:
        element.evaluate(FILL)
    with contextlib.suppress(BrowserError):  # it may go while it is touched: that is what it was touched for
        _touch(visitor, element, what)
    visitor.waits_until_quiet()
    return True


def _touch(visitor: Visitor, element: ElementHandle, what: Touchable) -> None:
    page = visitor.page
    if what.tag == "select":
        _choose_each(visitor, element)
    elif what.type in {"checkbox", "radio"}:
        element.click(force=True, timeout=5_000)
    elif what.type == "range" or what.role == "slider":
        element.focus()
        for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
            page.keyboard.press(key)
    elif what.role == "application":
        _move_map(visitor, element)
    elif what.tag in {"input", "textarea"} and not what.sends:
        element.fill(TYPED.get(what.type, "Norwich"), timeout=5_000)
        element.press("Tab")
    elif what.tag == "a":  # within the page: the skip link among them, which shows when it has the focus
        element.focus()
        element.press("Enter")
    else:
        element.click(timeout=5_000)


def _choose_each(visitor: Visitor, element: ElementHandle) -> None:
    """The first, a middle and the last choice: each as a choice of its own."""
    count = int(element.evaluate("(select) => select.options.length"))
    for number in sorted({count - 1, count // 2, 0}, reverse=True):
        element.select_option(index=number, timeout=5_000)
        visitor.waits_until_quiet()


def _move_map(visitor: Visitor, element: ElementHandle) -> None:
    """By keys, by the mouse and by its wheel."""
    page = visitor.page
    element.focus()
    for key in IMAGE_KEYS:
        page.keyboard.press(key)
        visitor.waits_until_quiet()
    box: Any = element.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    page.mouse.dblclick(x, y)
    page.mouse.wheel(0, 120)
