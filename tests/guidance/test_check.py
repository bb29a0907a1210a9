"""The four questions: nothing leaves the page, and no answer ever says that all is well."""

import re

from django.test import Client

from tests.guidance.pages import Page
from tests.guidance.test_pages import address_of


def test_nothing_can_be_sent(client: Client) -> None:
    """No form, no field with a name, no button, no script but the way out: nothing to send, in no address."""
    source = client.get(address_of("check")).content.decode()
    main = source[source.index("<main") : source.index("</main>")]
    inputs = re.findall(r"<input[^>]*>", main)
    assert len(inputs) == 4
    assert [field for field in inputs if " name=" in field or 'autocomplete="off"' not in field] == []
    assert not re.search(r"<form|<button|formaction|<script", main)
    assert re.findall(r"scripts/([\w-]+)", source) == ["quick-exit"]
    assert client.get(address_of("check"), {"fixated": "on"}).content.decode() == source
    assert client.post(address_of("check")).status_code == 405


def test_it_never_says_no(client: Client) -> None:
    """Whatever is ticked: each of the three answers leads on to help."""
    words = Page(client.get(address_of("check")).content.decode()).words.lower()
    assert not re.search(r"(is|are|was) not (stalking|harassment|a crime)|no, |nothing to worry|you are safe", words)
    assert "if something scares or upsets you, that is reason enough to ask for help" in words
    assert "you do not need all four to ask for help" in words


def test_each_of_the_four_signs_is_asked(client: Client) -> None:
    """A box, a label for it, and words that tell what is meant."""
    source = client.get(address_of("check")).content.decode()
    for sign in ("fixated", "obsessive", "unwanted", "repeated"):
        assert f'id="{sign}"' in source
        assert f'for="{sign}"' in source
        assert f'aria-describedby="{sign}-more"' in source


def test_it_ends_in_routes(client: Client) -> None:
    """The stalking helpline, the police, and the lines of each nation."""
    links = Page(client.get(address_of("check")).content.decode()).links
    assert {"tel:999", "tel:101", "tel:08088020300", "tel:08088010800", "tel:08000271234"} <= set(links)
