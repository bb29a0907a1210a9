"""Reports as a phone posts them at the journey's last step: everything answered, encrypted as the service does."""

import contextlib
import datetime
import json
import socket
import uuid
from dataclasses import dataclass
from unittest import mock
from urllib.parse import urlencode

import altcha
from django.test import override_settings

from reports.geography import hexgrid
from reports.intake import verification
from reports.intake.draft import Draft, encrypt_draft
from reports.intake.withdrawal import mark_of_submission
from tests.deployment import Deployment, Server

PLACES = ((-2.59, 51.45), (-1.55, 53.80), (-0.12, 51.50), (-3.18, 51.48), (-4.25, 55.86), (-5.93, 54.60))


@dataclass(frozen=True)
class Post:
    """One report, ready to be sent as often as it takes."""

    submission_id: uuid.UUID
    mark: str  # by which the database knows the report it becomes
    body: bytes

    def to(self, server: Server, *, sender: str) -> bytes:
        """The request, from a made-up address that the deployment's one proxy would have seen."""
        host = server.url.removeprefix("http://")
        return (
            f"POST /report HTTP/1.1\r\nHost: {host}\r\nOrigin: {server.url}\r\nX-Forwarded-For: {sender}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n"
        ).encode() + self.body

    def answer_of(self, server: Server, *, sender: str = "10.9.9.9") -> bytes:
        """The whole answer, head and all; empty when none came."""
        host, port = server.url.removeprefix("http://").split(":")
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(self.to(server, sender=sender))
            with connection.makefile("rb") as answer:
                return answer.read()
        return b""


def made_posts(how_many: int, *, encrypted_for: Deployment, with_proof: bool) -> list[Post]:
    """New reports; the proof of work is of one try, whose check costs the service as much as any."""
    key = (encrypted_for.var / "secret_key").read_text(encoding="ascii")
    one_try = mock.patch.multiple(verification, FEWEST_TRIES=1, SPREAD=1)
    with override_settings(SECRET_KEY=key), one_try:
        return [_made_post(PLACES[number % len(PLACES)], with_proof) for number in range(how_many)]


def _made_post(at: tuple[float, float], with_proof: bool) -> Post:
    now = datetime.datetime.now(tz=datetime.UTC)
    answers = {
        "where": {"cell": [hexgrid.name(hexgrid.cell_at(*at))]},
        "why": {"one": ["badly-lit"]},
        "when": {"one": ["3"]},
    }
    began = int((now - datetime.timedelta(minutes=2)).timestamp())
    draft = Draft(uuid.uuid4(), answers, began=began, was_checked=True)
    fields = {"s": "check", "b": "send", "a": encrypt_draft(draft, now=now)}
    if with_proof:
        fields["p"] = _proof(draft.submission_id, now)
    mark = mark_of_submission(draft.submission_id).hex
    return Post(draft.submission_id, mark, urlencode(fields).encode())


def is_thanks(answer: bytes) -> bool:
    """Whether a whole answer came, and it is a thank-you."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.startswith(b"HTTP/1.1 200") and b"Thank you</h1>" in body and body.rstrip().endswith(b"</html>")


def _proof(submission_id: uuid.UUID, now: datetime.datetime) -> str:
    asked = altcha.v2.Challenge.from_dict(json.loads(verification.new_challenge(submission_id, now=now)))
    solution = altcha.v2.solve_challenge(asked)
    assert solution is not None
    return altcha.v2.Payload(asked, solution).to_base64()
