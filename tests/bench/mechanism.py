"""The release mechanism at full size: what each game of the adversary came to, and what maps of real points show."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.bench.figures import Figure
from tests.deployment import ROOT

DATA = Path(os.environ.get("STREETSAFE_DATA", ROOT.parent / "shared" / "data"))
GAMES = "The adversary: what reads only what the public can read"
UTILITY = "What maps of real points of Bristol show"
WORLDS, DRAWS, RELEASES = 20_000, 500_000, 2_000
TWO_YEARS = 5_000  # worlds of eight quarters each
SAMPLES, RUNS, QUARTERS = 20, 20, 8
SIZES = (300, 600, 1_200, 2_400)
# Games that are played by a test: nothing in them grows with a size.
TESTED = {
    "A6 crawl before and after a report": "tests/adversary/test_reading_everything.py",
    "A7 hexagons and this period's reports": "tests/publication/test_next_partition.py",
    "A8 and A10 the clip": "tests/publication/test_clip.py",
    "A9 two processes": "tests/publication/test_two_processes.py",
    "A9 killed at 20 points": "tests/publication/test_killed.py",
    "A12 markers in files, WAL and logs": "tests/intake/test_submission.py",
    "A13 noise off, halved, clip off, maps overlapping": "tests/adversary/test_over_time_and_sizes.py",
    "A13 noise off or halved in A1 and A2": "tests/adversary/test_membership.py",
}


def mechanism_figures() -> list[Figure]:
    """Every game, then the maps of real points where they are at hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    import django

    django.setup()
    figures = [*_played(), *(_tested(what, file) for what, file in TESTED.items())]
    if not DATA.exists():
        print(f"The real data are not at {DATA} (set STREETSAFE_DATA): left out.", file=sys.stderr)
        return figures
    return [*figures, *_useful()]


def _played() -> list[Figure]:
    from tests.adversary import games

    results = [
        *games.membership(WORLDS),
        *games.planting(WORLDS),
        *games.epsilon_audit(DRAWS),
        games.differencing(TWO_YEARS),
        games.resolution_differencing(RELEASES),
    ]
    control = games.planting_against_k()
    return [
        *(
            Figure(
                GAMES,
                f"{result.game} {result.setting}",
                f"{result.value:.3f}",
                floor="" if result.naive is None else f"exact k = 5: {result.naive:.3f}",
                bar=f"{result.least:.3f} to {result.most:.3f}",
                reached=result.is_within,
            )
            for result in results
        ),
        Figure(GAMES, "A2 control: exact k = 5", f"{control:.3f}", bar="at least 0.990", reached=control >= 0.99),
    ]


def _tested(what: str, file: str) -> Figure:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", file], cwd=ROOT, check=False, capture_output=True, text=True
    )
    said = ended.stdout.strip().splitlines()[-1] if ended.stdout.strip() else "nothing"
    return Figure(GAMES, f"{what}: `{file}`", said, bar="passes", reached=ended.returncode == 0)


def _useful() -> list[Figure]:
    from tests.bench.bristol import Bristol, map_of, maps_in_a_row

    bristol, rng, figures = Bristol(DATA), np.random.default_rng(2026), []
    for size in SIZES:
        maps = [map_of(bristol.first, bristol.sampled(size, rng), rng)[0] for _ in range(SAMPLES)]
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
            )
        )
        every = [*maps, *runs]
        phantoms = 300 * sum(it.phantoms for it in every) / sum(it.leaves for it in every)
        figures.append(
            Figure(
                UTILITY,
                f"{size:,} reports: phantom cells per 300 leaves",
                f"{phantoms:.2f}",
                bar="0.2",
                reached=phantoms <= 0.2,
            )
        )
    return figures
