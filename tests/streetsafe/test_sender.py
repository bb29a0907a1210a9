"""Who is asking: one IPv4 address or one IPv6 /64, as the nearest proxy of one's own saw it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from streetsafe import sender
from streetsafe.readiness import NotReady, doctor
from streetsafe.sender import NAMES_A_CDN, NAMES_NOBODY, network_of, said_of_the_proxy, source_of


@pytest.fixture(autouse=True)
def told_nothing_yet(settings: Any) -> None:
    """What one process says once, each test may hear."""
    sender._published.clear()
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)


def source(forwarded: str | None, **more: str) -> str:
    headers = more if forwarded is None else {"x-forwarded-for": forwarded, **more}
    return source_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1\t", "192.0.2.1"),
        ("192.0.2.1:51234", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:0201", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:443", "192.0.2.1"),
        ('"[2001:db8::1]:443"', "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ("2001:DB8:0:0:ffff::9%eth0", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("192.0.2.01", ""),
        ("192.0.2.1:x", ""),
        ("[192.0.2.1", ""),
        ("unknown", ""),
        ("_hidden", ""),
        ("192.0.2.1 192.0.2.2", ""),
        ("١٩٢.0.2.1", ""),
        ("", ""),
    ],
)
def test_a_source_is_one_however_its_address_is_written(written: str, found: str) -> None:
    assert network_of(written) == found


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody in between: the header is the sender's own invention
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7,203.0.113.9:4711", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "192.0.2.200, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (1, "203.0.113.9,", ""),  # an empty entry is one, and names nobody
        (1, "", ""),
        (2, "203.0.113.9", ""),
        (1, "127.0.0.1", ""),  # a proxy behind another on the same machine: everybody would be one source
        (1, "::1", ""),
        (1, "fe80::1%eth0", ""),
    ],
)
def test_the_sender_is_the_one_the_nearest_trusted_proxy_saw(
    settings: Any, proxies: int, forwarded: str, found: str
) -> None:
    settings.PROXY_COUNT = proxies
    assert source(forwarded) == found


def test_a_proxy_that_names_nobody_is_told_once_and_to_the_doctor(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PROXY_COUNT = 1
    assert source("203.0.113.9") == "203.0.113.9"
    assert (caplog.messages, said_of_the_proxy()) == ([], "")
    assert [source(None), source("unknown")] == ["", ""]
    assert caplog.messages == [f"{NAMES_NOBODY} {sender.REMEDY}"]
    assert sender.note_file().stat().st_mtime == 0  # not when somebody asked
    with pytest.raises(NotReady) as stated:
        doctor.proxy_names_senders()
    assert (type(stated.value), stated.value.said) == (NotReady, NAMES_NOBODY)


def test_a_cdn_that_was_not_counted_is_told(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.PROXY_COUNT = 1
    assert source("203.0.113.9", **{"cdn-loop": "a-cdn"}) == "203.0.113.9"
    assert caplog.messages == [f"{NAMES_A_CDN} {sender.REMEDY}"]
    with pytest.raises(doctor.Warned):
        doctor.proxy_names_senders()
    settings.PROXY_COUNT = 2
    sender._published.clear()
    assert source("198.51.100.7, 203.0.113.9", **{"cdn-loop": "a-cdn"}) == "198.51.100.7"
    assert len(caplog.messages) == 1


def test_the_next_start_says_it_once_more_and_looks_anew(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.PROXY_COUNT = 1
    source(None)
    caplog.clear()
    sender.say_it_at_the_start()
    assert caplog.messages == [f"{NAMES_NOBODY} {sender.REMEDY}"]
    sender.say_it_at_the_start()
    assert len(caplog.messages) == 1
    with pytest.raises(doctor.CannotTell):
        doctor.proxy_names_senders()
