"""What a webhook sends goes to the open internet alone, by https, once, and whatever it leads to is not followed."""

import datetime
import http.server
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from reports.feeds import posting
from reports.feeds.models import Webhook, WebhookDelivery
from reports.staff.models import StaffUser
from tests.feeds.hooks import HOOK, PUBLIC, registered, told
from tests.public_map.releases import WESTBY_CELL, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "names")]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "not-https"),
        ("ftp://hooks.example/", "not-https"),
        ("//hooks.example/", "not-https"),
        ("https://", "not-an-address"),
        ("https://me:key@hooks.example/", "not-an-address"),
        ("https://@hooks.example/", "not-an-address"),
        ("https://hooks.example/#part", "not-an-address"),
        ("https://hooks.example/a b", "not-an-address"),
        ("https://hooks.example/\r\nHost: inside", "not-an-address"),
        ("https://hööks.example/", "not-an-address"),
        ("https://hooks.example:99999/", "not-an-address"),
        ("https://hooks.example:8443/", "port"),
        ("https://hooks.example:22/", "port"),
        ("https://hooks.example/" + "x" * 500, "not-an-address"),
        ("https://unknown.example/", "not-found"),
        ("https://127.0.0.1/", "not-public"),
    ],
)
def test_such_an_address_is_refused_at_once(officer: StaffUser, url: str, code: str) -> None:
    with pytest.raises(posting.AddressRefused) as refused:
        registered(officer, url=url)
    assert (refused.value.code, Webhook.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1"),  # noqa: S104
        *("192.168.1.1", "100.64.0.1", "192.0.0.8", "192.0.0.9", "192.88.99.1", "192.0.2.1", "198.18.0.1"),
        *("198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "100::1", "5f00::1"),
        *("2001:db8::1", "3fff::1", "2001:1::1", "4000::1", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1"),
        *("2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1"),
    ],
)
def test_no_address_but_one_of_the_open_internet_is_public(address: str, names: dict[str, list[str]]) -> None:
    assert not posting.is_public(address)
    names["two.example"] = [PUBLIC, address]  # one of several is enough
    with pytest.raises(posting.AddressRefused, match="not-public"):
        posting.public_address_of("two.example")


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert posting.is_public(address)


def test_a_name_that_leads_elsewhere_later_leads_nowhere(
    officer: StaffUser, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is public when it is registered, and private when it is sent to."""
    connected: list[Any] = []

    def connect(address: str) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("reports.feeds.posting._connected_to", connect)
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    names["hooks.example"] = ["169.254.169.254"]
    told()
    assert (connected, WebhookDelivery.objects.get().last_answer) == ([], "not-public")


def test_the_connection_goes_to_the_address_that_was_looked_at(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between the look and the connection: nothing asks for it a second time."""
    asked: list[str] = []
    connected: list[Any] = []
    resolve = socket.getaddrinfo

    def once(host: str, port: int, **options: Any) -> Any:
        asked.append(host)
        found = resolve(host, port, **options)
        names["hooks.example"] = ["127.0.0.1"]
        return found

    def connect(address: str) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", once)
    monkeypatch.setattr("reports.feeds.posting._connected_to", connect)
    with pytest.raises(posting.NotSent, match="no-connection"):
        posting.post(HOOK, b"{}", {})
    assert (asked, connected) == (["hooks.example"], [PUBLIC])


class _Receiver(http.server.BaseHTTPRequestHandler):
    """An address that redirects, is silent, drips, or takes what comes."""

    def do_POST(self) -> None:
        got = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), got))  # type: ignore[attr-defined]  # ours
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/taken")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> Iterator[Any]:
    """A server with TLS on this machine, under the name hooks.example, which the client takes for a public one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example")])
    begins = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    of_server.load_cert_chain(file)
    server.socket = of_server.wrap_socket(server.socket, server_side=True)
    server.got = []  # type: ignore[attr-defined]  # ours
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(posting, "PORT", server.server_address[1])
    monkeypatch.setattr(posting, "is_public", lambda address: ipaddress.ip_address(address).is_loopback)
    monkeypatch.setattr(posting, "_tls", lambda: ssl.create_default_context(cafile=str(file)))
    names["hooks.example"] = names["other.example"] = ["127.0.0.1"]
    yield server
    server.shutdown()
    server.server_close()


def test_a_real_server_gets_it_and_a_redirect_leads_nowhere(receiver: Any) -> None:
    assert posting.post("https://hooks.example/in?key=1", b'{"a":1}', {"webhook-id": "msg_1"}) == 200
    assert posting.post("https://hooks.example/elsewhere", b"{}", {}) == 302
    assert [(path, body) for path, _headers, body in receiver.got] == [("/in?key=1", b'{"a":1}'), ("/elsewhere", b"{}")]
    headers = receiver.got[0][1]
    assert (headers["Host"].partition(":")[0], headers["webhook-id"]) == ("hooks.example", "msg_1")


def test_a_certificate_of_another_name_is_refused(receiver: Any) -> None:
    with pytest.raises(posting.NotSent, match="certificate"):
        posting.post("https://other.example/", b"{}", {})
    assert receiver.got == []


def test_an_answer_that_never_ends_is_cut_off(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step's own time never runs out, for a byte comes before it does: the whole's does."""
    ends = threading.Event()

    def drips(self: _Receiver) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(600):
            if ends.wait(0.05):
                return
            try:
                self.wfile.write(b"X-Header-%d: x\r\n" % number if number < 90 else b"x")
                self.wfile.flush()
            except OSError:
                return

    monkeypatch.setattr(_Receiver, "do_POST", drips)
    monkeypatch.setattr(posting, "DEADLINE", 0.5)
    with pytest.raises(posting.NotSent, match="no-answer"):
        posting.post("https://hooks.example/", b"{}", {})
    ends.set()


# -- by a person
