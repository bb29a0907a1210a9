"""A source is counted under a name nobody can turn back, for two windows at most."""

import datetime
from typing import Any

import pytest
from django.test import RequestFactory

from streetsafe.limiter import Counter, Recent, address_of

NOW = datetime.datetime(2026, 11, 20, 13, 5, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def test_a_source_is_one_address_or_one_home_of_many_addresses() -> None:
    counter = Counter()
    names = {text: counter.name_of(text, now=NOW) for text in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2")}
    assert names["192.0.2.1"] != names["192.0.2.2"]
    assert names["2001:db8::1"] == names["2001:db8::2"] != counter.name_of("2001:db8:0:1::1", now=NOW)
    assert counter.name_of("::ffff:192.0.2.1", now=NOW) == names["192.0.2.1"]
    assert counter.name_of("unknown", now=NOW) == counter.name_of("", now=NOW) == b""


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
    assert counter.recent(b"one", now=NOW + datetime.timedelta(minutes=10)) == Recent(0, 3)
    assert counter.recent(b"one", now=NOW + HOUR) == Recent(0, 0)
    counter.count(b"three", now=NOW + HOUR)
    assert b"one" not in repr(counter.__dict__).encode()


def test_a_clock_that_jumps_a_day_and_back_counts_on() -> None:
    counter = Counter()
    for now in (NOW, NOW + 24 * HOUR, NOW):
        assert counter.count(b"one", now=now) == Recent(1, 1)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody in between: the header is the sender's own invention
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", " 198.51.100.7".strip()),
        (1, "", ""),
        (2, "203.0.113.9", ""),
    ],
)
def test_the_address_is_the_one_the_nearest_proxy_saw(settings: Any, proxies: int, forwarded: str, found: str) -> None:
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded})
    assert address_of(request).strip() == found
