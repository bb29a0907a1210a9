"""docs/conformance.md is true: every test that it names is there, and every class declared has its requirements."""

import re
from pathlib import Path

from reports.ogc_features.documents import CONFORMS_TO

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`((?:tests/\w+/)?test_\w+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 30
    for file, test in named:
        path = ROOT / file if "/" in file else Path(__file__).with_name(file)
        text = path.read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, f"{file}::{test}"


def test_every_class_that_is_declared_has_a_part_of_the_page() -> None:
    headings = " ".join(re.findall(r"^## (.+)$", PAGE, re.M)).casefold()
    words = {"core": "core", "geojson": "geojson", "oas30": "openapi 3.0", "crs": "coordinate reference systems"}
    assert [words[declared.rpartition("/")[2]] in headings for declared in CONFORMS_TO] == [True] * 4


def test_the_requirements_of_part_1_stand_in_it_without_a_gap() -> None:
    part = PAGE.partition("## Part 2")[0]
    numbered = set()
    for line in re.findall(r"^\| (\d.*?) \|", part, re.M):
        found = [int(number) for number in re.findall(r"(?<![\w.-])(\d+) `", line)]
        numbered |= set(range(found[0], found[-1] + 1)) if " to " in line else set(found)
    assert numbered == set(range(1, 43))
