"""Sentences with something missing: who publishes is named, in both languages, with production settings too."""

import re

import pytest

from tests.served.browsers import Visit

# What a hole in a sentence leaves behind.
HOLES = re.compile(r": ,|: \.|\(\)|«»|“”|\bNone\b|  ,| \.(?=\s|$)")


def hole_in(text: str) -> str:
    """The first line with a hole; empty when there is none."""
    return next((line for line in text.splitlines() if HOLES.search(line)), "")


def test_a_hole_would_be_seen() -> None:
    assert hole_in("All is well.\nSource: , places where people said they felt unsafe") == (
        "Source: , places where people said they felt unsafe"
    )


@pytest.mark.parametrize("address", ["/open-data", "/cy/open-data", "/contact", "/cy/contact", "/privacy", "/about"])
def test_no_sentence_has_a_hole(visit: Visit, address: str) -> None:
    page = visit().opens(address)
    assert hole_in(page.inner_text("main")) == ""


@pytest.mark.production
@pytest.mark.parametrize("address", ["/open-data", "/cy/open-data"])
def test_the_publisher_of_the_open_data_is_named(visit_production: Visit, address: str) -> None:
    assert "Borderland Police" in visit_production().opens(address).inner_text("main")
