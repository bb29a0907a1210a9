"""Game A23: all files of a quarter together leave every count of one to four three values at least."""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from reports.aggregation import cuts
from reports.aggregation.cuts import ByClass, Extent, Piece, Profile
from reports.geography import hexgrid
from tests.adversary.joint_cuts import Counts, Rules, files_of, given_away, random_council, real_rules

pytestmark = pytest.mark.adversary

COUNCILS = int(os.environ.get("COUNCILS", "24"))  # 500 for the full size


@pytest.mark.parametrize("seed", range(COUNCILS))
def test_no_small_count_is_given_away_by_all_files_together(seed: int) -> None:
    assert given_away(random_council(seed), real_rules(), seed=seed) == []


def given_away_by_some(rules: Rules, councils: int = 40) -> list[Any]:
    """What is found in the first of some councils that gives anything away."""
    for seed in range(councils):
        found = given_away(random_council(seed), rules, seed=seed)
        if found:
            return found
    return []


def test_a_profile_of_all_reports_of_a_hexagon_would_give_small_counts_away() -> None:
    """The control of the joint protection: each cut safe by itself, and one subtracted from the other."""

    def profiles_of(counts: Counts, _pieces: Sequence[Piece]) -> list[Profile]:
        grounds = cuts._gathered(counts, 8)
        big = {cell: by_class for cell, by_class in grounds.items() if by_class.sum() >= cuts.FOR_A_PROFILE}
        everything = [Piece(Extent.CELL, cell, by_class) for cell, by_class in sorted(big.items())]
        return [it for piece in everything for it in cuts._profiles(Extent.CELL, piece.cell, [piece])]

    def covered_by(counts: Counts, _pieces: Sequence[Piece], profile: Profile) -> set[hexgrid.Cell]:
        return {cell for cell in counts if hexgrid.parent(cell, 8) == profile.cell}

    assert given_away_by_some(Rules(profiles_of, covered_by)) != []


def test_rests_told_in_full_would_give_small_counts_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_full(members: Sequence[ByClass]) -> ByClass:
        total: ByClass = np.sum(members, axis=0)
        return total

    monkeypatch.setattr(cuts, "_rest_of", in_full)
    assert given_away_by_some(real_rules()) != []


@pytest.mark.parametrize("seed", range(200))
def test_every_number_is_five_or_more_and_the_tables_of_a_ground_agree(seed: int) -> None:
    counts = random_council(seed)
    files = files_of(counts, real_rules())
    pieces = cuts.pieces_of({cell: counts[cell] for cell in sorted(counts)})
    numbers = [count for _extent, _cell, count in files.pieces]
    numbers += [it.count for it in files.profiles] + [it.count for it in cuts.changes_of(pieces)]
    assert min(numbers, default=5) >= 5
    totals = {
        sum(count for _extent, _cell, count in files.pieces),
        sum(it.count for it in files.profiles),
        sum(it.count for it in cuts.changes_of(pieces)),
    }
    assert len(totals) == 1
    reports = sum(int(by_class.sum()) for by_class in counts.values())
    rests = sum(
        extent != Extent.CELL and hexgrid.resolution_of(cell or 0x872830828FFFFFF) < 9
        for extent, cell, _ in files.pieces
    )
    assert reports - 2 * rests - 4 <= totals.pop() <= reports
