"""A source is counted under a name nobody can turn back, for two windows at most."""

import datetime
import os
import signal
import time

import pytest

from streetsafe.limiter import Counter, Recent, Tries, _digest

NOW = datetime.datetime(2026, 11, 20, 13, 5, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def test_the_name_changes_with_the_hour_and_the_process_and_holds_no_address() -> None:
    counter, other = Counter(), Counter()
    name = counter.name_of("192.0.2.1", now=NOW)
    assert counter.name_of("192.0.2.1", now=NOW + datetime.timedelta(minutes=50)) == name
    assert other.name_of("192.0.2.1", now=NOW) != name
    assert bytes([192, 0, 2, 1]) not in name
    assert counter.name_of("192.0.2.1", now=NOW + HOUR) != name


def test_counts_end_with_their_window_and_are_gone_from_memory_within_two_hours() -> None:
    counter = Counter()
    assert [counter.count(b"one", now=NOW).ten_minutes for _ in range(3)] == [1, 2, 3]
    assert counter.count(b"two", now=NOW) == Recent(1, 1)
    held_as_one = _digest(counter._key_of(NOW), b"held one")[:16]
    assert held_as_one in bytes(counter._memory.held_bytes)
    assert counter.recent(b"one", now=NOW + datetime.timedelta(minutes=10)) == Recent(0, 3)
    assert counter.recent(b"one", now=NOW + HOUR) == Recent(0, 0)
    counter.count(b"three", now=NOW + HOUR)
    assert held_as_one not in bytes(counter._memory.held_bytes)
    assert [window.taken for window in counter._windows.values()] == [1, 1]


def test_a_clock_that_jumps_a_day_and_back_counts_on() -> None:
    counter = Counter()
    for now in (NOW, NOW + 24 * HOUR, NOW):
        assert counter.count(b"one", now=now) == Recent(1, 1)


def test_a_window_that_holds_too_many_names_forgets_them_and_counts_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streetsafe.limiter._MOST_NAMES", 40)
    monkeypatch.setattr("streetsafe.limiter._FEWER_NAMES", 10)
    counter = Counter()
    for number in range(30):
        assert counter.count(b"%d" % number, now=NOW) == Recent(1, 1)
    assert [counter.recent(b"%d" % number, now=NOW) for number in range(30)] == [Recent(1, 1)] * 30
    for number in range(30, 41):
        counter.count(b"%d" % number, now=NOW)
    assert counter.recent(b"0", now=NOW) == Recent(0, 0)
    assert counter.count(b"40", now=NOW) == Recent(2, 2)


def test_processes_that_are_forked_count_together_and_under_one_key() -> None:
    counter, tries = Counter(), Tries()
    here = counter.name_of("192.0.2.1", now=NOW)
    for _child in range(4):
        if not (child := os.fork()):
            for _time in range(50):
                counter.count(counter.name_of("192.0.2.1", now=NOW), now=NOW)
                tries.count(("mo", 60), seconds=900, now=NOW)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
    assert counter.recent(here, now=NOW) == Recent(200, 200)
    assert tries.is_full("mo", 60, now=NOW)
    assert not tries.is_full("mo", 61, now=NOW)


def test_a_process_that_is_killed_while_it_counts_keeps_no_other_waiting() -> None:
    counter = Counter()
    reading, writing = os.pipe()
    if not (child := os.fork()):
        with counter._memory.locked():
            os.write(writing, b"held")
            time.sleep(60)
        os._exit(0)
    assert os.read(reading, 4) == b"held"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert counter.count(b"one", now=NOW) == Recent(1, 1)
    os.close(reading)
    os.close(writing)


def test_no_count_is_in_a_file() -> None:
    """The memory has no name, and its lock is an empty file that never was on a disk."""
    counter = Counter()
    counter.count(counter.name_of("192.0.2.1", now=NOW), now=NOW)
    lock = counter._memory._file
    assert lock is not None
    assert (os.fstat(lock).st_size, os.readlink(f"/proc/self/fd/{lock}")) == (0, "/memfd:counts (deleted)")
    held = bytes(counter._memory.held_bytes)
    assert held.strip(b"\0")
    assert b"192.0.2.1" not in held
    assert bytes([192, 0, 2, 1]) not in held


def test_tries_end_some_time_after_the_last_and_a_full_memory_lets_nobody_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tries, "_SLOTS", 8)
    monkeypatch.setattr(Tries, "_CROWDED", 5)
    tries = Tries()
    later = NOW + datetime.timedelta(seconds=60)
    assert [tries.count(("mo", 2), ("here", 9), seconds=60, now=NOW) for _try in range(3)] == [[1, 1], [2, 2], None]
    assert tries.count(("here", 9), seconds=60, now=NOW) == [3]  # the one that was refused was not counted
    assert tries.count(("mo", 2), seconds=60, now=later) == [1]
    for number in range(9):
        tries.count((f"{number}", 2), seconds=60, now=later)
    assert tries.count(("another", 2), seconds=60, now=later) is None
    assert tries.count(("another", 2), seconds=60, now=later + datetime.timedelta(seconds=60)) == [1]


def test_a_try_that_was_right_is_taken_back_and_a_name_can_begin_anew() -> None:
    tries = Tries()
    for _try in range(2):
        tries.count(("mo", 2), seconds=60, now=NOW)
    tries.take_back("mo", "nobody", now=NOW)
    assert tries.count(("mo", 2), seconds=60, now=NOW) == [2]
    tries.forget("mo")
    assert tries.count(("mo", 2), seconds=60, now=NOW) == [1]
