"""The map's page as tests read it."""

import re
from collections import Counter

from django.test import Client


def page(client: Client, address: str = "/map", status: int = 200) -> str:
    """The page's text, its spaces made single."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def of_hot(html: str) -> list[str]:
    """The figures that are drawn as places on an earlier map too."""
    return re.findall(r'<g class="app-d\d app-hot"><path id="h\d+" data-band="(\d+)"', html)


def drawn(html: str) -> dict[int, int]:
    """How many hexagons of each figure the picture has."""
    found: Counter[int] = Counter()
    for band, path in re.findall(r'data-band="(\d+)" d="([^"]*)"', html):
        found[int(band)] += path.count("z")
    return dict(found)


def colours(html: str) -> dict[int, list[int]]:
    """The classes of density that each figure is drawn in."""
    found: dict[int, list[int]] = {}
    for density, band in re.findall(r'<g class="app-d(\d)(?: app-hot)?"><path id="h\d+" data-band="(\d+)"', html):
        found.setdefault(int(band), []).append(int(density))
    return found


def councils_drawn(html: str) -> dict[str, int]:
    """The colour of each council on the overview, by the address its shape leads to."""
    found = {}
    for colour, group in re.findall(r'<g class="app-t(\d)"><g id="t\d"[^>]*>(.*?)</g></g>', html):
        found.update(dict.fromkeys(re.findall(r'<a href="([^"]*)"', group), int(colour)))
    return found
