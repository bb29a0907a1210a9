"""A stand-in for a map company, on loopback: gives one image for every tile, and remembers what it was told."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def png(colour: tuple[int, int, int], side: int = 256) -> bytes:
    """A square of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes(colour) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class MapService:
    """What it answers with, and every request it got: path and headers."""

    url: str = ""
    status: int = 200
    content_type: str = "image/png"
    content: bytes = field(default_factory=lambda: png((170, 210, 160)))
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def map_service() -> Iterator[MapService]:
    """The service, while the block runs."""
    service = MapService()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
            self.send_response(service.status)
            self.send_header("Content-Type", service.content_type)
            self.send_header("Content-Length", str(len(service.content)))
            self.end_headers()
            self.wfile.write(service.content)

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
