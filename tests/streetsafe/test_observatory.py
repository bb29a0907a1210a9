"""What the MDN HTTP Observatory says of the service under production settings, asked on loopback."""

import datetime
import http.client
import ipaddress
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.deployment import PRODUCTION, ROOT, Deployment, free_port

PACKAGE = ROOT / "node_modules" / "@mdn" / "mdn-http-observatory"
PAGES = ("/", "/report", "/map")
LEAST = 130
TLS_HANDSHAKE = b"\x16"


@dataclass
class Front:
    """A reverse proxy as an operator has one: http and https on one port of loopback, and headers it may leave out."""

    port: int
    certificate: Path
    left_out: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The service under production settings behind a proxy."""
    if not PACKAGE.exists():
        pytest.skip("the npm packages are not installed")
    folder = tmp_path_factory.mktemp("observatory")
    deployment = Deployment(folder / "var", PRODUCTION | {"ALLOWED_HOSTS": "localhost"})
    deployment.begin()
    inner = free_port()
    command = [sys.executable, "-m", "gunicorn", "streetsafe.wsgi", "--bind", f"127.0.0.1:{inner}"]
    options = ["--threads", "4", "--no-control-socket", "--log-level", "error"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=deployment.variables())
    try:
        _wait_for(inner, process)
        with _Proxy(inner, folder) as found:
            yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


def score_of(front: Front, page: str) -> dict[str, Any]:
    """The scan of one page."""
    node = ROOT / ".venv" / "bin" / "node"
    scan = [node, Path(__file__).with_name("observatory.mjs"), f"localhost:{front.port}{page}"]
    patience = {"ABORT_TIMEOUT": "60000", "CLIENT_TIMEOUT": "50000"}  # milliseconds: a busy machine is no fault
    environment = os.environ | {"NODE_EXTRA_CA_CERTS": str(front.certificate)} | patience
    ended = subprocess.run(scan, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_headers_score_at_least_130(front: Front, page: str) -> None:
    scan = score_of(front, page)
    failed = {name: test["result"] for name, test in scan["tests"].items() if not test["pass"]}
    print(f"\nMDN HTTP Observatory, {page}: {scan['scan']['score']} ({scan['scan']['grade']})")  # noqa: T201  # asked for
    assert failed == {}
    assert scan["scan"]["score"] >= LEAST


@pytest.mark.parametrize("header", ["content-security-policy", "strict-transport-security", "x-frame-options"])
def test_a_missing_header_is_seen(front: Front, header: str) -> None:
    """The measure itself can fail; frame-ancestors says the same as X-Frame-Options, so that one costs nothing."""
    front.left_out.add(header)
    try:
        score = score_of(front, "/")["scan"]["score"]
    finally:
        front.left_out.clear()
    assert (score < LEAST) == (header != "x-frame-options")


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/readyz", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError("the server was not ready in a minute")


class _Proxy:
    """The listener: a connection that begins with a TLS handshake is https, any other http."""

    def __init__(self, inner: int, folder: Path) -> None:
        certificate, context = _certificate(folder)
        found = Front(0, certificate)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
                connection = http.client.HTTPConnection("127.0.0.1", inner, timeout=30)
                sent = {name: text for name, text in self.headers.items() if name.lower() != "connection"}
                connection.request(self.command, self.path, headers=sent | {"X-Forwarded-Proto": scheme})
                inside = connection.getresponse()
                body = inside.read()
                self.send_response_only(inside.status)
                dropped = found.left_out | {"transfer-encoding", "content-length", "connection"}
                for name, text in inside.getheaders():
                    if name.lower() not in dropped:
                        self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                connection.close()

            do_GET = do_OPTIONS = do_HEAD = answer  # noqa: N815  # the names the library calls

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        class Listener(ThreadingHTTPServer):
            daemon_threads = True

            def finish_request(self, request: Any, client_address: Any) -> None:
                if request.recv(1, socket.MSG_PEEK) != TLS_HANDSHAKE:
                    super().finish_request(request, client_address)
                    return
                with context.wrap_socket(request, server_side=True) as secure:
                    super().finish_request(secure, client_address)

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that goes away is no fault."""

        self.server = Listener(("127.0.0.1", 0), Handler)
        found.port = self.server.server_port
        self.front = found

    def __enter__(self) -> Front:
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self.front

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that signs itself, and the context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(tz=datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "localhost.pem", folder / "localhost.key"
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    return certificate, context
