"""A program reads one dataset of one area for one person, as long as that person may."""

import base64
import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.staff.models import AccessToken, AuditEntry, Membership, StaffUser
from reports.staff.token_auth import key_of
from reports.staff.tokens import NotYourToken, TokenRefused, make_token, revoke_token, token_of_key
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, TODAY, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
TOKENS, EXTRACT = reverse("staff:tokens"), reverse("council_exports:extract")
SUMMER = {"question": "where", "quarter": "2026-Q3", "format": "csv"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: value.date() if value else TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def officer() -> StaffUser:
    """Somebody of Bordershire who may export."""
    return factories.make_person("council_officer", BORDERSHIRE, username="offie")


def made(person: StaffUser, code: str = WESTBY) -> str:
    """The key of a new token."""
    return make_token("QGIS", dataset="extract", area=Area.objects.get(code=code), by=person, now=NOW).key


def counted() -> None:
    """Reports of a closed quarter in Westby and in Eastby."""
    for code, place in ((WESTBY, factories.IN_WESTBY), (EASTBY, factories.IN_EASTBY)):
        for _number in range(6):
            factories.make_accepted_report(at=place, council=code, accepted_on=datetime.date(2026, 8, 3))
    rebuild_counts()
    for code in (WESTBY, EASTBY):
        freeze_counts(code, until="2026-Q3")


def basic(key: str, username: str = "anything") -> str:
    """The header of Basic authentication."""
    return "Basic " + base64.b64encode(f"{username}:{key}".encode()).decode()


def asked(header: str | None, council: str = WESTBY, **headers: str) -> Any:
    """The answer to a program that asks for an extract, with no cookie."""
    sent = headers | ({"Authorization": header} if header is not None else {})
    return Client().get(EXTRACT, SUMMER | {"council": council}, headers=sent)


@pytest.mark.parametrize("wrap", ["Token {}".format, "token  {}".format, "Bearer {}".format, basic])
def test_a_program_reads_the_extract_with_a_token(officer: StaffUser, wrap: Any) -> None:
    counted()
    answer = asked(wrap(made(officer)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert WESTBY in answer.content.decode()
    assert not answer.cookies
    entry = AuditEntry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.act, entry.who, json.loads(entry.detail)["token"]) == ("export", "offie", "QGIS")


def test_a_token_opens_no_area_but_its_own(officer: StaffUser) -> None:
    counted()
    key = made(officer)
    assert asked(f"Token {key}", EASTBY).status_code == 404  # the person may, the token may not
    assert asked(f"Token {made(officer, EASTBY)}", EASTBY).status_code == 200
    force = made(officer, BORDERSHIRE)
    assert [asked(f"Token {force}", code).status_code for code in (WESTBY, EASTBY, LLANFACH)] == [200, 200, 404]


def test_a_token_is_worthless_at_once_after_it_is_revoked(officer: StaffUser) -> None:
    counted()
    key = made(officer)
    assert asked(f"Token {key}").status_code == 200
    revoke_token(AccessToken.objects.get(), by=officer, now=NOW)
    for header in (f"Token {key}", basic(key)):
        answer = asked(header)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic ")
        assert WESTBY not in answer.content.decode()


def test_a_token_works_to_the_end_of_its_90th_day(officer: StaffUser) -> None:
    key = made(officer)
    last = NOW + datetime.timedelta(days=90)
    assert token_of_key(key, dataset="extract", now=last).label == "QGIS"
    with pytest.raises(TokenRefused):
        token_of_key(key, dataset="extract", now=last + datetime.timedelta(days=1))


def test_a_token_opens_no_other_dataset(officer: StaffUser) -> None:
    with pytest.raises(TokenRefused):
        token_of_key(made(officer), dataset="other", now=NOW)


def test_a_token_dies_with_its_persons_role_or_account(officer: StaffUser) -> None:
    counted()
    key = made(officer)
    Membership.objects.update(area_id=EASTBY)
    assert asked(f"Token {key}").status_code == 404
    Membership.objects.update(area_id=WESTBY, expires_on=TODAY - datetime.timedelta(days=1))
    assert asked(f"Token {key}").status_code == 403
    Membership.objects.update(expires_on=None)
    assert asked(f"Token {key}").status_code == 200
    StaffUser.objects.update(is_active=False)
    assert asked(f"Token {key}").status_code == 401


def test_the_key_is_not_kept_and_of_its_use_the_day_alone(officer: StaffUser) -> None:
    key = made(officer)
    assert AccessToken.objects.get().last_used_on is None
    token_of_key(key, dataset="extract", now=NOW)
    assert AccessToken.objects.get().last_used_on == TODAY
    assert key not in str(list(AccessToken.objects.values()) + list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Token",
        "Token wrong",
        "Bearer x",
        "Basic",
        "Basic %%%",
        "Basic /w==",
        "Basic " + base64.b64encode(b"x").decode(),
    ],
)
def test_whatever_is_wrong_with_a_key_the_answer_is_401(header: str) -> None:
    answer = asked(header)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Basic ")
    assert answer.json() == {
        "title": "Unauthorized",
        "status": 401,
        "detail": "The access token is missing, wrong, revoked or too old.",
    }


def test_an_address_of_before_tells_a_program_which_to_use(officer: StaffUser) -> None:
    """It was by first and last quarter, and of another cut: a program that keeps it must be told."""
    counted()
    older = {"council": WESTBY, "first": "2026-Q3", "last": "2026-Q3", "format": "csv"}
    answer = Client().get(EXTRACT, older, headers={"Authorization": f"Token {made(officer)}"})
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    instead = re.search(r"http://testserver(\S+)\.", answer.json()["detail"])
    assert instead
    again = Client().get(instead[1], headers={"Authorization": f"Token {made(officer)}"})
    assert (again.status_code, again["Content-Type"]) == (200, "text/csv; charset=utf-8")


def test_every_fault_of_a_program_is_a_problem(client: Client, officer: StaffUser) -> None:
    """A quarter that is none, a council that is not the token's, a form sent; the page of a fault stays for people."""
    counted()
    key = made(officer)
    sent = {"Authorization": f"Bearer {key}"}
    wrong = Client().get(
        EXTRACT, {"council": WESTBY, "question": "where", "quarter": "x", "format": "csv"}, headers=sent
    )
    assert (wrong.status_code, list(wrong.json()), list(wrong.json()["errors"])) == (
        400,
        ["title", "status", "errors"],
        ["quarter"],
    )
    others = Client().get(EXTRACT, SUMMER | {"council": LLANFACH}, headers=sent)
    posted = Client().post(EXTRACT, headers=sent)
    assert [(answer.status_code, answer.json()) for answer in (others, posted)] == [
        (404, {"title": "Not Found", "status": 404}),
        (405, {"title": "Method Not Allowed", "status": 405}),
    ]
    assert posted["Allow"] == "GET, HEAD"
    client.force_login(officer)
    page = client.get(EXTRACT, SUMMER | {"council": LLANFACH}, headers={"Accept": "text/html"})
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_wrong_key_is_refused_even_to_somebody_signed_in(client: Client, officer: StaffUser) -> None:
    counted()
    client.force_login(officer)
    wanted = SUMMER | {"council": WESTBY}
    assert client.get(EXTRACT, wanted).status_code == 200
    assert client.get(EXTRACT, wanted, headers={"Authorization": "Token wrong"}).status_code == 401


def test_a_program_without_a_key_is_asked_for_one_and_a_browser_is_sent_to_sign_in() -> None:
    assert asked(None, Accept="*/*").status_code == 401
    assert asked(None).status_code == 401
    assert asked(None, Accept="text/html,*/*").status_code == 302


def test_a_token_opens_no_page() -> None:
    key = made(factories.make_person("manager", ENGLAND))
    for name in ("staff:home", "staff:people", "staff:audit", "staff:tokens", "moderation:queue", "analyst:hotspots"):
        answer = Client().get(reverse(name), headers={"Authorization": f"Token {key}"})
        assert (name, answer.status_code) == (name, 302)


def test_the_password_of_a_person_is_no_token(officer: StaffUser) -> None:
    assert asked(basic(factories.PASSWORD, "offie")).status_code == 401


def test_the_key_is_the_password_whatever_stands_in_it() -> None:
    assert key_of(basic("a:b:ç")) == "a:b:ç"


@pytest.mark.parametrize(("role", "code"), [("council_officer", EASTBY), ("moderator", WESTBY)])
def test_nobody_makes_a_token_for_what_they_may_not_read(role: str, code: str) -> None:
    with pytest.raises(NotYourToken):
        made(factories.make_person(role, code))
    assert not AccessToken.objects.exists()


def test_a_manager_revokes_in_the_own_area_and_a_colleague_does_not(officer: StaffUser) -> None:
    made(officer)
    token = AccessToken.objects.get()
    for person in (factories.make_person("council_officer", WESTBY), factories.make_person("manager", EASTBY)):
        with pytest.raises(NotYourToken):
            revoke_token(token, by=person, now=NOW)
    revoke_token(token, by=factories.make_person("manager", WESTBY, username="ma"), now=NOW)
    assert [(entry.act, entry.who, entry.area) for entry in AuditEntry.objects.order_by("number")] == [
        ("make-token", "offie", WESTBY),
        ("revoke-token", "ma", WESTBY),
    ]


def test_the_page_shows_a_key_once(client: Client, officer: StaffUser) -> None:
    client.force_login(officer)
    page = client.post(TOKENS, {"label": "Excel", "dataset": "extract", "area": WESTBY}, follow=True)
    key = page.context["key"]
    assert key in page.content.decode()
    after = client.get(TOKENS).content.decode()
    assert "Excel" in after
    assert key not in after
    client.post(reverse("staff:revoke_token", args=[AccessToken.objects.get().pk]))
    assert ">Revoked<" in client.get(TOKENS).content.decode()


def test_the_page_refuses_another_area(client: Client, officer: StaffUser) -> None:
    client.force_login(officer)
    page = client.post(TOKENS, {"label": "Excel", "dataset": "extract", "area": LLANFACH})
    assert (page.status_code, "Choose an area from the list." in page.content.decode()) == (400, True)
    assert not AccessToken.objects.exists()


def test_a_role_that_may_not_register_webhooks_gets_no_token_for_them(client: Client) -> None:
    client.force_login(factories.make_person("analyst", WESTBY))
    answer = client.post(TOKENS, {"label": "x", "dataset": "webhook", "area": WESTBY, "once": "1"})
    assert (answer.status_code, AccessToken.objects.count()) == (400, 0)
    assert "Your role in this area does not allow this." in answer.content.decode()
    client.force_login(factories.make_person("council_officer", WESTBY))
    client.post(TOKENS, {"label": "x", "dataset": "webhook", "area": WESTBY, "once": "1"})
    assert AccessToken.objects.get().dataset == "webhook"
