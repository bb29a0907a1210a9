"""Writes what a reviewer of the Welsh needs as CSV: the English, the Welsh, where it is said, and whether it is sure.

Run: `.venv/bin/python tools/list_welsh.py > welsh.csv`. A comment of the catalogue that begins with "unsure:" or
"sure:" says how far a text can be trusted; what has neither was read by no reviewer.
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
DATA = {"routes.toml": "route", "facts.toml": "fact"}
NOT_READ = "not reviewed"


class Row(NamedTuple):
    """One text for the reviewer."""

    english: str
    welsh: str
    page: str
    sure: str


def rows() -> Iterator[Row]:
    """The catalogue in its order, then what the helplines and the facts say."""
    said = _files_by_text()
    for entry in polib.pofile(str(CATALOGUE)):
        if not entry.obsolete:
            texts = {entry.msgid: entry.msgstr or entry.msgstr_plural.get(0, "")}
            if entry.msgid_plural:
                texts[entry.msgid_plural] = entry.msgstr_plural.get(3, "")
            for english, welsh in texts.items():
                yield Row(english, welsh, _page_of(english, said), _how_sure(entry.tcomment))
    for name, kind in DATA.items():
        for table in tomllib.loads((ROOT / "reports" / "guidance" / name).read_text("utf-8"))[kind]:
            for key, value in table.items():
                if isinstance(value, dict):
                    yield Row(value["en"], value.get("cy", ""), f"{name}, {table['id']}, {key}", NOT_READ)


def _how_sure(comment: str) -> str:
    found = re.search(r"^(sure|unsure): *(.*)$", comment, re.M)
    if not found:
        return NOT_READ
    return f"{'yes' if found[1] == 'sure' else 'no'}: {found[2]}"


def _files_by_text() -> dict[str, str]:
    """Each template and module with its text, spaces and line ends made one, placeholders as the catalogue has them."""
    files = [*sorted((ROOT / "templates").rglob("*.html")), *sorted((ROOT / "reports").rglob("*.py"))]
    files += sorted((ROOT / "streetsafe").rglob("*.py"))
    found = {}
    for file in files:
        text = re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", file.read_text("utf-8"))
        found[str(file.relative_to(ROOT)).removeprefix("templates/")] = " ".join(text.replace('\\"', '"').split())
    return found


def _page_of(english: str, said: dict[str, str]) -> str:
    """The files that say it; a library's own texts are in none."""
    words = " ".join(english.replace("%%", "%").split())
    return " ".join(
        name
        for name, text in said.items()
        if f'"{words}"' in text or f"}}{words}{{" in text or (len(words) > 30 and words in text)
    )


def main() -> None:
    """Everything, with a first line that names the columns."""
    writer = csv.writer(sys.stdout)
    writer.writerow(["English", "Welsh", "Where", "Sure"])
    writer.writerows(rows())


if __name__ == "__main__":
    main()
