"""Was this page useful: asked where it should be, answered at the page's own address, counted and nothing else."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from reports.intake import page_answers
from reports.intake.feedback_views import NAMES
from reports.intake.models import PageAnswers
from reports.intake.page_answers import PAGES, ShownAnswers, UnknownPage, count_answer, shown_answers
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "fixed_clock")]

QUARTER = page_answers.quarter_of(NOW.date())
THANKS = {
    "": "Thank you. We added your answer to a count. We kept nothing else.",
    "/cy": "Diolch. Rydym wedi ychwanegu eich ateb at gyfrif. Nid ydym wedi cadw dim arall.",
}
# Where nobody is asked: the report and its deletion, what takes a form of its own, and the way to other pages.
SILENT = ("/", "/report", "/withdraw", "/help/check", "/help/routes", "/contact", "/help/in/pl", "/map", "/leave")


def counted() -> dict[str, list[int]]:
    """The exact counts of the running quarter as [no, yes], by page; those of which nothing is kept are left out."""
    rows = list(PageAnswers.objects.all())
    assert [row.quarter for row in rows] in ([], [QUARTER])
    counts = page_answers._opened(rows[0]) if rows else []
    every = {page: counts[2 * place : 2 * place + 2] for place, page in enumerate(PAGES)} if rows else {}
    return {page: both for page, both in every.items() if any(both)}


def address_of(page: str, language: str = "en-gb") -> str:
    with translation.override(language):
        return reverse(page)


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_asks_and_takes_the_answer_at_its_own_address(client: Client, page: str, prefix: str) -> None:
    address = address_of(page, "cy" if prefix else "en-gb")
    asked = client.get(address).text
    form = re.findall(r'<form method="post" [^>]*class="app-useful__form" data-useful>.*?</form>', asked, re.S)
    assert len(form) == 1
    assert re.findall(r'name="(\w+)" value="(\w+)"', form[0]) == [("useful", "1"), ("useful", "0")]
    assert "action=" not in form[0]
    answered = client.post(address, {"useful": "1"})
    assert (answered.status_code, answered["Cache-Control"], len(answered.cookies)) == (204, "no-store", 0)
    assert answered.content == b""  # the browser stays at the page, and has no other to go back to
    assert f'data-thanks="{THANKS[prefix]}"' in asked
    assert counted() == {page: [0, 1]}


@pytest.mark.parametrize("address", SILENT)
def test_nobody_is_asked_where_an_answer_could_tell_or_hinder(client: Client, address: str) -> None:
    assert "app-useful" in client.get("/help/stalking").text
    assert "app-useful" not in client.get(address).text
    client.post(address, {"useful": "1"})
    assert counted() == {}


def test_an_answer_adds_one_to_its_page_and_quarter_and_nothing_else(client: Client) -> None:
    """Every other table stays as it was; the row holds no page, no day and no order."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("reports_")]
    tables.remove("reports_pageanswers")
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608
        for address, useful in (("/help/stalking", "1"), ("/cy/help/stalking", "1"), ("/help/stalking", "0")):
            client.post(address, {"useful": useful})
        assert {name: cursor.execute(f"SELECT * FROM {name}").fetchall() for name in tables} == before  # noqa: S608
    assert counted() == {"guidance:stalking": [1, 2]}
    assert [field.name for field in PageAnswers._meta.get_fields()] == ["quarter", "encrypted"]


@pytest.mark.parametrize("said", [{}, {"useful": ""}, {"useful": "2"}, {"useful": "yes"}, {"other": "1"}])
def test_what_is_no_answer_is_refused_as_before_and_not_counted(client: Client, said: dict[str, str]) -> None:
    assert client.post("/help/stalking", said).status_code == 405
    assert counted() == {}


def test_another_site_cannot_answer(client: Client) -> None:
    asked = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/help/stalking", {"useful": "1"}, headers=asked).status_code == 403
    assert counted() == {}


def test_the_answer_is_the_same_for_yes_and_no_and_whoever_came_before(client: Client) -> None:
    """Byte for byte, head and body: nothing a stranger asks tells what was said, nor how often."""

    def seen(useful: str) -> tuple[int, bytes, list[tuple[str, str]]]:
        response = client.post("/help/stalking", {"useful": useful})
        return response.status_code, response.content, sorted(response.headers.items())

    first, asked = seen("1"), client.get("/help/stalking").content
    assert {repr(seen(useful)) for useful in "01" * 30} == {repr(first)}
    assert client.get("/help/stalking").content == asked
    assert counted() == {"guidance:stalking": [30, 31]}


def test_the_first_answer_of_a_quarter_is_come_by_as_any_other(client: Client) -> None:
    """The same statements, with values of the same length: how long it takes tells nobody that he is the first."""

    def statements() -> list[tuple[str, int]]:
        with CaptureQueriesContext(connection) as queries:
            client.post("/help/stalking", {"useful": "1"})
        # Django's own number for a point to go back to counts up.
        texts = [re.sub(r"\bs\d+_x\d+\b", "s", one["sql"]) for one in queries]
        return [(re.sub(r"'[^']*'", "?", text), len(text)) for text in texts]

    assert PageAnswers.objects.count() == 0
    first = statements()
    assert first == statements() == statements()
    assert any("UPDATE" in sql for sql, _length in first)


def test_staff_see_whole_tens_and_nothing_below(client: Client) -> None:
    manager = factories.make_person("manager")
    for page, yes, no in (("guidance:help", 9, 9), ("guidance:orders", 10, 9), ("public_map:method", 3, 29)):
        for is_useful, times in ((True, yes), (False, no)):
            for _ in range(times):
                count_answer(page, is_useful=is_useful, now=NOW)
    assert shown_answers() == [
        ShownAnswers(QUARTER, "guidance:orders", 10, 0),
        ShownAnswers(QUARTER, "public_map:method", 0, 20),
    ]
    client.force_login(manager)
    source = client.get("/staff/feedback").text
    body = source[source.index("<tbody") : source.index("</tbody>")]
    cells = [" ".join(cell.split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body, re.S)]
    assert [cells[at] for at in (0, 2, 3, 4, 6, 7)] == [
        *("Can a court order them to stay away?", "10", "fewer than 10"),
        *("How we produce the figures", "fewer than 10", "20"),
    ]


def test_a_quarter_is_counted_by_itself() -> None:
    later = NOW + datetime.timedelta(days=100)
    for now in (NOW, later):
        for _ in range(10):
            count_answer("guidance:help", is_useful=True, now=now)
    newest = page_answers.quarter_of(later.date())
    assert shown_answers() == [ShownAnswers(each, "guidance:help", 10, 0) for each in (newest, QUARTER)]
    assert [page_answers.quarter_of(datetime.date(2026, month, 1)) for month in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        *("2026-Q1", "2026-Q1", "2026-Q2", "2026-Q2", "2026-Q3", "2026-Q3", "2026-Q4", "2026-Q4")
    ]


def test_a_record_has_one_length_and_is_written_anew_every_night() -> None:
    """Whether or not somebody answered: two backups beside each other look alike."""
    page_answers.write_answers_anew(NOW)
    quiet = bytes(PageAnswers.objects.get().encrypted)
    page_answers.write_answers_anew(NOW)
    again = bytes(PageAnswers.objects.get().encrypted)
    count_answer("guidance:help", is_useful=False, now=NOW)
    told = bytes(PageAnswers.objects.get().encrypted)
    assert {len(quiet), len(again), len(told)} == {12 + 4 * 2 * 128 + 16}
    assert len({quiet, again, told}) == 3
    assert counted() == {"guidance:help": [1, 0]}


def test_another_secret_opens_nothing_but_one_that_was_kept_does(settings: Any, caplog: Any) -> None:
    for _ in range(10):
        count_answer("guidance:help", is_useful=True, now=NOW)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9
    assert shown_answers() == []
    assert "SECRET_KEY is another one" in caplog.text
    settings.SECRET_KEY_FALLBACKS = [before]
    assert shown_answers() == [ShownAnswers(QUARTER, "guidance:help", 10, 0)]


def test_every_page_that_asks_exists_and_has_a_name_for_staff() -> None:
    assert list(NAMES) == list(PAGES)
    assert len(set(PAGES)) == len(PAGES) <= 128
    assert all(address_of(page).startswith("/") for page in PAGES)
    with pytest.raises(UnknownPage):
        count_answer("intake:report", is_useful=True, now=NOW)
