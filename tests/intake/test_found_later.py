"""An encrypted field that somebody finds later opens nothing, and the four words are shown once."""

import datetime
import itertools
import re
from collections.abc import Callable

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.intake.draft import decrypt_draft
from reports.intake.models import IncomingReport, Submission
from reports.intake.submission import CodeShown, submit_report, take_code
from reports.intake.withdrawal import NoSuchCode, code_of_submission, withdraw_report
from tests import factories
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS, ID
from tests.intake.walking import Reporter

KEY = "0f" * 16  # as a page's script makes one
STEPS = ["start", "code", "where", "main", "check", "no-such"]
BUTTONS = ["show", "send", "back", "next", "change-why"]
# What only whoever opens the answers can show: the place, the reasons, what was ticked, the help that fits, the words.
SHOWS = re.compile(r"Westby|Badly lit|Being followed, now or in the past|Stalking|\bchecked\b|data-code|name=\"a\"")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.timedelta], None]:
    """Sets the views' clock so much later than factories.NOW."""

    def set_to(later: datetime.timedelta) -> None:
        monkeypatch.setattr("reports.intake.views.timezone.now", lambda: NOW + later)

    set_to(datetime.timedelta())
    return set_to


def walked(reporter: Reporter) -> list[str]:
    """A report up to the check page; each encrypted field of the way."""
    encrypted = [reporter.start().encrypted]
    for button, fields in (
        ("find", {"q": "Westby Cross"}),
        ("here", {}),
        ("next", {"one": ["badly-lit"], "two": ["followed"]}),
        ("next", {"one": "followed"}),
        ("next", {"one": "3"}),
        ("skip", {}),
        ("skip", {}),
    ):
        encrypted.append(reporter.press(button, **fields).encrypted)
    return encrypted


def opens(field: str, client: Client, key: str) -> bool:
    """Whether somebody who has the whole of it is shown the answers: what is looked for below can be found."""
    answer = client.post("/report", {"s": "check", "a": field, "b": "show"} | ({"k": key} if key else {}))
    return {"Westby", "Badly lit", "Being followed, now or in the past"} <= set(SHOWS.findall(answer.text))


def shown_for(fields: list[str], client: Client, **more: str) -> dict[tuple[int, str, str], list[str]]:
    """What any step and button shows of each field, by who has the field alone."""
    shown = {}
    for (at, field), step, button in itertools.product(enumerate(fields), STEPS, BUTTONS):
        answer = client.post("/report", {"s": step, "a": field, "b": button, **more})
        assert answer.status_code < 500
        if found := SHOWS.findall(answer.text.split("<main", 1)[1].split("</main>", 1)[0]):
            shown[at, step, button] = found
    return shown


@pytest.mark.parametrize("key", ["", KEY], ids=["without script", "with script"])
def test_no_field_of_a_report_that_was_sent_opens_anything(reporter: Reporter, client: Client, key: str) -> None:
    reporter.key = key
    fields = walked(reporter)
    assert opens(fields[-1], client, key)
    fields.append(reporter.press("send").encrypted)
    assert "data-code" in reporter.press("code").page
    assert shown_for(fields, client) == {}
    assert (IncomingReport.objects.count(), Submission.objects.count()) == (1, 1)


def test_with_script_a_field_alone_opens_nothing_at_any_time(reporter: Reporter, client: Client) -> None:
    reporter.key = KEY
    fields = walked(reporter)
    assert opens(fields[-1], client, KEY)
    assert shown_for(fields, client) == {}
    assert shown_for(fields, client, k=KEY[::-1]) == {}
    fields = [reporter.press("send").encrypted]
    assert 'name="a"' in reporter.page
    assert shown_for(fields, client) == {}
    assert "data-code" in reporter.press("code").page  # and the page itself is still shown the words


def test_without_script_a_field_opens_nothing_20_minutes_after_its_page_was_made(
    reporter: Reporter, client: Client, clock: Callable[[datetime.timedelta], None]
) -> None:
    fields = walked(reporter)
    clock(datetime.timedelta(minutes=20))
    assert opens(fields[-1], client, "")
    fields.append(reporter.press("send").encrypted)
    clock(datetime.timedelta(minutes=40, seconds=1))
    assert shown_for(fields, client) == {}


def test_without_script_a_report_sent_again_is_kept_once_and_shows_nothing(reporter: Reporter) -> None:
    sends = {"s": "check", "a": reporter.to_check().encrypted, "b": "send"}
    assert reporter.send(sends).heading == "Thank you"
    reporter.send(sends)
    assert (reporter.response.status_code, reporter.heading) == (200, "Thank you")
    assert "We have received your report, once only, however often it is sent." in reporter.text
    assert "Who can help" not in reporter.text  # what fits would tell what was answered
    assert IncomingReport.objects.count() == 1


def test_with_script_whoever_changes_an_answer_without_having_heard_hears_that_it_is_kept(reporter: Reporter) -> None:
    reporter.key = KEY
    at_check = reporter.to_check().encrypted
    reporter.press("send")  # the answer is lost on its way
    reporter.send({"s": "check", "a": at_check, "b": "change-when"})
    assert (reporter.response.status_code, reporter.heading) == (200, "Thank you")
    assert "data-code" in reporter.press("code").page


@pytest.mark.parametrize("key", ["", KEY], ids=["without script", "with script"])
def test_the_words_are_shown_once(reporter: Reporter, key: str) -> None:
    reporter.key = key
    sends = {"s": "check", "a": reporter.to_check().encrypted, "b": "send"}
    asks = {"s": "code", "a": reporter.send(sends).encrypted, "b": "code"}
    words = re.findall(r"data-code>([^<]*)<", reporter.send(asks).page)
    assert len(words) == 1
    for again in ([asks], [asks], [sends, asks]):
        for fields in again:
            reporter.send(fields)
        assert (reporter.response.status_code, reporter.heading) == (410, "The 4 words are shown once")
        assert words[0] not in reporter.page


def test_the_page_before_says_that_the_words_are_shown_once(reporter: Reporter) -> None:
    assert "We show them only once: not after Back" in reporter.to_check().press("send").text


@pytest.mark.parametrize("key", ["", KEY], ids=["without script", "with script"])
def test_a_page_kept_open_after_deleting_does_not_thank(reporter: Reporter, client: Client, key: str) -> None:
    reporter.key = key
    sends = {"s": "check", "a": reporter.to_check().encrypted, "b": "send"}
    asks = {"s": "code", "a": reporter.send(sends).encrypted, "b": "code"}
    number = decrypt_draft(sends["a"], now=NOW, key=key).submission_id
    withdraw_report(code_of_submission(number))
    for fields in (sends, asks, sends | {"b": "change-why"}, {"s": "start", "a": sends["a"]}):
        reporter.send(fields)
        assert (reporter.response.status_code, reporter.heading) == (410, "The report is deleted")
        assert "Thank you" not in reporter.text
    assert IncomingReport.objects.count() == 0


def test_of_two_who_ask_for_the_words_one_is_shown_them(country: dict[str, Area]) -> None:
    with pytest.raises(NoSuchCode):
        take_code(ID)
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    assert take_code(ID) == code_of_submission(ID)
    with pytest.raises(CodeShown):
        take_code(ID)


def test_the_table_does_not_tell_whose_words_were_shown(country: dict[str, Area]) -> None:
    """A form's number and its ticket are random to whoever has not the form, before and after."""
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    before = Submission.objects.values().get()
    take_code(ID)
    after = Submission.objects.values().get()
    changed = {name for name, value in before.items() if value != dict(after)[name]}
    assert changed == {"ticket"}
    assert set(before) == {"id", "digest", "ticket", "received_on"}
    assert {type(row["ticket"]) for row in (before, after)} == {type(before["id"])}
    assert after["received_on"] == factories.TODAY
