"""The walk again in Firefox ESR and in WebKitGTK, the nearest here to Safari."""

from collections.abc import Callable

import pytest

from tests.served.service import Site
from tests.served.watching import a_watched_site
from tests.served.window_walk import WindowWalk
from tests.served.windows import Window

pytestmark = pytest.mark.window


@pytest.mark.parametrize("script", [True, pytest.param(False, marks=pytest.mark.whole)], ids=["script", "no script"])
@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_every_kind_of_page_holds_whatever_is_touched(
    engine: str,
    script: bool,
    site: Site,
    window: Callable[..., Window],
    record_property: Callable[[str, object], None],
) -> None:
    with a_watched_site(site.url) as watched:
        walk = WindowWalk(window(engine, script=script), watched)
        walk.goes_everywhere(["/", "/cy/"])
    stated = f"{len(walk.pages)} pages, {len(walk.touched)} things touched, {watched.requests} requests guarded"
    record_property("walked", f"{engine}, {'script' if script else 'no script'}: {stated}")
    assert walk.faults == []
    assert {"/", "/cy/", "/report", "/map", "/help/stalking", "/withdraw", "/open-data"} <= set(walk.pages)
