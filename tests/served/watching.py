"""Between any browser and the site: hands each request on and notes every answer of 400 and more."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "proxy-connection"}


@dataclass
class Watched:
    """Where a browser finds the site, how much it asked for, and what was refused."""

    url: str = ""
    requests: int = 0
    refused: list[str] = field(default_factory=list)


@contextmanager
def a_watched_site(site: str) -> Iterator[Watched]:
    """The site under another port of loopback, watched."""
    watched = Watched()
    where = urlsplit(site).netloc

    class Hands(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            with closing(http.client.HTTPConnection(where, timeout=120)) as connection:
                connection.request(self.command, self.path, body=body or None, headers=sent)
                answer = connection.getresponse()
                content = answer.read()
            watched.requests += 1
            if answer.status >= 400:
                watched.refused.append(f"{answer.status} {self.command} {self.path}")
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def do_GET(self) -> None:
            self._hand_on()

        def do_POST(self) -> None:
            self._hand_on()

        def do_HEAD(self) -> None:
            self._hand_on()

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # the browser went elsewhere

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hands)
    server.daemon_threads = True
    watched.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield watched
    finally:
        server.shutdown()
        server.server_close()
