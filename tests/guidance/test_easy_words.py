"""The pages in easy words: what they tell one to select is there, and they are linked where a person looks."""

import html
import re

import pytest
from django.test import Client

from tests.guidance.pages import Page
from tests.guidance.test_pages import address_of

TOLD = [
    *("You are in danger now", "Call the police. We cannot send help.", "Call 999", "You cannot speak? Read this."),
    *("What is this site for?", "Some places do not feel safe.", "You can tell us about a place."),
    *("We do not ask who you are.", "How do you tell us?", "Select ‘Report a place’.", "Select ‘Start’."),
    *("Tell us where the place is. You can find it on a map.", "Tell us why it does not feel safe.", "Tell us when."),
    *("You can skip the other questions.", "Read your answers. You can change them.", "Select ‘Send’."),
    *("Report a place", "What happens then?", "A person checks what you sent.", "They cannot see who sent it."),
    *("We count it with other reports.", "Every 3 months we put the counts on a map."),
    *("We change the counts a little. So nobody can find you in them.",),
    *("The police and the council can use the map.", "They can make places safer.", "See the map of reported places"),
    *("How do you delete it?", "Send your report.", "Select ‘Show 4 words’."),
    *("Write the 4 words down. We show them only once.", "To delete your report, select ‘Delete a report’."),
    *("Enter the 4 words.", "Select ‘Delete the report’."),
    *("The words work until your report is on the map. After that nobody can delete it.", "Delete a report"),
    *("How do you leave this site?", "Look at the bottom of the screen.", "Select ‘Leave this site now’."),
    *("You go to another site.", "We save nothing on your phone."),
    *("Your browser still shows that you were here. We cannot hide that.", "Who to call, in easy words"),
    "People who use easy read have not tested this page yet.",
    "We wrote this page on 27 November 2026 (version 1).",
]
# Each button or link that the page names, with the public page or the template it stands in.
NAMED = {
    "Report a place": "/",
    "Start": "/report",
    "Send": "templates/intake/check.html",
    "Show 4 words": "templates/intake/done.html",
    "Delete a report": "/",
    "Delete the report": "/withdraw",
    "Leave this site now": "/report",
}


def lines_of(source: str) -> list[str]:
    """What the main part says, a line for each piece."""
    main = re.sub(r"(?<=[.]) (?=[A-Z])", " ", source[source.index("<h1") : source.index("</main>")])
    pieces = (" ".join(html.unescape(piece).split()) for piece in re.split(r"<[^>]+>", main))
    return [piece for piece in pieces if piece]


def test_the_page_of_reporting_says_this_and_nothing_else(client: Client) -> None:
    """Whole, one idea in a line."""
    assert lines_of(client.get("/help/reporting/easy").text) == ["How to tell us about a place", *TOLD]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_what_it_tells_one_to_select_is_there(client: Client, language: str) -> None:
    """The words of each button, in the language of the page, where the page says it is."""
    source = client.get(address_of("reporting_easy", language)).text
    named = re.findall(r"‘([^’]+(?:’r [^’]+)?)’", " ".join(lines_of(source)).replace("'r ", "’r "))
    named = [name.replace("’r ", "'r ") for name in named]
    assert len(named) == len(NAMED)
    prefix = "" if language == "en-gb" else "/cy"
    for english, name in zip(NAMED, named, strict=True):
        place = NAMED[english]
        if place.startswith("/"):
            shown = html.unescape(client.get(prefix + place).text)
            assert re.search(rf">\s*{re.escape(name)}\s*<", shown), name
        else:
            with open(place, encoding="utf-8") as template:
                assert f'{{% translate "{english}" %}}' in template.read()
            assert language == "cy" or name == english


def test_each_part_has_a_picture_that_nobody_needs_to_hear(client: Client) -> None:
    """Drawn here, inside the page, and passed over by a screen reader: the words say it all."""
    source = client.get("/help/reporting/easy").text
    main = source[source.index("<main") : source.index("</main>")]
    assert (
        re.findall(r"<svg[^>]*>", main)
        == ['<svg class="app-picture" viewBox="0 0 100 100" aria-hidden="true" focusable="false">'] * 6
    )
    assert len(set(re.findall(r"<svg.*?</svg>", main))) == 6
    assert "<img" not in main


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("address", ["/help/", "/report", "/withdraw", "/help/routes/easy"])
def test_it_is_linked_where_a_person_looks_for_it(client: Client, address: str, prefix: str) -> None:
    page = Page(client.get(prefix + address).text)
    assert page.links.count(f"{prefix}/help/reporting/easy") == 1
