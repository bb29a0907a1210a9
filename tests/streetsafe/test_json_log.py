"""Log lines as JSON: the fields that may stand there, and nothing else of what a record holds."""

import json
import logging
import sys
from typing import Any

import pytest
from gunicorn.config import Config

from streetsafe import environment, logs
from streetsafe.json_log import JsonLines
from streetsafe.server_log import WithoutVisitors

SECRET = "a marked value of a reporter"


def line_of(**extra: Any) -> dict[str, str]:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "reports.intake", logging.ERROR, "/x.py", 1, "it failed: %s", ("so",), sys.exc_info()
        )
    vars(record).update(extra)
    stated: dict[str, str] = json.loads(JsonLines().format(record))
    return stated


def test_a_fault_is_told_by_its_kind_and_place_without_what_it_says() -> None:
    stated = line_of(ip="203.0.113.9", request=SECRET, user=SECRET)
    where = stated.pop("where")
    assert stated == {
        "level": "ERROR",
        "logger": "reports.intake",
        "message": "it failed: so",
        "exception": "ValueError",
    }
    assert where.endswith(" line_of")
    assert SECRET not in where


def test_every_handler_writes_it_when_it_is_asked_for_and_the_plain_form_stays() -> None:
    """One line each; the control: the plain form is another formatter."""
    formatters = {form: logs.logging_in(form)["handlers"]["stderr"]["formatter"] for form in logs.FORMS}
    assert formatters == {"plain": "plain", "json": "json"}
    assert logs.logging_in("json")["formatters"]["json"] == {"()": "streetsafe.json_log.JsonLines"}
    record = logging.LogRecord("x", logging.ERROR, "/x.py", 1, "two\nlines", (), None)
    assert JsonLines().format(record) == '{"level": "ERROR", "logger": "x", "message": "two\\nlines"}'


@pytest.mark.parametrize("wrong", ["http://a.example", "https://", "https://a.example/x", "https://.a.example", "a:80"])
def test_an_origin_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("TRUSTED_ORIGINS", f"https://places.example:8443,{wrong}")
    with pytest.raises(environment.Refused, match="TRUSTED_ORIGINS holds"):
        environment.origins("TRUSTED_ORIGINS")
    monkeypatch.setenv("TRUSTED_ORIGINS", "https://places.example:8443, https://a.example")
    assert environment.origins("TRUSTED_ORIGINS") == ["https://places.example:8443", "https://a.example"]


def test_the_servers_own_log_takes_the_same_form(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """And names neither page nor visitor."""
    monkeypatch.setenv("LOG_FORMAT", "json")
    log = WithoutVisitors(Config())
    log.warning("Invalid request from ip=%s: x", "203.0.113.9")
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("Error handling request %s", "/report")
    log.error_log.handlers.clear()
    (line,) = capfd.readouterr().err.splitlines()
    stated = json.loads(line)
    assert {name: stated[name] for name in ("level", "message", "exception")} == {
        "level": "ERROR",
        "message": "A request ended in a fault",
        "exception": "ValueError",
    }
    assert (SECRET in line, "/report" in line) == (False, False)
