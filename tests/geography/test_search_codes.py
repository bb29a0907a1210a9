"""What is no name: coordinates, grid references, postcodes in a sentence and with a slip, others' codes."""

import pytest

from reports.geography import search_codes

BRISTOL = (-2.5879, 51.4545)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("51.4545,-2.5879", BRISTOL),
        ("51.4545 -2.5879", BRISTOL),
        ("(51.4545, -2.5879)", BRISTOL),
        ("51.4545; −2.5879", BRISTOL),
        ("51.4545N 2.5879W", BRISTOL),
        ("N51.4545 W2.5879", BRISTOL),
        ("51.4545° N, 2.5879° W", BRISTOL),
        ("-2.5879, 51.4545", BRISTOL),  # as programs write it
        ("geo:51.4545,-2.5879?z=17", BRISTOL),
        ("https://www.google.com/maps/@51.4545,-2.5879,17z", BRISTOL),
        ("openstreetmap.org/#map=17/51.4545/-2.5879", BRISTOL),
        ("openstreetmap.org/?mlat=51.4545&mlon=-2.5879", BRISTOL),
        ("google.com/maps/place/x!3d51.4545!4d-2.5879", BRISTOL),
        ("51°27'16.2\"N 2°35'16.4\"W", BRISTOL),
        ("51 27.27 N 2 35.274 W", BRISTOL),
        ("lat 51.4545 lon -2.5879", BRISTOL),
        ("lat=51.4545&lng=-2.5879", BRISTOL),
        ("48.8566, 2.3522", (2.3522, 48.8566)),  # where it lies is not asked here
    ],
)
def test_a_position_is_read_in_the_usual_ways(text: str, position: tuple[float, float]) -> None:
    assert search_codes.position_in(text) == pytest.approx(position, abs=2e-5)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("SK 860 088", (-0.7289, 52.6705)),
        ("SK860088", (-0.7289, 52.6705)),
        ("sk 86000 08800", (-0.7296, 52.6701)),
        ("486050, 308850", (-0.7289, 52.6705)),
        ("HU 475 415", (-1.1453, 60.1557)),
        ("J 338 740", (-5.9301, 54.5970)),
        ("J338740", (-5.9301, 54.5970)),
    ],
)
def test_a_grid_reference_is_the_middle_of_its_square(text: str, position: tuple[float, float]) -> None:
    assert search_codes.position_in(text) == pytest.approx(position, abs=8e-4)


@pytest.mark.parametrize(
    "text", ["", "Oakham", "SK8 6AA", "12 34", "1.5", "SK 8600 88", "99.9999, 300.1", "M1 1AE", "5 Mill Lane", "A606"]
)
def test_other_numbers_are_no_position(text: str) -> None:
    assert search_codes.position_in(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1 High Street Oakham LE15 6HP", ["LE156HP"]),
        ("BS1 4DJ, Bristol", ["BS14DJ"]),
        ("(bs1-4dj)", ["BS14DJ"]),
        ("P E 2 9 9 X F", ["PE299XF"]),
        ("from LE15 6HP to LE15 9PZ", ["LE159PZ", "LE156HP"]),
        ("Colley Rise", []),
        ("XLE15 6HPX", []),
    ],
)
def test_postcodes_are_found_anywhere(text: str, codes: list[str]) -> None:
    assert search_codes.postcodes_within(text) == codes


@pytest.mark.parametrize(
    ("text", "meant"), [("EH1 IYZ", "EH11YZ"), ("LEI5 6HP", "LE156HP"), ("NR2 IBH", "NR21BH"), ("SWlA 1AA", "SW1A1AA")]
)
def test_a_slip_of_the_eye_is_mended(text: str, meant: str) -> None:
    assert meant in list(search_codes.postcodes_meant(text))


@pytest.mark.parametrize("text", ["Colley Rise", "Mill Lane", "COLLEY", "SOS 1", "12345678"])
def test_words_are_no_postcode_with_a_slip(text: str) -> None:
    assert list(search_codes.postcodes_meant(text)) == []


@pytest.mark.parametrize(
    "text", ["///index.home.raft", "/// index.home.raft", "filled.count.soap", "what3words a b c", "w3w"]
)
def test_what3words_is_known(text: str) -> None:
    assert search_codes.is_what3words(text)


@pytest.mark.parametrize("text", ["St. Mary", "Bury St. Edmunds", "Mill Lane", "a.b.c"])
def test_dots_alone_are_no_what3words(text: str) -> None:
    assert not search_codes.is_what3words(text)


def test_plus_codes_and_codes_of_others_are_known() -> None:
    assert search_codes.is_plus_code("9C3VFC3J+FV Bristol")
    assert not search_codes.is_plus_code("A+B")
    others = ["JE2 3AB", "gy1 1aa", "IM1", "D02 AF30"]
    assert [search_codes.is_code_of_another_country(code) for code in others] == [True] * 4
    assert not search_codes.is_code_of_another_country("LE15 6HP")
