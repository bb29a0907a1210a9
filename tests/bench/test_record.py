"""Benchmarks that were run at different times stand in one document."""

from pathlib import Path

from tests.bench import record
from tests.bench.figures import Figure


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
