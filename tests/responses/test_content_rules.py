"""What a response must not say is found, and ordinary words are let through."""

import pytest

from reports.responses.content_rules import MustNotStand, Slip, refuse_slips
from tests.responses.wordings import ENGLISH, WELSH


@pytest.mark.parametrize(
    ("text", "slip", "found"),
    [
        ("Write to lamps@westby.gov.uk now", Slip.EMAIL, "lamps@westby.gov.uk"),
        ("Write to lamps @ westby.gov.uk", Slip.EMAIL, "lamps @ westby.gov.uk"),
        ("See https://westby.gov.uk", Slip.WEB, "https://westby.gov.uk"),
        ("See WWW.westby.gov.uk", Slip.WEB, "WWW.westby.gov.uk"),
        ("See http://x.com", Slip.WEB, "http://x.com"),
        ("(at https://westby.gov.uk/a/b?c=d#e), as", Slip.WEB, "https://westby.gov.uk/a/b?c=d#e"),
        ("http://", Slip.WEB, "http://"),
        ("Ask ann.b@x.co.uk. Now", Slip.EMAIL, "ann.b@x.co.uk"),
        ("We spoke to Mrs Siân O'Brien-Jones of the school", Slip.NAME, "Mrs Siân O'Brien-Jones"),
        ("Call 01632 960 123.", Slip.PHONE, "01632 960 123"),
        ("Call (+44) 7700-900123", Slip.PHONE, "(+44) 7700-900123"),
        ("Call ０７７００ ９００１２３", Slip.PHONE, "07700 900123"),
        ("Near BS1 4DJ we", Slip.POSTCODE, "BS1 4DJ"),
        ("near sw1a1aa we", Slip.POSTCODE, "sw1a1aa"),
        ("We spoke to Mr Jones", Slip.NAME, "Mr Jones"),
        ("After 3 reports we came", Slip.REPORT, "3 reports"),
        ("After three separate complaints we came", Slip.REPORT, "three separate complaints"),
        ("A single report was enough", Slip.REPORT, "single report"),
        ("After a report we came", Slip.REPORT, "After a report"),
        ("Twelve women told us of it", Slip.REPORT, "Twelve women told us"),
        ("It was reported by a student", Slip.REPORT, "reported by a student"),
        ("Cawsom dri neu 4 adroddiad", Slip.REPORT, "4 adroddiad"),
        ("Cawsom 12 o adroddiadau", Slip.REPORT, "12 o adroddiadau"),
        ("Daethom ar ôl eich adroddiad", Slip.REPORT, "ar ôl eich adroddiad"),
    ],
)
def test_a_slip_is_found_and_named(text: str, slip: Slip, found: str) -> None:
    with pytest.raises(MustNotStand) as refused:
        refuse_slips(text)
    assert (refused.value.slip, refused.value.found) == (slip, found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENGLISH,
        WELSH,
        "People told us that the path is too dark. We put up 14 lamps in 2026, on 3 streets.",
        "From the A38 to the M5, junction 1st left; 24 hours a day, 101 lamps, about £120,000.",
        "In 2026 reports about the park led us to cut its hedges.",
        "Two wardens walk there from 20:00 to 02:30.",
        "Two women wardens walk there. Call 101 or 999.",
        "Mae dau warden yn cerdded yno.",
    ],
)
def test_ordinary_words_are_let_through(text: str) -> None:
    refuse_slips(text)
