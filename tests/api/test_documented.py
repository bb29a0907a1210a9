"""The examples of docs/api.md work as they are written, against the service; and what it says of versions holds."""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from reports.feeds.signing import new_secret, signature_headers
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.rows import BANDS, DAY_KINDS, FREQUENCIES
from reports.publication import open_formats
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import EASTBY, LLANFACH, WESTBY
from tests.public_map.releases import EASTBY_CELL, QUARTER, WESTBY_CELL, make_release

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(sh|python)\n(.+?)^```", PAGE, re.M | re.S)
FROM_ELSEWHERE = "E06000023"  # the council of the examples


@pytest.fixture
def served(live_server: LiveServer, country: dict[str, Area]) -> LiveServer:
    """A council with a place on its map, one with none, and one without a map."""
    make_release(leaves={WESTBY_CELL: 12})
    make_release(EASTBY, leaves={EASTBY_CELL: 2})
    make_release(LLANFACH, map_from="")
    return live_server


def says(number: int, server: LiveServer, folder: Path, council: str = WESTBY, **variables: str) -> str:
    """What an example prints."""
    language, text = EXAMPLES[number]
    text = text.replace("https://places.example", server.url).replace(FROM_ELSEWHERE, council)
    command = ["bash", "-euc", text] if language == "sh" else [sys.executable, "-c", text]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=os.environ | variables)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_there_are_the_examples_that_are_tried() -> None:
    assert [language for language, _text in EXAMPLES] == ["sh", "sh", "python", "python", "sh", "python"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_of_curl(served: LiveServer, tmp_path: Path) -> None:
    assert f'"id":"{WESTBY}-{QUARTER}"' in says(0, served, tmp_path)
    heading = ",".join(column.name for column in open_formats.COLUMNS)
    assert says(1, served, tmp_path).strip() == heading
    assert (tmp_path / "leaves.csv").read_text(encoding="utf-8").count("\n") == 2
    again = tmp_path / "again.csv"
    assert not again.exists() or not again.read_bytes()


@pytest.mark.parametrize(
    ("council", "expected"),
    [
        (WESTBY, f"{hexgrid.name(WESTBY_CELL)} 10\n"),
        (EASTBY, "a map with no place on it\n"),
        (LLANFACH, "no map yet\n"),
    ],
)
def test_the_example_of_a_councils_map(served: LiveServer, tmp_path: Path, council: str, expected: str) -> None:
    assert says(2, served, tmp_path, council) == expected


def test_the_example_of_features(served: LiveServer, tmp_path: Path) -> None:
    found = says(3, served, tmp_path)
    identifier, east, north = re.fullmatch(r"(\S+) \[([\d.]+), ([\d.]+)\]\n", found).groups()  # type: ignore[union-attr]
    assert identifier == f"{WESTBY}-{QUARTER}-{hexgrid.name(WESTBY_CELL)}"
    assert (300_000 < float(east) < 400_000, 150_000 < float(north) < 200_000) == (True, True)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_example_of_sending_reports(served: LiveServer, tmp_path: Path) -> None:
    officer = factories.make_person("council_officer", WESTBY)
    token = make_token("feeder", dataset="import", area=Area.objects.get(code=WESTBY), by=officer, now=timezone.now())
    checked, kept = re.findall(r"\{.+?\]\}?.*?\"refusals_left_out\": 0\}", says(4, served, tmp_path, TOKEN=token.key))
    told = json.loads(checked)
    assert (told["is_kept"], told["reports"], told["councils"]) == (False, 1, [{"council": WESTBY, "reports": 1}])
    assert told["refusals"] == [{"line": 3, "why": "easting 'here' is not a number of metres"}]
    assert json.loads(kept) == told | {"is_kept": True}
    assert Report.objects.get().cell == hexgrid.cell_at(*factories.IN_WESTBY)


def test_every_code_of_an_import_is_named() -> None:
    row = {name: re.search(rf"^\|.*`{name}`.*\|(.*)\|$", PAGE, re.M) for name in ("band", "day_kind", "frequency")}
    for name, known in (("band", BANDS), ("day_kind", DAY_KINDS), ("frequency", FREQUENCIES)):
        found = row[name]
        assert found is not None
        codes = set(re.findall(r"`([^`]+)`", found[1]))
        assert {code for code in known if code} <= codes
    every = {*BANDS, *DAY_KINDS, *FREQUENCIES} - {""}
    assert {code for found in row.values() if found for code in re.findall(r"`([^`]+)`", found[1])} == every


def test_the_example_of_checking_a_webhook(tmp_path: Path) -> None:
    secret, body = new_secret(), b'{"data":{"release":"E06000023-2026-Q4"}}'
    headers = signature_headers(secret, body, message="msg_1", now=timezone.now())
    old = signature_headers(secret, body, message="msg_1", now=timezone.now() - datetime.timedelta(minutes=6))
    answers = []
    for sent, key, got in (
        (headers, secret, body),
        (headers, secret, b"{}"),
        (headers, new_secret(), body),
        (old, secret, body),
    ):
        ended = subprocess.run(
            [sys.executable, "-c", EXAMPLES[5][1]],
            input=got,
            capture_output=True,
            env=os.environ | {"HEADERS": json.dumps(sent), "SECRET": key},
            check=True,
        )
        answers.append(ended.stdout.decode().strip())
    assert answers == ["E06000023-2026-Q4", "refused", "refused", "refused"]


def test_every_address_of_the_table_is_there(client: Any, country: dict[str, Area]) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    rows = re.findall(r"^\| (`/.+?) \|", PAGE, re.M)
    assert len(rows) == 9
    parts = {"<council>": WESTBY, "<quarter>": QUARTER, "<release>": f"{WESTBY}-{QUARTER}", "<file>": "manifest.json"}
    for row in rows:
        address = re.findall(r"`(/[^`]+)`", row)[0]
        for name, value in parts.items():
            address = address.replace(name, value)
        assert client.get(address).status_code == 200, address
