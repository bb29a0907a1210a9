"""Game A21: whoever sees the line before nginx, or before gunicorn alone, cannot tell an answer by any length."""

import html
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Playwright, expect

from tests.adversary.wire import Line, Seen, a_line, accuracy
from tests.served.browsers import Visitor, a_visitor
from tests.served.production import ADDRESS, HOST, OWN, Production, served_otherwise

pytestmark = pytest.mark.production

BARE_ADDRESS = f"{OWN}.45"  # of the control
SCRIPT = Path(__file__).resolve().parents[2] / "static" / "scripts" / "report-size.js"
SIZE = int(re.findall(r"const SIZE = (\d+)", SCRIPT.read_text(encoding="utf-8"))[0])
NORWICH = "01.29650,52.62850,2"
# A field and what stands in it, as the page spells it and as the plain word; each of another length when plain.
FOUR = {"layout": "one", "followed": "two", "badly-lit": "one", "drink-drugs": "one"}
ALL = FOUR | {
    **dict.fromkeys(("no-cctv", "isolated", "visibility", "rundown", "other-place"), "one"),
    **dict.fromkeys(("verbal-one", "verbal-group", "other-harassment", "groups"), "two"),
    **dict.fromkeys(("transport", "felt-unsafe"), "three"),
}
REHEARSALS = 3
FRONTS = ["nginx by HTTP/2", "nginx by HTTP/1.1", "gunicorn alone"]


@dataclass
class Phone:
    """Sends forms over a line as a browser does; each in a connection of its own."""

    line: Line
    front: str
    has_script: bool
    is_padded: bool
    language: str = ""

    def reports(self, reason: str, chance: random.Random) -> Seen:
        """A whole report of one reason; what was seen of it."""
        seen: list[int] = []
        place = {"s": "where", "at": NORWICH}
        page = self.asks(seen, {"s": "start"})
        page = self.asks(seen, place | encrypted(page))
        page = self.asks(seen, {"s": "where", "b": "here"} | encrypted(page))
        values = re.findall(rf'name="{ALL[reason]}"[^>]*value="({reason}\.*)"', page)
        page = self.asks(seen, {"s": "why", ALL[reason]: values[0], "b": "next"} | encrypted(page))
        band = chance.choice(re.findall(r'name="one"[^>]*value="(\d)"', page))
        lists = {name: chance.choice(values) for name, values in lists_of(page).items()}
        page = self.asks(seen, {"s": "when", "one": band, **lists, "b": "end"} | encrypted(page))
        # The proof is done or not, and is as long as it happens to be.
        proof = "%2B" * chance.randint(0, 9) + "p" * chance.randint(900, 1_000) if chance.random() < 0.5 else ""
        page = self.asks(seen, {"s": "check", "f": "", "b": "send", "p": proof} | encrypted(page))
        assert 'name="s" value="code"' in page, page[-3_000:]
        return tuple(seen)

    def asks(self, seen: list[int], fields: dict[str, str]) -> str:
        """The page after a form."""
        if not self.has_script:
            fields.pop("p", None)
        body = urlencode(fields)
        if self.has_script and self.is_padded:  # as static/scripts/report-size.js does: tests/journeys weighs that one
            body += "&z="
            body += "z" * (SIZE - len(body))
        page, size = self.curls(f"{self.language}/report", "--data-binary", "@-", body=body)
        seen.extend(size)
        return page

    def curls(self, path: str, *words: str, body: str = "") -> tuple[str, tuple[int, int]]:
        """One answer, and what passed for it."""
        scheme, port = ("http", 80) if self.front == "gunicorn alone" else ("https", 443)
        number = f"10.{random.randrange(100, 250)}.{random.randrange(100, 250)}.7"
        as_a_proxy = ["-H", "X-Forwarded-Proto: https", "-H", f"X-Forwarded-For: {number}"] if port == 80 else []
        command = ["curl", "-sk", "--compressed", "--connect-to", f"{HOST}:{port}:127.0.0.1:{self.line.port}"]
        version = "--http2" if self.front == "nginx by HTTP/2" else "--http1.1"
        asked = [*command, version, *as_a_proxy, *words, f"{scheme}://{HOST}{path}"]
        page = subprocess.run(asked, input=body, check=True, capture_output=True, text=True).stdout
        self.line.wait_for_its_end()
        return page, self.line.read()


def encrypted(page: str) -> dict[str, str]:
    """The encrypted answers of a page's main part."""
    found = re.search(r'name="a" value="([^"]*)"', page.split("<main", 1)[1])
    assert found, page[-3_000:]
    return {"a": html.unescape(found[1])}


def lists_of(page: str) -> dict[str, list[str]]:
    """What each list of the page offers."""
    lists = re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL)
    return {name: re.findall(r'<option value="([^"]*)"', inner) for name, inner in lists}


@pytest.fixture(scope="module")
def bare(production: Production, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """The control: the same without what fills up."""
    scratch = tmp_path_factory.mktemp("bare")
    application = "tests.adversary.unpadded"
    with served_otherwise(production, scratch, application=application, address=BARE_ADDRESS) as made:
        yield made


Game = Callable[..., float]


@pytest.fixture
def game(production: Production, bare: Production) -> Iterator[Game]:
    """Plays it: every answer rehearsed, then played again; how often the attacker is right."""
    chance = random.Random(21)
    with ExitStack() as opened:

        def play(front: str, has_script: bool, reasons: list[str], *, is_padded: bool, language: str = "") -> float:
            made, address = (production, ADDRESS) if is_padded else (bare, BARE_ADDRESS)
            target = ("127.0.0.1", made.port) if front == "gunicorn alone" else (address, 443)
            line = opened.enter_context(a_line(target, is_tls=front != "gunicorn alone"))
            phone = Phone(line, front, has_script, is_padded, language)
            rehearsed = {reason: [phone.reports(reason, chance) for _ in range(REHEARSALS)] for reason in reasons}
            return accuracy(rehearsed, [(reason, phone.reports(reason, chance)) for reason in reasons])

        yield play


SHORT = [("nginx by HTTP/2", True), ("gunicorn alone", False)]
EACH = [
    pytest.param(front, has_script, marks=[] if (front, has_script) in SHORT else pytest.mark.whole)
    for front in FRONTS
    for has_script in (True, False)
]


@pytest.mark.parametrize(("front", "has_script"), EACH)
def test_a_reason_cannot_be_told_by_lengths(game: Game, front: str, has_script: bool) -> None:
    reasons = list(FOUR)
    assert game(front, has_script, reasons, is_padded=False) >= 0.95  # the control: the attack is a good one
    assert game(front, has_script, reasons, is_padded=True) <= 1 / len(reasons) + 0.05


@pytest.mark.whole
@pytest.mark.parametrize("language", ["", "/cy"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("front", FRONTS)
def test_none_of_all_reasons_can_be_told(game: Game, front: str, has_script: bool, language: str) -> None:
    assert game(front, has_script, list(ALL), is_padded=True, language=language) <= 1 / len(ALL) + 0.05


@pytest.mark.parametrize("front", FRONTS)
def test_an_answer_of_any_status_in_any_language_is_as_long(production: Production, front: str) -> None:
    """Each status, language and time to wait is a head of its own, and HTTP/2 packs each in a way of its own."""
    target = ("127.0.0.1", production.port) if front == "gunicorn alone" else (ADDRESS, 443)
    stated: dict[int, str] = {}
    with a_line(target, is_tls=front != "gunicorn alone") as line:
        phone = Phone(line, front, has_script=False, is_padded=True)
        for path in ("/report", "/cy/report", "/withdraw", "/cy/withdraw"):
            for name, words in STATUSES.items():
                page, (_up, down) = phone.curls(path, "-w", "%{http_code}", *words, body="x" * 40_000)
                stated.setdefault(down, f"{page[-3:]} {path} {name}")
                expected = {"a step": "400" if "report" in path else "200"}.get(name, name)
                assert page.endswith(expected), page[-2_000:]
    assert len(stated) == 1, stated


STATUSES = {
    "200": [],
    "a step": ["-d", "s=why"],
    "403": ["-d", "s=start", "-H", "Sec-Fetch-Site: cross-site"],
    "405": ["-X", "PUT"],
    "413": ["--data-binary", "@-"],
}
REPORTS = (
    {"What makes it": ["Badly lit"], "When does it": "Night", "Did something": "No", "place": "Norwich"},
    {"What makes it": ["Being followed"], "When does it": "Morning", "Did something": "Not sure", "place": "Ely"},
)


def test_two_reports_of_a_real_browser_look_alike(
    playwright: Playwright, production: Production, tmp_path: Path
) -> None:
    """Chromium through the proxy: each step of one is as long as the same step of the other, up and down."""
    seen = []
    for number, report in enumerate(REPORTS):
        with a_line((ADDRESS, 443), is_tls=True) as line:
            rule = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{line.port}"
            folder, url = tmp_path / str(number), production.site.url
            with a_visitor(playwright, url, folder, arguments=[rule]) as visitor:
                seen.append(walked(visitor, line, report))
            assert visitor.complaints == []
    assert [len(steps) for steps in seen] == [9, 9]
    # The first two are the opening page with its files, whose pieces come as they come, and Start.
    # The Date of an answer is packed to a byte more or less by its digits: HPACK has shorter ones for 0, 1 and 2.
    steps = [*seen[0][2:], *seen[1][2:]]
    assert len({up for up, _down in steps}) == 1, seen
    assert max(down for _up, down in steps) - min(down for _up, down in steps) <= 1, seen
    up, down = seen[0][2]
    assert (up > SIZE, down > 10_240) == (True, True)


def walked(visitor: Visitor, line: Line, report: dict[str, Any]) -> list[tuple[int, int]]:
    """A report step by step: what passed at each."""
    page, steps = visitor.opens("/report"), []

    def press(value: str) -> None:
        page.evaluate("document.querySelector('h1').setAttribute('data-before', '')")
        page.locator(f"main button:not([aria-hidden]):is({value})").first.click()
        page.locator("h1:not([data-before])").wait_for()
        look()

    def look() -> None:
        visitor.waits_until_quiet()
        steps.append(line.read())

    look()
    press(":not([name])")
    page.evaluate("place => { document.querySelector('#q').value = place }", report["place"])
    press("[value=find]")
    while not page.locator("main button.govuk-button[value=here]").count():
        line_before = len(steps)
        press("[name=at]" if page.locator("main button[name=at]").first.is_visible() else "[value=in]")
        del steps[line_before:]  # how many steps it took is told
    press("[value=here]")
    for question in ("What makes it", "When does it", "Did something"):
        expect(page.get_by_role("heading", level=1)).to_contain_text(question)
        for answer in [report[question]] if isinstance(report[question], str) else report[question]:
            page.get_by_label(answer).first.check(force=True)
        press("[value=next]")
    press("[value=skip]")
    press("[value=send]")
    expect(page.locator("form input[name=s][value=code]")).to_have_count(1)
    return steps
