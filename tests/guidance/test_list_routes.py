"""The operator's list of routes to check."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.guidance.routes import BadRoute


def listing(**options: Any) -> tuple[list[str], int]:
    """The lines printed, and the exit status."""
    out = StringIO()
    try:
        call_command("list_routes", stdout=out, **options)
    except SystemExit as end:
        return out.getvalue().splitlines(), int(str(end.code))
    return out.getvalue().splitlines(), 0


def test_the_list_says_what_is_good_what_to_check_and_what_is_hidden() -> None:
    """A line a route, and a sum; exit status 1 while something waits for a check."""
    lines, status = listing(stale_days=100_000)
    verdict = {line.split()[2]: line.split()[0] for line in lines[:-1]}
    assert (verdict["emergency"], verdict["paladin"], verdict["textphone"]) == ("good", "check", "hidden")
    never = [line for line in lines if line.startswith("check")]
    assert lines[-1] == f"{len(lines) - 1} routes, {len(never)} to check, 4 not confirmed and not shown."
    assert status == 1


def test_a_check_wears_out() -> None:
    """With a limit in the past every shown route waits."""
    lines, status = listing(stale_days=-1_000_000)
    assert [line for line in lines if line.startswith("good")] == []
    assert status == 1


def test_a_broken_file_is_a_message_and_not_a_traceback(settings: Any, tmp_path: Path) -> None:
    """The operator sees which file and why."""
    settings.ROUTES_FILE = str(tmp_path / "absent.toml")
    with pytest.raises(CommandError, match=r"absent\.toml") as refusal:
        listing()
    assert isinstance(refusal.value.__cause__, BadRoute)
