"""The release mechanism at full size: what each game of the adversary came to, and what maps of real points show."""

import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.figures import Figure
from tests.deployment import ROOT

if TYPE_CHECKING:
    from tests.adversary import games

GUESSING = "The adversary's guesses of one report, 20,000 worlds each"
NUMBERS = "The adversary over time, over sizes, and the noise itself"
GAMES = "The adversary's games that are tests"
CONTROLS = {"A4": "without noise", "A5": "exact k = 5 with exact sums"}
UTILITY = "What maps of real points of Bristol show"
WORLDS, DRAWS, RELEASES = 20_000, 500_000, 1_000
TWO_YEARS = 2_000  # worlds of eight quarters each
SAMPLES, RUNS, QUARTERS = 20, 20, 8
SIZES = (300, 600, 1_200, 2_400)
# Games that are played by a test: nothing in them grows with a size.
TESTED = {
    "A6 crawl before and after a report": "tests/adversary/test_reading_everything.py",
    "A7 hexagons and this period's reports": "tests/publication/test_next_partition.py",
    "A8 and A10 the clip": "tests/publication/test_clip.py",
    "A9 two processes": "tests/publication/test_two_processes.py",
    "A9 killed at 20 points": "tests/publication/test_killed.py",
    "A11 the order of arrival": "tests/adversary/test_arrival_order.py",
    "A12 markers in files, WAL and logs": "tests/adversary/test_marks_on_disk.py",
    "A13 noise off, halved, clip off, maps overlapping": "tests/adversary/test_over_time_and_sizes.py",
    "A13 noise off or halved in A1 and A2": "tests/adversary/test_membership.py",
}


def membership_figures() -> list[Figure]:
    """A1 and A2: who knows every other report, and who plants reports of their own."""
    from tests.adversary import games

    control = games.planting_against_k()
    beaten = Figure(GUESSING, "A2 control: exact k = 5, best plant", f"{control:.3f}", "", ">= 0.990", control >= 0.99)
    return [*map(deletion_code_figure, [*games.membership(WORLDS), *games.planting(WORLDS)]), beaten]


def numbers_figures() -> list[Figure]:
    """A3 to A5: the epsilon the draws show, two years of releases, all sizes of hexagons together."""
    from tests.adversary import games

    results = [
        *games.epsilon_audit(DRAWS),
        games.differencing(TWO_YEARS),
        games.resolution_differencing(RELEASES),
    ]
    return [numbers_figure(result) for result in results]


def tested_figures() -> list[Figure]:
    """The games in which nothing grows with a size, by their tests."""
    return [_tested(what, file) for what, file in TESTED.items()]


def deletion_code_figure(result: "games.Result") -> Figure:
    """How often the adversary was right, beside the same adversary against exact counts."""
    return Figure(
        GUESSING,
        f"{result.game} {result.setting}",
        f"{result.value:.3f}",
        floor=f"exact k = 5: {result.naive:.3f}",
        bar=f"<= {result.most:.3f}",
        reached=result.is_within,
    )


def numbers_figure(result: "games.Result") -> Figure:
    """A figure within its bounds, beside the control where there is one."""
    digits = 0 if result.game == "A5" else 3
    return Figure(
        NUMBERS,
        f"{result.game} {result.setting}",
        f"{result.value:.{digits}f}",
        floor="" if result.naive is None else f"{CONTROLS[result.game]}: {result.naive:,.{digits}f}",
        bar=f"{result.least:.3f} to {result.most:.3f}" if digits else "0",
        reached=result.is_within,
    )


def _tested(what: str, file: str) -> Figure:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", file], cwd=ROOT, check=False, capture_output=True, text=True
    )
    said = ended.stdout.strip().splitlines()[-1] if ended.stdout.strip() else "nothing"
    return Figure(GAMES, f"{what}: `{file}`", said, bar="passes", reached=ended.returncode == 0)


def utility_figures(data: Path) -> list[Figure]:
    """How much of real reports a first map shows, and the eighth; and how often it shows what is not there."""
    from tests.bench.bristol import Bristol, map_of, maps_in_a_row

    bristol, rng, figures = Bristol(data), np.random.default_rng(2026), []
    for size in SIZES:
        maps = [map_of(bristol.first_of(size), bristol.sampled(size, rng), rng)[0] for _ in range(SAMPLES)]
        fine, by_k = (statistics.mean(getattr(it, name) for it in maps) for name in ("fine", "by_k"))
        figures.append(
            Figure(
                UTILITY,
                f"{size:,} reports: share at res 8 or finer, {SAMPLES} draws",
                f"{fine:.1%}",
                floor=f"exact k = 5: {by_k:.1%}",
                bar="at most 3 points under it",
                reached=fine >= by_k - 0.03,
            )
        )
        error = statistics.mean(it.error for it in maps)
        figures.append(Figure(UTILITY, f"{size:,} reports: mean error of a shown band", f"{error:.1f} reports"))
        runs = [maps_in_a_row(bristol, size, QUARTERS, rng)[-1] for _ in range(RUNS)]
        last = {name: statistics.mean(getattr(it, name) for it in runs) for name in ("fine", "finest", "by_k")}
        figures.append(
            Figure(
                UTILITY,
                f"{size:,} reports, the eighth map: share at res 8 or finer, and at res 9",
                f"{last['fine']:.1%}, {last['finest']:.1%}",
                floor=f"exact k = 5: {last['by_k']:.1%}",
                bar="at most 3 points under it",
                reached=last["fine"] >= last["by_k"] - 0.03,
            )
        )
        every = [*maps, *runs]
        leaves = sum(it.leaves for it in every) / 300
        phantoms, expected = (sum(getattr(it, name) for it in every) / leaves for name in ("phantoms", "expected"))
        figures.append(
            Figure(
                UTILITY,
                f"{size:,} reports: phantom cells per 300 leaves",
                f"{expected:.3f} by the exact law; {phantoms:.2f} counted over {len(every)} maps",
                bar="0.2",
                reached=expected <= 0.2,
            )
        )
    return figures
