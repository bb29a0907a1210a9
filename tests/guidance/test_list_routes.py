"""The operator's list of routes to check."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.guidance.facts import all_facts
from reports.guidance.routes import BadRoute, all_routes
from reports.management.commands import list_routes as command
from reports.management.commands.list_routes import NEXT


def listing(**options: Any) -> tuple[list[str], int]:
    """The lines printed, and the exit status."""
    out = StringIO()
    try:
        call_command("list_routes", stdout=out, **options)
    except SystemExit as end:
        return out.getvalue().splitlines(), int(str(end.code))
    return out.getvalue().splitlines(), 0


def test_the_list_says_what_is_good_what_to_check_and_what_is_hidden() -> None:
    """A line a route and a fact, and two sums; exit status 1 while something waits for a check."""
    lines, status = listing(stale_days=100_000)
    routes, facts = len(all_routes()), len(all_facts())
    verdict = {line.split()[2]: line.split()[0] for line in lines[: routes + facts]}
    hidden = "rape-crisis-england-wales"
    assert (verdict["emergency"], verdict["paladin"], verdict[hidden]) == ("good", "check", "hidden")
    assert (verdict["stalked-in-a-year"], verdict["victims-2020"]) == ("good", "check")
    never = [line for line in lines[:routes] if line.startswith("check")]
    old = [line for line in lines[routes : routes + facts] if line.startswith("check")]
    assert lines[routes + facts] == f"{routes} routes, {len(never)} to check, 3 not confirmed and not shown."
    assert lines[routes + facts + 1] == f"{facts} facts of the pages, {len(old)} to check."
    assert (len(never), len(old)) == (8, 2)
    assert status == 1


def test_it_names_what_to_check_next_and_on_which_page() -> None:
    """Never checked comes first, old figures and what is not settled with it; then the longest ago."""
    lines, _status = listing()
    following = [line.removeprefix("Check next: ") for line in lines if line.startswith("Check next: ")]
    assert len(following) == NEXT
    assert following[:2] == [
        "alice-ruggles-trust on https://www.alicerugglestrust.org (never)",
        "assist-ni on https://www.psni.police.uk (never)",
    ]
    known = {one.id: one.check_on for one in (*all_routes(), *all_facts())}
    assert [line for line in following if known[line.split(" on ")[0]] not in line] == []


def test_what_was_checked_long_ago_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is new, the oldest check comes first, with its day."""
    checked = [route for route in all_routes() if route.last_checked]
    monkeypatch.setattr(command, "all_routes", lambda: tuple(checked))
    monkeypatch.setattr(command, "all_facts", lambda: tuple(one for one in all_facts() if one.settled)[:1])
    lines, status = listing()
    assert "Check next: four-signs on https://www.avonandsomerset.police.uk (last on 2026-11-20)" in lines
    assert status == 0


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
