"""No page, catalogue or document falls back into the habits that docs/voice.md names: a closed list of words."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"

# What is not written anywhere, and what is written instead.
EVERYWHERE = {
    r"[«»]": "quotes as English has them",
    r"\b[Nn]oon\b": "midday",
    r"\b[Ss]omebod(?:y|ies)|\b[Ee]verybody": "someone, everyone",
    r"\b[Ee]-mail|\b[Ww]i-[Ff]i|\bJava [Ss]cript": "email, wifi, JavaScript",
    r"\bmend(?:s|ed|ing)?\b|\blamps?\b": "fix, repair; street light",
    r"\b(?:stands?|stood) on\b": "is based on",
    r"\b(?:with|without|needs?|no) scripts?\b|\b[Ss]cripts? (?:is|are|turned) (?:on|off)\b": "JavaScript",
    r"\w+n't\b": "do not, cannot",
    r"\d %": "no space before %",
}
# What is not written on a screen, beside that.
ON_SCREENS = {
    r"(?<!Java)\b[Ss]cripts?\b": "JavaScript",
    r"\b(?:[Ss]tands?|stood)\b": "is, applies, is shown",
    r"\b[Pp]ress(?:ed|es)?\b": "select; one presses a key",
    r"\b[Tt]ick(?:s|ed)?\b|\b[Pp]ick(?:s|ed)?\b": "select, choose",
    r"\b[Ww]hole\b(?! (?:area|council|list|street|of))": "intact, complete",
    r"\b[Mm]ix(?:ed|ing)?\b": "shuffle",
    r"[“”]": "single quotes for words on the screen",
    r"\balone\b": "only",
    r"\bfor (?:ever|good)\b|\bat last\b": "permanently, never, finally",
    r"\b(?:the|these|those|same|newest|next|published|exact|changed|[Ss]mall|Which|Show|Read|Download) numbers\b": (
        "figures"
    ),
    r"\bdice\b": "random change",
    r"\b[Mm]oving map\b|\bmap that moves\b": "interactive map",
    r"\bpart of the day\b": "time of day",
    r"\b[Ss]py software\b|\binternet box\b|\b[Pp]rivate tab\b": "spyware, router, private browsing window",
    r"\bthrow[ns]? away\b|\bdropped\b|\bgone\b|\blocked\b": "deleted, not kept, encrypted",
    r"\b[Ww]hoever\b": "anyone who, if you",
    r"\bput aside\b|\b[Pp]ut this place aside\b": "set aside",
    r"\b[Tt]ak(?:e|en|es) away\b": "download, export",
    r"\b[Ss]econd factors?\b": "2-step verification",
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|nineteen|twenty|thirty)\b": "numerals from 2 up",
    r"(?<![\d,./])(?!(?:19|20)\d\d\b)[1-9]\d{3,}(?![\d,])": "a comma from 1,000",
    r"; ": "two sentences",
}
# Where a word of the list is right: a piece of the text, and why.
ALLOWED = {
    "They stand outside a house": "people stand there",
    "press the Escape key": "a key is pressed",
    "press 55": "keys of a phone",
    "press anything: 55": "keys of a phone",
    "press 5. Press 5 again": "keys of a phone",
    "press Enter": "a key is pressed",
    "Tick all that apply": "the four questions are a checklist on the screen, whose answers are sent nowhere",
    "What you tick stays on this screen": "the same checklist",
    "What you tick on the four questions": "the same checklist",
    "If you ticked": "the same checklist",
    "You can pick it up again": "a telephone is picked up",
    "“Can you apply for a Stalking Protection Order?”": "words to say aloud",
    "“I believe you.”": "words to say aloud",
    "“It is not your fault.”": "words to say aloud",
    "“You do not have to be sure what it is called.”": "words to say aloud",
    "“What do you want to do?”": "words to say aloud",
    "carry this alone": "by oneself",
    "the police cannot act on that alone": "nothing else beside it",
    "what you say there alone": "nothing else beside it",
    "what you say here alone": "nothing else beside it",
    "How small numbers are protected": "small-number suppression is the analyst's term",
    "We compared the numbers with their sources": "phone numbers",
    "Where these numbers come from": "phone numbers",
    "rolling dice": "the one comparison with dice",
    "whoever runs the wifi": "we cannot know who it is",
    "whoever runs this service": "we cannot know who it is",
    "Whoever opens it can choose": "that is the danger of the link",
    "four signs": "the name of the signs, whose English letters make the word FOUR",
    "all four": "of the four signs",
    "four questions": "about the four signs",
    "it takes away your dignity": "the Act's own words",
    "Open to everyone; no API key needed.": "the API's page is for developers",
    "18001": "a phone number",
    "61016": "a phone number",
    "18000": "a phone number",
}


def messages() -> Iterator[tuple[str, str]]:
    """Every text of the catalogue, as English says it."""
    for entry in polib.pofile(str(CATALOGUE)):
        if not entry.obsolete:
            yield from ((f"message {text[:60]!r}", text) for text in (entry.msgid, entry.msgid_plural) if text)


def screens() -> Iterator[tuple[str, str]]:
    """The words of templates, whether the catalogue has them yet or not, and the helplines' own."""
    for file in sorted((ROOT / "templates").rglob("*.html")):
        source = re.sub(r"""\{% translate (["'])(.*?)\1.*?%\}""", r" \2 ", file.read_text("utf-8"))
        words = re.sub(
            r"\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|\{#.*?#\}|<[^>]*>",
            " ",
            source,
            flags=re.S,
        )
        yield str(file.relative_to(ROOT)), " ".join(html.unescape(words).split())
    routes = (ROOT / "reports" / "guidance" / "routes.toml").read_text("utf-8")
    yield from (("routes.toml", text) for text in re.findall(r'^(?!source).*? en = "([^"]*)"', routes, re.M))


def documents() -> Iterator[tuple[str, str]]:
    """What a person reads about the code, line by line; code in it is no prose."""
    of_the_root = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    files = [*of_the_root, *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / ".github").rglob("*.*"))]
    for file in files:
        prose = re.sub(r"```.*?```|`[^`\n]*`", " ", file.read_text("utf-8"), flags=re.S)
        yield from ((f"{file.relative_to(ROOT)}:{at}", line) for at, line in enumerate(prose.splitlines(), 1))


def faults_in(texts: Iterator[tuple[str, str]], listed: dict[str, str], used: set[str]) -> list[str]:
    """Where a word of the list is found outside what is allowed; notes each allowance that was needed."""
    found = []
    for where, text in texts:
        for pattern, instead in listed.items():
            for hit in re.finditer(pattern, text):
                near = [piece for piece in ALLOWED if any(_covers(piece, text, hit))]
                used.update(near)
                if not near:
                    found.append(f"{where}: {hit[0]!r} ({instead})")
    return found


def _covers(piece: str, text: str, hit: re.Match[str]) -> Iterator[bool]:
    """Whether a piece stands where the hit is; one that ends with a colon allows the rest of its text."""
    for one in re.finditer(re.escape(piece), text):
        yield one.start() <= hit.start() and (hit.end() <= one.end() or piece.endswith(":"))


def test_nothing_on_a_screen_falls_back_into_an_old_habit() -> None:
    used: set[str] = set()
    listed = EVERYWHERE | ON_SCREENS
    assert faults_in(messages(), listed, used) + faults_in(screens(), listed, used) == []
    assert set(ALLOWED) - used == set()  # an allowance that nothing needs would hide the next fault


def test_no_document_falls_back_into_an_old_habit() -> None:
    assert faults_in(documents(), EVERYWHERE, set()) == []


@pytest.mark.parametrize(
    "text", ["Press the «map»", "Ask somebody at noon", "7617 reports", "It stands on 3 reports.", "0.9 %"]
)
def test_an_old_habit_would_be_seen(text: str) -> None:
    assert faults_in(iter([("here", text)]), EVERYWHERE | ON_SCREENS, set()) != []


def test_an_allowance_is_for_its_own_words_only() -> None:
    text = "To leave quickly, press the Escape key, or press the button."
    assert faults_in(iter([("here", text)]), ON_SCREENS, set()) == ["here: 'press' (select; one presses a key)"]
