"""Game A12: a marked visit through the real server leaves no mark in any file it writes, nor in what it prints."""

import struct
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from reports.geography import hexgrid
from tests.deployment import ROOT, Deployment, serve
from tests.intake.on_disk import everything_in
from tests.intake.walking import Reporter

pytestmark = pytest.mark.adversary

LONGITUDE, LATITUDE = -2.55417, 51.45173
MARKS = {
    "User-Agent": "Sentinel-Agent/7.31",
    "X-Forwarded-For": "203.0.113.77",
    "Accept-Language": "en-GB,x-sentinel",
    "X-Device": "Sentinel-Device",
}
FILL = """
import django; django.setup()
from django.core.management import call_command
from tests import factories
from tests.intake.walking import make_places
call_command("migrate", verbosity=0)
factories.make_country(); make_places()
"""


@dataclass
class Answer:
    """A page as the walker reads it."""

    status_code: int
    content: bytes


@dataclass
class Browser:
    """A browser that marks whatever it sends."""

    url: str

    def get(self, address: str) -> Answer:
        """Opens a page."""
        return self._ask(address, None)

    def post(self, address: str, fields: dict[str, str | list[str]]) -> Answer:
        """Sends a form."""
        return self._ask(address, urlencode(fields, doseq=True).encode())

    def _ask(self, address: str, body: bytes | None) -> Answer:
        asked = urllib.request.Request(f"{self.url}{address}", body, MARKS | {"Sec-Fetch-Site": "same-origin"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  # our own server
            return Answer(answer.status, answer.read())


def test_a_visit_leaves_no_mark_in_any_file_nor_in_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    var, scratch = tmp_path / "var", tmp_path / "scratch"
    var.mkdir()
    scratch.mkdir()
    # One proxy is trusted, so the marked address is the one that is counted.
    deployment = Deployment(var, {"TMPDIR": str(scratch), "PROXY_COUNT": "1", "STREETSAFE_ENV": "local"})
    subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, check=True, timeout=300, env=_with_settings(deployment))
    server = serve(deployment, workers=1)
    try:
        reporter = Reporter(Browser(server.url)).start().press("find", q="Westby Cross")  # type: ignore[arg-type]
        reporter.send({"s": "where", "a": reporter.encrypted, "at": f"{LONGITUDE},{LATITUDE},0"})
        place = reporter.press("here")
        place.press("next", one=["layout"]).press("next", one="3").press("skip").press("skip").press("send")
        assert reporter.heading == "Thank you"
        meanwhile = everything_in(tmp_path)
        deployment.manage("shuffle_intake", "--all")
    finally:
        server.stop()
    printed = "".join(capfd.readouterr()).encode()
    left = everything_in(tmp_path)
    cell = hexgrid.cell_at(LONGITUDE, LATITUDE).to_bytes(8, "big")
    assert cell in left  # the search below would find what is there
    words = ["entinel", "203.0.113", f"{LONGITUDE}", f"{LATITUDE}", "127.0.0.1"]
    marks = [struct.pack(order + "d", number) for order in "<>" for number in (LONGITUDE, LATITUDE)]
    marks += [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    assert [mark for mark in marks if mark in meanwhile or mark in left or mark in printed] == []


def _with_settings(deployment: Deployment) -> dict[str, str]:
    return deployment.variables() | {"DJANGO_SETTINGS_MODULE": "streetsafe.settings", "PYTHONPATH": str(ROOT)}
