"""No word of our own where the field has one: not in a name, a file name or a heading; what may stay says why."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The word that was ours, as parts of a name, and the one to use.
TERMS = {
    "mix": "shuffle, or breakdown for the table by reason and time",
    "mixed": "shuffled",
    "mixing": "shuffling",
    "unmixed": "unshuffled",
    "second wall": "row-level security",
    "first wall": "application scoping",
    "walled": "protected",
    "told back": "published",
    "outlet": "public interface",
    "door": "entry, view",
    "doors": "entries, navigation",
    "seal": "encrypt",
    "sealed": "encrypted",
    "unseal": "decrypt",
    "lasting": "retained",
    "standing": "current status",
    "lineup": "work queue",
    "heap": "cluster",
    "heaps": "clusters",
    "whereabouts": "place lookup, position",
    "handoff": "onward referral, repairs",
    "mending": "repairs",
    "handbook": "reference",
    "phantom": "false positive",
    "telling": "revealing",
    "staging": "demo set-up",
    "picturing": "rendering",
    "confirming": "reauthentication",
    "gathering": "map schedule",
    "lamp": "street light",
}
# In file names alone: a gerund or a vague noun tells no reader what is inside.
OF_FILES = {
    "asking": "form",
    "choosing": "selection, matching",
    "guessing": "limit",
    "refusing": "rules",
    "leaving": "exit",
    "ground": "basemap, land",
    "picture": "svg_map",
    "told": "published",
    "town": "demo data",
}
# What may stay, and why.
ALLOWED = {
    "mix": "a published name: the key of the breakdown in release files and the API",
    "get_mix": "the serializer's method of that key",
    "mix_intake": "the command's former name, for the timers that operators have",
}
ALLOWED_FILES = {
    "reports/management/commands/mix_intake.py": "the command's former name, for the timers that operators have",
}
SKIPPED = re.compile(r"^(CHANGELOG\.md|reports/migrations/|docs/reworded\.md|docs/benchmarks\.md)")


def files(*patterns: str) -> list[str]:
    """The files that git knows, without history that is written for ever."""
    found = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True)
    return [name for name in found.stdout.decode().split("\n") if name and not SKIPPED.search(name)]


def parts_of(name: str) -> str:
    """A name's words with blanks round each: « find all ROWS »."""
    return f" {' '.join(re.findall(r'[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])', name)).lower()} "


def terms_in(name: str, terms: dict[str, str]) -> list[str]:
    """Which of the terms a name is made of."""
    words = parts_of(name)
    return [term for term in terms if f" {term} " in words]


def identifiers(source: str) -> Iterator[tuple[int, str]]:
    """Every name of a module with its line; of the words of a sentence none."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string


def test_the_search_finds_a_term_in_every_form_of_a_name() -> None:
    assert terms_in("mix_intake", TERMS) == ["mix"]
    assert terms_in("LastingBlock", TERMS) == ["lasting"]
    assert terms_in("SECOND_WALL", TERMS) == ["second wall"]
    assert terms_in("_unsealed", TERMS) == terms_in("outdoors", TERMS) == terms_in("mixture", TERMS) == []
    assert list(identifiers("heap = 'sealed'  # a door\n")) == [(1, "heap")]


@pytest.mark.parametrize("file", files("*.py"))
def test_no_name_of_a_module_is_one(file: str) -> None:
    found = {
        f"{file}:{line} {name}: say {TERMS[term]}"
        for line, name in identifiers((ROOT / file).read_text(encoding="utf-8"))
        for term in terms_in(name, TERMS)
        if name not in ALLOWED
    }
    assert found == set()


def test_no_file_is_named_by_one() -> None:
    terms = TERMS | OF_FILES
    found = {
        f"{file}: say {terms[term]}"
        for file in files()
        for part in Path(file).parts
        for term in terms_in(part.partition(".")[0].removeprefix("test_").replace("-", "_"), terms)
        if file not in ALLOWED_FILES and not (ROOT / file).is_symlink()
    }
    assert found == set()


def test_no_heading_has_one() -> None:
    headings = {
        f"{file}: {line}"
        for file in files("*.md")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if line.startswith("#") and terms_in(re.sub(r"[^\w ]", " ", line), TERMS)
    }
    assert headings == set()


def test_no_two_classes_have_one_name() -> None:
    """One name, one thing; what Django, Python or a database looks for by name is theirs."""
    theirs = {"Command", "Migration", "Meta", "DatabaseWrapper", "DatabaseSchemaEditor"}
    seen: dict[str, list[str]] = {}
    for file in files("reports/*.py", "streetsafe/*.py"):
        for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name not in theirs and not node.name.startswith("_"):
                seen.setdefault(node.name, []).append(file)
    assert {name: where for name, where in seen.items() if len(where) > 1} == {}


def test_what_is_allowed_is_still_there() -> None:
    names = {name for file in files("*.py") for _, name in identifiers((ROOT / file).read_text(encoding="utf-8"))}
    assert set(ALLOWED) - names == {"mix_intake"} - names
    assert all((ROOT / file).exists() for file in ALLOWED_FILES)
