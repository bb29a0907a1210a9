"""Game A17: over whole histories of a service no report is ever given more than its budget.

`HISTORIES=2000` plays as many as the proof asks for, or in pieces with `HISTORIES=500 HISTORIES_FROM=500`; the suite
plays a few. With `-rP` it says how much was spent, and in how many draws.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from reports.publication import taking_over
from tests.adversary.histories import BUDGET, History

pytestmark = pytest.mark.django_db
HISTORIES = int(os.environ.get("HISTORIES", "12"))
FIRST = int(os.environ.get("HISTORIES_FROM", "0"))
STEPS = 70
# The controls look at a hundred histories from one on that finds it: the others take their time and are the same game.


class Played(Exception):
    """Takes a history back when it has been played."""


@pytest.fixture(autouse=True)
def only_what_matters() -> Iterator[None]:
    """Files are compressed, synced and drawn as shapes elsewhere; here a folder is what its manifest promises."""
    with (
        patch("reports.publication.folders.brotli.compress", lambda content, quality: b""),
        patch("reports.publication.folders.gzip.compress", lambda content, level, mtime: b""),
        patch("os.fsync", lambda handle: None),
        patch("reports.publication.geopackage.geopackage_of", lambda geojson, date: b""),
    ):
        yield


def played(seeds: range, settings: Any, **options: Any) -> Iterator[History]:
    """Histories, each beginning with an empty database."""
    releases = settings.RELEASES_DIR
    for seed in seeds:
        settings.RELEASES_DIR = releases.with_name(f"releases-{seed}")
        history: History | None = None
        try:
            with transaction.atomic():
                history = History(seed, **options)
                history.play(STEPS)
                raise Played
        except Played:
            assert history is not None
            yield history


def most_spent(history: History) -> int:
    """Tenths of epsilon spent on the report that spent most."""
    return max(history.spent.values(), default=0)


def test_no_history_spends_more_on_a_report_than_was_promised(settings: Any) -> None:
    """Exactly: what each draw was given is counted, report by report."""
    seeds = range(FIRST, FIRST + HISTORIES)
    histories = [*played(seeds[::2], settings), *played(seeds[1::2], settings, restores=False)]
    most = Counter(map(most_spent, histories))
    stated = Counter(what for history in histories for what in history.stated)
    print(f"{len(histories)} histories, most spent in tenths of epsilon: {dict(most)}; {dict(stated)}")  # noqa: T201  # for whoever plays all
    assert max(most) <= BUDGET, most
    assert most[BUDGET] > len(histories) // 12  # some spend all of it: it is no empty game
    assert {"total", "map", "mix", "refused"} <= stated.keys()


def test_the_game_finds_what_forgets_what_is_spent(settings: Any) -> None:
    """The control: without the trigger that notes it at each move, reports are counted again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute("DROP TRIGGER report_moves" + " ON reports_report" * (connection.vendor == "postgresql"))
    assert any(most_spent(history) > BUDGET for history in played(range(10, 110), settings, restores=False))


def test_the_game_finds_a_restore_that_draws_again(settings: Any) -> None:
    """The control: a restored database that publishes as if nothing had been drawn since."""
    with (
        patch("reports.publication.place.refuse_elsewhere", lambda: None),
        patch.object(taking_over, "_is_given_up", lambda council, until: False),
        patch("reports.publication.adopting.bring_folders", lambda folder: []),
        patch("tests.adversary.histories.refuse_turned_back", lambda now: None),
    ):
        assert any(most_spent(history) > BUDGET for history in played(range(17, 117), settings))
