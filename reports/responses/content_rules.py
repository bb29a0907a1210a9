"""What a response must not say: a way to reach a person, a home, a person's name, or that one report exists.

Pure. It catches slips, not intent: names of people in general are beyond it, and the page's warning and preview are
for those.
"""

import re
import unicodedata
from enum import Enum

# Numbers as words, in both languages; a year is no number of people.
_NUMBER = (
    r"(?:(?!20\d\d\b)\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|single|a dozen|several"
    r"|un|dau|dwy|tri|tair|pedwar|pedair|pump?|chwech?|saith|wyth|naw|deg|sawl)"
)
_REPORTS = r"(?:reports?|complaints?|(?:o )?adroddiad(?:au)?|(?:o )?gwynion|cwyn(?:ion)?)"
_PEOPLE = r"(?:people|persons?|wom[ae]n|m[ae]n|girls?|residents?|(?:o )?bobl|menyw(?:od)?|merch(?:ed)?|dyn(?:ion)?)"
_TOLD = r"(?:reported|told us|told you|complained|(?:wedi )?rhoi gwybod|(?:wedi )?dweud wrth)"

_WORD = r"[^\W\d_](?:[\w'’-]*\w)?"
_AFTER_AN_ADDRESS = ".,;:!?)]}»”\"'"  # the sentence's, not the address's


class Slip(Enum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"
    POSTCODE = "postcode"
    NAME = "name"
    REPORT = "report"


_SLIPS: dict[Slip, re.Pattern[str]] = {
    Slip.EMAIL: re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)*"),
    Slip.WEB: re.compile(r"(?:https?:/|\bwww\.)\S*", re.IGNORECASE),
    Slip.PHONE: re.compile(r"\(?(?:\+|\b0)(?:[\s().-]*\d){8,}"),
    # Whole postcodes, about fifteen homes each; "the A1 2nd lane" is none.
    Slip.POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[\s-]*(?!\d(?:st|nd|rd|th)\b)\d[A-Z]{2}\b", re.IGNORECASE),
    Slip.NAME: re.compile(rf"\b(?:Mr|Mrs|Ms|Miss)\.?\s+{_WORD}(?:[^\S\n]+(?=[A-ZÀ-ÖØ-ÞŴŶ]){_WORD})*"),
    # A number of reports, a number of people who reported, or one report that was answered.
    Slip.REPORT: re.compile(
        rf"\b{_NUMBER}\s+(?:[^\W\d_]+\s+)?{_REPORTS}\b"
        rf"|\b{_NUMBER}\s+(?:[^\W\d_]+\s+)?{_PEOPLE}\s+(?:who\s+)?(?:have\s+|has\s+)?{_TOLD}\b"
        rf"|\b{_TOLD}\s+by\s+(?:an?|{_NUMBER})\b(?:[^\S\n]+{_WORD})?"
        r"|\b(?:after|following|because of|in answer to|thanks to)\s+(?:an?|your)\s+(?:report|complaint)\b"
        r"|\b(?:ar ôl|yn dilyn|oherwydd|diolch i)\s+(?:eich\s+)?(?:adroddiad|cwyn|gŵyn)\b",
        re.IGNORECASE,
    ),
}


class MustNotStand(ValueError):
    """The words hold something that must not be published; `slip` says what, and `found` is it."""

    def __init__(self, slip: Slip, found: str) -> None:
        self.slip, self.found = slip, found
        super().__init__(f"{slip.value}: {found}")


def refuse_slips(text: str) -> None:
    """Raises MustNotStand for the first slip in the text."""
    plain = unicodedata.normalize("NFKC", text)  # ０１２ in wide letters is a phone number too
    for slip, pattern in _SLIPS.items():
        if found := pattern.search(plain):
            raise MustNotStand(slip, _whole(slip, found[0]))


def _whole(slip: Slip, found: str) -> str:
    """What a person has to take out, as they wrote it, without the end of the sentence."""
    words = found.strip()
    return words.rstrip(_AFTER_AN_ADDRESS) or words if slip is Slip.WEB else words
