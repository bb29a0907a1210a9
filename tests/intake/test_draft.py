"""The encrypted field: what goes in comes out, and nothing else is believed."""

import base64
import datetime
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.intake.draft import (
    Draft,
    DraftExpired,
    DraftUnreadable,
    _fernet,
    decrypt_draft,
    encrypt_draft,
    lifetime,
    new_draft,
)
from reports.intake.place_map import MapView
from tests.factories import NOW

KEY = "0f" * 16  # as a page's script makes one
FULL = Draft(
    uuid.UUID(int=7),
    {
        "where": {"cell": ["8b195da49a9bfff"]},
        "why": {
            "one": [
                "badly-lit",
                "no-cctv",
                "isolated",
                "layout",
                "visibility",
                "rundown",
                "drink-drugs",
                "other-place",
            ],
            "two": ["verbal-one", "verbal-group", "followed", "other-harassment", "groups"],
            "three": ["transport", "felt-unsafe"],
        },
        "main": {"one": ["other-harassment"]},
        "when": {"one": ["4"], "two": ["2"], "three": ["3"], "four": ["2026-11"]},
        "more": {"one": ["3"]},
        "more-why": {"one": ["1", "2", "3", "4", "5", "6", "7"]},
        "about": {"one": ["under-16"], "two": ["another"], "three": ["yes"]},
    },
    MapView(-2.55123, 51.45123, 2),
    was_checked=True,
)

drafts = some.builds(
    Draft,
    some.uuids(),
    some.dictionaries(
        some.sampled_from(["where", "why", "when", "about"]),
        some.dictionaries(some.sampled_from(["one", "two"]), some.lists(some.text(max_size=20), max_size=4)),
    ),
    some.none() | some.builds(MapView, some.floats(-9, 2), some.floats(49, 61), some.integers(0, 9)),
    some.integers(0, 2_000_000_000),
    some.text(max_size=20),
    some.booleans(),
    some.sampled_from(["", KEY]),
)


@given(drafts)
def test_a_encrypted_draft_opens_as_it_was(draft: Draft) -> None:
    assert decrypt_draft(encrypt_draft(draft, now=NOW), now=NOW + lifetime(draft.key), key=draft.key) == draft


@given(drafts, some.data())
def test_no_changed_byte_is_believed(draft: Draft, data: some.DataObject) -> None:
    raw = bytearray(base64.urlsafe_b64decode(encrypt_draft(draft, now=NOW)))
    place = data.draw(some.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(some.integers(1, 255))
    with pytest.raises(DraftUnreadable):
        decrypt_draft(base64.urlsafe_b64encode(raw).decode(), now=NOW, key=draft.key)


@given(some.text())
def test_no_text_that_was_not_encrypted_here_is_believed(text: str) -> None:
    with pytest.raises(DraftUnreadable):
        decrypt_draft(text, now=NOW)


@pytest.mark.parametrize(("key", "minutes"), [("", 20), (KEY, 120)], ids=["without script", "with script"])
def test_a_draft_is_gone_in_time(key: str, minutes: int) -> None:
    draft = replace(FULL, key=key)
    encrypted = encrypt_draft(draft, now=NOW)
    assert decrypt_draft(encrypted, now=NOW + datetime.timedelta(minutes=minutes), key=key) == draft
    with pytest.raises(DraftExpired):
        decrypt_draft(encrypted, now=NOW + datetime.timedelta(minutes=minutes, seconds=1), key=key)


@pytest.mark.parametrize(("key", "other"), [(KEY, ""), (KEY, KEY[1:]), (KEY, KEY.upper()), ("", KEY)])
def test_a_field_opens_with_its_own_key_alone(key: str, other: str) -> None:
    encrypted = encrypt_draft(replace(FULL, key=key), now=NOW)
    with pytest.raises(DraftUnreadable):
        decrypt_draft(encrypted, now=NOW, key=other)


def test_the_key_is_not_in_the_field(settings: object) -> None:
    assert KEY.encode() not in _fernet(KEY).decrypt(encrypt_draft(replace(FULL, key=KEY), now=NOW))


def test_a_clock_set_back_a_day_asks_to_start_again() -> None:
    with pytest.raises(DraftExpired):
        decrypt_draft(encrypt_draft(FULL, now=NOW), now=NOW - datetime.timedelta(days=1))


def test_another_sites_secret_opens_nothing(settings: object) -> None:
    encrypted = encrypt_draft(FULL, now=NOW)
    settings.SECRET_KEY = "another secret"  # type: ignore[attr-defined]
    with pytest.raises(DraftUnreadable):
        decrypt_draft(encrypted, now=NOW)


def test_the_encrypted_field_is_as_long_for_every_report() -> None:
    assert len(encrypt_draft(new_draft(), now=NOW)) == len(encrypt_draft(FULL, now=NOW)) == 1464


def test_the_encrypted_field_shows_no_answer() -> None:
    assert b"badly-lit" not in base64.urlsafe_b64decode(encrypt_draft(FULL, now=NOW))


def test_every_draft_has_its_own_submission_id() -> None:
    assert new_draft().submission_id != new_draft().submission_id


@pytest.mark.parametrize("query", ["", "Norwich", "m" * 60, "ŵ" * 60, "🚉" * 60])
def test_what_was_searched_for_does_not_show_in_the_length(query: str) -> None:
    """The box keeps the words while the map moves, also when a place is looked for anew from the last page."""
    draft = replace(FULL, query=query, began=1_795_000_000)
    encrypted = encrypt_draft(draft, now=NOW)
    assert len(encrypted) == 1464
    assert decrypt_draft(encrypted, now=NOW) == draft


def encrypted_otherwise(content: object) -> str:
    """A field with this site's seal and what another version of it would have put in."""
    return _fernet().encrypt_at_time(json.dumps(content).encode(), int(NOW.timestamp())).decode()


def test_a_field_encrypted_before_there_was_a_query_is_still_read() -> None:
    """An upgrade while somebody fills in a report takes no answer from them."""
    encrypted = encrypted_otherwise({"i": uuid.UUID(int=7).hex, "a": FULL.answers, "v": None, "t": 0, "c": True})
    assert decrypt_draft(encrypted, now=NOW) == replace(FULL, view=None)


@pytest.mark.parametrize("missing", ["v", "t", "q", "c"])
def test_a_field_without_what_a_later_version_added_is_read_as_a_new_draft_has_it(missing: str) -> None:
    draft = replace(FULL, query="Norwich", began=1_795_000_000)
    content = {"i": draft.submission_id.hex, "a": draft.answers, "v": [-2.5, 51.4, 2], "t": draft.began, "q": "Norwich"}
    content |= {"c": True, "key of a later version": 1}
    del content[missing]
    new = {"v": {"view": None}, "t": {"began": 0}, "q": {"query": ""}, "c": {"was_checked": False}}
    expected = replace(draft, view=MapView(-2.5, 51.4, 2))
    assert decrypt_draft(encrypted_otherwise(content), now=NOW) == replace(expected, **new[missing])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        None,
        7,
        {"i": 7, "a": {}},
        {"i": "no number", "a": {}},
        {"i": uuid.UUID(int=7).hex},
        {"i": uuid.UUID(int=7).hex, "a": {}, "v": [1.0, 2.0]},
    ],
    ids=str,
)
def test_a_field_of_a_shape_this_version_does_not_know_is_refused(content: object) -> None:
    with pytest.raises(DraftUnreadable):
        decrypt_draft(encrypted_otherwise(content), now=NOW)
