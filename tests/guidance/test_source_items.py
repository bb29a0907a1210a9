"""Each item of the five police pages is here; the count of full, partly and missing is printed with -s."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import translation

from tests.guidance.source_items import items
from tests.guidance.test_checklist import words_of

FEWEST = 166  # what a reader counted before us; this list is finer


@pytest.fixture
def existing(client: Client) -> dict[tuple[str, str], str]:
    """Full, partly or missing, of each item."""
    pages = {page for _source, _item, places, _why in items() for page, _words in places}
    with translation.override("en-gb"):
        words = {page: words_of(client, page) for page in pages}
    found = {}
    for source, item, places, why in items():
        said = [piece in words[page] for page, piece in places]
        found[source, item] = "missing" if not all(said) else "partly" if why else "full"
    return found


def test_no_item_of_a_police_page_is_missing(existing: dict[tuple[str, str], str]) -> None:
    for source in ("000", "001", "002", "003", "004"):
        counted = Counter(how for (of, _item), how in existing.items() if of == source)
        print(source, dict(counted))  # noqa: T201 -- the table is this test's product
    assert [key for key, how in existing.items() if how == "missing"] == []


def test_what_is_carried_partly_is_said_and_why(existing: dict[tuple[str, str], str]) -> None:
    """Cookies, which there are none of; and ways to write to us, which there are few of."""
    partly = {item: why for _source, item, _places, why in items() if why}
    assert {item for item, why in partly.items() if "replaced on purpose" not in why} == {
        "reply to this message",
        "let us know what you think",
    }
    assert Counter(existing.values()) == {"full": len(items()) - len(partly), "partly": len(partly)}


def test_the_list_is_whole() -> None:
    assert len(items()) >= FEWEST
    assert all(places for _source, _item, places, _why in items())
    assert len({(source, item) for source, item, _places, _why in items()}) == len(items())


def test_an_item_that_is_taken_from_its_page_would_be_missed(client: Client) -> None:
    """The control: a sentence stands on its page and not on every page."""
    pages = [
        page
        for page in ("harassment", "stalking", "effects", "orders")
        if "spread to hurt you" in words_of(client, page)
    ]
    assert pages == ["harassment"]
