"""Killed at twenty points of a publication: one whole release or none, and never a second draw of one that stood."""

from pathlib import Path

from tests.killing import lines_of

POINTS = 20


def test_a_publication_killed_anywhere_leaves_one_whole_release_or_none(tmp_path: Path) -> None:
    """Before the commit there is nothing; after it the draw stands, and the next run only writes its files."""
    lines = lines_of("tests.publication.killing", POINTS, tmp_path)
    assert len({line["at"] for line in lines}) == POINTS
    for line in lines:
        killed, restarted = line["killed"], line["restarted"]
        assert killed["folder"] is None or killed["whole"], line
        assert restarted["whole"], line
        assert restarted["rows"] == [restarted["rows"][0], 17], line
        if killed["drawn"]:
            assert restarted["drawn"] == killed["drawn"], line
    assert {line["killed"]["left"] for line in lines} == {0, 1}, "the points miss a folder half made"
    assert {line["restarted"]["left"] for line in lines} == {0}
    outcomes = {(line["killed"]["drawn"] is not None, line["killed"]["folder"] is not None) for line in lines}
    assert outcomes == {(False, False), (True, False), (True, True)}, "the points miss a stage"
