"""The routes file is read strictly, and an operator's own file changes it."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from reports.guidance.routes import BadRoute, Route, all_routes, route_of_table, shown_routes

GOOD: dict[str, Any] = {
    "id": "a-line",
    "kind": "support",
    "name": {"en": "A line", "cy": "Llinell"},
    "what": {"en": "For people.", "cy": "I bobl."},
    "phone": "0800 111 222",
    "nations": ["E", "W"],
    "needs": ["stalking"],
    "source": "a page",
    "last_checked": datetime.date(2026, 11, 20),
    "confirmed": True,
}


def test_a_good_entry_becomes_a_route() -> None:
    """Lists become sets, and what is not said stays empty."""
    route = route_of_table(GOOD)
    assert (route.id, route.nations, route.needs, route.tel) == (
        "a-line",
        frozenset("EW"),
        frozenset({"stalking"}),
        "0800111222",
    )
    assert (route.text, route.hours, route.languages, route.region) == ("", None, (), route.region.__class__())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"nation": ["E"]}, "a-line: unknown key 'nation'"),
        ({"colour": "red"}, "a-line: unknown key 'colour'"),
        ({"nations": ["E", "X"]}, "a-line: nations is 'X', not one of E, W, S, N"),
        ({"nations": "EW"}, "a-line: nations is 'EW', not a list"),
        ({"nations": []}, "a-line: confirmed, but no nation is named"),
        ({"phone": "12345"}, "a-line: phone is '12345', not a UK phone number"),
        ({"phone": "+44 800 111 222"}, "a-line: phone"),
        ({"phone": "0800 111 222 ext 4"}, "a-line: phone"),
        ({"text": "61"}, "a-line: text is '61', not a number for texts"),
        ({"relay": "18002"}, "a-line: relay"),
        ({"web": "http://example.org"}, "a-line: web is 'http://example.org', not an https address"),
        ({"web": "javascript:alert(1)"}, "a-line: web"),
        ({"email": "nobody"}, "a-line: email"),
        ({"kind": "advert"}, "a-line: kind is 'advert'"),
        ({"needs": ["money"]}, "a-line: needs is 'money'"),
        ({"needs": []}, "a-line: neither always nor any need"),
        ({"always": True}, "a-line: always and needs exclude each other"),
        ({"languages": ["fr"]}, "a-line: languages is 'fr'"),
        ({"name": "A line"}, "a-line: name is not"),
        ({"name": {"cy": "Llinell"}}, "a-line: name is not"),
        ({"name": {"en": "A line", "fr": "Une ligne"}}, "a-line: name is not"),
        ({"confirmed": "yes"}, "a-line: confirmed is 'yes', not true or false"),
        ({"last_checked": "2026-11-20"}, "a-line: last_checked is '2026-11-20', not a date"),
        ({"min_age": 0}, "a-line: min_age is 0, not an age"),
        ({"bank_holidays": "maybe"}, "a-line: bank_holidays is 'maybe'"),
        ({"hours": "24/7"}, "a-line: hours is '24/7', not \"always\""),
        ({"page": "https://example.org"}, "a-line: page"),
        ({"source": " "}, "a-line: source is ' ', not words"),
        ({"read_on": "2026-11-20"}, "a-line: read_on is '2026-11-20', not a date"),
        ({"check_on": "a page"}, "a-line: check_on is 'a page', not an https address"),
        ({"not_with": ["boys"]}, "a-line: not_with is 'boys'"),
        ({"chat": "yes"}, "a-line: chat is 'yes', not true or false"),
    ],
)
def test_an_entry_that_is_wrong_is_refused_by_name(change: dict[str, Any], fault: str) -> None:
    """The message names the entry and the key."""
    with pytest.raises(BadRoute, match=re.escape(fault)):
        route_of_table(GOOD | change)


@pytest.mark.parametrize("key", ["kind", "name", "what", "nations", "source", "confirmed"])
def test_an_entry_without_a_needed_key_is_refused(key: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadRoute, match=f"a-line: '{key}' is missing"):
        route_of_table({name: value for name, value in GOOD.items() if name != key})


def test_every_shown_route_can_be_used_and_stands_in_both_languages() -> None:
    """A route that shows nothing to press or to do would help nobody."""
    for route in shown_routes():
        ways = [route.phone, route.text, route.relay, route.bsl, route.web, route.email, str(route.how)]
        assert any(ways), route.id
        for words in (route.name, route.what, route.how, route.not_for, route.region, route.source, route.hours_as_of):
            assert not words or words.cy, (route.id, words.en)
            with translation.override("cy"):
                assert str(words) == words.cy
            with translation.override("en-gb"):
                assert str(words) == words.en


def test_what_is_not_confirmed_is_in_the_file_and_not_shown() -> None:
    """The three whose number or nations the facts leave open."""
    hidden = {route.id for route in all_routes()} - {route.id for route in shown_routes()}
    assert hidden == {
        "rape-crisis-england-wales",
        "rape-crisis-northern-ireland",
        "respect-phoneline",
    }


def test_a_route_is_stale_after_its_days_or_when_never_checked() -> None:
    """180 days are good, 181 are not."""
    route = route_of_table(GOOD)
    assert not route.is_stale(on=datetime.date(2027, 5, 19))
    assert route.is_stale(on=datetime.date(2027, 5, 20))
    unchecked = {name: value for name, value in GOOD.items() if name != "last_checked"}
    assert route_of_table(unchecked).is_stale(on=datetime.date(2026, 11, 20))


def own_file(tmp_path: Path, text: str) -> str:
    """An operator's file."""
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def by_id() -> dict[str, Route]:
    """The routes as they now stand."""
    return {route.id: route for route in all_routes()}


def test_an_operator_confirms_changes_and_adds(settings: Any, tmp_path: Path) -> None:
    """Keys of an entry with a known id replace those; an entry with a new id comes last."""
    before = by_id()
    settings.ROUTES_FILE = own_file(
        tmp_path,
        """
[[route]]
id = "rape-crisis-england-wales"
confirmed = true
last_checked = 2026-12-01
[[route]]
id = "our-line"
kind = "support"
needs = ["stalking"]
name = { en = "Our line" }
what = { en = "Ours." }
phone = "01234 567890"
nations = ["E"]
source = "us"
confirmed = true
""",
    )
    after = by_id()
    name = "rape-crisis-england-wales"
    assert (before[name].confirmed, after[name].confirmed) == (False, True)
    assert after[name].phone == before[name].phone == "0808 500 2222"
    assert list(after) == [*before, "our-line"]
    assert {key: route for key, route in after.items() if key not in {name, "our-line"}} == {
        key: route for key, route in before.items() if key != name
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[route]]\nid = "emergency"\nphone = "nine"', "emergency: phone is 'nine'"),
        ('[[route]]\nid = "new"\nkind = "support"', "new: 'name' is missing"),
        ('[[route]]\nkind = "support"', "a route's id is None"),
        ('[[route]]\nid = "../x"', "a route's id is '../x'"),
        ('[site]\nname = "x"', "something other than"),
        ("route = 1", "something other than"),
        ("[[route", "own.toml"),
    ],
)
def test_an_operators_broken_file_is_refused(settings: Any, tmp_path: Path, text: str, fault: str) -> None:
    """Loudly, so that no number is silently lost."""
    settings.ROUTES_FILE = own_file(tmp_path, text)
    with pytest.raises(BadRoute, match=re.escape(fault)):
        all_routes()


def test_an_operators_missing_file_is_refused(settings: Any, tmp_path: Path) -> None:
    """A typing mistake in the setting must not mean «no routes of ours»."""
    settings.ROUTES_FILE = str(tmp_path / "absent.toml")
    with pytest.raises(BadRoute, match=r"absent\.toml"):
        all_routes()
