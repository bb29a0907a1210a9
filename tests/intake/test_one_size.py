"""Every page of the report and of its deletion has one size on the wire, and without script every single choice."""

import gzip
import html
import random
import re
import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client

from reports.geography.models import Place
from reports.intake import deletion_code_limit
from reports.intake.submission import submit_report
from reports.intake.withdrawal import code_of_submission
from reports.vocabulary.reasons import REASONS, Kind
from streetsafe import one_size
from tests import factories
from tests.intake.test_submission import ANSWERS
from tests.intake.walking import Reporter, make_places
from tests.languages.test_journey import ELSEWHERE, THE_WHOLE_WAY

pytestmark = pytest.mark.usefixtures("country", "fixed_clock")

LANGUAGES = ("", "/cy")
FIELDS = dict(zip(Kind, ("one", "two", "three"), strict=True))
ENCODINGS = ("gzip, deflate, br", "")
Size = tuple[int, int, int]  # of the body; of the head in letters, and as HTTP/2 packs it


class Scales(Client):
    """A browser over TLS that notes the size of all it is answered, and reads it as a browser does."""

    def __init__(self, accepts: str) -> None:
        encoding = {"accept-encoding": accepts} if accepts else None
        super().__init__(headers=encoding, **{"wsgi.url_scheme": "https"})  # type: ignore[arg-type]
        self.sizes: dict[Size, str] = {}
        self.answers = 0

    def request(self, **request: Any) -> Any:
        response: Any = super().request(**request)
        body = response.content
        name = f"{request.get('REQUEST_METHOD')} {request.get('PATH_INFO')} {response.status_code}"
        self.sizes.setdefault((len(body) or int(response.headers["Content-Length"]), *heads(response)), name)
        self.answers += 1
        if response.headers.get("Content-Encoding") == "gzip":
            response.content = gzip.decompress(body)
        return response


def heads(response: Any) -> tuple[int, int]:
    """The head's letters in HTTP/1.1, and its bytes in HTTP/2: really weighed behind nginx."""
    stated = response.headers.items()
    status = f"{response.status_code} {response.reason_phrase}"
    letters = len(status) + sum(len(f"{name}: {value}\r\n") for name, value in stated)
    packed = 1 if response.status_code in one_size._OF_ONE_BYTE else 5
    length = one_size._packed_length
    return letters, packed + sum(1 + length(name.lower()) + length(value) for name, value in stated)


def of_one_size(accepts: str) -> Size:
    return (one_size.COMPRESSED if accepts else one_size.PLAIN, one_size.HEAD, one_size.PACKED_HEAD)


@pytest.fixture
def places(settings: Any) -> None:
    """Something to find, and the heads of production."""
    make_places()
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63_072_000, True
    settings.SECURE_HSTS_PRELOAD = True
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"upgrade-insecure-requests": True}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}


@pytest.fixture(params=ENCODINGS, ids=["compressed", "plain"])
def scales(request: Any, places: None) -> Scales:
    """A browser with each way to be answered."""
    return Scales(request.param)


def assert_one_size(scales: Scales, *, at_least: int) -> None:
    """All that came had the one size, and enough came."""
    assert scales.answers >= at_least
    assert list(scales.sizes) == [of_one_size(scales.defaults.get("HTTP_ACCEPT_ENCODING", ""))], scales.sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_and_every_refusal(scales: Scales, language: str) -> None:
    reporter = Reporter(scales, f"{language}/report")
    for move in THE_WHOLE_WAY.values():
        move(reporter)
    for move in ELSEWHERE.values():
        move(Reporter(scales, f"{language}/report"))
    assert_one_size(scales, at_least=40)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["Westby Cross", "Llan Halt", "Newton, Westby"])
def test_the_thanks_after_each_reason(places: None, place: str, language: str) -> None:
    """At a station and away from one, in two nations: the helplines differ, and what they weigh does not."""
    scales, texts = Scales(ENCODINGS[0]), set()
    for reason in REASONS:
        reporter = Reporter(scales, f"{language}/report").start().press("find", q=place)
        while 'value="here">' not in reporter.press("in").page:
            pass
        reporter.press("here").press("next", **{FIELDS[reason.kind]: [reason.code]}).press("next", one="3")
        texts.add(reporter.press("skip").press("skip").press("send").text)
        assert reporter.response.status_code == 200
    assert len(texts) >= 4  # there is something to tell
    assert_one_size(scales, at_least=9 * len(REASONS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_chosen(scales: Scales, language: str, seed: int) -> None:
    """Walks at random: what is on a page is chosen or not, buttons pressed in any order, and pages left half done."""
    chance = random.Random(seed)
    reporter = Reporter(scales, f"{language}/report").start()
    reporter.press("find", q=chance.choice(["Westby Cross", "Llan Halt", "Newton", "nothing", "ŷ" * 60, ""]))
    for _ in range(40):
        if 'name="a"' not in reporter.page.split("<main", 1)[1]:
            reporter = Reporter(scales, f"{chance.choice(LANGUAGES)}/report").start()
        main = reporter.page.split("<main", 1)[1]
        buttons = list(re.findall(r'<button[^>]*name="(b|at)" value="([^"]*)"', main))
        name, value = chance.choice([*buttons, *[one for one in buttons if one[1] in {"next", "here", "send"}] * 4])
        fields = {field: some(chance, values) for field, values in choices(main).items() if chance.random() < 0.8}
        reporter.send({"s": reporter.hidden("s"), "a": reporter.encrypted, name: value, **fields})
    assert_one_size(scales, at_least=42)


def some(chance: random.Random, values: list[str]) -> list[str]:
    return chance.sample(values, chance.randint(0, len(values)))


def choices(page: str) -> dict[str, list[str]]:
    """What the page offers in each of its fields, as it is spelled there."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input[^>]*type="(?:radio|checkbox)"[^>]*>', page):
        name, value = (re.search(rf'\s{what}="([^"]*)"', tag) for what in ("name", "value"))
        assert name
        assert value
        found.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', page, re.S):
        found[name] = re.findall(r'<option value="([^"]*)"', options)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_not_be_kept_or_answered(scales: Scales, monkeypatch: Any, language: str) -> None:
    address = f"{language}/report"
    reporter = Reporter(scales, address).to_check()
    statuses = [reporter.response.status_code]
    failing: Callable[..., None] = mock.Mock(side_effect=OperationalError("database is locked"))
    for where, instead in (
        ("reports.intake.submission._keep_report", failing),
        ("reports.intake.verification.is_too_many", lambda *_, **__: True),
        ("reports.intake.journey.answer_page", failing),
        ("reports.intake.journey.answer_page", mock.Mock(side_effect=ZeroDivisionError)),
    ):
        scales.raise_request_exception = False
        with mock.patch(where, instead):
            answer = scales.post(address, {"s": "check", "a": reporter.encrypted, "b": "send"})
        statuses.append(answer.status_code)
    statuses.append(scales.post(address, {"s": "start"}, headers={"sec-fetch-site": "cross-site"}).status_code)
    statuses.append(scales.post(address, {"s": "x" * 40_000}).status_code)
    statuses.append(scales.put(address).status_code)
    assert statuses == [200, 503, 429, 503, 500, 403, 413, 405]
    assert_one_size(scales, at_least=len(statuses) + 6)


@pytest.mark.usefixtures("set_clock")
@pytest.mark.parametrize("language", LANGUAGES)
def test_taking_back(scales: Scales, language: str) -> None:
    """Found, not found, wrong, asked for, and limited."""
    submit_report(ANSWERS, submission_id=uuid.UUID(int=1), now=factories.NOW)
    code = code_of_submission(uuid.UUID(int=1))
    page = Reporter(scales, f"{language}/withdraw")
    stated = [page.response.content]
    for words in ("able acid acorn acre", "", code, code):
        stated.append(page.send({"w": words}).response.content)
    for _try in range(deletion_code_limit.SOURCE_FEWEST + deletion_code_limit.SOURCE_SPREAD):
        page.send({"w": "able acid acorn acre"})
    assert page.response.status_code == 429
    assert len({*stated, page.response.content}) == 5
    assert_one_size(scales, at_least=50)


def test_a_page_that_outgrows_its_class_has_the_next() -> None:
    noise = random.Random(1).randbytes(30_000).hex().encode()
    for page in (b"<body>" + noise[: 2 * size] + b"</body></html>" for size in (9_000, 20_000)):
        packed, plain = one_size._compressed(page, one_size.COMPRESSED), one_size._lengthened(page, one_size.PLAIN)
        assert (len(packed) % one_size.COMPRESSED, len(plain) % one_size.PLAIN) == (0, 0)
        assert gzip.decompress(packed) == page
        assert (plain.replace(b"\n", b""), plain.endswith(b"</body></html>")) == (page, True)


def test_pages_of_others_are_as_they_were(places: None) -> None:
    """The rest of the site is public and pays nothing."""
    answers = [Client().get(address) for address in ("/", "/help/", "/map", "/staff/report", "/xx/report")]
    assert [one_size.FILLER in answer.headers for answer in answers] == [False] * 5


# -- what is sent without script


def sent(page: str, **chosen: str) -> int:
    """The bytes that a browser without script sends of a page: what is chosen, and of each list its first."""
    main = page.split("<main", 1)[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w)" value="([^"]*)"', main))
    lists = {name: re.findall(r'<option value="([^"]*)"', inner)[0] for name, inner in LISTS.findall(main)}
    return len(urlencode({**hidden, **lists, **chosen}))


LISTS = re.compile(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', re.S)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_one_choice_is_as_long_as_another(places: None, language: str) -> None:
    reporter = Reporter(Client(), f"{language}/report").to_why()
    sizes, pages = {}, {}
    pages["why"] = reporter.page
    pages["main"] = reporter.press("next", one=["badly-lit", "layout"], two=["followed"]).page
    pages["when"] = reporter.press("next", one="followed").page
    pages["more"] = reporter.press("next", one="3").page
    pages["more-why"] = reporter.press("next", one="3").page
    pages["about"] = reporter.press("skip").page
    offered = {name: choices(page.split("<main", 1)[1]) for name, page in pages.items()}
    assert {name: sum(map(len, fields.values())) for name, fields in offered.items()} == {
        "why": len(REASONS),
        "main": 3,
        "when": 6 + 4 + 4 + 13,
        "more": 4,
        "more-why": 7,
        "about": 7 + 4 + 3,
    }
    for name, fields in offered.items():
        singles = [{field: value} for field, values in fields.items() for value in values]
        if name == "when":  # its radios must be answered
            singles = [{"one": one, **single} for one in fields["one"] for single in singles if "one" not in single]
        sizes[name] = {sent(pages[name], b="next", **single) for single in singles}
    assert {name: len(found) for name, found in sizes.items()} == dict.fromkeys(pages, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_one_place_of_a_list_is_as_long_as_another(places: None, language: str) -> None:
    for number, longitude in enumerate((-2.5, -0.00001, 0.5, 1.75)):
        words = {"name": f"Newton {number}", "search_name": f"newton {number}"}
        Place.objects.create(kind="settlement", longitude=longitude, latitude=51.45, population=9, nation="E", **words)
    reporter = Reporter(Client(), f"{language}/report").start().press("find", q="Newton")
    values = re.findall(r'name="at" value="([^"]*)"', reporter.page)
    assert len(values) >= 6
    assert len({sent(reporter.page, at=html.unescape(value)) for value in values}) == 1


def test_both_spellings_of_a_value_are_read(places: None) -> None:
    """Of a page that was opened before, and of whoever posts the plain word."""
    spelled = []
    for value in ("followed", "followed.........."):
        reporter = Reporter(Client()).to_why()
        reporter.send({"s": "why", "a": reporter.encrypted, "b": "next", "two": [value]})
        spelled.append((reporter.response.status_code, reporter.heading))
    assert spelled == [(200, "When does it feel unsafe?")] * 2


def test_what_is_ticked_as_the_page_spells_it_is_ticked_in_the_other_language(places: None) -> None:
    reporter = Reporter(Client()).to_why()
    (spelled,) = re.findall(r'value="(followed\.*)"', reporter.page)
    encrypted = reporter.encrypted
    reporter.address = "/cy/report"
    reporter.send({"s": "why", "a": encrypted, "b": "show", "two": [spelled]})
    assert (spelled != "followed", reporter.read("two")) == (True, ["followed"])
