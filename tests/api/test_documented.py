"""The examples of docs/api.md work as they are written, against the service; and what it says of versions holds."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import open_formats
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


def says(number: int, server: LiveServer, folder: Path, council: str = WESTBY) -> str:
    """What an example prints."""
    language, text = EXAMPLES[number]
    text = text.replace("https://places.example", server.url).replace(FROM_ELSEWHERE, council)
    command = ["bash", "-euc", text] if language == "sh" else [sys.executable, "-c", text]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_there_are_the_examples_that_are_tried() -> None:
    assert [language for language, _text in EXAMPLES] == ["sh", "sh", "python", "python"]


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
