"""Somebody looks through the browser's files after a report and its deletion: the addresses, one title, and no answer.

What was found where, before and now, stands as a table in docs/no-trace.md.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.served.careless import a_careless_site
from tests.served.forensics import SEARCHED, WRITTEN, Reporter
from tests.served.profiles import found_in, layers_of
from tests.served.service import Site
from tests.served.windows import Window

pytestmark = pytest.mark.window

STATED = (SEARCHED, "Badly lit", "badly-lit", "one=badly", "two=followed", "four=2026")
TITLE, TITLE_IN_UTF_16 = (
    re.compile(rb"(\w{0,12}) - Places"),
    re.compile(rb"((?:\w\0){0,12}) \0-\0 \0P\0l\0a\0c\0e\0s\0"),
)
TYPED, SENT = "sentinel of a careless field", "sentinel of a careless form"
ENDS = [
    pytest.param("chromium", False, True, id="chromium, script off, killed"),
    pytest.param("firefox", False, True, id="firefox, script off, killed"),
    *(
        pytest.param(engine, script, killed, id=f"{engine}, script {script}, killed {killed}", marks=pytest.mark.whole)
        for engine in ("chromium", "firefox")
        for script, killed in ((False, False), (True, False), (True, True))
    ),
]


def is_careless(window: Window, address: str) -> None:
    """Sends one word by a form that takes no care, and leaves another in its field."""
    window.opens(address)
    window.types("#typed", SENT)
    window.clicks("button")
    time.sleep(1)
    window.types("#typed", TYPED)


def titles_in(profile: Path) -> set[str]:
    """What stands before the site's name wherever a title of it is written."""
    found = set()
    for _file, layer in layers_of(profile):
        found |= {title.decode() for title in TITLE.findall(layer)}
        found |= {title.decode("utf-16-le") for title in TITLE_IN_UTF_16.findall(layer)}
    # In a database the address stands right before the title.
    return {re.sub(r"^.*(report|withdraw)(?=[A-Z])", "", title) for title in found}


def addresses_in(profile: Path, site: str) -> set[str]:
    """The paths of the site that are written anywhere, its files apart."""
    path = re.compile(re.escape(site).encode() + rb"(/[a-z/]*)")
    found = {match.decode() for _file, layer in layers_of(profile) for match in path.findall(layer)}
    return {one for one in found if not one.startswith("/static/")}


@pytest.mark.parametrize(("engine", "script", "killed"), ENDS)
def test_a_report_and_its_deletion_leave_addresses_and_one_title(
    window: Callable[..., Window], site: Site, tmp_path: Path, engine: str, script: bool, killed: bool
) -> None:
    opened = window(engine, script=script)
    reporter = Reporter(opened)
    reporter.reports()
    reporter.sends()
    reporter.deletes()
    with a_careless_site() as address:
        is_careless(opened, address)
        time.sleep(WRITTEN)
        opened.ends(killed=killed)
    profile = tmp_path / f"{engine}-0"
    encrypted = {one[20:80] for one in reporter.encrypted}
    assert (len(set(reporter.headings)), len(encrypted) >= 10, len(reporter.words.split())) == (12, True, 4)

    stated = {*STATED, *reporter.headings, *encrypted, reporter.words}
    kept = set(found_in(profile, {*stated, SENT, TYPED}))
    assert kept - {TYPED} == {SENT}  # whether it kept the other word hangs on the moment
    assert titles_in(profile) == {"Form", "Careless"}
    assert set(reporter.titles) == {"Form - Places"}
    assert addresses_in(profile, site.url) >= {"/report", "/withdraw"}


@pytest.mark.whole
@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_a_page_that_was_being_filled_in_leaves_none_of_it(
    window: Callable[..., Window], tmp_path: Path, engine: str, script: bool
) -> None:
    opened = window(engine, script=script)
    reporter = Reporter(opened)
    reporter.reports(stops_there=True)
    time.sleep(WRITTEN)
    opened.ends(killed=True)
    encrypted = {one[20:80] for one in reporter.encrypted}
    profile = tmp_path / f"{engine}-0"
    assert found_in(profile, {*STATED, *reporter.headings, *encrypted, '"formdata":{'}) == {}
    assert titles_in(profile) == {"Form"}
    if engine == "firefox":  # Chromium writes an unsent form down only when the page is left
        careless = window(engine, script=script)
        with a_careless_site() as address:
            is_careless(careless, address)
            time.sleep(3 * WRITTEN)
            careless.ends(killed=True)
        assert set(found_in(tmp_path / "firefox-1", {TYPED, '"formdata":{'})) == {TYPED, '"formdata":{'}
