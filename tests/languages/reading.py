"""A page as a reader meets it: its texts, headings and links, without a browser."""

from html.parser import HTMLParser

SILENT = {"script", "style", "svg", "title"}
VOID = {"input", "br", "img", "link", "meta", "hr", "col", "source", "wbr", "area"}


class Reading(HTMLParser):
    """Collects texts with the language they stand in, headings and links."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []  # language, text
        self.headings: list[str] = []
        self.links: list[str] = []
        self.hidden_labels: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]  # tag, language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or self._open[-1][1]
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        for name in ("aria-label", "alt", "placeholder"):
            if values.get(name):
                self.hidden_labels.append((language, values[name] or ""))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            ended, _ = self._open.pop()
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not any(tag in SILENT for tag, _ in self._open):
            self.texts.append((self._open[-1][1], text))


def reading_of(html: str) -> Reading:
    """The page, read."""
    reading = Reading()
    reading.feed(html)
    return reading
