"""A page in two languages, side by side: what is left of one in the other."""

import re
from functools import cache

import polib
from django.conf import settings

from tests.languages.reading import Reading

CATALOGUE = settings.BASE_DIR / "locale" / "cy" / "LC_MESSAGES" / "django"

# Names and citations that are the same in both languages; each is a whole text of a page.
THE_SAME = re.compile(
    r"[^a-zA-Z]*"  # numbers and signs
    r"|(, )?\S+"  # one word: a name, a unit, a format
    r"|\(?[\d.]+ [KM]?B\)?"  # the size of a file
    r"|[\w.-]+@[\w.-]+|https?://\S+|[\w.-]+\.(uk|org|wales|cymru|com|gov\.uk)\S*"
)
ALLOWED = {
    # Services that have no Welsh name of their own: what is said on their phones.
    "ASSIST NI",
    "Action Against Stalking",
    "Karma Nirvana",
    "Protection Against Stalking",
    "Rape Crisis Scotland",
    "Scottish Women's Aid",
    "Stop It Now",
    "Veritas Justice",
    "Victim Support NI",
    "Victim Support Scotland",
    # An area in England, whose file of names has no Welsh one; a village of the made-up country, and its council.
    "Bordershire Police",
    "Newton, Westby",
    "Newton, Eastby",
    # The name of a standard for files.
    "Data Package",
    # A word that both have, and a made-up name.
    "person: n",
}
# Words of English that are no words of Welsh: they find English inside a text, where the texts as wholes differ.
ENGLISH_WORD = re.compile(
    r"(?<![\w./-])(?:the|and|you|your|with|this|that|from|are|was|were|have|has|who|what|when|which|report|reports|about"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|metres|miles|station)"
    r"(?![\w/-]| Text/CSV)",  # not inside an address, nor a menu of Excel
    re.IGNORECASE,
)


def english_left(english: Reading, welsh: Reading) -> set[str]:
    """Texts of the Welsh page that the English one has too, or that hold an English word.

    What the English page says in Welsh, and marks as such, is no English.
    """
    stated = {text for language, text in english.said if language != "cy"}
    return {
        text
        for language, text in welsh.said
        if language == "cy"
        and text.rstrip(",") not in ALLOWED
        and not THE_SAME.fullmatch(text)
        and (text in stated or ENGLISH_WORD.search(text))
    }


def welsh_left(english: Reading) -> set[str]:
    """Texts of the English page that are Welsh of our catalogue, and do not say so by their language."""
    return {text for language, text in english.said if language != "cy"} & welsh_sentences()


@cache
def welsh_sentences() -> frozenset[str]:
    """The catalogue's Welsh without parts to fill in, where it cannot be mistaken for English."""
    catalogue = polib.pofile(f"{CATALOGUE}.po")
    english = {entry.msgid for entry in catalogue}
    return frozenset(
        entry.msgstr for entry in catalogue if entry.msgstr not in english and not re.search(r"[%{]", entry.msgstr)
    )


def shape_of(reading: Reading) -> dict[str, object]:
    """Headings, the way of the links within the site, and fields: what must not depend on the language."""
    ways = [re.sub(r"^/cy(?=/|$)", "", link).rstrip("/") or "/" for link in reading.links if link.startswith("/")]
    return {"headings": reading.headings, "links": sorted(ways), "fields": reading.fields}
