"""One spelling of a name for searching: how the tables store it and how a question is asked."""

import re
import unicodedata

_LETTERS_WITHOUT_MARKS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"})
_JOINED = re.compile(r"['’`´ʼ.]")  # dropped, so that King's and Kings, St. and St agree
_PARTED = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bsaint\b")
_AND = re.compile(r"\s*&\s*")

_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_PART_OF_A_POSTCODE = re.compile(rf"^(?P<outward>{_OUTWARD})(?P<inward>[0-9](?:[A-Z]{{1,2}})?)?$")
_WHOLE_POSTCODE = re.compile(rf"^(?P<outward>{_OUTWARD})(?P<inward>[0-9][A-Z]{{2}})$")


def searchable(name: str) -> str:
    """A name in lower case without marks or punctuation, "saint" as "st", "&" as "and"."""
    plain = unicodedata.normalize("NFKD", _AND.sub(" and ", name.casefold().translate(_LETTERS_WITHOUT_MARKS)))
    unmarked = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _PARTED.sub(" ", _JOINED.sub("", unmarked)).strip()
    return _SAINT.sub("st", words)


def compact_postcode(text: str) -> str:
    """Upper case, without spaces, hyphens or dots, in any width of letters."""
    return re.sub(r"[\s\-.]+", "", unicodedata.normalize("NFKC", text)).upper()


def is_whole_postcode(compact: str) -> bool:
    """Whether the compact text has the shape of a whole postcode."""
    return _WHOLE_POSTCODE.match(compact) is not None


def is_part_of_a_postcode(compact: str) -> bool:
    """Whether the compact text has the shape of the beginning of a postcode, at least its district."""
    return _PART_OF_A_POSTCODE.match(compact) is not None


def written_postcode(compact: str) -> str:
    """A whole compact postcode as it is written: the last three letters stand apart."""
    return f"{compact[:-3]} {compact[-3:]}"
