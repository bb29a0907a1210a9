"""The mail of each Monday: to the one address named, once, the same whether or not something is new."""

import datetime
import smtplib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.analyst.alerts import FoundAlert, keep_alerts
from reports.analyst.models import AlertKind
from reports.geography import hexgrid
from reports.geography.models import Area
from streetsafe import environment
from streetsafe.environment import Refused
from tests.factories import IN_WESTBY, WESTBY

MONDAY = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TEXT = (
    "What is new in your areas is on your first page after signing in:\nhttp://places.example/staff/\n\n"
    "This mail comes each Monday at the same time, whether or not something is new.\n\n"
    "Mae’r hyn sy’n newydd yn eich ardaloedd ar eich tudalen gyntaf ar ôl mewngofnodi:\nhttp://places.example/staff/\n\n"
    "Daw’r e-bost hwn bob dydd Llun ar yr un adeg, p’un a oes rhywbeth newydd ai peidio.\n"
)


@pytest.fixture(autouse=True)
def an_address(settings: Any) -> None:
    settings.MONDAY_MAIL_TO = "analysts@force.example"
    settings.ALLOWED_HOSTS = ["places.example"]
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command at a moment; what it says."""

    def at(moment: datetime.datetime) -> str:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        said = StringIO()
        call_command("send_monday_mail", stdout=said)
        return said.getvalue()

    return at


def sent() -> list[tuple[str, str, str, list[str]]]:
    return [(str(one.subject), str(one.body), one.from_email, one.to) for one in mail.outbox]


def test_it_is_sent_once_each_monday(run: Any) -> None:
    assert run(MONDAY - DAY) == "Nothing is sent. It is not Monday.\n"
    assert run(MONDAY) == "Sent.\n"
    assert run(MONDAY + datetime.timedelta(hours=3)) == "Nothing is sent. It was sent today.\n"
    assert run(MONDAY + DAY) == "Nothing is sent. It is not Monday.\n"
    assert len(sent()) == 1
    assert run(MONDAY + 7 * DAY) == "Sent.\n"
    assert sent() == [("Places", TEXT, "analysts@force.example", ["analysts@force.example"])] * 2


@pytest.mark.django_db
def test_it_says_the_same_when_something_is_new(run: Any, country: dict[str, Area]) -> None:
    run(MONDAY)
    found = FoundAlert(WESTBY, hexgrid.cell_at(*IN_WESTBY, 10), AlertKind.CLUSTER, MONDAY.date(), 9, 1, 0, 1000)
    assert keep_alerts(WESTBY, [found], is_enough=True, on=(MONDAY + DAY).date()) == 1
    assert len(sent()) == 1  # none on a find
    run(MONDAY + 7 * DAY)
    first, second = (one.message() for one in mail.outbox)
    names = [name for name in first.keys() if name not in {"Date", "Message-ID"}]  # noqa: SIM118  # of a mail, not a dict
    assert [first[name] for name in names] == [second[name] for name in names]
    assert first.get_payload() == second.get_payload()


def test_without_an_address_nothing_is_sent(run: Any, settings: Any) -> None:
    settings.MONDAY_MAIL_TO = ""
    assert run(MONDAY) == "Nothing is sent. MONDAY_MAIL_TO names no address.\n"
    assert sent() == []


@pytest.mark.parametrize("fault", [ConnectionRefusedError("refused"), smtplib.SMTPRecipientsRefused({})])
def test_what_was_not_taken_is_told_and_sent_later_that_day(
    run: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def refuse(*_args: Any, **_named: Any) -> int:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(CommandError, match="The mail server did not take the mail"):
            run(MONDAY)
    assert run(MONDAY) == "Sent.\n"
    assert len(sent()) == 1


@pytest.mark.parametrize("text", ["", "analysts@force.example", "a.b+c@mail.force.example"])
def test_an_address_is_read(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MONDAY_MAIL_TO", text)
    assert environment.mail_address("MONDAY_MAIL_TO") == text


@pytest.mark.parametrize(
    "text", ["analysts", "a@b@c", "a@force.example,b@force.example", "A <a@b.example>", "a @b", "@b"]
)
def test_anything_but_one_address_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MONDAY_MAIL_TO", text)
    with pytest.raises(Refused):
        environment.mail_address("MONDAY_MAIL_TO")


@pytest.mark.parametrize(
    ("text", "server"),
    [("", ("localhost", 25)), ("relay.example", ("relay.example", 25)), ("relay.example:587", ("relay.example", 587))],
)
def test_a_mail_server_is_read(monkeypatch: pytest.MonkeyPatch, text: str, server: tuple[str, int]) -> None:
    monkeypatch.setenv("MAIL_SERVER", text)
    assert environment.mail_server("MAIL_SERVER", "localhost:25") == server


@pytest.mark.parametrize("text", ["relay.example:x", "relay.example:0", "relay.example:65536", "a b", "smtp://relay"])
def test_a_mail_server_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MAIL_SERVER", text)
    with pytest.raises(Refused):
        environment.mail_server("MAIL_SERVER", "localhost:25")
