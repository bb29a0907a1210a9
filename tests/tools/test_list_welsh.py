"""The list for a reviewer of the Welsh: every text, where it is said, and whether it is sure."""

import csv
import subprocess
import sys

import polib
import pytest

from tests.deployment import ROOT


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    """What the command writes."""
    command = [sys.executable, str(ROOT / "tools" / "list_welsh.py")]
    stated = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return list(csv.DictReader(stated.splitlines(keepends=True)))


def test_it_has_every_text_of_the_catalogue_with_its_welsh(listed: list[dict[str, str]]) -> None:
    pairs = {(row["English"], row["Welsh"]) for row in listed}
    catalogue = [entry for entry in polib.pofile(str(ROOT / "locale/cy/LC_MESSAGES/django.po")) if not entry.obsolete]
    assert len(catalogue) > 500
    assert [entry.msgid for entry in catalogue if entry.msgstr and (entry.msgid, entry.msgstr) not in pairs] == []


@pytest.mark.parametrize(
    ("english", "welsh", "where", "sure"),
    [
        ("Fixated", "Sefydlog (methu meddwl am neb ond chi)", "guidance/stalking.html", "yes: corrected on reading"),
        ("What can I bring?", "Beth allaf ddod ag ef gyda mi?", "guidance/after_reporting.html", "yes: corrected"),
        ("Now you are through to the police.", "Nawr rydych chi mewn cysylltiad â'r heddlu.", "easy.html", "no: "),
        ("They choke or strangle you.", "Maen nhw'n eich tagu neu'n eich llindagu.", "stalking.html", "not reviewed"),
        ("Childline", "Childline", "routes.toml, childline, name", "not reviewed"),
        ("Hansard, 23 November 2018", "Hansard, 23 Tachwedd 2018", "facts.toml, phone-bill, source", "not reviewed"),
    ],
)
def test_a_text_has_its_place_and_how_sure_it_is(
    listed: list[dict[str, str]], english: str, welsh: str, where: str, sure: str
) -> None:
    rows = [row for row in listed if row["English"] == english and row["Welsh"] == welsh]
    assert len(rows) == 1
    assert where in rows[0]["Where"]
    assert rows[0]["Sure"].startswith(sure)
