"""A migration stands alone: what it needs of another, or of code that goes on changing, would change it too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment import ROOT

MIGRATIONS = sorted(file for file in (ROOT / "reports").rglob("*migrations/0*.py"))
# Each with its reason. What is not here is written into the migration itself.
OF_THE_CODE_AS_IT_IS = {
    "0001_tables": {"reports.geography.models"},  # the default of a field, which Django compares with the model's
    "0024_one_draw_for_ever": {"reports.publication.place"},  # the service that runs must know its own place again
    "0030_a_place_has_a_birthday": {"reports.publication.place"},  # for the same reason
    "0027_answers_about_people_wait_sealed": {"reports.intake.withdrawal"},  # and a phone's number that is sent again
}


def imported(file: Path) -> Iterator[str]:
    """Each module a file imports, by a statement or by name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            yield str(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield ast.unparse(node.args[0]).strip("f'\"")


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: file.stem)
def test_a_migration_imports_no_other_and_no_code_that_changes(file: Path) -> None:
    """Migrations that were applied are history; shared, a change for the next one would rewrite it."""
    ours = {name for name in imported(file) if name.split(".")[0] in {"reports", "streetsafe", "tests"}}
    assert ours == OF_THE_CODE_AS_IT_IS.get(file.stem, set())


def test_nothing_imports_a_migration() -> None:
    """Code that leans on one would keep it from ever being squashed."""
    found = {
        str(file.relative_to(ROOT)): name
        for folder in ("reports", "streetsafe", "tests", "tools")
        for file in (ROOT / folder).rglob("*.py")
        if "served" not in file.parts
        for name in imported(file)
        if ".migrations." in f"{name}." and name.startswith(("reports.", "tests."))
    }
    assert found == {}
