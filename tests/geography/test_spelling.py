"""One spelling of a name for searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.geography import spelling


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Y Felinheli", "y felinheli"),
        ("Pont-y-pŵl", "pont y pwl"),
        ("King's Lynn", "kings lynn"),
        ("King\u2019s Lynn", "kings lynn"),
        ("St. Helens", "st helens"),
        ("Saint Helens", "st helens"),
        ("Saintfield", "saintfield"),
        ("Elephant & Castle", "elephant and castle"),
        ("Adlington (Cheshire)", "adlington cheshire"),
        ("  Ystrad   Mynach ", "ystrad mynach"),
        ("ABERDÂR", "aberdar"),
        ("Кардиф", ""),
    ],
)
def test_a_name_loses_its_marks(name: str, stored: str) -> None:
    assert spelling.searchable(name) == stored


@given(st.text())
def test_a_spelling_is_already_in_its_own_spelling(name: str) -> None:
    once = spelling.searchable(name)
    assert spelling.searchable(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize("whole", ["M11AA", "B338TH", "CR26XH", "DN551PT", "W1A1HQ", "EC1A1BB", "BT11AA"])
def test_every_shape_of_postcode_is_known(whole: str) -> None:
    assert spelling.is_whole_postcode(whole)
    assert spelling.compact_postcode(spelling.written_postcode(whole).lower()) == whole
    assert all(spelling.is_part_of_a_postcode(whole[:length]) for length in range(len(whole) - 3, len(whole) + 1))


@pytest.mark.parametrize("other", ["", "BRISTOL", "BS", "1AA", "BS14", "BS14DJX", "BS1 4DJ", "B\u0661"])
def test_what_is_no_whole_postcode_is_not_taken_for_one(other: str) -> None:
    assert not spelling.is_whole_postcode(other)
