"""Game A24: did somebody read page X? Whoever asks for the page afterwards cannot tell, by anything that takes time."""

import gc
import io
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.geography.models import Area
from reports.public_map import figures, interactive_map, open_data, overview, saying, svg_map
from reports.publication import released
from streetsafe.prepared_pages.answering import DRAWN_ANEW
from tests.adversary.test_every_answer import LITERAL
from tests.factories import EASTBY, IN_WESTBY, WESTBY
from tests.public_map.releases import EASTBY_CELL, QUARTER, make_place, make_release

pytestmark = pytest.mark.adversary

SITE = "http://testserver"
MOST = 0.55  # of guesses that are right; 0.5 is a coin
PAGES = (
    f"/map?area={WESTBY}",
    f"/map/table?area={WESTBY}&period={QUARTER}",
    f"/open-data?area={WESTBY}&period={QUARTER}",
    f"/map/ground.json?area={WESTBY}&period={QUARTER}",
    "/map",
    "/help/stalking",
)
OTHER = f"/map?area={EASTBY}"
ROUNDS = 40 if os.environ.get("WHOLE") else 16  # all that is seen is the same each time: `make prove` plays more


@pytest.fixture
def published(country: dict[str, Area], set_clock: Callable[..., None]) -> None:
    """Two councils with a map each, and the names on it."""
    make_place("Westby", IN_WESTBY, 400_000)
    make_release()
    make_release(EASTBY, leaves={EASTBY_CELL: 22})


def process_begins() -> None:
    """As a worker is that was just started: nothing of any page is in its memory."""
    of_pictures: list[Any] = [svg_map.picture_of, overview.overview_of, saying.said_of, interactive_map._ground]
    of_figures: list[Any] = [figures._figures_of_edition, figures._sum_of_edition, released._contents_of]
    for kept in (*of_pictures, *of_figures, open_data._listed, open_data._listed_sum):
        kept.cache_clear()


def seen_of(path: str, **extra: Any) -> Hashable:
    """What one asks and measures: the answer, the statements, and how many functions ran, which stands for the time."""
    browser, calls = Client(headers={"host": "testserver"}), 0

    def counts(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    gc.collect()
    gc.disable()  # what is thrown away in between is of the test's own
    try:
        with CaptureQueriesContext(connection) as queries:
            sys.setprofile(counts)
            answer = browser.get(path, **extra)
            sys.setprofile(None)
    finally:
        sys.setprofile(None)
        gc.enable()
    headers = tuple(sorted(answer.headers.items()))
    return answer.status_code, headers, answer.content, tuple(LITERAL.sub("?", it["sql"]) for it in queries), calls


def right_of_the_best(path: str, *, rounds: int, **extra: Any) -> float:
    """How often the best guess is right that anybody could make of all that is seen: 0.5 where it tells nothing."""
    coin, seen = random.Random(24), Counter[tuple[Hashable, bool]]()
    seen_of(path, **extra)  # templates and words are loaded: of that the first reader of any page leaves as much
    seen_of(OTHER, **extra)
    for number in range(rounds):
        process_begins()
        was_read = number % 2 == 0 if number < 2 else coin.random() < 0.5
        Client(headers={"host": "testserver"}).get(path if was_read else OTHER, **extra)
        seen[seen_of(path, **extra), was_read] += 1
    each = {what for what, _was_read in seen}
    # Half of what is seen teaches nothing: a guess is right where one of the two worlds shows it more often.
    worlds = [sum(count for (_what, read), count in seen.items() if read is world) for world in (True, False)]
    return sum(max(seen[what, True] / worlds[0], seen[what, False] / worlds[1]) for what in each) / 2


def test_nobody_can_tell_that_a_page_was_read(published: None) -> None:
    call_command("prepare_pages", site=SITE, stdout=io.StringIO())
    for path in PAGES:
        assert "X-Accel-Expires" in Client(headers={"host": "testserver"}).get(path).headers, path
    assert {path: right for path in PAGES if (right := right_of_the_best(path, rounds=ROUNDS)) > MOST} == {}


def test_what_is_kept_when_it_is_asked_for_tells_that_it_was(published: None) -> None:
    """The control: the same page drawn for its first reader, as the pictures of older periods are."""
    assert right_of_the_best(PAGES[0], rounds=6, **{DRAWN_ANEW: "1"}) >= 0.95
