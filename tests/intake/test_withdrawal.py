"""Four words delete a report, in the queue and after it, until its release freezes; all reports have them."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports.aggregation.models import CountBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.intake import deletion_code_limit, retention, withdrawal
from reports.intake.code_words import WORDS
from reports.intake.draft import decrypt_draft
from reports.intake.models import IncomingReport, Report, Submission
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.intake.withdrawal import NoSuchCode, code_of_submission, mark_of_submission, withdraw_report
from reports.moderation.decisions import accept_reports
from reports.moderation.expiring import Span, freeze_accepted
from reports.moderation.models import Decision, ReportStatus, Waiting
from reports.publication.releasing import publish_release
from tests import factories
from tests.factories import NOW, WESTBY
from tests.intake.test_submission import ANSWERS, ID
from tests.intake.walking import Reporter

ADDRESS = "/withdraw"


@pytest.fixture
def filed(country: dict[str, Area]) -> str:
    """One report among another's; the code of the first."""
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    return code_of_submission(ID)


def test_there_are_2048_words_a_finger_can_type() -> None:
    assert len(WORDS) == len(set(WORDS)) == 2048
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{3,9}", word)] == []


def test_every_report_has_a_mark_whether_or_not_its_code_was_asked_for(country: dict[str, Area]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    assert IncomingReport.objects.get().withdrawal_mark == mark_of_submission(ID)
    shuffle_intake(now=NOW, whole=True)
    assert Report.objects.get().withdrawal_mark == mark_of_submission(ID)


def test_another_secret_gives_another_code_and_another_mark(filed: str, settings: Any) -> None:
    before = mark_of_submission(ID)
    settings.SECRET_KEY = "another"
    with pytest.raises(NoSuchCode):  # nor is the form known again
        code_of_submission(ID)
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    assert (code_of_submission(ID) == filed, mark_of_submission(ID) == before) == (False, False)


def test_the_number_of_the_form_is_nowhere_and_what_is_kept_makes_no_code(filed: str) -> None:
    """Whoever holds the database and the secret could else make each report's mark of its form's number."""
    kept = set(Submission.objects.values_list("id", flat=True))
    assert (len(kept), ID in kept) == (2, False)
    marks = set(IncomingReport.objects.values_list("withdrawal_mark", flat=True))
    assert mark_of_submission(ID) in marks
    assert marks & {mark_of_submission(one) for one in kept} == set()


def test_a_report_is_deleted_from_the_queue(filed: str) -> None:
    withdraw_report(filed)
    assert [row.withdrawal_mark == mark_of_submission(ID) for row in IncomingReport.objects.all()] == [False]
    with pytest.raises(NoSuchCode):
        withdraw_report(filed)


def test_an_accepted_report_is_deleted_with_its_status_and_the_next_counts_are_without_it(filed: str) -> None:
    shuffle_intake(now=NOW, whole=True)
    accept_reports(Report.objects.values_list("id", flat=True), by=None, now=NOW)
    assert rebuild_counts().reports == 2
    withdraw_report(f"  {filed.upper().replace(' ', '-')} ")
    assert (Report.objects.count(), ReportStatus.objects.count(), Waiting.objects.count()) == (1, 1, 0)
    assert Decision.objects.count() == 2  # appended for ever, the one's id leads nowhere
    assert rebuild_counts().reports == 1
    assert CountBlock.objects.count() == 1


def test_a_frozen_release_throws_the_marks_of_its_own_reports_away(filed: str, country: dict[str, Area]) -> None:
    shuffle_intake(now=NOW, whole=True)
    frozen, waiting = Report.objects.order_by("withdrawal_mark")
    accept_reports([frozen.id], by=None, now=NOW, accepted_on=factories.TODAY.replace(month=9))
    rebuild_counts()
    publish_release(country[WESTBY], quarter="2026-Q3", now=NOW)
    assert Report.objects.get(id=frozen.id).withdrawal_mark is None
    assert Report.objects.get(id=waiting.id).withdrawal_mark == waiting.withdrawal_mark


def test_a_council_freezes_without_going_through_the_marks_of_the_country(
    country: dict[str, Area], django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """361 councils publish on one morning: each that went through all marks would take as long as all of them."""
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for council in [WESTBY] * 3 + [factories.EASTBY] * 9:
        factories.make_accepted_report(council=council, withdrawal_mark=uuid.uuid4())
    with django_assert_num_queries(1 + 2):  # which of its own have a mark, and three of them by twos
        assert freeze_accepted(Span(WESTBY, factories.TODAY, factories.TODAY)) == 3
    assert Report.objects.exclude(withdrawal_mark=None).count() == 9


def test_no_code_is_told_of_a_form_that_was_not_sent(country: dict[str, Area]) -> None:
    with pytest.raises(NoSuchCode):
        code_of_submission(ID)


def shown_code(reporter: Reporter) -> str:
    """The words on the page."""
    found = re.search(r"data-code>([^<]*)<", reporter.page)
    assert found, reporter.text
    return found[1]


def test_whoever_asks_on_the_last_page_can_delete_the_report_without_script(reporter: Reporter, client: Client) -> None:
    reporter.to_check().press("send")
    assert (reporter.heading, IncomingReport.objects.count()) == ("Thank you", 1)
    words = shown_code(reporter.press("code"))
    assert (reporter.heading, len(words.split())) == ("Your 4 words", 4)
    assert client.get(ADDRESS).status_code == 200
    page = client.post(ADDRESS, {"w": words})
    assert "The report is deleted" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert IncomingReport.objects.count() == 0
    assert "Nothing was deleted" in client.post(ADDRESS, {"w": words}).content.decode()


def test_the_last_page_shows_no_code_by_itself_and_none_from_another_site(reporter: Reporter, client: Client) -> None:
    reporter.to_check()
    number = decrypt_draft(reporter.encrypted, now=timezone.now()).submission_id
    reporter.press("send")
    code = code_of_submission(number)
    assert code not in reporter.page
    assert client.post(ADDRESS, {"w": code}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert IncomingReport.objects.count() == 1
    welsh = client.post(f"/cy{ADDRESS}", {"w": code}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (welsh.status_code, IncomingReport.objects.count()) == (200, 0)


@pytest.mark.usefixtures("set_clock")
def test_wrong_words_are_few_and_right_ones_are_no_guess(country: dict[str, Area], client: Client) -> None:
    ids = [uuid.uuid4() for _ in range(60)]
    for one in ids:
        submit_report(ANSWERS, submission_id=one, now=NOW)
    for one in ids[1:]:
        assert "is deleted" in client.post(ADDRESS, {"w": code_of_submission(one)}).text
    tries = 0
    while (answer := client.post(ADDRESS, {"w": "one two three four"})).status_code == 200:
        tries += 1
    assert 10 <= tries < 50
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    right = code_of_submission(ids[0])
    assert client.post(ADDRESS, {"w": right}).status_code == 429  # else a full measure would still tell a right guess
    assert IncomingReport.objects.count() == 1
    assert client.post(ADDRESS, {"w": right}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert IncomingReport.objects.count() == 0


@pytest.mark.usefixtures("set_clock")
def test_nobody_shuts_the_page_for_everybody(filed: str, client: Client) -> None:
    """170 wrong codes from 17 addresses did."""
    for number in range(1_000):
        client.post(ADDRESS, {"w": "one two three four"}, REMOTE_ADDR=f"192.0.2.{number % 250}")
    assert "is deleted" in client.post(ADDRESS, {"w": filed}, REMOTE_ADDR="198.51.100.1").text


@pytest.mark.parametrize("words", ["", " ", "\0", "x" * 31_000, "żółw " * 4, "able able able able able"])
def test_anything_else_is_no_code(words: str, filed: str, client: Client) -> None:
    assert client.post(ADDRESS, {"w": words}).status_code == 200
    assert IncomingReport.objects.count() == 2


def test_where_somebody_reads_the_log_is_emptied_soon_after(
    country: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then it holds the report that was deleted, and its time the minute."""
    woken: list[bool] = []
    monkeypatch.setattr(withdrawal, "hide_arrivals_soon", lambda: woken.append(True))
    for is_emptied in (True, False):
        monkeypatch.setattr(withdrawal, "overwrite_log", lambda is_emptied=is_emptied: is_emptied)
        number = uuid.uuid4()
        submit_report(ANSWERS, submission_id=number, now=NOW)
        withdraw_report(code_of_submission(number))
        assert woken == [True] * (not is_emptied)
    assert IncomingReport.objects.count() == 0


@pytest.mark.parametrize(("language", "asks"), [("", "Enter all 4 words"), ("/cy", "Rhowch y 4 gair i gyd")])
@pytest.mark.parametrize(
    "words", ["", "  ", "able", "able acid acorn", "able acid acorn acre act", "1 2 3 4", "€" * 60]
)
@pytest.mark.usefixtures("set_clock")
def test_words_that_are_no_code_are_asked_for_again_and_not_counted(
    client: Client, words: str, language: str, asks: str
) -> None:
    for _try in range(deletion_code_limit.SOURCE_FEWEST + deletion_code_limit.SOURCE_SPREAD):
        page = client.post(f"{language}{ADDRESS}", {"w": words})
    assert (page.status_code, asks in page.content.decode()) == (200, True)
