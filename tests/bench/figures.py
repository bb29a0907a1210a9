"""What a benchmark hands on: a figure, what it is measured against, and whether the bar was reached."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `reached` is None where no bar was set."""

    section: str
    what: str
    seen: str
    floor: str = ""  # the least this could cost here, measured in the same run
    bar: str = ""
    reached: bool | None = None


def median_seconds(act: Callable[[], object], *, runs: int = 5) -> float:
    """The median wall time of some runs after one that is not counted."""
    act()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def as_markdown(figures: list[Figure]) -> str:
    """A table per section."""
    lines: list[str] = []
    for section in dict.fromkeys(figure.section for figure in figures):
        lines += ["", f"## {section}", "", "| what | seen | floor, same run | bar | reached |", "|---|---|---|---|---|"]
        for figure in figures:
            if figure.section == section:
                reached = {True: "yes", False: "**no**", None: "-"}[figure.reached]
                lines.append(
                    f"| {figure.what} | {figure.seen} | {figure.floor or '-'} | {figure.bar or '-'} | {reached} |"
                )
    return "\n".join(lines) + "\n"
