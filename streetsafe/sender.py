"""Who is asking: one answer for whatever counts what one source does. It is never stored.

A source is one IPv4 address or one IPv6 /64, which a household or a phone is given: within it anybody has more
addresses than could be counted.
"""

import ipaddress
import logging
import os
import re
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from streetsafe.written_whole import write_whole

logger = logging.getLogger(__name__)

_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}")
_PASSED_ON = ("CDN-Loop", "CF-Connecting-IP", "True-Client-IP", "Fastly-Client-IP", "X-Azure-ClientIP")
NAMES_NOBODY = (
    "The proxy names nobody: X-Forwarded-For does not tell the sender's address in its place. Sources are not limited."
)
NAMES_A_CDN = (
    "A CDN stands before the proxy, and PROXY_COUNT is 1: all who come through it may be counted as one source."
)
REMEDY = (
    "PROXY_COUNT is the number of proxies of yours a request passes; the first sets X-Forwarded-For to the address it "
    'sees, each other adds one. See "In front of it" in docs/operating.md.'
)
_published: set[str] = set()  # by this process


def source_of(request: HttpRequest) -> str:
    """The sender's source as the nearest trusted proxy saw it; empty when that is unknown.

    Behind proxies `REMOTE_ADDR` is the proxy's own, and what stands in X-Forwarded-For before the entries of one's own
    proxies is the sender's invention.
    """
    if settings.PROXY_COUNT == 0:
        return network_of(str(request.META.get("REMOTE_ADDR", "")))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    named = network_of(hops[-settings.PROXY_COUNT]) if len(hops) >= settings.PROXY_COUNT else ""
    source = "" if named and _is_of_the_machine(named) else named
    if not source:
        _tell_once(NAMES_NOBODY)
    elif settings.PROXY_COUNT == 1 and any(name in request.headers for name in _PASSED_ON):
        _tell_once(NAMES_A_CDN)
    return source


def network_of(text: str) -> str:
    """The source an address belongs to, however it is written; empty for what is no address."""
    bare = text.strip().strip('"').strip()
    if found := _BRACKETED.fullmatch(bare) or _WITH_PORT.fullmatch(bare):
        bare = found[1]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
        address = address.ipv4_mapped
    return str(address)


def _is_of_the_machine(source: str) -> bool:
    """Whether it is no sender's: a proxy behind which another stands on the same machine."""
    first = ipaddress.ip_network(source).network_address
    # ::1 is within ::/64, as is the unspecified address.
    return first.is_loopback or first.is_unspecified or first.is_multicast or first.is_link_local


# -- what the operator is told: in the log once, at the next start, and by the doctor


def note_file() -> Path:
    """What a worker could tell of its proxy, for others to read: a sentence, and no sign of when."""
    return Path(settings.VAR_DIR) / "proxy.txt"


def said_of_the_proxy() -> str:
    """What was found wrong with the proxies since the last start; empty: nothing."""
    try:
        return note_file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def say_it_at_the_start() -> None:
    """Tells what the service found when it last ran, and lets it find it anew."""
    if said := said_of_the_proxy():
        logger.error("%s %s", said, REMEDY)
        with suppress(OSError):
            note_file().unlink()


def _tell_once(said: str) -> None:
    if said in _published:
        return
    _published.add(said)
    logger.error("%s %s", said, REMEDY)
    with suppress(OSError):  # the log has it
        write_whole(note_file(), f"{said}\n".encode())
        os.utime(note_file(), (0, 0))  # the time of a request belongs nowhere
