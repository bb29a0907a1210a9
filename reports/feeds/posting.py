"""Sends a few bytes to an address that somebody else chose: by https alone, to the open internet alone, once.

The name is resolved once, every address it has must be a public one, and the connection is made to one of these: a
name that leads elsewhere a moment later leads nowhere. Redirects are not followed, and no body is read.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 500
PORT = 443
TIMEOUT, DEADLINE = 10, 20  # seconds: of one step, and of all of them
_NAT64, _GLOBAL_UNICAST = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("2000::/3")
# Of special use by IANA's registries, and taken for global by some version of Python.
_NOT_PUBLIC = [
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")
]

# What went wrong, by a short code that a log may hold.
FAULTS = {
    "not-https": _("The address must begin with https://"),
    "not-an-address": _("This is not an address of a program on the internet"),
    "port": _("The address must use port 443"),
    "not-found": _("The name in the address was not found"),
    "not-public": _("The address leads to a private network"),
    "no-connection": _("No connection"),
    "certificate": _("The certificate is not valid"),
    "no-answer": _("No answer"),
    "unreadable": _("The secret can no longer be read"),
}


class AddressRefused(ValueError):
    """An address to which nothing is sent; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotSent(Exception):
    """Nothing came back; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """An address that may be sent to, as far as its text tells."""

    host: str
    path: str


def target_of(url: str) -> Target:
    """The parts of an address; raises AddressRefused."""
    if len(url) > LONGEST_ADDRESS or not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise AddressRefused("not-an-address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("not-an-address") from None
    if parts.scheme != "https":
        raise AddressRefused("not-https")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("not-an-address")
    if port not in (None, PORT):
        raise AddressRefused("port")
    return Target(parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def public_address_of(host: str) -> str:
    """An address of the host, all of whose addresses are public; raises AddressRefused."""
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("not-found") from None
    addresses = [str(where[0]) for _family, _kind, _protocol, _name, where in found]
    if not addresses:
        raise AddressRefused("not-found")
    if not all(map(is_public, addresses)):
        raise AddressRefused("not-public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, and none that stands for another which is not."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # Mapped, and translated: they are the IPv4 address in their last four bytes.
        if ip.ipv4_mapped is not None or ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.sixtofour is not None or ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Sends the body and gives the status of the answer; raises AddressRefused and NotSent."""
    target = target_of(url)
    connection = _Pinned(target.host, public_address_of(target.host))
    ends = threading.Timer(DEADLINE, connection.cut)  # an answer that comes a byte at a time would keep all others
    ends.daemon = True
    ends.start()
    try:
        connection.request("POST", target.path, body, dict(headers) | {"Connection": "close"})
        status = connection.getresponse().status
        if connection.was_cut:
            raise NotSent("no-answer")
        return status
    except ssl.SSLCertVerificationError:
        raise NotSent("certificate") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotSent("no-answer" if connection.was_made else "no-connection") from None
    finally:
        ends.cancel()
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was looked at, under the host's name: its certificate must be the name's."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, PORT, timeout=TIMEOUT)
        self._address, self._tls = address, _tls()
        self.was_made = self.was_cut = False

    def connect(self) -> None:
        """To the address itself: nothing is resolved again."""
        plain = _connected_to(self._address)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()  # by now it can be cut
        self.was_made = True

    def cut(self) -> None:
        """Ends it from another thread."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # closing it would wake nobody who waits for it


def _connected_to(address: str) -> socket.socket:
    """Without a resolver, which `socket.create_connection` would ask."""
    plain = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    plain.settimeout(TIMEOUT)
    try:
        plain.connect((address, PORT))
    except OSError:
        plain.close()
        raise
    return plain


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
