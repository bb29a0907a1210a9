"""Killed at any point of a shuffle, or racing with people who send: nothing is lost and nothing is doubled."""

from pathlib import Path

from tests.killing import lines_of

POINTS = 12


def test_a_shuffling_killed_anywhere_and_reports_sent_meanwhile_are_all_there_once(tmp_path: Path) -> None:
    *lines, last = lines_of("tests.intake.killing_a_shuffle", POINTS, tmp_path)
    assert len({line["at"] for line in lines}) == POINTS
    before = max((line["killed"][0] for line in lines), key=len)
    assert len(before) == len(set(before)) == 30
    for line in lines:
        assert line["killed"] in ([before, []], [[], before]), line["at"]
        assert line["restarted"] == [[], before], line["at"]
    assert {len(line["killed"][0]) for line in lines} == {0, 30}, "the points miss a side of the commit"
    assert last["faults"] == []
    assert last["stands"] == [[], sorted(before + last["sent"])]


def test_hiding_the_order_of_arrival_killed_anywhere_loses_and_changes_no_row(tmp_path: Path) -> None:
    lines = lines_of("tests.intake.killing_a_hiding", POINTS, tmp_path)
    assert len({line["at"] for line in lines}) == POINTS
    first = lines[0]["killed"]
    assert len(first) == 30 + 90
    assert [line["at"] for line in lines if line["killed"] != first or line["restarted"] != first] == []
