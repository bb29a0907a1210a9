"""Hands every prepared page to nginx, which keeps what it is handed here and nothing that a visitor asked for."""

import http.client
from collections.abc import Iterable
from urllib.parse import urlsplit

from streetsafe.prepared_pages.files import Address

FORMS = ("gzip", "identity")  # each page lies there in both
HEADER = "X-Pages-Edition"


class EdgeAway(Exception):
    """The edge does not answer where it is to be filled."""


def fill_edge(url: str, addresses: Iterable[Address], *, key: str) -> None:
    """Asks for each page in each form where this machine alone may hand over; raises EdgeAway."""
    target = urlsplit(url)
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.hostname or "", target.port, timeout=60)
    try:
        for address in addresses:
            for form in FORMS:
                host = urlsplit(address.site).netloc
                headers = {"Host": host, "Accept-Encoding": form, HEADER: key}
                connection.request("GET", address.path, headers=headers)
                connection.getresponse().read()
    except (OSError, http.client.HTTPException) as fault:
        raise EdgeAway(f"EDGE_URL: nothing answers at {url} ({fault}). The pages come from the service.") from fault
    finally:
        connection.close()
