"""The pages for requests that cannot be answered, in both languages."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from tests.languages.comparing import english_left, shape_of, welsh_left
from tests.languages.reading import reading_of
from tests.streetsafe.test_faults import PAGES


@pytest.mark.parametrize("status", PAGES)
def test_a_fault_is_told_in_one_language_and_one_shape(status: int) -> None:
    with translation.override("en-gb"):
        english = reading_of(PAGES[status](RequestFactory().get("/report")).content.decode())
    with translation.override("cy"):
        welsh = reading_of(PAGES[status](RequestFactory().get("/cy/report")).content.decode())
    assert (english.languages, welsh.languages) == ([("en-GB", "ltr")], [("cy", "ltr")])
    assert english_left(english, welsh) == set()
    assert welsh_left(english) == set()
    assert shape_of(welsh) == shape_of(english)
