"""Where it was, by search and map without script: what was found, what was guessed, and where the middle is."""

import html
import re

import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.geography.models import Area, Place, Postcode
from reports.intake.draft import decrypt_draft
from reports.intake.models import IncomingReport
from tests import factories
from tests.intake.walking import Reporter, make_places

pytestmark = pytest.mark.usefixtures("fixed_clock")


def test_a_search_with_two_answers_is_a_list_to_choose_from(reporter: Reporter) -> None:
    reporter.start().press("find", q="newton")
    assert "Newton, Westby" in reporter.text
    assert "Newton, Eastby" in reporter.text
    reporter.press("-2.22000,51.44000,3")
    assert "Select the place on the map" in reporter.text
    reporter.press("in").press("here")
    assert reporter.heading == "What makes it feel unsafe?"
    reporter.press("next", one=["layout"]).press("next", one="6").press("skip").press("skip").press("send")
    report = IncomingReport.objects.get()
    assert (report.council_id, report.cell) == (factories.EASTBY, hexgrid.cell_at(-2.22, 51.44))


def test_a_view_too_wide_to_mean_a_place_is_not_chosen(reporter: Reporter) -> None:
    reporter.start().press("map").press("here")
    assert (reporter.response.status_code, reporter.heading) == (200, "Where is the place?")
    assert "Zoom in first" in reporter.text


def test_the_map_moves_by_press_pan_and_list(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross")
    where = {"s": "where", "a": reporter.encrypted}
    pressed = reporter.send(where | {"m.x": "300", "m.y": "20"}).text
    assert "about 700 metres north-east of Westby Cross station, in Westby" in pressed
    reporter.press("s").press("s").press("w").press("w").press("out").press("in")
    assert "south-west of Westby Cross station" in reporter.text
    reporter.press("-2.55000,51.45000,2")
    assert "close to Westby Cross station, in Westby" in reporter.text


def test_the_picture_pressed_by_keyboard_is_no_choice(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross")
    reporter.send({"s": "where", "a": reporter.encrypted, "m.x": "0", "m.y": "0"})
    assert "use the buttons below it" in reporter.text
    assert "close to Westby Cross station" in reporter.text


def test_nothing_found_says_what_to_try(reporter: Reporter) -> None:
    reporter.start().press("find", q="Atlantis")
    assert (reporter.response.status_code, "We could not find that place." in reporter.text) == (200, True)
    assert (said(reporter), box(reporter)) == ("", "Atlantis")  # to be mended, not typed anew
    assert reporter.page.count("Atlantis") == 1
    assert 'href="#q"' in reporter.page
    reporter.press("find", q="Westby Cross").press("find", q="Atlantis")  # from the map: it stays where it was
    assert said(reporter) == "The centre of the map is close to Westby Cross station, in Westby. " + STREET
    assert ('href="#q"' in reporter.page, 'href="#map"' in reporter.page) == (True, False)


STREET = "The map shows about 1 mile from side to side."
TOWN = "The map shows about 2 miles from side to side. Select the place on the map, or zoom in."


def said(reporter: Reporter) -> str:
    """What the page says was found, and where the middle is: straight after its heading; it must stand there once."""
    found = re.findall(
        r'</h1>\s*<div class="app-place__words" id="place-words" role="status">(.*?)</div>', reporter.page, re.S
    )
    assert len(found) == reporter.page.count("app-place__words")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", " ".join(found))).split())


def box(reporter: Reporter) -> str:
    """What stands in the search box."""
    (value,) = re.findall(r'<input [^>]*name="q"[^>]* value="([^"]*)"[^>]* autocomplete="off"', reporter.page)
    return html.unescape(value)


@pytest.mark.parametrize(
    ("query", "words", "extent"),
    [
        ("Westby Cross", "Found: Westby Cross station (council: Westby, England).", STREET),
        ("wb1 1aa", "Found: WB1 1AA (council: Westby, England).", STREET),
        ("WB1", "Found: the centre of all postcodes that begin with WB1 (council: Westby, England).", TOWN),
        ("newton, eastby", "Found: Newton (council: Eastby, England).", TOWN),
    ],
)
def test_a_search_that_finds_one_place_says_which(reporter: Reporter, query: str, words: str, extent: str) -> None:
    Postcode.objects.create(code="WB11AA", longitude=factories.IN_WESTBY[0], latitude=factories.IN_WESTBY[1])
    reporter.start().press("find", q=query)
    middle = "Newton, in Eastby" if "newton" in query else "Westby Cross station, in Westby"
    assert said(reporter) == f"{words} The centre of the map is close to {middle}. {extent}"
    assert box(reporter) == query


def test_a_name_that_is_only_like_it_is_asked_about(reporter: Reporter) -> None:
    """«Jersey» opened the map at Jersey Farm, near St Albans, without a word."""
    reporter.start().press("find", q="Llan")
    asked = (
        "We do not know a place with exactly that name. Do you mean Llan Halt station (council: Little Llan, Wales)?"
    )
    assert (said(reporter), box(reporter)) == (asked, "Llan")
    assert ("Is it this place?" in reporter.text, 'id="map"' in reporter.page) == (True, False)
    reporter.press("-3.05000,51.60000,2")
    found = "Found: Llan Halt station (council: Little Llan, Wales)."
    assert said(reporter).startswith(f"{found} The centre of the map is close to Llan Halt station, in Little Llan.")
    assert box(reporter) == "Llan"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("Westby Crss", "We do not know a place with exactly that name. Do you mean Westby Cross station (council: "),
        ("Cross", "We do not know a place with exactly that name. Do you mean Westby Cross station (council: "),
        ("Westby Cross, Eastby", "We do not know Westby Cross station in Eastby. Do you mean Westby Cross station ("),
        (
            "WB1 1ZZ",
            "We do not know the postcode WB1 1ZZ. Do you mean the centre of all postcodes that begin with WB1 1",
        ),
        ("WB1 IAA", "We do not know a place with exactly that name. Do you mean WB1 1AA (council: Westby, England)?"),
    ],
)
def test_no_guess_opens_the_map(reporter: Reporter, query: str, asked: str) -> None:
    Postcode.objects.create(code="WB11AA", longitude=factories.IN_WESTBY[0], latitude=factories.IN_WESTBY[1])
    reporter.start().press("find", q=query)
    assert said(reporter).startswith(asked)
    assert ('id="map"' in reporter.page, box(reporter)) == (False, query)


def test_several_guesses_are_all_asked_about(reporter: Reporter) -> None:
    reporter.start().press("find", q="Newt")
    asked = "We do not know a place with exactly that name. Choose a similar one, or enter another."
    assert (said(reporter), box(reporter)) == (asked, "Newt")
    assert ("Newton, Westby" in reporter.text, "Newton, Eastby" in reporter.text) == (True, True)


def test_a_list_says_how_many_and_a_choice_which(reporter: Reporter) -> None:
    reporter.start().press("find", q="newton")
    assert said(reporter) == "2 places were found. Choose the one you mean."
    reporter.press("-2.22000,51.44000,3")
    assert said(reporter).startswith(
        "Found: Newton (council: Eastby, England). The centre of the map is close to Newton"
    )
    assert box(reporter) == "newton"


def test_from_a_list_in_which_nothing_fits_one_comes_back_to_the_map(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross").press("n").press("find", q="newton")
    assert 'id="map"' not in reporter.page  # one thing at a time: the list
    reporter.press("map")
    assert said(reporter).startswith(
        "The centre of the map is about 400 metres north of Westby Cross station, in Westby."
    )


def test_two_of_a_name_in_one_council_are_told_apart(reporter: Reporter) -> None:
    Place.objects.filter(longitude=-2.22).update(longitude=-2.46, latitude=51.34)
    factories.make_place("Sutton", (-2.46, 51.35))
    reporter.start().press("find", q="newton")
    choices = re.findall(r'name="at" value="[^"]*">(.*?)</button>', reporter.page)
    assert choices == ["Newton, Westby, near Westby Cross station", "Newton, Westby, near Sutton"]


def test_more_than_ten_are_said_to_be_more(reporter: Reporter) -> None:
    for number in range(11):
        factories.make_place("Norton", (-2.5 + number / 100, 51.5))
    reporter.start().press("find", q="Norton")
    many = "We found many places. Choose one of the first 10, or enter its town or council too."
    assert (said(reporter), reporter.page.count('name="at"')) == (many, 10)
    Place.objects.filter(name="Norton").order_by("pk").last().delete()  # type: ignore[union-attr]
    reporter.press("find", q="Norton")
    assert said(reporter) == "10 places were found. Choose the one you mean."


def test_the_middle_is_said_at_every_step_and_zoom(reporter: Reporter) -> None:
    """Zoom in and North said nothing until streets were shown: nobody who listens could tell where they were."""
    reporter.start().press("map")
    middle = "The centre of the map is at sea or outside the United Kingdom, about "
    whole = "The map shows the whole of the United Kingdom. Select the place on the map, or zoom in."
    assert said(reporter).startswith("The centre of the map is ")
    assert said(reporter).endswith(whole)
    heard = []
    reporter.press("find", q="Newton, Westby")
    for button in ("out", "out", "in", "in", "n", "in", "e", "in", "in", "in"):
        before = said(reporter)
        reporter.press(button)
        heard.append(said(reporter))
        assert heard[-1] != before
        assert box(reporter) == "Newton, Westby"
    assert [sentence.split(". ")[-1 if "Select" not in sentence else -2] for sentence in heard] == [
        "The map shows about 3 miles from side to side",
        "The map shows about 7 miles from side to side",
        "The map shows about 3 miles from side to side",
        "The map shows about 2 miles from side to side",
        "The map shows about 2 miles from side to side",
        "The map shows about 1 mile from side to side.",
        "The map shows about 1 mile from side to side.",
        "The map shows about 600 metres from side to side.",
        "The map shows about 300 metres from side to side.",
        "The map shows about 300 metres from side to side.",
    ]
    assert heard[4].startswith("The centre of the map is about 800 metres north of Newton, in Westby.")
    assert heard[-1].startswith("The map comes no closer. The centre of the map is about ")
    assert middle not in " ".join(heard)


@pytest.mark.parametrize(
    ("button", "presses", "end"),
    [
        ("w", 30, "The map ends here: it goes no further that way."),
        ("n", 30, "The map ends here: it goes no further that way."),
        ("out", 1, "The map goes no wider."),
    ],
)
def test_where_the_map_ends_is_said(reporter: Reporter, button: str, presses: int, end: str) -> None:
    """A press that changes nothing would seem not to have arrived."""
    reporter.start().press("map")
    for _ in range(presses):
        reporter.press(button)
    assert said(reporter).startswith(f"{end} The centre of the map is ")


def test_at_sea_the_way_back_is_said(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross").press("out").press("out").press("out")
    for _ in range(5):
        reporter.press("s")
    at_sea = (
        "The centre of the map is at sea or outside the United Kingdom, about 12 miles south of Westby Cross station."
    )
    assert said(reporter).startswith(at_sea)
    reporter.press("in").press("in").press("in").press("here")
    assert (reporter.response.status_code, "outside the United Kingdom. Choose" in reporter.text) == (400, True)
    assert said(reporter).startswith(at_sea)


def test_a_place_of_the_list_beside_the_map_is_named(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross").press("-2.52000,51.46000,2")
    assert said(reporter).startswith("Found: Newton (council: Westby, England).")
    reporter.send({"s": "where", "a": reporter.encrypted, "at": "-2.53000,51.46000,2"})  # nobody's point
    assert said(reporter).startswith("The centre of the map is about ")


def test_the_words_come_with_the_page_in_welsh(client: Client, country: dict[str, Area]) -> None:
    make_places()
    welsh = Reporter(client, "/cy/report").start().press("find", q="Llan Halt")
    found = "Wedi dod o hyd i: Gorsaf Llan Halt (cyngor: Llan Fach, Cymru)."
    assert said(welsh).startswith(
        f"{found} Mae canol y map ger Gorsaf Llan Halt, o fewn Llan Fach. Mae'r map yn dangos"
    )
    welsh.press("find", q="Llan")
    asked = "Ai Gorsaf Llan Halt (cyngor: Llan Fach, Cymru) rydych chi'n ei olygu?"
    assert said(welsh) == f"Nid ydym yn gwybod am le â'r union enw hwnnw. {asked}"
    english = Reporter(client)
    english.send({"s": "where", "a": welsh.encrypted, "b": "show"})  # the other language keeps the place and the box
    assert (said(english).startswith("The centre of the map is close to Llan Halt"), box(english)) == (True, "Llan")


def test_what_was_typed_goes_no_further_than_the_place(reporter: Reporter) -> None:
    """A postcode may be a home: with the answers travels the cell, and nothing finer."""
    Postcode.objects.create(code="WB11AA", longitude=factories.IN_WESTBY[0], latitude=factories.IN_WESTBY[1])
    reporter.start().press("find", q="wb1 1aa")
    assert decrypt_draft(reporter.encrypted, now=factories.NOW).query == "wb1 1aa"
    reporter.press("here")
    assert decrypt_draft(reporter.encrypted, now=factories.NOW).query == ""
    reporter.press("back")
    assert (reporter.heading, box(reporter)) == ("Where is the place?", "")
    assert "no-store" in reporter.response["Cache-Control"]


def test_what_is_typed_breaks_no_page(reporter: Reporter) -> None:
    reporter.start().press("find", q='"><script>alert(1)</script>')
    assert box(reporter) == '"><script>alert(1)</script>'
    assert "<script>alert" not in reporter.page
