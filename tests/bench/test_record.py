"""Benchmarks that were run at different times stand in one document."""

import subprocess
from pathlib import Path

from tests.bench import record
from tests.bench.change import changes
from tests.bench.figures import Figure
from tests.bench.sections import SECTIONS
from tests.deployment import ROOT


def test_a_partial_run_leaves_the_other_sections_figures(tmp_path: Path) -> None:
    kept, document = tmp_path / "kept.json", tmp_path / "benchmarks.md"
    record.keep("one", [Figure("First", "a", "1 s", floor="0.5 s", bar="2 s", reached=True)], file=kept)
    record.keep("two", [Figure("Second", "b", "2 s")], file=kept)
    record.keep("two", [Figure("Second", "b", "9 s", bar="3 s", reached=False)], file=kept)
    record.write_document(["two", "one", "never run"], file=kept, document=document)
    text = document.read_text(encoding="utf-8")
    assert "| a | 1 s | 0.5 s | 2 s | yes |" in text
    assert "| b | 9 s | - | 3 s | **no** |" in text
    assert "2 s | - |" not in text
    assert "Not run yet: `never run`." in text
    assert text.index("## Second") < text.index("## First")


def test_a_section_that_is_no_more_falls_out(tmp_path: Path) -> None:
    kept, document = tmp_path / "kept.json", tmp_path / "benchmarks.md"
    record.keep("gone", [Figure("Gone", "a", "1 s")], file=kept)
    record.write_document(["other"], file=kept, document=document)
    assert "Gone" not in document.read_text(encoding="utf-8")


def test_each_section_names_the_commit_that_was_measured(tmp_path: Path) -> None:
    kept, document = tmp_path / "kept.json", tmp_path / "benchmarks.md"
    record.keep("one", [Figure("First", "a", "1 s")], file=kept)
    record.write_document(["one"], file=kept, document=document)
    asked = ["git", "rev-parse", "--short", "HEAD"]
    head = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert f"`one`, commit {head}" in document.read_text(encoding="utf-8")


def test_the_document_is_made_of_what_is_kept(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    record.write_document(list(SECTIONS), document=document)
    assert document.read_text(encoding="utf-8") == record.DOCUMENT.read_text(encoding="utf-8")


def of(*runs: float, what: str = "a") -> Figure:
    return Figure("One", what, "seen", runs=runs)


def test_change_is_told_from_noise() -> None:
    before = [
        of(2.0, 2.1, 2.2, 2.3, 2.4, what="apart"),
        of(2.0, 2.1, 2.2, 2.3, 2.4, what="among"),
        of(1.00, 1.01, 1.02, 1.03, 1.04, what="near"),
        of(2.0, 2.1, what="few"),
        of(1.0, what="gone"),
    ]
    now = [
        of(3.0, 3.1, 3.2, 3.3, 3.4, what="apart"),
        of(2.4, 3.1, 3.2, 3.3, 3.4, what="among"),
        of(1.05, 1.06, 1.07, 1.08, 1.09, what="near"),
        of(9.0, 9.1, 9.2, 9.3, 9.4, what="few"),
        of(1.0, what="first"),
    ]
    assert list(changes(before, now)) == [
        "apart: 2.2 before, 3.2 now: **changed**; no round of one is among those of the other, by chance one in 126",
        "among: 2.2 before, 3.2 now: noise",
        "near: 1.0 before, 1.1 now: noise",
        "few: seen before; too few rounds to tell change from noise",
        "first: new",
        "gone: no more",
    ]
