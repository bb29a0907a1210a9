"""What people say of themselves: encrypted while the month runs, counted when it is over, joined to nothing."""

import datetime
import logging
import uuid
from dataclasses import replace
from typing import Any

import pytest

from reports.geography.models import Area
from reports.intake.about_you import count_about_you
from reports.intake.answers import ABOUT_QUESTIONS
from reports.intake.models import AboutYouTally, EncryptedAboutYou, IncomingReport, Submission
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from tests import factories
from tests.factories import NOW, WESTBY
from tests.intake.test_submission import ANSWERS

NOVEMBER = datetime.date(2026, 11, 1)
DECEMBER = datetime.datetime(2026, 12, 1, 3, 0, tzinfo=datetime.UTC)


def send(**changes: Any) -> None:
    submit_report(replace(ANSWERS, **changes), submission_id=uuid.uuid4(), now=NOW)


def tallies() -> list[tuple[Any, ...]]:
    """Every tally, in order."""
    return list(AboutYouTally.objects.order_by("pk").values_list("council", "month", "question", "answer", "count"))


def test_a_months_answers_are_counted_when_it_is_over_and_not_with_a_shuffling(country: dict[str, Area]) -> None:
    send()
    send()
    send(about=(("gender", "man"),))
    shuffle_intake(now=NOW, whole=True)
    assert (tallies(), EncryptedAboutYou.objects.count()) == ([], 9)
    shuffle_intake(now=DECEMBER)  # which shuffles nothing, and counts all the same
    assert tallies() == [
        (WESTBY, NOVEMBER, "age", "16-24", 2),
        (WESTBY, NOVEMBER, "gender", "man", 1),
        (WESTBY, NOVEMBER, "gender", "woman", 2),
    ]
    assert EncryptedAboutYou.objects.count() == 0
    shuffle_intake(now=DECEMBER)
    assert [row[-1] for row in tallies()] == [2, 1, 2]


def test_what_comes_late_is_added(country: dict[str, Area]) -> None:
    send()
    count_about_you(DECEMBER.date())
    send()
    assert count_about_you(DECEMBER.date()) == 3
    assert [row[-1] for row in tallies()] == [2, 2]


@pytest.mark.parametrize(
    "about", [(), ANSWERS.about, (("age", "under-16"), ("gender", "another"), ("disability", "yes"))]
)
def test_nothing_tells_who_answered(country: dict[str, Area], about: tuple[tuple[str, str], ...]) -> None:
    send(about=about)
    encrypted = [bytes(row) for row in EncryptedAboutYou.objects.values_list("encrypted", flat=True)]
    assert [len(row) for row in encrypted] == [108] * len(ABOUT_QUESTIONS)
    assert len(set(encrypted)) == len(ABOUT_QUESTIONS)


def test_the_rows_share_no_value_and_no_field_with_the_report(country: dict[str, Area]) -> None:
    send()
    fields = {field.name for field in EncryptedAboutYou._meta.fields} - {"id"}
    assert fields & {field.name for field in IncomingReport._meta.fields} == set()
    of_the_report = {str(value) for row in IncomingReport.objects.values() for value in row.values()}
    of_the_report |= {str(value) for row in Submission.objects.values() for value in row.values()}
    waiting = EncryptedAboutYou.objects.values_list("id", "encrypted")
    assert {str(value) for row in waiting for value in row} & of_the_report == set()
    content = b"".join(bytes(encrypted) for _, encrypted in waiting)
    assert [word for word in (b"16-24", b"woman", b"E0600", b"2026", b"gender") if word in content] == []


def test_another_secret_opens_nothing_and_stops_no_shuffling(
    country: dict[str, Area], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A backup holds no secret: whoever has one cannot read what waits."""
    send()
    settings.SECRET_KEY = "another"
    with caplog.at_level(logging.WARNING):
        assert shuffle_intake(now=NOW, whole=True).moved == 1
    assert (tallies(), EncryptedAboutYou.objects.count()) == ([], 0)
    assert "3 encrypted rows about people could not be opened" in caplog.text


def test_a_quiet_site_forgets_the_numbers_of_forms_too(country: dict[str, Area]) -> None:
    """Without another report, and although fewer than ten wait."""
    send()
    shuffle_intake(now=NOW + datetime.timedelta(days=1))
    assert Submission.objects.count() == 1
    shuffle_intake(now=NOW + datetime.timedelta(days=2))
    assert (Submission.objects.count(), IncomingReport.objects.count()) == (0, 1)


def test_the_counts_have_no_number_of_their_own(country: dict[str, Area]) -> None:
    send()
    count_about_you(DECEMBER.date())
    assert "id" not in {field.name for field in AboutYouTally._meta.fields}
    assert AboutYouTally.objects.get(pk=(factories.WESTBY, NOVEMBER, "age", "16-24")).count == 1
