"""What a benchmark hands on: a figure, what it is measured against, and whether the bar was reached."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `reached` is None where no bar was set."""

    section: str
    what: str
    seen: str
    floor: str = ""  # the least this could cost here, or what it is compared with, measured in the same run
    bar: str = ""
    reached: bool | None = None
    runs: tuple[float, ...] = ()  # what is compared with the bar, of each round: tells change from noise


def median_seconds(act: Callable[[], object], *, runs: int = 5) -> float:
    """The median wall time of some runs after one that is not counted."""
    return in_turns({"": act}, runs=runs)[""]


def in_turns(acts: Mapping[str, Callable[[], object]], *, runs: int = 5) -> dict[str, float]:
    """Each act's median wall time; they take turns, so that what else the machine does falls on all alike."""
    return {name: statistics.median(taken) for name, taken in runs_in_turn(acts, runs=runs).items()}


def runs_in_turn(acts: Mapping[str, Callable[[], object]], *, runs: int) -> dict[str, list[float]]:
    """Each act's wall times, one for each round, after a run that is not counted."""
    for act in acts.values():
        act()
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs):
        for name, act in acts.items():
            started = time.perf_counter()
            act()
            taken[name].append(time.perf_counter() - started)
    return taken


def times(ratio: float) -> str:
    """A ratio as it is read: 0.31, 4.2, 150."""
    return f"{ratio:.2f}" if ratio < 1 else f"{ratio:.1f}" if ratio < 20 else f"{ratio:,.0f}"
