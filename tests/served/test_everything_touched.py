"""Every page there is, and everything on it that can be touched: nothing fails, in the browser or on the way to it."""

from collections.abc import Callable

import pytest

from tests.served.browsers import DESKTOP, PHONE, Visit
from tests.served.reporting import STEPS
from tests.served.service import Site
from tests.served.walking import Walk

SIZES = {"phone": PHONE, "desktop": DESKTOP}
ROLES = ("moderator", "analyst", "council", "manager")


# A phone with script and a desktop without, each kind of thing once, and Welsh pages opened. The other two, each thing
# on each page in both languages, are the long form.
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
    is_whole = (size, script) not in IN_SHORT
    touched_on = "" if is_whole else ENGLISH
    walk = Walk(visit(script=script, viewport=SIZES[size]), is_whole=is_whole, touched_on=touched_on)
    walk.goes_everywhere(["/", "/cy/"], steps=STEPS)
    stated(walk, f"public, {size}, {'script' if script else 'no script'}")
    assert walk.faults == []
    assert walk.asks_for_files() == {}
    paths = {path for path, _ in walk.screens}
    assert {"/", "/cy/", "/report", "/map", "/map/table", "/help/stalking", "/withdraw", "/open-data"} <= paths


@pytest.mark.parametrize("role", ROLES)
def test_every_staff_page_holds_whatever_is_touched(
    visit: Visit, stated: Callable[[Walk, str], None], site: Site, role: str
) -> None:
    visitor = visit(viewport=DESKTOP)
    visitor.signs_in(role, site.people[role])
    walk = Walk(visitor, within="/staff/")
    walk.goes_everywhere(["/staff/"])
    stated(walk, role)
    assert walk.faults == []
    assert walk.asks_for_files() == {}
