"""The sentences of the texts that promise something, one by one."""

import re
from dataclasses import dataclass

from tests.deployment import ROOT

TEXTS = ("templates/guidance/privacy.html", "docs/no-trace.md", "docs/privacy.md")
LIST, EXPLANATIONS = "docs/promises.md", "tests/architecture/explanations.txt"
_TEST = re.compile(r"`((?:tests/[\w/]+/)?test_\w+\.py)(?:::(test_\w+))?`")
_OUT_OF_REACH = re.compile(r"<(h1|h2|a)\b.*?</\1>|{% block title %}.*?{% endblock %}", re.S)
_SAID = re.compile(r"""{% translate (["'])(.+?)\1 %}|{% blocktranslate[^%]*%}(.+?){% endblocktranslate %}""", re.S)
_END = re.compile(
    r"(?<!\*\*\d\.)(?:(?<=[.?!])|(?<=[.?!][»)]))\s+(?=[A-Z0-9«“\"`*(])"
)  # a bold word stays with what it begins
_HEADS = {"tests", "kept by"}  # the last word at the head of a list of promises
_ROW = re.compile(r"^\| *(.+?) *\|$")


@dataclass(frozen=True)
class Kept:
    """A promise, and the tests that keep it: a file, and a function in it or none."""

    sentence: str
    tests: tuple[tuple[str, str], ...]


def read(name: str) -> str:
    """A file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def sentences_of(name: str) -> list[str]:
    """Every sentence of a text, and every row of its tables of words; not headings, links, and rows of figures."""
    return _of_template(read(name)) if name.endswith(".html") else _of_document(read(name))


def promises_of(name: str) -> list[Kept]:
    """The rows of lists of promises: a promise in the last cell but one, its tests in the last."""
    tables = re.findall(r"(?:^\|.*\n?)+", read(name), re.M)
    rows = [[_cells(match[1]) for line in table.splitlines() if (match := _ROW.match(line))] for table in tables]
    lists = [cells for head, *cells in rows if head[-1] in _HEADS]
    return [Kept(cells[-2], named_tests(cells[-1])) for of_one in lists for cells in of_one if not _is_no_row(cells)]


def named_tests(text: str) -> tuple[tuple[str, str], ...]:
    """The files of tests that a text names, each with the function or "" for all of it."""
    return tuple((match[1], match[2] or "") for match in _TEST.finditer(text))


def explanations() -> list[str]:
    """The sentences that promise nothing."""
    return [line for line in read(EXPLANATIONS).splitlines() if line and not line.startswith("# ")]


def _of_template(text: str) -> list[str]:
    said = _SAID.findall(_OUT_OF_REACH.sub("", text))
    return [sentence for _quote, one, other in said for sentence in split(" ".join((one or other).split()))]


def _of_document(text: str) -> list[str]:
    found: list[str] = []
    for block in re.split(r"\n(?=\s*(?:\d+\. |- |\||#|\n))", text):
        flat = " ".join(block.split())
        if flat.startswith("#") or not flat:
            continue
        if row := _ROW.match(flat):
            if not _is_no_row(_cells(row[1])) and not _is_of_figures(flat):
                found.append(" · ".join(_cells(row[1])))
            continue
        found += split(re.sub(r"^(?:\d+\. |- )", "", flat))
    return found


def split(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part for part in _END.split(text) if part]


def _cells(row: str) -> list[str]:
    return [cell for cell in re.split(r"\s*\|\s*", row) if cell]


def _is_no_row(cells: list[str]) -> bool:
    """A rule of a table, or the head of a list of promises."""
    return set("".join(cells)) <= set("- :") or cells[-1] in _HEADS


def _is_of_figures(row: str) -> bool:
    """Whether nearly all cells of a row are measured: a benchmark writes them."""
    cells = row.strip("| ").split(" | ")
    return (
        len(cells) > 3
        and not named_tests(row)
        and sum(bool(re.search(r"\d[.,%]?\d*", cell)) for cell in cells[1:]) >= len(cells) - 2
    )
