"""The proxy as deploy/nginx has it, in front of a server that tells what it was asked: only its places are changed."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from streetsafe.one_size import answer_in_one_size
from tests.adversary.wire import a_line
from tests.deployment import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/bin:/usr/local/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx on this machine: apt-get install nginx-light")


class Teller(BaseHTTPRequestHandler):
    """Answers with the headers and the size of what it was sent."""

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        port = self.server.server_address[1]
        body = json.dumps({"port": port, "path": self.path, "headers": dict(self.headers), "size": len(sent)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@dataclass
class Front:
    """The running proxy."""

    folder: Path
    port: int
    plain_port: int
    behind: ThreadingHTTPServer
    for_reporters: ThreadingHTTPServer

    def asks(
        self, path: str, *, method: str = "GET", body: bytes = b"", host: str = "places.example", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, headers and body of an answer over TLS."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        with closing(http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30)) as connection:
            plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            with plain:
                connection.sock = trusting.wrap_socket(plain, server_hostname=host)
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body or None, headers={"Host": host} | sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def is_left(self) -> None:
        """Nothing answers behind it any more."""
        for server in (self.behind, self.for_reporters):
            server.shutdown()
            server.server_close()

    def written(self) -> str:
        """All that any of its files says."""
        return "".join(file.read_text() for file in (self.folder / "logs").iterdir())


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """nginx with the files of deploy/nginx, their places and numbers exchanged for those of a test."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "temp").mkdir()
    (tmp_path / "var" / "releases" / "E06000901-2026-Q3").mkdir(parents=True)
    (tmp_path / "var" / "releases" / "E06000901-2026-Q3" / "leaves.csv").write_text("cell\n")
    (tmp_path / "var" / "releases" / "E06000901-2026-Q3" / "leaves.csv-metadata.json").write_text("{}")
    certificate = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=places.example",
    ]
    names = ["-addext", "subjectAltName=DNS:places.example"]
    made = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*certificate, *names, *made], check=True, capture_output=True)
    behind, for_reporters = (ThreadingHTTPServer(("127.0.0.1", 0), Teller) for _ in range(2))
    for server in (behind, for_reporters):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    secure, plain, entry = free_port(), free_port(), free_port()
    changed = {
        r"listen \[::\]:\d+[^;]*;": "",
        "listen 443": f"listen 127.0.0.1:{secure}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8079": f"127.0.0.1:{entry}",
        "/var/lib/nginx/": f"{tmp_path}/cache-",
        "127.0.0.1:8000": f"127.0.0.1:{behind.server_port}",
        "127.0.0.1:8001": f"127.0.0.1:{for_reporters.server_port}",
        "/etc/ssl/streetsafe/": f"{tmp_path}/",
        "/srv/streetsafe/var": f"{tmp_path}/var",
        "/var/log/nginx/": f"{tmp_path}/logs/",
        "/var/www/acme": f"{tmp_path}/acme",
    }
    for file in CONFIGURATION.glob("*.conf"):
        text = file.read_text(encoding="utf-8")
        for pattern, place in changed.items():
            text = re.sub(pattern, place, text)
        (tmp_path / ("snippets" if file.name != "streetsafe.conf" else "") / file.name).write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/temp/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # What Debian's own nginx.conf says of logs and of gzip stands around it.
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/logs/error.log; daemon off; master_process off; user root;\n"
        f"events {{}} http {{ {temporary} include /etc/nginx/mime.types; default_type application/octet-stream;"
        f"access_log {tmp_path}/logs/access.log; gzip on; include {tmp_path}/streetsafe.conf; }}"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    found = Front(tmp_path, secure, plain, behind, for_reporters)
    for _ in range(200):
        assert process.poll() is None, found.written()
        try:
            found.asks("/")
            break
        except OSError:
            threading.Event().wait(0.05)
    yield found
    process.terminate()
    process.wait(timeout=20)
    found.is_left()


def test_the_service_is_told_the_senders_address_as_the_proxy_saw_it(front: Front) -> None:
    lies = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "http", "Forwarded": "for=192.0.2.7"}
    status, _headers, body = front.asks("/report?x=1", **lies, X_Real_IP="192.0.2.7", X_Forwarded_Host="evil.example")
    stated = json.loads(body)
    assert (status, stated["path"]) == (200, "/report?x=1")
    kept = {name: stated["headers"].get(name) for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto")}
    assert kept == {"Host": "places.example", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    assert "192.0.2.7" not in body.decode()
    assert "evil.example" not in body.decode()


def test_the_metrics_are_handed_to_nobody(front: Front) -> None:
    """Nor another spelling of their address; the control: a page beside them comes from the service."""
    assert [
        front.asks(path)[0] for path in ("/metrics", "/metrics?x=1", "//metrics", "/%6detrics", "/x/../metrics")
    ] == [404] * 5
    status, _headers, body = front.asks("/metric")
    assert (status, json.loads(body)["path"]) == (200, "/metric")


def test_nothing_it_writes_tells_who_asked_for_what(front: Front) -> None:
    front.asks("/report")
    front.asks("/releases/E06000901-2026-Q3/nothing.csv")
    front.asks("/report", method="POST", body=b"x" * 70_000)  # too large for it
    for address in ("/staff/imports", "/api/v1/imports"):  # a partner's file: passed on, and kept in memory too
        assert front.asks(address, method="POST", body=b"x" * 1_000_000)[0] not in (413, 503)
    front.is_left()
    assert front.asks("/report")[0] == 503  # and away: each would be a line of the error log
    with pytest.raises((ssl.SSLError, OSError)):
        front.asks("/", host="localhost")
    assert front.written() == ""
    assert [file for file in (front.folder / "temp").rglob("*") if file.is_file()] == []


def test_a_service_that_is_away_is_told_in_both_languages(front: Front) -> None:
    front.is_left()
    status, headers, body = front.asks("/cy/report")
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "30", "no-store")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "The site cannot answer just now" in body.decode()
    assert "Ni all y wefan ateb ar hyn o bryd" in body.decode()


def test_a_form_is_handed_on_whole_up_to_the_size_at_which_the_service_refuses_in_words(front: Front) -> None:
    status, _headers, body = front.asks("/report", method="POST", body=b"x" * 65_000)
    assert (status, json.loads(body)["size"]) == (200, 65_000)


def test_published_files_come_without_the_service_and_what_is_not_there_from_it(front: Front) -> None:
    status, headers, body = front.asks("/releases/E06000901-2026-Q3/leaves.csv")
    assert (status, headers["content-type"], body) == (200, "text/csv; charset=utf-8", b"cell\n")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["access-control-allow-origin"] == "*"
    assert "last-modified" not in headers
    assert "etag" not in headers
    described = front.asks("/releases/E06000901-2026-Q3/leaves.csv-metadata.json")
    assert (described[0], described[1]["content-type"]) == (200, "application/csvm+json")
    for gone in ("leaves.geojson", "other.csv-metadata.json"):
        status, _headers, body = front.asks(f"/releases/E06000901-2026-Q3/{gone}")
        assert (status, json.loads(body)["path"]) == (200, f"/releases/E06000901-2026-Q3/{gone}")


OF_REPORTERS = (
    *(
        "/",
        "/cy",
        "/cy/",
        "/report",
        "/cy/report",
        "/en-gb/report",
        "/withdraw",
        "/cy/withdraw",
        "/leave",
        "/leave/out",
    ),
    *(
        "/cy/leave",
        "/help/",
        "/help/stalking?x=1",
        "/cy/help/silent-call/easy",
        "/help/in/pl",
        "/static/styles/site.css",
    ),
)
OF_READERS = (
    *("/map", "/cy/map?area=E06000023", "/map/table", "/open-data", "/api/v1/releases", "/staff/", "/staff/report"),
    *("/reports", "/reporting", "/map/report", "/places", "/tiles/base/1/1/1.mvt", "/about", "/healthz", "/x/static/y"),
)


def test_who_reports_or_looks_for_help_is_led_to_workers_of_their_own(front: Front) -> None:
    led = {path: json.loads(front.asks(path)[2])["port"] for path in (*OF_REPORTERS, *OF_READERS)}
    assert [path for path in OF_REPORTERS if led[path] != front.for_reporters.server_port] == []
    assert [path for path in OF_READERS if led[path] != front.behind.server_port] == []


def test_readers_workers_take_a_report_where_there_are_no_others_and_never_the_other_way_round(front: Front) -> None:
    front.for_reporters.shutdown()
    front.for_reporters.server_close()
    for method in ("GET", "POST"):
        status, _headers, body = front.asks("/report", method=method, body=b"x" if method == "POST" else b"")
        assert (status, json.loads(body)["port"]) == (200, front.behind.server_port)
    front.behind.shutdown()
    front.behind.server_close()
    assert front.asks("/map")[0] == 503


def test_plain_http_leads_to_the_site_and_proves_the_name(front: Front) -> None:
    (front.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (front.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_text("proof")
    with closing(http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=30)) as connection:
        connection.request("GET", "/.well-known/acme-challenge/token", headers={"Host": "places.example"})
        assert connection.getresponse().read() == b"proof"
        connection.request("GET", "/report", headers={"Host": "evil.example"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, "https://places.example/report")


HEADS: list[tuple[int, dict[str, str]]] = [
    (200, {"Content-Language": "en-gb"}),
    (200, {"Content-Language": "cy"}),
    (400, {"Content-Language": "cy"}),
    (403, {"Permissions-Policy": "geolocation=()"}),
    (405, {"Allow": "GET, HEAD, POST"}),
    (413, {}),
    (422, {"Content-Language": "en-gb"}),
    (429, {"Retry-After": "3600"}),
    (500, {}),
    (503, {"Retry-After": "30", "Content-Language": "cy"}),
]


@pytest.mark.parametrize("version", ["--http2", "--http1.1"])
def test_a_filled_up_answer_is_as_long_whatever_its_head(front: Front, version: str) -> None:
    """By the records of TLS; what is in front compresses nothing anew, though Debian's own words turn that on."""
    answers: list[HttpResponse] = []

    class Giver(Teller):
        """Gives the last of the answers as it is."""

        def do_GET(self) -> None:
            self.send_response(answers[-1].status_code, answers[-1].reason_phrase)
            for name, value in answers[-1].headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answers[-1].content)

    front.for_reporters.RequestHandlerClass = Giver
    stated: dict[int, list[int]] = {}
    with a_line(("127.0.0.1", front.port), is_tls=True) as line:
        for number, (status, headers) in enumerate(HEADS):
            head = {"X-Frame-Options": "DENY", "Content-Security-Policy": "b" * 700, **headers}
            words = "words " * number * 500
            page = HttpResponse(f"<html><body>{words}</body></html>", status=status, headers=head)
            asked = RequestFactory().get("/report", headers={"accept-encoding": "gzip"})
            answers.append(answer_in_one_size(lambda _request, page=page: page)(asked))  # type: ignore[misc]
            command = [
                "curl",
                "-sk",
                "--compressed",
                version,
                "--connect-to",
                f"places.example:443:127.0.0.1:{line.port}",
            ]
            shown = subprocess.run([*command, "https://places.example/report"], check=True, capture_output=True).stdout
            assert shown.count(b"words ") == number * 500
            line.wait_for_its_end()
            stated.setdefault(line.read()[1], []).append(status)
    assert len(stated) == 1, stated
