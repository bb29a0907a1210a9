"""The privacy page against the tables: what is kept is said, and what is said never to be kept has no column."""

import re

import pytest
from django.db.models import Field
from django.test import Client

from reports.intake import draft
from reports.intake.models import AboutYouTally, EncryptedAboutYou, IncomingReport, Report, Submission
from reports.moderation.models import Decision
from tests.guidance.pages import Page
from tests.guidance.test_pages import address_of

# Where the page speaks of each column; a column added without a sentence fails here.
SAID = {
    (Report, "id"): "A random number that identifies the report",
    (Report, "cell"): "one of many small hexagons",
    (Report, "council"): "The council the place is in",
    (Report, "received_on"): "The day the report arrived. Not the hour or the minute",
    (Report, "source"): "That it came from the form on this site",
    (Report, "felt_in"): "the month",
    (Report, "band"): "the time of day",
    (Report, "day_kind"): "weekday or weekend",
    (Report, "frequency"): "how often",
    (Report, "reasons"): "the reasons",
    (Report, "main_reason"): "the reasons",
    (Report, "incident"): "whether something happened",
    (Report, "why_not_reported"): "why it was not reported",
    (Report, "withdrawal_mark"): "A number made from 4 words that can delete the report",
    (Report, "verification"): "How the form was sent",
    (Submission, "id"): "A number that stops a report from being counted twice",
    (Submission, "digest"): "A number that stops a report from being counted twice",
    (Submission, "ticket"): "A number that stops its 4 words from being shown twice: until the second night after",
    (Submission, "received_on"): "A number that stops a report from being counted twice: until the second night after",
    (AboutYouTally, "council"): "this council",
    (AboutYouTally, "month"): "this month",
    (AboutYouTally, "question"): "We only add one to a count",
    (AboutYouTally, "answer"): "We only add one to a count",
    (AboutYouTally, "count"): "We only add one to a count",
    (
        EncryptedAboutYou,
        "encrypted",
    ): "Until then the answers are held encrypted, separate from each other and from your report",
    (Decision, "state"): "What a person decided when they checked it, and on which day",
    (Decision, "decided_on"): "What a person decided when they checked it, and on which day",
}
# What waits to be shuffled is spoken of in the same sentences; its number is thrown away with the shuffle.
SAID |= {(IncomingReport, name): said for (model, name), said in SAID.items() if model is Report}
# A row's own number, which holds nothing of a person, and what names a count by what it counts.
KEYS = {(AboutYouTally, "pk"), (EncryptedAboutYou, "id")}
NEVER = re.compile(
    r"ip$|address|agent|browser|email|phone|name|referr|cookie|session|latitude|longitude|_at$|text|note"
)


@pytest.mark.parametrize("model", [IncomingReport, Report, Submission, EncryptedAboutYou, AboutYouTally])
def test_every_column_about_a_report_is_spoken_of(client: Client, model: type[Report]) -> None:
    """One sentence for each; none kept in silence."""
    words = Page(client.get(address_of("privacy")).content.decode()).words
    columns = {(model, field.name) for field in model._meta.get_fields() if isinstance(field, Field)}
    assert columns - KEYS <= set(SAID)
    assert [SAID[column] for column in columns - KEYS if SAID[column] not in words] == []


@pytest.mark.parametrize("model", [IncomingReport, Report, Submission, EncryptedAboutYou, AboutYouTally, Decision])
def test_no_column_could_hold_what_the_page_says_is_never_written(model: type[Report]) -> None:
    """No address, no time, no coordinates, no words."""
    names = [field.name for field in model._meta.get_fields() if isinstance(field, Field)]
    assert [name for name in names if NEVER.search(name)] == []
    kinds = {field.get_internal_type() for field in model._meta.get_fields() if isinstance(field, Field)}
    assert kinds.isdisjoint({"DateTimeField", "TimeField", "FloatField", "GenericIPAddressField", "TextField"})


def test_the_time_a_form_stays_valid_is_the_one_the_page_names(client: Client) -> None:
    """Two hours, and without script 20 minutes."""
    words = Page(client.get(address_of("privacy")).content.decode()).words
    assert draft.LIFETIME.total_seconds() == 2 * 60 * 60
    assert draft.LIFETIME_ALONE.total_seconds() == 20 * 60
    assert "We no longer accept them after 2 hours, or after 20 minutes with JavaScript turned off." in words
