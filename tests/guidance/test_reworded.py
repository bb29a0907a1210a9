"""What was promised before the screens were reworded is promised still, and each promise has its test."""

import re

import polib
from django.test import Client

from tests.deployment import ROOT
from tests.guidance.pages import Page
from tests.guidance.test_pages import address_of

ROW = re.compile(r"^\| (?!it was|---)(.*) \| (.*) \| (.*) \|$", re.M)


def rows() -> list[tuple[str, str, str]]:
    """Each sentence as it was, as it is, and its tests."""
    return ROW.findall((ROOT / "docs" / "reworded.md").read_text(encoding="utf-8"))


def test_each_of_the_51_is_still_said_and_none_as_it_was() -> None:
    said = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/cy/LC_MESSAGES/django.po")) if entry.msgstr}
    said |= {entry.msgid for entry in polib.pofile(str(ROOT / "locale/cy/LC_MESSAGES/django.po")) if entry.msgid_plural}
    assert len(rows()) == 51
    assert [now for _before, now, _tests in rows() if now not in said] == []
    assert [before for before, _now, _tests in rows() if before in said] == []


def test_each_has_a_test_that_exists() -> None:
    for _before, now, tests in rows():
        named = re.findall(r"`([^`]*)::(\w+)`", tests)
        assert named, now
        for file, name in named:
            assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), (now, name)


def test_no_number_of_a_promise_was_lost() -> None:
    """Two hours, three days, 50 metres: each is in the sentence as it is, in figures."""
    words = {"two": "2", "three": "3", "Nineteen": "19"}
    for before, now, _tests in rows():
        figures = set(re.findall(r"\d+", before)) | {
            figure for word, figure in words.items() if f" {word} " in f" {before} "
        }
        assert figures <= set(re.findall(r"\d+", now)), (before, now)


def test_what_the_law_says_of_harassment_because_of_sex(client: Client) -> None:
    """Section 4B of the Public Order Act 1986: it also holds if they are wrong; two years at most."""
    words = Page(client.get(address_of("in_public")).content.decode()).words
    assert "It is still a crime if they are wrong about your sex." in words
    assert "The maximum sentence is 2 years in prison." in words
