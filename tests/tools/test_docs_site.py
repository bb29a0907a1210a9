"""`make docs` makes a site of every document, with nothing fetched: neither while it is made nor when it is read."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment import ROOT

# As `python -m sphinx`, in a process that reaches no further than this machine.
OFFLINE = """
import sys
import pytest_socket
pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"])
from sphinx.cmd.build import main
sys.exit(main())
"""
LOADED = re.compile(r"""<(?:link|script|img|source|iframe|object|embed)\b[^>]*?\b(?:src|href|data)=["']([^"']+)""")
FROM_A_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""")
ELSEWHERE = ("http:", "https:", "//")


def asked_by_make() -> list[str]:
    """The options `make docs` gives to Sphinx; the last two are where the documents are and where the site goes."""
    stated = subprocess.run(["make", "--dry-run", "docs"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (line,) = (line for line in stated.splitlines() if "-m sphinx" in line)
    return line.partition("-m sphinx ")[2].split()


def made(documents: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """What making the site of some documents says."""
    options = [word if word != "build/docs-read" else str(site.with_name("read")) for word in asked_by_make()[:-2]]
    command = [sys.executable, "-c", OFFLINE, *options, str(documents), str(site)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made once."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    ended = made(ROOT / "docs", folder)
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")
    return folder


def test_every_document_is_a_page_that_others_lead_to(site: Path) -> None:
    documents = {str(file.relative_to(ROOT / "docs").with_suffix("")) for file in (ROOT / "docs").rglob("*.md")}
    assert {name for name in documents if not (site / f"{name}.html").is_file()} == set()
    first = (site / "index.html").read_text(encoding="utf-8")
    led = {link.partition("#")[0].removesuffix(".html") for link in re.findall(r'href="([^":]+\.html)', first)}
    assert {name for name in documents if "/" not in name} <= led | {"index"}
    of_decisions = (site / "decisions" / "index.html").read_text(encoding="utf-8")
    assert [name for name in documents if "/" in name and f'href="{Path(name).name}.html"' not in of_decisions] == [
        "decisions/index"
    ]


def test_the_files_and_the_papers_of_the_root_are_pages_too(site: Path) -> None:
    words = {
        "files": ("hexgrid.py", "prepare.py", "quick-exit.js"),
        "contributing": ("Recipes",),
        "security": ("How to report a vulnerability",),
        "changes": ("Unreleased",),
    }
    for name, said in words.items():
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert [word for word in said if word not in text] == []


def loaded(site: Path) -> Iterator[tuple[str, str]]:
    """What each page and style of the site loads by itself."""
    for file in sorted(site.rglob("*.html")):
        yield from ((file.name, address) for address in LOADED.findall(file.read_text(encoding="utf-8")))
    for file in sorted(site.rglob("*.css")):
        yield from ((file.name, address) for address in FROM_A_STYLE.findall(file.read_text(encoding="utf-8")))


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    found = list(loaded(site))
    assert {name for name, address in found if address.startswith(ELSEWHERE)} == set()
    assert len(found) > 100
    (site / "worse.html").write_text('<img src="x.png"><script async src="https://example.org/a.js"></script>', "utf-8")
    (site / "worse.css").write_text(
        '@import "//example.org/a.css"; p { background: url(https://example.org) }', "utf-8"
    )
    worse = [address for name, address in loaded(site) if name.startswith("worse")]
    assert worse == ["x.png", "https://example.org/a.js", "//example.org/a.css", "https://example.org"]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("lost.md", "# Lost\n", "document isn't included in any toctree"),
        ("files.md", "# Every file\n\n[No such page](nowhere.md)\n", "'myst' cross-reference target not found"),
    ],
)
def test_a_document_nobody_finds_and_a_link_to_nowhere_are_refused(
    tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    few = tmp_path / "docs"
    few.mkdir()
    shutil.copy(ROOT / "docs" / "conf.py", few)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    (tmp_path / "pyproject.toml").symlink_to(ROOT / "pyproject.toml")
    (few / "index.md").write_text("# First\n\n```{toctree}\nfiles\n```\n", encoding="utf-8")
    (few / "files.md").write_text("# Every file\n\n", encoding="utf-8")
    assert made(few, tmp_path / "site").returncode == 0
    (few / name).write_text(text, encoding="utf-8")
    refused = made(few, tmp_path / "site")
    assert refused.returncode == 1
    assert complaint in refused.stdout + refused.stderr
