"""Game A11: whoever holds the database file cannot tell in which order reports came."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.adversary

SHUFFLES, REPORTS = 3, 1000  # 0.05 is four standard deviations of a shuffled order
MOST = 0.05


def kendall(places: list[list[int]]) -> float:
    """Kendall's tau between arrival and place over the pairs within each shuffle; the day of a shuffle is no secret."""
    agreeing = pairs = 0
    for of_one in places:
        lies = np.array(of_one, dtype=np.int64)
        agreeing += int(np.triu(np.sign(lies[None, :] - lies[:, None]), 1).sum())
        pairs += len(lies) * (len(lies) - 1) // 2
    return agreeing / pairs


def taus(folder: Path, shuffles: int, reports: int, *options: str) -> dict[str, float]:
    """What each way of reading the file gives away."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    environment |= {"STREETSAFE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-m", "tests.adversary.arrivals", str(shuffles), str(reports), *options]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    return {name: kendall([of_one[name] for of_one in said]) for name in said[0]}


def test_the_file_tells_nothing_of_the_order_of_arrival(tmp_path: Path) -> None:
    found = taus(tmp_path, SHUFFLES, REPORTS)
    assert {name: tau for name, tau in found.items() if abs(tau) >= MOST} == {}


def test_without_shuffling_it_would_tell_nearly_all(tmp_path: Path) -> None:
    found = taus(tmp_path, 2, 300, "in-order")
    assert found["as read"] == found["as listed to wait"] == 1.0
    assert found["first byte"] > 0.2  # seven standard deviations of a shuffled order of so many


def test_tau_is_one_in_order_minus_one_backwards_and_none_when_shuffled() -> None:
    assert kendall([[1, 2, 3], [10, 20]]) == 1
    assert kendall([[3, 2, 1]]) == -1
    assert abs(kendall([np.random.default_rng(1).permutation(1500).tolist()])) < MOST
