"""Every fixture that GOV.UK Frontend publishes for the components we provide, drawn by our templates."""

import html
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from reports.components.rendering import render_component

COMPONENTS = Path(__file__).resolve().parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"

# What a template draws by its options. Left out on purpose: header, footer, service-navigation, exit-this-page, whose
# places our own frame takes; and what holds more than words (tables, details, banners), which a template writes as
# markup: options could hold neither its links nor its forms.
PROVIDED = (
    "back-link",
    "button",
    "checkboxes",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "label",
    "pagination",
    "radios",
    "select",
    "skip-link",
    "textarea",
    "warning-text",
)


class Normalised(HTMLParser):
    """The tokens of a document: classes and attributes sorted, white space collapsed, empty text dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_text()
        drawn = sorted(
            (name, " ".join(sorted((value or "").split())) if name == "class" else value or "") for name, value in attrs
        )
        self.tokens.append(f"<{tag} {drawn}>")

    def handle_endtag(self, tag: str) -> None:
        self.end_text()
        self.tokens.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def end_text(self) -> None:
        words = " ".join(self.text.split())
        if words:
            self.tokens.append(words)
        self.text = ""


def normalised(markup: str) -> list[str]:
    """The document's tokens."""
    parser = Normalised()
    parser.feed(markup)
    parser.close()
    parser.end_text()
    return parser.tokens


@cache
def fixtures_of(name: str) -> list[dict[str, Any]]:
    """The component's fixtures as its package publishes them."""
    file = COMPONENTS / name / "fixtures.json"
    if not file.exists():
        pytest.skip("the npm packages are not installed")
    fixtures: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["fixtures"]
    return fixtures


def trusted(options: Any, key: str = "") -> Any:
    """The options with every `html` marked as markup of ours, which is what a fixture's author means by it."""
    if isinstance(options, dict):
        return {name: trusted(value, name) for name, value in options.items()}
    if isinstance(options, list):
        return [trusted(value, key) for value in options]
    return mark_safe(options) if isinstance(options, str) and key.lower().endswith("html") else options  # noqa: S308


@pytest.mark.parametrize("name", PROVIDED)
def test_every_published_fixture_is_drawn_alike(name: str) -> None:
    fixtures = fixtures_of(name)
    different = []
    for fixture in fixtures:
        drawn = normalised(render_component(name, trusted(fixture["options"])))
        if drawn != normalised(fixture["html"]):
            different.append((fixture["name"], normalised(fixture["html"]), drawn))
    assert different == []


def test_the_number_of_fixtures_is_printed_and_is_the_whole_of_each_component(record_property: Any) -> None:
    counts = {name: len(fixtures_of(name)) for name in PROVIDED}
    total = sum(counts.values())
    record_property("fixtures", total)
    print(f"\n{total} fixtures of {len(PROVIDED)} components drawn alike: {counts}")  # noqa: T201  # the number is asked for
    assert total > 300
    assert all(counts.values())


def test_a_difference_in_text_class_or_attribute_is_seen() -> None:
    """The comparison itself can fail."""
    sample = '<p class="b a" id="x">One <b>two</b></p>'
    assert normalised(sample) == normalised('<p id="x"   class="a b">One\n<b>two</b></p>')
    for other in (sample.replace("two", "2"), sample.replace("b a", "b"), sample.replace('id="x"', "")):
        assert normalised(other) != normalised(sample)


def test_html_that_no_template_made_is_escaped() -> None:
    drawn = render_component("inset-text", html="<script>alert(1)</script>")
    assert "<script>" not in drawn
    assert "<script>" in html.unescape(drawn)
