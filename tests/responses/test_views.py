"""The public page: what was told, by council, by page; in words when there is nothing."""

import datetime

import pytest
from django.test import Client

from reports.geography.models import Area
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, WESTBY
from tests.languages.reading import reading_of
from tests.responses.wordings import ENGLISH, WELSH, draft, published, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def shown(client: Client, address: str) -> list[tuple[str, str]]:
    """Every text of the page, with its language."""
    answer = client.get(address)
    assert answer.status_code == 200
    return reading_of(answer.content.decode()).texts


def test_the_page_says_when_there_is_nothing_yet(client: Client) -> None:
    draft()
    withdrawn()
    assert ("en-GB", "No council has published a response here yet.") in shown(client, "/responses")
    assert ("en-GB", "Westby has not published a response here yet.") in shown(client, f"/responses?council={WESTBY}")
    assert ENGLISH not in client.get("/responses").content.decode()


def test_the_page_shows_what_was_told_in_the_language_of_the_page(client: Client) -> None:
    published(LLANFACH, place="Little Mill", place_cy="Felin Fach")
    published(EASTBY, text_cy="", text_en="Done <b>here</b>.\nAnd there.")
    english, welsh = shown(client, "/responses"), shown(client, "/cy/responses")
    for text in (
        "Lighting repaired or added: Little Mill",
        "Little Llan · September 2026",
        ENGLISH,
        "Done <b>here</b>.",
        "And there.",
    ):
        assert ("en-GB", text) in english
    for language, text in (
        ("cy", "Trwsio neu ychwanegu goleuadau: Felin Fach"),
        ("cy", "Llan Fach · Medi 2026"),
        ("cy", WELSH),
        ("cy", "Yn Saesneg yn unig yr ysgrifennodd y cyngor hwn."),
        ("en-GB", "Done <b>here</b>."),
    ):
        assert (language, text) in welsh
    assert ("cy", ENGLISH) not in welsh


def test_a_council_alone(client: Client) -> None:
    published(WESTBY, text_en="Westby did it.")
    published(EASTBY, text_en="Eastby did it.")
    every = [text for _language, text in shown(client, "/responses")]
    assert {"Westby did it.", "Eastby did it."} <= set(every)
    one = client.get(f"/responses?council={EASTBY}").content.decode()
    assert ("Eastby did it." in one, "Westby did it." in one) == (True, False)
    assert f'<option value="{EASTBY}" selected>' in one
    assert f'href="/map?area={EASTBY}"' in one
    none = client.get(f"/responses?council={LLANFACH}").content.decode()
    assert f'<option value="{LLANFACH}" selected>' in none


@pytest.mark.parametrize(
    "query", ["council=nowhere", f"council={BORDERSHIRE}", "council=%00", "page=0", "page=2", "page=x"]
)
def test_what_there_is_not_is_not_found(client: Client, query: str) -> None:
    published()
    assert client.get(f"/responses?{query}").status_code == 404


def test_a_council_that_no_longer_stands_is_not_found(client: Client) -> None:
    published(EASTBY)
    assert client.get(f"/responses?council={EASTBY}").status_code == 200
    Area.objects.filter(code=EASTBY).update(is_current=False)
    assert client.get(f"/responses?council={EASTBY}").status_code == 404


def test_twenty_stand_on_a_page(client: Client) -> None:
    for number in range(21):
        published(text_en=f"Number {number}.", done_in=datetime.date(2025 + number // 12, number % 12 + 1, 1))
    first = client.get(f"/responses?council={WESTBY}").content.decode()
    assert ("Number 20." in first, "Number 1." in first, "Number 0." in first) == (True, True, False)
    assert f'href="?council={WESTBY}&amp;page=2"' in first
    second = client.get(f"/responses?council={WESTBY}&page=2").content.decode()
    assert ("Number 1." in second, "Number 0." in second) == (False, True)


def test_the_page_is_kept_by_nobody_and_sets_nothing(client: Client) -> None:
    published()
    answer = client.get("/responses")
    assert answer["Cache-Control"] == "no-store"
    assert (dict(answer.cookies), answer.has_header("Set-Cookie")) == ({}, False)
    assert client.post("/responses").status_code == 405
