"""Game A21: somebody on the line reads from how long each thing was what a person answered.

They hold a relay between the phone and the service (`Line`), see the records of TLS and not what is in them, and have
rehearsed every answer with a phone of their own. Imports nothing of the project: what is served is tried by it too.
"""

import contextlib
import socket
import statistics
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

APPLICATION_DATA = 23
OVERHEAD = 17  # bytes a record of TLS 1.3 adds to what it carries; everybody who listens can take them off
SMALLEST = 0.01  # of a spread: a length that never varies decides
NOTHING = 80  # bytes: what HTTP/2 agrees on and TLS ends with, which comes in pieces as it happens
Seen = tuple[int, ...]  # of each thing asked: how much went up, and how much came down


@dataclass
class Line:
    """A relay on an address of loopback; notes how much passed since it was last read."""

    listener: socket.socket
    target: tuple[str, int]
    is_tls: bool
    passed: dict[str, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    sources: int = 0  # each connection comes from another address, as if of another phone
    under_way: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where a phone connects."""
        return int(self.listener.getsockname()[1])

    def read(self) -> tuple[int, int]:
        """What went up and what came down since the last time."""
        seen = self.passed["up"], self.passed["down"]
        self.passed.update(up=0, down=0)
        return seen

    def wait_for_its_end(self) -> None:
        """Until every connection has ended."""
        while self.under_way:
            self.under_way.pop().join()

    def listen(self) -> None:
        """Hands on every connection until the listener is shut."""
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                self.sources += 1
                source = (f"127.7.{self.sources // 250}.{self.sources % 250 + 1}", 0)
                service = socket.create_connection(self.target, timeout=60, source_address=source)
                handing = threading.Thread(target=self._hand_on_both, args=(phone, service), daemon=True)
                handing.start()
                self.under_way.append(handing)

    def _hand_on_both(self, phone: socket.socket, service: socket.socket) -> None:
        with phone, service:
            upward = threading.Thread(target=self._hand_on, args=("up", phone, service), daemon=True)
            upward.start()
            self._hand_on("down", service, phone)
            upward.join()

    def _hand_on(self, way: str, giver: socket.socket, taker: socket.socket) -> None:
        weigh = _Records() if self.is_tls else None
        with contextlib.suppress(OSError):
            while chunk := giver.recv(65_536):
                self.passed[way] += weigh.carried(chunk) if weigh else len(chunk)
                taker.sendall(chunk)
        for end in (giver, taker):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class _Records:
    """The records of one direction, as they come in pieces."""

    def __init__(self) -> None:
        self.rest = b""

    def carried(self, chunk: bytes) -> int:
        """What the records that are now whole carry."""
        self.rest += chunk
        found = 0
        while len(self.rest) >= 5 and len(self.rest) >= 5 + (length := int.from_bytes(self.rest[3:5], "big")):
            carried = length - OVERHEAD
            found += carried if self.rest[0] == APPLICATION_DATA and carried > NOTHING else 0
            self.rest = self.rest[5 + length :]
        return found


@contextlib.contextmanager
def a_line(target: tuple[str, int], *, is_tls: bool, at: tuple[str, int] = ("127.0.0.1", 0)) -> Iterator[Line]:
    """A relay to `target`, for as long as it is wanted."""
    with socket.create_server(at) as listener:
        line = Line(listener, target, is_tls)
        threading.Thread(target=line.listen, daemon=True).start()
        yield line
        listener.shutdown(socket.SHUT_RDWR)


def accuracy(rehearsed: Mapping[str, Sequence[Seen]], played: Sequence[tuple[str, Seen]]) -> float:
    """How often the attacker is right, who names the answer whose rehearsals lie nearest; equally near ones share.

    Each length counts by how far it is from its mean, in the spread that one answer has of itself.
    """
    columns = {answer: list(zip(*plays, strict=True)) for answer, plays in rehearsed.items()}
    own = [[statistics.pvariance(column) for column in answers] for answers in columns.values()]
    spreads = [statistics.fmean(column) + SMALLEST for column in zip(*own, strict=True)]
    means = {answer: [statistics.fmean(column) for column in answers] for answer, answers in columns.items()}
    right = 0.0
    for answer, seen in played:
        far = {
            one: sum((x - m) ** 2 / spread for x, m, spread in zip(seen, mean, spreads, strict=True))
            for one, mean in means.items()
        }
        nearest = [one for one, distance in far.items() if distance <= min(far.values()) + 1e-9]
        right += (answer in nearest) / len(nearest)
    return right / len(played)
