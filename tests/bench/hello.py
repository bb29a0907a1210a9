"""A page that says hello with the site's own stylesheet: the least a first page could cost a phone."""

import gzip
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.bench.figures import Figure, times

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hello</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="Hello">
<link rel="stylesheet" href="/style.css"></head>
<body><main><h1 class="govuk-heading-l">Hello</h1></main></body></html>"""


@contextmanager
def hello_page(site: str) -> Iterator[str]:
    """Serves it on loopback; gives its address."""
    html = _fetched(f"{site}/").decode()
    found = re.search(r'<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"|href="([^"]+\.css)"', html)
    assert found, "the first page has no stylesheet"
    style, encoding = _sent(site + (found[1] or found[2]))
    answers = {
        "/": ("text/html; charset=utf-8", "gzip", gzip.compress(PAGE.encode())),
        "/style.css": ("text/css; charset=utf-8", encoding, style),
    }

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name http.server asks for
            media_type, encoding, body = answers.get(self.path, ("text/plain", "gzip", gzip.compress(b"")))
            self.send_response(200 if self.path in answers else 404)
            for name, value in (("Content-Type", media_type), ("Content-Encoding", encoding)):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def speed_figure(section: str, what: str, ours: float, hello: float, *, most: float) -> Figure:
    """How soon the page is drawn, beside the page that says hello."""
    return Figure(
        section,
        what,
        f"{ours:,.0f} ms, {times(ours / hello)} of a page that says hello",
        floor=f"hello, with the same stylesheet, compressed as the site's is: {hello:,.0f} ms",
        bar=f"<= {most}",
        reached=ours <= most * hello,
    )


def _sent(url: str) -> tuple[bytes, str]:
    """A file as a browser is sent it, and how it is compressed."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, deflate, br"})  # noqa: S310  # our own server
    with urllib.request.urlopen(asked) as answer:  # noqa: S310  # our own server
        return answer.read(), answer.headers.get("Content-Encoding", "identity")


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # our own server
        body: bytes = answer.read()
    return body
