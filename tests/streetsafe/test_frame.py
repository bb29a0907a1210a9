"""The frame of every public page: skip link, quick exit, one heading, language, banners."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ADDRESSES = ["/", "/help/", "/about", "/privacy", "/cookies", "/accessibility", "/help/stalking", "/report", "/map"]
TEMPLATES = Path(settings.BASE_DIR) / "templates"


class Outline(HTMLParser):
    """The elements of a page in order, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


def outline(client: Client, address: str) -> Outline:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == 200, address
    return Outline(response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, *(f"/cy{address}" for address in ADDRESSES)])
def test_a_public_page_begins_with_the_skip_link_and_the_way_out(client: Client, address: str) -> None:
    page = outline(client, address)
    first, second = [
        attributes
        for tag, attributes in page.elements
        if tag in {"button", "input", "select"} or (tag == "a" and attributes.get("href"))
    ][:2]
    assert (first["href"], first["class"]) == ("#main-content", "govuk-skip-link")
    assert second["class"] == "app-quick-exit"
    assert second["href"] == ("/cy/leave" if address.startswith("/cy") else "/leave")
    assert second["rel"] == "nofollow noreferrer"
    assert "data-quick-exit" in second
    way_out = next(one for one in page.named("script") if "quick-exit" in one["src"])
    assert (way_out["data-exit"], way_out["data-leave"]) == (settings.EXIT_URL, second["href"])
    # Read before anything is drawn: while it is on its way there is no page to leave.
    assert {"type", "async", "defer"} & set(way_out) == set()
    assert [attributes["id"] for attributes in page.named("main")] == ["main-content"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, *(f"/cy{address}" for address in ADDRESSES)])
def test_a_public_page_has_one_heading_one_language_and_a_title_with_the_site_name(
    client: Client, address: str
) -> None:
    response = client.get(address)
    page = Outline(response.content.decode())
    assert len(page.named("h1")) == 1
    assert page.named("html")[0]["lang"] == ("cy" if address.startswith("/cy") else "en-GB")
    title = re.search(r"<title>(.+) - (.+)</title>", response.content.decode())
    assert title is not None
    assert title[2] == ("Lleoedd" if address.startswith("/cy") else settings.SITE_NAME)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in ADDRESSES if address != "/report"])
def test_the_language_switch_leads_to_the_same_page_and_back(client: Client, address: str) -> None:
    (there,) = [one for one in outline(client, address).named("a") if one.get("hreflang") == "cy"]
    assert there["href"] == f"/cy{address}"
    (back,) = [one for one in outline(client, f"/cy{address}").named("a") if one.get("hreflang") == "en"]
    assert back["href"] == address
    assert (there["lang"], back["lang"]) == ("cy", "en")


@pytest.mark.django_db
def test_the_language_switch_keeps_the_choice_and_nothing_else_of_the_address(client: Client) -> None:
    address = "/about?utm_source=x&area=E06000901&period=2026-Q3"
    (there,) = [one for one in outline(client, address).named("a") if one.get("hreflang") == "cy"]
    assert there["href"] == "/cy/about?area=E06000901&period=2026-Q3"
    (odd,) = [one for one in outline(client, "/about?area=%22%3E%2F%2Fx").named("a") if one.get("hreflang") == "cy"]
    assert odd["href"] == "/cy/about?area=%22%3E%2F%2Fx"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/cy//elsewhere.example/x", "/cy/%2F%2Felsewhere.example"])
def test_no_address_makes_the_language_switch_lead_away(client: Client, address: str) -> None:
    page = Outline(client.get(address).content.decode())
    (switch,) = [one for one in page.named("a") if one.get("hreflang") == "en"]
    assert switch["href"] == "/"


@pytest.mark.django_db
def test_the_demonstration_banner_is_there_when_figures_are_made_up_and_only_then(client: Client) -> None:
    words = "These figures are made up."
    assert words not in client.get("/about").content.decode()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    (settings.VAR_DIR / "demonstration").touch()
    assert words in client.get("/about").content.decode()


@pytest.mark.django_db
def test_the_menu_marks_the_page_one_is_on(client: Client) -> None:
    marked = [one["href"] for one in outline(client, "/help/").named("a") if one.get("aria-current")]
    assert marked == ["/help/"]


@pytest.mark.django_db
def test_a_public_page_loads_nothing_from_elsewhere(client: Client) -> None:
    for address in ADDRESSES:
        page = outline(client, address)
        loaded = [one.get("src") or "" for tag in ("script", "img", "iframe", "source") for one in page.named(tag)]
        loaded += [one.get("href") or "" for one in page.named("link")]
        assert loaded
        assert [one for one in loaded if not one.startswith(("/", "data:"))] == []


@pytest.mark.django_db
def test_a_staff_page_has_no_way_out_to_the_weather(client: Client) -> None:
    page = outline(client, "/staff/")
    assert f"- {settings.SITE_NAME}</title>" in client.get("/staff/").content.decode()
    assert [one for one in page.named("a") if one.get("class") == "app-quick-exit"] == []
    assert [one["content"] for one in page.named("meta") if one.get("name") == "robots"] == [
        "noindex, nofollow, noarchive"
    ]


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=(?!=)"),
    "a script address": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "a token's cookie on a public page": re.compile(r"{%\s*csrf_token\s*%}"),
}


def faults_in(template: str, *, staff: bool) -> list[str]:
    """What the strict policy would refuse in a template."""
    return [
        name
        for name, pattern in INLINE.items()
        if pattern.search(template) and not (staff and name.startswith("a token"))
    ]


def test_no_template_holds_what_the_policy_refuses() -> None:
    private = ("staff", "moderation", "analyst", "council_exports", "responses_desk")
    files = sorted(TEMPLATES.rglob("*.html"))
    found = {
        str(file.relative_to(TEMPLATES)): faults_in(
            file.read_text(encoding="utf-8"), staff=file.relative_to(TEMPLATES).parts[0] in private
        )
        for file in files
    }
    assert len(files) > 40
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('<p class="a" style="color:red">', "a style attribute"),
        ("<style>p{}</style>", "a style element"),
        ('<a href="/" onclick="x()">', "an event handler"),
        ("<a href=/ onclick=x()>", "an event handler"),
        ('<a href="javascript:x()">', "a script address"),
        ("<script>x()</script>", "an inline script"),
        ('<script type="module">x()</script>', "an inline script"),
        ("<form>{% csrf_token %}</form>", "a token's cookie on a public page"),
    ],
)
def test_each_inline_fault_would_be_found(template: str, fault: str) -> None:
    assert faults_in(template, staff=False) == [fault]
