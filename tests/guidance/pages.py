"""Reads a page as a visitor does: its words, headings and links."""

import html
import re
from html.parser import HTMLParser

from reports.guidance.urls import urlpatterns

# Every page of guidance, the newest too; the rest of its addresses are no pages.
NO_PAGES = {"leave", "leave_out", "security_txt"}
NAMES = tuple(str(pattern.name) for pattern in urlpatterns if pattern.name not in NO_PAGES)


class Page(HTMLParser):
    """The words of the main part, the headings in order, every link, the title."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.assets: list[str] = []
        self.ids: list[str] = []
        self.title = ""
        self._words: list[str] = []
        self._heading: list[str] | None = None
        self._in_main = self._in_title = False
        self.feed(source)
        self.close()

    @property
    def words(self) -> str:
        """The main part's text with single spaces."""
        return re.sub(r"\s+", " ", html.unescape(" ".join(self._words))).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collects."""
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "main":
            self._in_main = True
        elif tag == "title":
            self._in_title = True
        elif re.fullmatch("h[1-6]", tag):
            self._heading = []
        elif tag == "a":
            self.links.append(values["href"])
        elif tag in {"script", "img"} or values.get("rel") == "stylesheet":
            self.assets.append(values.get("href") or values.get("src", ""))

    def handle_endtag(self, tag: str) -> None:
        """Closes what was open."""
        if tag == "main":
            self._in_main = False
        elif tag == "title":
            self._in_title = False
        elif re.fullmatch("h[1-6]", tag) and self._heading is not None:
            self.headings.append((int(tag[1]), " ".join("".join(self._heading).split())))
            self._heading = None

    def handle_data(self, data: str) -> None:
        """Words of the title, of a heading, of the main part."""
        if self._in_title:
            self.title += data
        if self._heading is not None:
            self._heading.append(data)
        if self._in_main:
            self._words.append(data)
