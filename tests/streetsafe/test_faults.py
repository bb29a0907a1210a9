"""The pages for requests that cannot be answered, drawn without a database or a session."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from streetsafe import faults
from streetsafe.urls import handler400, handler403, handler404, handler500
from streetsafe.urls import urlpatterns as site_urlpatterns
from tests import factories
from tests.factories import WESTBY

PAGES: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: lambda request: faults.bad_request(request, Exception()),
    403: lambda request: faults.forbidden(request, Exception()),
    404: lambda request: faults.not_found(request, Exception()),
    413: faults.too_large,
    500: faults.server_error,
    503: faults.unavailable,
}
# What each says to do, and what became of the answers.
SAYS = {
    400: ["Your answers were not saved anywhere.", 'href="/report"', 'href="tel:999"'],
    403: ["Nothing was changed.", 'href="/report"'],
    404: ["check it is right", 'href="/"'],
    413: ["Nothing was saved.", 'href="/report"'],
    500: ["The fault is ours.", "It will be counted once.", 'href="tel:999"'],
    503: ["it has not been saved", "Please send it again later.", 'href="tel:999"'],
}


def raising(fault: Exception) -> Callable[[HttpRequest], HttpResponse]:
    """A view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise fault

    return view


def noting(request: HttpRequest) -> HttpResponse:
    """A view whose answer is well, and whose session is written after it."""
    request.session["seen"] = 1
    return HttpResponse("noted")


urlpatterns = [
    path("noting", noting),
    path("locked", raising(OperationalError("database is locked"))),
    path("full", raising(OperationalError("database or disk is full"))),
    path("away", raising(InterfaceError("connection already closed"))),
    path("wrong", raising(ProgrammingError("a fault in a query"))),
    path("broken", raising(ZeroDivisionError("a fault of ours"))),
    *site_urlpatterns,
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@pytest.mark.parametrize("status", PAGES)
def test_each_page_says_what_to_do_in_the_frame_of_the_site(status: int) -> None:
    response = PAGES[status](RequestFactory().get("/report"))
    page = response.content.decode()
    assert response.status_code == status
    for words in SAYS[status]:
        assert words in page
    assert page.count("<h1") == 1
    assert " data-quick-exit>" in page
    assert f"- {settings.SITE_NAME}</title>" in page
    assert '<meta name="robots" content="noindex' in page


@pytest.mark.parametrize("status", PAGES)
def test_each_page_stands_in_welsh_too(status: int) -> None:
    with translation.override("cy"):
        page = PAGES[status](RequestFactory().get("/cy/report")).content.decode()
    assert '<html class="govuk-template" lang="cy"' in page
    assert 'href="/report" hreflang="en"' in page


@pytest.mark.urls("tests.streetsafe.test_faults")
@pytest.mark.parametrize("address", ["/locked", "/full", "/away"])
def test_a_database_that_cannot_answer_is_503_with_a_time_to_wait(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(faults.RETRY_AFTER_SECONDS)
    assert "cannot save anything right now" in response.content.decode()


@pytest.mark.urls("tests.streetsafe.test_faults")
def test_a_session_that_cannot_be_written_is_503_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", full_disk)
    response = client.get("/noting")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(faults.RETRY_AFTER_SECONDS)


@pytest.mark.urls("tests.streetsafe.test_faults")
@pytest.mark.parametrize("address", ["/broken", "/wrong"])
def test_a_fault_of_ours_is_500_and_shows_nothing_of_itself(client: Client, address: str) -> None:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == 500
    assert "Retry-After" not in response.headers
    assert "a fault" not in response.content.decode()


@pytest.mark.urls("tests.streetsafe.test_faults")
def test_the_log_names_the_cause_and_not_the_visitor(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/locked?secret", headers={"user-agent": "a-phone"}, REMOTE_ADDR="192.0.2.7")
    assert [record.getMessage() for record in caplog.records if record.name == "streetsafe.middleware"] == [
        "the database cannot answer: database is locked"
    ]
    assert not any(word in caplog.text for word in ("secret", "a-phone", "192.0.2.7"))


def test_a_missing_page_is_drawn_without_the_database(client: Client) -> None:
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_missing_welsh_page_is_drawn_in_welsh_and_leads_to_english(client: Client) -> None:
    page = client.get("/cy/nothing-here").content.decode()
    assert 'lang="cy"' in page
    assert 'href="/" hreflang="en"' in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/staff/", ["signed in or out in another tab", "Go back, reload the page and send it", 'href="/staff/home"']),
        ("/contact", ["You cannot do this", "Nothing was changed.", 'href="/report"']),
        ("/cy/contact", ["Ni newidiwyd dim.", 'href="/cy/report"']),
    ],
)
@pytest.mark.parametrize("debug", [True, False])
def test_a_form_without_its_token_gets_a_page_of_ours(
    address: str, words: list[str], settings: Any, *, debug: bool
) -> None:
    """Signed out in another tab, or cookies refused: the framework's own page is English, and for programmers."""
    settings.DEBUG = debug
    response = Client(enforce_csrf_checks=True).post(address, {"username": "mo", "password": "x"})
    page = response.content.decode()
    assert response.status_code == 403
    assert [said for said in words if said not in page] == []
    assert "CSRF" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/staff/no-such-page", 404, "Page not found"),
        ("/staff/audit?who=%00", 400, "We could not read what was sent"),
        ("/staff/people/role/999/end", 404, "Page not found"),
    ],
)
def test_a_fault_on_a_staff_page_speaks_to_staff(
    client: Client, country: None, address: str, status: int, words: str
) -> None:
    """A reporter's words, "start a report again", say nothing to a manager, and take the menu away."""
    client.force_login(factories.make_person("manager", WESTBY))
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f">{words}</h1>" in page
    assert 'href="/staff/home"' in page
    assert ("Start a report" in page, "tel:999" in page) == (False, False)
