"""How hard a page is to read: its sentences, their words, and the Flesch-Kincaid grade, counted here.

The grade is the American school year: 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid and
others, 1975). A reader's age is about the grade and five. textstat counts the same, but brings nltk, which fetches
its word lists from the network when first used.
"""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3", "legend", "label", "caption", "summary", "div", "span"}
# Not prose of ours: lists of services, citations, choices of a form, and the words on a number.
LEFT_OUT = {"app-routes", "app-source", "app-dated", "app-danger", "app-filter", "app-route__number", "app-nation"}
VOID = {"input", "br", "img", "meta", "link", "hr"}


class Prose(HTMLParser):
    """The sentences of a page's main part."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self._open: list[tuple[str, bool]] = []  # tag, and whether it is left out
        self._in_main = False
        self.feed(source)
        self.close()

    @property
    def sentences(self) -> list[str]:
        """Each with its full stop gone; a line of a list is one too."""
        pieces = (
            piece for block in self.blocks for piece in re.split(r"(?<=[.?!:;])[”\"]?\s+", " ".join(block.split()))
        )
        return [piece for piece in pieces if re.search("[A-Za-z]", piece)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a block."""
        if tag == "main":
            self._in_main = True
        if tag in VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        self._open.append((tag, bool(classes & LEFT_OUT)))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        """Closes it."""
        if tag == "main":
            self._in_main = False
        while self._open:
            if self._open.pop()[0] == tag:
                break
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._in_main and not any(left_out for _tag, left_out in self._open):
            self.blocks[-1] += data


def words_in(sentence: str) -> list[str]:
    """Words as spoken; a number counts as one."""
    return re.findall(r"[A-Za-z0-9][\w'’,-]*", sentence)


def syllables_in(word: str) -> int:
    """Groups of vowels, a silent e at the end left off; at least one. A number counts as one, as textstat does."""
    letters = re.sub(r"[^a-z]", "", re.sub(r"['’]s?$", "", word.lower()))
    if not letters:
        return 1
    stem = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouycsxzg])es$", "", letters)
    return max(
        1,
        len(re.findall(r"[aeiouy]+", stem or letters))
        + len(re.findall(r"ia|io(?!n)|[^q]ua[^r]|eo(?!p)|ie(?=nc|t)", stem)),
    )


def grade_of(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade of a text."""
    words = [word for sentence in sentences for word in words_in(sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables_in, words)) / len(words) - 15.59


def reading_age(sentences: list[str]) -> float:
    """In years."""
    return grade_of(sentences) + 5
