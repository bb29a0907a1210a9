"""Passwords are hashed in a lane of their own: few at once, on one core, behind all else."""

import os
import threading

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from streetsafe import environment
from streetsafe.hashing import LANE, NICENESS, PLACES, LaneFull


@pytest.fixture(autouse=True)
def as_served(settings: object, quick_passwords: None) -> None:
    """The hasher of the service, in place of the tests' quick one."""
    settings.PASSWORD_HASHERS = ["streetsafe.hashing.Argon2InItsLane"]  # type: ignore[attr-defined]


def test_a_password_is_hashed_by_argon2_on_one_core_and_known_again() -> None:
    kept = make_password("kettle-marble-orchid")
    assert kept.startswith("argon2$argon2id$v=19$m=102400,t=2,p=1$")
    assert (check_password("kettle-marble-orchid", kept), check_password("kettle", kept)) == (True, False)


def test_one_hashed_before_on_eight_cores_is_known_and_hashed_anew() -> None:

    old, kept = Argon2PasswordHasher().encode("kettle-marble-orchid", "s" * 22), list[str]()
    assert ",p=8$" in old
    assert check_password("kettle-marble-orchid", old, setter=lambda raw: kept.append(raw))
    assert kept == ["kettle-marble-orchid"]


def test_a_hash_stands_behind_what_else_the_process_does() -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    there, name = LANE.result_of(
        lambda: (os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), threading.current_thread().name)
    )
    assert (there, name.startswith("passwords")) == (min(here + NICENESS, 19), True)
    assert os.getpriority(os.PRIO_PROCESS, 0) == here


def test_as_many_as_there_are_places_are_taken_and_the_next_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, done = threading.Event(), list[bool]()
    waiting = [threading.Thread(target=lambda: done.append(LANE.result_of(goes_on.wait))) for _ in range(PLACES)]
    for one in waiting:
        one.start()
    while not LANE.is_full():
        pass
    with pytest.raises(LaneFull):
        make_password("kettle-marble-orchid")
    monkeypatch.setattr(environment, "IS_COMMAND", True)
    assert make_password("kettle-marble-orchid")  # a command has nobody to keep waiting
    goes_on.set()
    for one in waiting:
        one.join()
    assert (done, LANE.is_full()) == ([True] * PLACES, False)


def test_a_place_is_given_back_by_what_failed() -> None:
    for _time in range(PLACES + 1):
        with pytest.raises(ZeroDivisionError):
            LANE.result_of(lambda: 1 // 0)
    assert not LANE.is_full()
