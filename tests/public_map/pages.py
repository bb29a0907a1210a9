"""The map's page as tests read it."""

import re

from django.test import Client


def page(client: Client, address: str = "/map", status: int = 200) -> str:
    """The page's text, its spaces made single."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def of_hot(html: str) -> list[str]:
    """The bands that are drawn with the thick line of a place on an earlier map."""
    return re.findall(r'<path data-band="(\d+)" d="[^"]*" fill="[^"]*" stroke-width="5"/>', html)


def drawn(html: str) -> dict[int, int]:
    """How many hexagons of each band the picture has."""
    return {int(band): path.count("z") for band, path in re.findall(r'<path data-band="(\d+)" d="([^"]*)"', html)}
