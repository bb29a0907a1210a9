"""The README's pictures can be taken of what is served."""

import struct
import subprocess
import sys
from pathlib import Path

from tests.served.service import Site

ROOT = Path(__file__).resolve().parents[2]


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its header says."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_each_side_has_a_picture_of_its_own_size(site: Site, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "take_screenshots.py"), "--site", site.url, "--into", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {picture.stem: size_of(picture) for picture in tmp_path.iterdir()} == {
        "map-phone": (375, 667),
        "report-phone": (375, 667),
        "desk": (1100, 800),
        "exports": (1100, 800),
    }
