"""How `make docs` makes the site of these documents: with nothing fetched, and not with a warning left."""

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import list_files  # noqa: E402  # found by the line before

project = "Unsafe places, reported without a trace"
release = version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
language = "en_GB"

extensions = ["myst_parser"]
myst_heading_anchors = 4  # a link may lead to any heading, as where the repository is hosted
nitpicky = True

html_theme = "furo"
html_title = f"{project} {version}"
html_copy_source = html_show_sourcelink = html_show_copyright = False


def setup(app: Any) -> None:
    """The page of every file is written by the files themselves."""
    app.connect("source-read", _list_every_file)


def _list_every_file(_app: Any, name: str, source: list[str]) -> None:
    if name == "files":
        source[0] += list_files.listing()
