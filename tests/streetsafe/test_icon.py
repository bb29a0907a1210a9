"""A tab tells nothing to who looks over a shoulder, and a list of results nothing to who shares the computer."""

import base64
import re
import struct

import pytest
from django.test import Client

from reports.geography.models import Area
from tests.journeys.addresses import public_pages
from tests.public_map.releases import make_release

pytestmark = pytest.mark.django_db
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
# What would tell what the site is for.
TELLING = re.compile(
    r"unsafe|stalk|harass|police|report|violen|abuse|anniogel|heddlu|adrodd|aflonydd|trais", re.IGNORECASE
)


def icon_of(html: str) -> bytes:
    """The icon a page names, which it carries with it."""
    (found,) = re.findall(r'<link rel="icon" href="data:image/png;base64,([^"]*)">', html)
    return base64.b64decode(found)


def test_whoever_asks_for_the_icon_unasked_gets_the_pages_own(client: Client, country: dict[str, Area]) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content == icon_of(client.get("/").content.decode())
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (16, 16)


def test_every_public_page_has_the_icon_and_a_description_that_tells_nothing(
    client: Client, country: dict[str, Area]
) -> None:
    make_release()
    icon = client.get("/favicon.ico").content
    pages = [address for address in public_pages() if not address.endswith(("/leave", "/embed"))]
    assert len(pages) > 40
    for address in pages:
        html = client.get(address).content.decode()
        assert icon_of(html) == icon, address
        (description,) = DESCRIPTION.findall(html)
        assert 40 <= len(description) <= 160, address
        assert not TELLING.search(description), address
