"""The one name that nginx has in its keys: it leads nowhere from the moment at which what is published changes."""

import datetime
import http.server
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.management.page_addresses import public_pages
from reports.publication.models import Release
from reports.responses.models import Response
from streetsafe.prepared_pages import edges, files
from tests import factories
from tests.factories import WESTBY
from tests.public_map.releases import QUARTER, WESTBY_CELL, make_release
from tests.responses.wordings import draft, published

SITE = "http://testserver"


class Edge:
    """Stands for where nginx takes pages: notes what it is handed."""

    def __init__(self) -> None:
        """Listens on loopback."""
        self.asked: list[tuple[str, ...]] = []
        edge = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Answers with nothing."""

            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                names = ("Host", "Accept-Encoding", "X-Pages-Edition")
                edge.asked.append((self.path, *(self.headers[name] for name in names)))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: object) -> None:
                """Nothing."""

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def edge(settings: Any, country: dict[str, Area], set_clock: Callable[..., None]) -> Iterator[Edge]:
    """An edge, and something published."""
    make_release()
    found = Edge()
    settings.EDGE_URL = found.url
    yield found
    found.server.shutdown()
    found.server.server_close()


def prepare() -> None:
    """Runs the command."""
    call_command("prepare_pages", site=SITE, stdout=io.StringIO())


def leads_to(var: Any) -> str:
    """Where nginx is led."""
    return Path(var, "edge", "now").resolve().name


def test_every_page_is_handed_over_in_both_forms_under_the_name_that_is_then_open(edge: Edge, settings: Any) -> None:
    prepare()
    assert leads_to(settings.VAR_DIR) == edges.name_of_now()
    key = str(Path(settings.VAR_DIR, "edge", "now").resolve())
    wanted = {(page.path, "testserver", form, key) for page in public_pages() for form in ("gzip", "identity")}
    assert (set(edge.asked), len(edge.asked)) == (wanted, len(wanted))
    edge.asked.clear()
    prepare()
    assert edge.asked == []  # all of it lies there


def test_after_a_day_all_are_handed_over_again_so_that_none_stays_by_being_read(
    edge: Edge, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare()
    everything = len(edge.asked)
    edge.asked.clear()
    monkeypatch.setattr(edges, "FILLED_ANEW_AFTER", -1_000_000_000)
    prepare()
    assert len(edge.asked) == everything


def _withdraw_a_hexagon() -> None:
    call_command("withdraw_cell", f"{WESTBY}-{QUARTER}", f"{WESTBY_CELL:x}", by="m", stdout=io.StringIO())


def _publish_a_response() -> None:
    officer = factories.StaffClient()
    officer.force_login(factories.make_person("council_officer", WESTBY))
    waiting = Response.objects.get(state="draft")
    answer = officer.post(reverse("responses_desk:publish", args=[waiting.pk]), {"seen": waiting.revision})
    assert (answer.status_code, Response.objects.get(pk=waiting.pk).state) == (302, "published")


def _withdraw_a_response() -> None:
    officer = factories.StaffClient()
    officer.force_login(factories.make_person("council_officer", WESTBY))
    told = Response.objects.get(state="published")
    answer = officer.post(reverse("responses_desk:withdraw", args=[told.pk]), {"seen": told.revision})
    assert (answer.status_code, Response.objects.get(pk=told.pk).state) == (302, "withdrawn")


@pytest.mark.parametrize("act", [_withdraw_a_hexagon, _publish_a_response, _withdraw_a_response])
def test_an_act_closes_the_edge_before_it_has_ended(edge: Edge, settings: Any, act: Callable[[], None]) -> None:
    factories.make_person("manager", WESTBY, username="m")
    draft() if act is _publish_a_response else published()
    prepare()
    opened = leads_to(settings.VAR_DIR)
    assert Client().get("/map").status_code == Client().post("/map", {"q": "Westby"}).status_code == 200
    assert leads_to(settings.VAR_DIR) == opened  # who reads closes nothing
    act()
    assert leads_to(settings.VAR_DIR) == "none"
    prepare()
    assert leads_to(settings.VAR_DIR) not in {"none", opened}


def test_what_changes_while_pages_are_handed_over_leaves_the_edge_closed(
    edge: Edge, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = edges.open_edge

    def publishes_first(name: str, **how: bool) -> None:
        make_release(quarter="2026-Q2", total=50)
        opened(name, **how)

    monkeypatch.setattr(edges, "open_edge", publishes_first)
    prepare()
    assert (Release.objects.count(), leads_to(settings.VAR_DIR)) == (2, "none")


def test_an_edge_that_is_away_is_told_and_is_not_opened(edge: Edge, settings: Any) -> None:
    settings.EDGE_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match=r"EDGE_URL: nothing answers at http://127\.0\.0\.1:9"):
        prepare()
    assert not Path(settings.VAR_DIR, "edge").exists()
    assert "X-Accel-Expires" in Client(headers={"host": "testserver"}).get("/map").headers  # the service has them


def test_without_an_edge_nothing_is_led_anywhere(country: dict[str, Area], settings: Any) -> None:
    make_release()
    prepare()
    assert files.folder().exists()
    assert not Path(settings.VAR_DIR, "edge").exists()
    assert datetime.timedelta(seconds=edges.FILLED_ANEW_AFTER) < datetime.timedelta(days=1)
