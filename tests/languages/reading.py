"""A page as a reader meets it: its title, texts, headings, links and fields, without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "title", "svg"}
VOID = {"input", "br", "img", "link", "meta", "hr", "col", "source", "wbr", "area", "path", "circle", "use", "rect"}
SAID = ("aria-label", "alt", "placeholder", "title")


@dataclass
class Reading:
    """What stands on a page; each text with the language it stands in, "" outside the page's element."""

    title: str = ""  # without the site's name
    texts: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fields: list[tuple[str, ...]] = field(default_factory=list)  # tag, type, name
    hidden_labels: list[tuple[str, str]] = field(default_factory=list)  # heard or said by a script, not seen at first
    languages: list[tuple[str, str]] = field(default_factory=list)  # lang and dir of the page's element

    @property
    def said(self) -> list[tuple[str, str]]:
        """Every text a reader can meet, with its language."""
        language = self.languages[0][0] if self.languages else ""
        return [(language, self.title), *self.texts, *self.hidden_labels]


class _Reader(HTMLParser):
    """Fills a reading; knows which elements are open, and the language of each."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang") or self._open[-1][1]
        if tag == "html":
            self.reading.languages.append((values.get("lang", ""), values.get("dir", "")))
        if tag in {"h1", "h2", "h3"}:
            self.reading.headings.append(tag)
        if tag == "a" and values.get("href"):
            self.reading.links.append(values["href"])
        if tag in {"input", "button", "select", "textarea"}:
            self.reading.fields.append((tag, values.get("type", ""), values.get("name", "")))
        for name, value in values.items():
            if value and (name in SAID or (name.startswith("data-") and _is_a_sentence(value))):
                self.reading.hidden_labels.append((language, " ".join(value.split())))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while len(self._open) > 1:
            ended, _language = self._open.pop()
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        tags = {tag for tag, _language in self._open}
        if not text:
            return
        if "svg" in tags and tags & {"title", "desc"}:
            self.reading.hidden_labels.append((self._open[-1][1], text))
        elif "title" in tags:
            self.reading.title = text.rsplit(" - ", 1)[0]
        elif not tags & SILENT:
            self.reading.texts.append((self._open[-1][1], text))


def _is_a_sentence(value: str) -> bool:
    return len(value.split()) > 2 and value[0].isalpha()


def reading_of(html: str) -> Reading:
    """The page, read."""
    reading = Reading()
    _Reader(reading).feed(html)
    return reading
