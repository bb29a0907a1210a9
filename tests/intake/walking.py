"""A reporter with a browser without script: sees a page, fills its fields, presses one of its buttons."""

import html
import re
from typing import Any

from django.test import Client

from tests import factories

ADDRESS = "/report"

# Of the pages of a report of several reasons that was not told to anybody, in their order.
HEADINGS = [
    "Tell us about a place that feels unsafe",
    "Where is the place?",
    "What makes it feel unsafe?",
    "Which one matters most?",
    "When does it feel unsafe?",
    "Did something happen to you there?",
    "Why was it not reported?",
    "A little about you",
    "Check your answers",
    "Thank you",
]


class Reporter:
    """Walks the journey by what stands on each page: a button or a field that is not there cannot be used."""

    def __init__(self, client: Client, address: str = ADDRESS) -> None:
        self.client, self.address = client, address
        self.key = ""  # what a page's script would hold and send along
        self.response: Any = client.get(address)

    @property
    def page(self) -> str:
        """The page's HTML."""
        return str(self.response.content.decode())

    @property
    def text(self) -> str:
        """What is read in the main part, blanks as one."""
        main = self.page.split("<main", 1)[1].split("</main>")[0]
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main.split(">", 1)[1])).split())

    @property
    def title(self) -> str:
        """The title without the site's name."""
        found = re.search(r"<title>(.*?) - [^<]*</title>", self.page)
        assert found, self.page[:500]
        return html.unescape(found[1])

    @property
    def heading(self) -> str:
        """What the page says it is."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.S)
        assert found, self.page[:500]
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[1])).split())

    @property
    def encrypted(self) -> str:
        """The encrypted answers of the page."""
        return self.hidden("a")

    def hidden(self, name: str) -> str:
        """A hidden field of the main part."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.split("<main", 1)[1])
        assert found, f"no field {name} on {self.page}"
        return html.unescape(found[1])

    def press(self, button: str, **fields: str | list[str]) -> "Reporter":
        """Presses the button with this value, the fields filled in; all must be on the page."""
        names = re.findall(r' name="([^"]+)"', self.page)
        assert re.search(rf'name="(b|at)" value="{re.escape(button)}"', self.page), f"no button {button}: {self.text}"
        assert set(fields) <= set(names), f"{set(fields) - set(names)} not on the page"
        name = "at" if re.search(rf'name="at" value="{re.escape(button)}"', self.page) else "b"
        return self.send({"s": self.hidden("s"), "a": self.encrypted, name: button, **fields})

    def start(self) -> "Reporter":
        """Presses Start (or Carry on) on the opening page."""
        fields = {"s": self.hidden("s")}
        return self.send(fields | ({"a": self.encrypted} if 'name="a"' in self.page else {}))

    def send(self, fields: dict[str, Any]) -> "Reporter":
        """Posts anything at all."""
        self.response = self.client.post(self.address, ({"k": self.key} if self.key else {}) | fields)
        return self

    def read(self, name: str) -> list[str]:
        """The values ticked or chosen of a field, as the page shows them but for what makes them equally long."""
        ticked = re.findall(rf'<input[^>]*name="{name}"[^>]*>', self.page)
        values = [re.search(r'value="([^"]*)"', tag) for tag in ticked if re.search(r"\schecked", tag)]
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', self.page, re.S)
        chosen = re.findall(r'<option value="([^"]*)" selected', select[0]) if select else []
        return [one.rstrip(".") for one in [found[1] for found in values if found] + chosen]

    # -- the usual answers

    def to_why(self) -> "Reporter":
        """From the opening page to the reasons, the place chosen in Westby."""
        return self.start().press("find", q="Westby Cross").press("here")

    def to_when(self) -> "Reporter":
        """On with one reason."""
        return self.to_why().press("next", one=["badly-lit"])

    def to_check(self) -> "Reporter":
        """On to the check page with the least that is asked."""
        return self.to_when().press("next", one="3").press("skip").press("skip")


def make_places() -> None:
    """A station in Westby, one in Little Llan, and two villages of one name."""
    for kind, name, at, nation, population in (
        ("station", "Westby Cross", factories.IN_WESTBY, "E", 0),
        ("station", "Llan Halt", factories.IN_LLANFACH, "W", 0),
        ("settlement", "Newton", (-2.52, 51.46), "E", 900),
        ("settlement", "Newton", (-2.22, 51.44), "E", 700),
    ):
        factories.make_place(name, at, population, kind=kind, nation=nation)
