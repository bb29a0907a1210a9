"""Every public page, and everything on it that can be touched: nothing fails, in the browser or on the way to it."""

import os
from collections.abc import Callable

import pytest

from tests.served.browsers import DESKTOP, PHONE, Visit
from tests.served.reporting import STEPS
from tests.served.walking import Walk

SIZES = {"phone": PHONE, "desktop": DESKTOP}


# A phone with script and a desktop without, each kind of thing once (without script, each that sends), and Welsh pages
# opened. The other two, each thing on each page in both languages, are the long form, and all four with WHOLE=1.
ENGLISH = "(?!/cy/)"
IN_SHORT = {("phone", True), ("desktop", False)}
WALKS = [
    pytest.param(size, script, marks=[] if (size, script) in IN_SHORT else [pytest.mark.whole], id=f"{size}-{words}")
    for size in SIZES
    for script, words in ((True, "script"), (False, "no script"))
]


@pytest.mark.parametrize(("size", "script"), WALKS)
def test_every_public_page_holds_whatever_is_touched(
    visit: Visit, stated: Callable[[Walk, str], None], size: str, script: bool
) -> None:
    is_whole = (size, script) not in IN_SHORT or bool(os.environ.get("WHOLE"))
    touched_on = "" if is_whole else ENGLISH
    visitor = visit(script=script, viewport=SIZES[size])
    walk = Walk(visitor, is_whole=is_whole, touched_on=touched_on, only_what_sends=not is_whole and not script)
    # A report without script is walked step by step in tests/journeys: each touch of a late step would begin it anew.
    walk.goes_everywhere(["/", "/cy/"], steps=STEPS if is_whole or script else 1)
    stated(walk, f"public, {size}, {'script' if script else 'no script'}")
    assert walk.faults == []
    assert walk.asks_for_files() == {}
    paths = {path for path, _ in walk.screens}
    assert {"/", "/cy/", "/report", "/map", "/map/table", "/help/stalking", "/withdraw", "/open-data"} <= paths
