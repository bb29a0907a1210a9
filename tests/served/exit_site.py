"""Where the way out leads: a small site of its own on loopback, as slow as a test wants it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><html lang=en><title>Weather</title><h1>Sunny</h1>"


class ExitSite:
    """A running exit site: its address, how long it takes to answer, and what was asked of it."""

    def __init__(self, port: int = 0) -> None:
        self.delay = 0.0  # seconds before it answers
        self.visits: list[str] = []  # paths, oldest first
        self.referrers: list[str] = []
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/favicon.ico":
                    self.send_response(204)
                    self.end_headers()
                    return
                site.visits.append(self.path)
                site.referrers += [self.headers["Referer"]] if "Referer" in self.headers else []
                time.sleep(site.delay)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:
                    return  # a browser that gave up: what it then shows is what the test looks at

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Answers)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/weather"

    def serve(self) -> None:
        """Answers until `stop`."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()

    def begin_anew(self) -> None:
        """Quick again, and asked for nothing yet."""
        self.delay = 0.0
        self.visits.clear()
        self.referrers.clear()


@contextmanager
def an_exit_site(port: int = 0) -> Iterator[ExitSite]:
    """A running one; on any free port unless one is named."""
    site = ExitSite(port)
    site.serve()
    yield site
    site.stop()
