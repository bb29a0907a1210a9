"""The council's desk: write, see, publish, correct, withdraw; slips are refused in words, others' are not there."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.geography.models import Area
from reports.responses.forms import months_back
from reports.responses.models import LONGEST, Response, ResponseState
from reports.responses.writing import ChangedMeanwhile
from reports.staff.models import AuditEntry
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, IN_WESTBY, LLANFACH, TODAY, WESTBY
from tests.public_map.releases import make_place
from tests.queries import ROW_LEVEL_SECURITY
from tests.responses.wordings import ENGLISH, WELSH, draft, published, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
DESK, NEW = reverse("responses_desk:desk"), reverse("responses_desk:new")


def at(name: str, response: Response) -> str:
    """The address of an act or a page of one response."""
    return reverse(f"responses_desk:{name}", args=[response.pk])


def sent(**changes: Any) -> dict[str, Any]:
    """A form filled in: lamps mended last month."""
    month = months_back(timezone.localdate())[1]
    return {"council": WESTBY, "kind": "lighting", "done_in": f"{month:%Y-%m}", "text_en": ENGLISH} | changes


def errors_of(page: str) -> list[str]:
    """What the summary of errors says."""
    listed = re.findall(r'govuk-error-summary__list">(.*?)</ul>', page, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", listed[0], re.DOTALL)]


@pytest.fixture
def officer(client: Client) -> Client:
    """Westby's officer, signed in."""
    client.force_login(factories.make_person("council_officer", WESTBY))
    return client


def test_what_was_written_is_a_draft_shown_in_both_languages(officer: Client) -> None:
    make_place("Newton", IN_WESTBY, 900, name_cy="Trenewydd")
    answer = officer.post(NEW, sent(place="newton", text_en="  We mended\r\n\r\n\r\nthe  lamps. ", text_cy=WELSH))
    made = Response.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at("one", made))
    assert (made.state, made.council_id, made.place, made.place_cy) == (
        ResponseState.DRAFT,
        WESTBY,
        "Newton",
        "Trenewydd",
    )
    assert (made.text_en, made.text_cy) == ("We mended\n\nthe lamps.", WELSH)
    page = officer.get(at("one", made)).content.decode()
    previews = re.findall(r'<div class="govuk-inset-text" lang="([^"]+)">(.*?)</div>', page, flags=re.DOTALL)
    assert [language for language, _html in previews] == ["en-GB", "cy"]
    assert ("Lighting repaired or added: Newton" in previews[0][1], "We mended" in previews[0][1]) == (True, True)
    assert ("Trwsio neu ychwanegu goleuadau: Trenewydd" in previews[1][1], WELSH in previews[1][1]) == (True, True)
    assert officer.get("/responses").content.decode().count("We mended") == 0
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"council": EASTBY}, ["Choose a council."]),
        ({"kind": "magic"}, ["Choose what was done."]),
        ({"done_in": "2099-01"}, ["Choose a month."]),
        ({"text_en": " "}, ["Say what you did, in English or in Welsh or in both."]),
        (
            {"text_en": "é" * (LONGEST + 1)},
            [f"Use {LONGEST} characters or fewer. There are {LONGEST + 1} now."],
        ),
        (
            {"text_en": "Write to a@b.uk."},
            ["Remove the email address: a@b.uk. Responses must not lead to people."],
        ),
        (
            {"text_cy": "Ffoniwch 01632 960123"},
            ["Remove the phone number: 01632 960123. Responses must not lead to people."],
        ),
        ({"text_en": "See www.b.uk"}, ["Remove the web address: www.b.uk. Responses show only plain text."]),
        ({"text_en": "At BS1 4DJ."}, ["Remove the postcode: BS1 4DJ. It identifies a few homes."]),
        ({"text_en": "Thanks, Mrs Jones."}, ["Remove the name of the person: Mrs Jones."]),
        (
            {"text_en": "After 3 reports we came."},
            [
                "Remove ‘3 reports’. Do not say how many people reported, or that anyone did: someone could be "
                "identified by it."
            ],
        ),
        (
            {"place": "Nowhere"},
            ["Westby has no town, village or station of this name. Check it, or leave it empty."],
        ),
        ({"place": "Mill"}, ["Westby has no one place of this name. Did you mean: Milltown, Millford?"]),
    ],
)
def test_each_slip_is_refused_in_words(officer: Client, changes: dict[str, str], said: list[str]) -> None:
    make_place("Milltown", IN_WESTBY, 5_000)
    make_place("Millford", IN_WESTBY, 4_000)
    answer = officer.post(NEW, sent(**changes))
    assert answer.status_code == 400
    assert errors_of(answer.content.decode()) == said
    assert not Response.objects.exists()
    assert officer.post(NEW, sent(text_en="é" * LONGEST)).status_code == 302


def test_a_draft_is_published_corrected_and_withdrawn(officer: Client) -> None:
    made = draft()
    answer = officer.post(at("publish", made), {"seen": 1}, follow=True).content.decode()
    assert "Published: everyone can read it now." in answer
    assert ENGLISH in officer.get("/responses").content.decode()
    answer = officer.post(at("correct", made), follow=True).content.decode()
    second = Response.objects.exclude(pk=made.pk).get()
    assert ENGLISH in answer
    changed = sent(text_en="We mended all lamps.", seen=1)
    assert "We mended all lamps." in officer.post(at("change", second), changed, follow=True).content.decode()
    assert "We mended all lamps." not in officer.get("/responses").content.decode()
    officer.post(at("publish", second), {"seen": 2})
    public = officer.get("/responses").content.decode()
    assert ("We mended all lamps." in public, ENGLISH in public) == (True, False)
    second.refresh_from_db()
    answer = officer.post(at("withdraw", second), {"seen": second.revision}, follow=True).content.decode()
    assert "Withdrawn: the public can no longer see it." in answer
    assert "We mended all lamps." not in officer.get("/responses").content.decode()
    assert list(AuditEntry.objects.order_by("number").values_list("act", "area")) == [
        ("publish-response", WESTBY),
        ("publish-response", WESTBY),
        ("withdraw-response", WESTBY),
    ]


def test_a_draft_is_deleted(officer: Client) -> None:
    answer = officer.post(at("discard", draft()), {"seen": 1}, follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert "The draft is deleted." in answer.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("seen", ["", "0", "2", "x", "²", "-1"])
@pytest.mark.parametrize("act", ["publish", "discard", "change"])
def test_words_that_were_not_seen_do_not_go_out(officer: Client, act: str, seen: str) -> None:
    made = draft()
    answer = officer.post(at(act, made), sent(seen=seen) if act == "change" and seen != "x" else {"seen": seen})
    if answer.status_code == 400:  # the form itself refuses what is no number
        assert act == "change"
    else:
        assert "Nothing was done" in officer.get(answer["Location"]).content.decode()
    made.refresh_from_db()
    assert (made.state, made.revision) == (ResponseState.DRAFT, 1)


def test_a_colleague_may_have_deleted_it_meanwhile(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft()

    def gone_before(response: Response, **_options: object) -> None:
        Response.objects.all().delete()
        raise ChangedMeanwhile(response)

    monkeypatch.setattr("reports.responses.writing.publish_response", gone_before)
    answer = officer.post(at("publish", made), {"seen": 1}, follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert "Nothing was done" in answer.content.decode()


@pytest.mark.parametrize("role", ["council_officer", "manager"])
def test_each_sees_and_does_what_is_of_their_own_councils(client: Client, role: str) -> None:
    client.force_login(factories.make_person(role, BORDERSHIRE))
    own = [draft(WESTBY, text_en="Westby's."), published(EASTBY, text_en="Eastby's.")]
    other = published(LLANFACH, text_en="Another's.")
    page = client.get(DESK).content.decode()
    assert ["Westby&#x27;s." in page, "Eastby&#x27;s." in page, "Another&#x27;s." in page] == [True, True, False]
    assert [client.get(at("one", it)).status_code for it in (*own, other)] == [200, 200, 404]
    assert client.post(at("withdraw", other), {"seen": other.revision}).status_code == 404
    assert client.post(NEW, sent(council=LLANFACH)).status_code == 400
    assert client.post(at("publish", own[0]), {"seen": 1}).status_code == 302
    states = dict(Response.objects.values_list("pk", "state"))
    assert states == dict.fromkeys((own[0].pk, own[1].pk, other.pk), "published")


def test_a_response_cannot_be_moved_to_another_council(client: Client) -> None:
    client.force_login(factories.make_person("council_officer", BORDERSHIRE))
    made = draft(WESTBY)
    assert client.post(at("change", made), sent(council=EASTBY, seen=1)).status_code == 400
    made.refresh_from_db()
    assert made.council_id == WESTBY


def test_somebody_without_a_council_is_told_so(client: Client) -> None:
    client.force_login(factories.make_person("council_officer", WESTBY))
    Area.objects.filter(code=WESTBY).update(is_current=False)
    assert "You have no council." in client.get(DESK).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for maker in (draft, published, withdrawn)[:count]:
        maker()
    officer.get(DESK)
    with django_assert_num_queries(7 + ROW_LEVEL_SECURITY):
        page = officer.get(DESK).content.decode()
    assert page.count("Lighting repaired or added") == count


def test_the_months_go_back_two_years_over_the_turn_of_the_year() -> None:
    months = months_back(TODAY.replace(month=2, day=28))
    assert [f"{month:%Y-%m}" for month in months[:4]] == ["2026-02", "2026-01", "2025-12", "2025-11"]
    assert (len(months), f"{months[-1]:%Y-%m}") == (24, "2024-03")


def test_an_old_response_keeps_its_month_in_the_form(officer: Client) -> None:
    made = draft(done_in=TODAY.replace(year=2020, month=3, day=1))
    assert '<option value="2020-03" selected>March 2020</option>' in officer.get(at("change", made)).content.decode()
