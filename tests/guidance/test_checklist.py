"""Every item of the checklist stands on a page; the table is printed by `pytest -rP` or with -s."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from streetsafe.faults import server_error
from tests.guidance.checklist import CHECKLIST
from tests.guidance.pages import NAMES, Page
from tests.guidance.test_facts import FACTS
from tests.guidance.test_pages import address_of


def words_of(client: Client, name: str) -> str:
    """The words of a page's main part; of the whole first page for the frame all pages share."""
    if name == "anywhere":
        source = client.get(address_of("home")).content.decode()
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", source)))
    if name == "500":
        return Page(server_error(RequestFactory().get("/")).content.decode()).words
    return Page(client.get(address_of(name)).content.decode()).words


@pytest.mark.parametrize("item", CHECKLIST)
def test_an_item_of_the_checklist_stands_on_its_page(client: Client, item: str) -> None:
    """Each sentence, on the page named."""
    for name, sentence in CHECKLIST[item]:
        with translation.override("en-gb"):
            assert sentence in words_of(client, name), f"{name} does not say: {sentence}"
        print(f"{item[:40]:<42}{name:<14}{sentence}")  # noqa: T201 -- the table is this test's product


def test_a_sentence_that_is_not_there_would_be_missed(client: Client) -> None:
    """The reader of pages does not see everything everywhere."""
    words = {name: words_of(client, name) for name in NAMES}
    assert [name for name, text in words.items() if "press 55" in text] == [
        "silent_call",
        "silent_call_easy",
        "routes",
    ]


@pytest.mark.skipif(not FACTS.exists(), reason=f"the facts file is not at {FACTS}")
def test_every_item_of_the_facts_is_mapped_and_no_other() -> None:
    """100 %: each line of the checklist is met by exactly one entry."""
    part = FACTS.read_text(encoding="utf-8").split("## Seed checklist")[1].split("## Traps")[0]
    items = [line.removeprefix("- [ ] ") for line in part.splitlines() if line.startswith("- [ ] ")]
    unmapped = [item for item in items if sum(item.startswith(start) for start in CHECKLIST) != 1]
    unused = [start for start in CHECKLIST if not any(item.startswith(start) for item in items)]
    assert (unmapped, unused) == ([], [])
    assert len(items) == len(CHECKLIST)


@pytest.mark.parametrize("source", sorted((FACTS.parent.parent / "sources").glob("*.txt")), ids=lambda path: path.stem)
def test_no_sentence_of_a_source_page_is_copied(client: Client, source: Path) -> None:
    """Facts carry over, sentences do not: no run of nine words of a police page stands on ours."""
    theirs = words_only(source.read_text(encoding="utf-8"))
    ours = [" ".join(words_only(words_of(client, name))) for name in NAMES]
    runs = (" ".join(theirs[start : start + 9]) for start in range(len(theirs) - 8))
    assert [run for run in runs if any(run in page for page in ours)] == []


def words_only(text: str) -> list[str]:
    """Lower case, letters and digits."""
    return re.findall(r"[a-z0-9']+", text.lower())
