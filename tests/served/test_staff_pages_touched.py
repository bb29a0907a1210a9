"""Every staff page of each role, and everything that can be touched on it: a process of its own may run them."""

from collections.abc import Callable

import pytest

from tests.served.browsers import DESKTOP, Visit
from tests.served.service import Site
from tests.served.walking import Walk

ROLES = ("moderator", "analyst", "council", "manager")


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
