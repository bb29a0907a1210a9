"""Twenty places without hints in one look, one act and one batch; places decided meanwhile say so in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Verification
from reports.moderation.attention import claim_group
from reports.moderation.decisions import accept_reports
from reports.moderation.history import latest_batches
from reports.moderation.models import Decision, ReportStatus
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import IN_EASTBY, IN_WESTBY, NOW, TODAY, WESTBY
from tests.moderation.pages import FURTHER, FURTHEST, QUEUE, group_url, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
TOGETHER = reverse("moderation:together")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def cell_name(at: tuple[float, float]) -> str:
    return hexgrid.name(hexgrid.cell_at(*at, GROUP_RESOLUTION))


def sent(page: Any, *ticked: str) -> dict[str, Any]:
    """What the form sends."""
    together = page.context["together"]
    return {"digest": together.digest, "shown": [place.name for place in together.places], "place": list(ticked)}


def test_twenty_places_are_accepted_as_one_batch_and_what_is_not_ticked_waits(desk: Client) -> None:
    for number in range(23):
        factories.make_report(at=(-2.60 + number * 0.008, 51.45))
    assert "Look at 20 places together" in text_of(desk.get(QUEUE))
    page = desk.get(TOGETHER)
    places = [place.name for place in page.context["together"].places]
    assert len(places) == 20
    answer: Any = desk.post(TOGETHER, sent(page, *places[:18]))
    assert answer.url.startswith(f"{QUEUE}?batch=")
    assert "18 reports accepted." in text_of(desk.get(answer.url))
    assert ReportStatus.objects.filter(state="accepted").count() == 18
    assert Decision.objects.values("batch").distinct().count() == 1
    assert {place.name for place in desk.get(TOGETHER).context["together"].places} >= set(places[18:])


def test_hinted_places_those_put_aside_and_those_a_colleague_looks_at_are_not_among_them(desk: Client) -> None:
    factories.make_report(reasons=["followed"])
    for at, changes in (
        (FURTHER, {"verification": Verification.UNVERIFIED}),
        (FURTHEST, {}),
        ((-2.65, 51.35), {}),
        (IN_EASTBY, {"council": factories.EASTBY}),
    ):
        factories.make_report(at=at, **changes)
    colleague = factories.make_person("moderator", WESTBY)
    claim_group(hexgrid.cell_at(*FURTHEST, 9), list(Area.objects.filter(code=WESTBY)), by=colleague, now=NOW)
    desk.post(f"{group_url((-2.65, 51.35))}/hold", {"act": "hold"})
    page = desk.get(TOGETHER)
    assert [place.name for place in page.context["together"].places] == [cell_name(IN_WESTBY)]
    assert "Being followed, now or in the past. Evening, 6pm to midnight, Monday to Friday, Once" in text_of(page)


@pytest.mark.parametrize("what", ["came", "decided", "of another area"])
def test_what_is_no_longer_as_it_was_shown_decides_nothing(desk: Client, what: str) -> None:
    reports = [factories.make_report(), factories.make_report(at=FURTHER)]
    page = desk.get(TOGETHER)
    form = sent(page, cell_name(IN_WESTBY), cell_name(FURTHER))
    if what == "came":
        factories.make_report()
    elif what == "decided":
        accept_reports([reports[0].pk], by=None, now=NOW)
    else:
        factories.make_report(at=IN_EASTBY, council=factories.EASTBY)
        form["shown"].append(cell_name(IN_EASTBY))
        form["place"].append(cell_name(IN_EASTBY))
        form["digest"] = "0" * 64
    before = Decision.objects.count()
    page = desk.post(TOGETHER, form)
    assert page.status_code == 409
    assert "Something here has changed since you opened this page. Nothing was decided." in text_of(page)
    assert Decision.objects.count() == before


def test_nothing_ticked_is_refused_in_words(desk: Client) -> None:
    factories.make_report()
    page = desk.post(TOGETHER, sent(desk.get(TOGETHER)))
    assert page.status_code == 400
    assert "Select at least one place." in text_of(page)
    assert not Decision.objects.exists()


def test_a_manager_looks_and_does_not_accept(client: Client) -> None:
    factories.make_report()
    client.force_login(factories.make_person("manager", WESTBY))
    page = client.get(TOGETHER)
    assert len(page.context["together"].places) == 1
    assert "Accept the reports of the selected places" not in text_of(page)
    assert client.post(TOGETHER, sent(page, cell_name(IN_WESTBY))).status_code == 403


@pytest.mark.parametrize(("address", "form"), [("", None), ("/all", None), ("/all", {}), ("/hold", {"act": "hold"})])
def test_a_place_decided_meanwhile_says_so_at_each_of_its_addresses(
    desk: Client, address: str, form: dict[str, str] | None
) -> None:
    report = factories.make_report()
    factories.make_report(at=IN_EASTBY, council=factories.EASTBY)
    url = group_url(IN_WESTBY) + address
    accept_reports([report.pk], by=None, now=NOW)
    words = "Nothing waits at this place Its reports were decided meanwhile, or it is not in your area."
    for asked in (url, group_url(IN_EASTBY) + address):
        page = desk.get(asked) if form is None else desk.post(asked, form)
        assert page.status_code == 404
        assert words in text_of(page)


def test_a_page_of_alike_reports_shows_their_answers_once_and_each_can_be_chosen(desk: Client) -> None:
    alike = [factories.make_report(reasons=["groups"]) for _ in range(40)]
    other = factories.make_report(reasons=["followed"])
    page = desk.get(group_url(IN_WESTBY))
    html = page.content.decode()
    assert sorted(one.count for one in page.context["shown"].alike) == [1, 40]
    assert "40 reports with these answers" in text_of(page)
    assert html.count("Evening, 6pm to midnight") == 2
    assert html.count('name="report"') == 41
    keep = [f"{report.pk}.0" for report in [*alike[:2], other]]
    desk.post(group_url(IN_WESTBY), {"act": "accept", "report": keep})
    assert set(ReportStatus.objects.values_list("report", flat=True)) == {alike[0].pk, alike[1].pk, other.pk}


def test_a_hint_about_every_report_is_said_once(desk: Client) -> None:
    for number in range(5):
        factories.make_report(reasons=["groups"] if number else ["followed"])
    page = text_of(desk.get(group_url(IN_WESTBY)))
    assert page.count("5 reports arrived on 20 November 2026.") == 1


def test_what_was_decided_here_before_is_told(desk: Client) -> None:
    assert "Decided here before" not in text_of(desk.get(group_url(IN_WESTBY)))
    for _ in range(3):
        factories.make_accepted_report()
    factories.make_report()
    assert "Decided here before: 3 accepted, 0 rejected." in text_of(desk.get(group_url(IN_WESTBY)))


def test_history_names_the_place_or_counts_the_places(desk: Client) -> None:
    factories.make_street("Mill Lane", IN_WESTBY)
    mo = StaffUser.objects.get()
    accept_reports([factories.make_report().pk, factories.make_report().pk], by=mo, now=NOW)
    several = [factories.make_report(at=at).pk for at in (IN_WESTBY, FURTHER, FURTHEST)]
    accept_reports(several, by=mo, now=NOW)
    batches = latest_batches(Area.objects.filter(code=WESTBY)).batches
    assert [(batch.count, batch.places, batch.where) for batch in batches] == [
        (3, 3, "Westby"),
        (2, 1, "near Mill Lane, Westby"),
    ]
    words = text_of(desk.get(reverse("moderation:history")))
    assert "3 reports accepted. 3 places of Westby" in words
    assert "2 reports accepted. near Mill Lane, Westby" in words


def test_the_desk_says_what_to_do_about_danger_now(desk: Client) -> None:
    factories.make_report()
    for address in (QUEUE, group_url(IN_WESTBY), TOGETHER):
        words = text_of(desk.get(address))
        assert "If reports suggest danger now" in words
        assert "Call your control room. If you cannot reach it, call 999." in words
