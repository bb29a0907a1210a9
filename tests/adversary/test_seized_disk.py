"""Game A16: whoever seizes the disk before the shuffle learns a day: no order, no minute, and not who answered."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.adversary.test_arrival_order import kendall
from tests.bench.posts import is_thanks, made_posts
from tests.deployment import Deployment, serve

pytestmark = pytest.mark.adversary

DAYS, REPORTS = 40, 12
MOST = 0.15  # more than four standard deviations of forty shuffled dozens


def seized(folder: Path, *options: str, days: int = DAYS, reports: int = REPORTS) -> list[dict[str, Any]]:
    """What each day's files show."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    environment |= {"STREETSAFE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-m", "tests.adversary.seizing", str(days), str(reports), *options]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout))


def test_the_files_tell_a_day_and_no_order(tmp_path: Path) -> None:
    days = seized(tmp_path)
    assert min(min(day["in the file"]) for day in days) > 0  # each report is there to be found
    assert abs(kendall([day["in the file"] for day in days])) < MOST
    assert {tuple(day["in the log"]) for day in days} == {(-1,) * REPORTS}
    assert {day["log"] for day in days} == {0}
    assert {tuple(day["times"]) for day in days} == {("00:00:00",)}


def test_a_busy_day_of_many_pages_tells_no_order(tmp_path: Path) -> None:
    (day,) = seized(tmp_path, days=1, reports=600)
    assert abs(kendall([day["in the file"]])) < 0.12  # more than four standard deviations


def test_as_it_comes_the_log_would_tell_all_and_the_minute(tmp_path: Path) -> None:
    days = seized(tmp_path, "as-it-comes", days=3)
    assert kendall([day["in the log"] for day in days]) >= 0.95
    assert all(day["times"] != ["00:00:00"] for day in days)


def test_with_the_log_alone_emptied_the_page_would_still_tell(tmp_path: Path) -> None:
    days = seized(tmp_path, "log-alone", days=3)
    assert kendall([day["in the file"] for day in days]) == -1  # the newest in front
    assert {day["log"] for day in days} == {0}


def test_the_running_service_hides_what_it_was_sent(tmp_path: Path) -> None:
    """Through the real server: soon after the thank-yous the log is empty, and the files' times are the day's."""
    deployment = Deployment(tmp_path / "var", {"PROXY_COUNT": "1"})
    deployment.begin()
    file, log = (deployment.var / name for name in ("streetsafe.sqlite3", "streetsafe.sqlite3-wal"))
    server = serve(deployment, workers=2)
    try:
        for post in made_posts(12, encrypted_for=deployment, with_proof=False):
            assert is_thanks(post.answer_of(server))
            assert uuid.UUID(post.mark)
        assert log.stat().st_size  # there is something to hide
        until = time.monotonic() + 120
        while log.stat().st_size and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)  # the times are set just after
        assert log.stat().st_size == 0
        assert [name.stat().st_mtime % 1800 for name in (file, log, file.parent)] == [0, 0, 0]
    finally:
        server.stop()
