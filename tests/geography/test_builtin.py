"""The geography a fresh clone has, with no files and no network."""

import io
import re
from collections import Counter

import pytest
import shapely
from django.core.management import call_command
from django.utils import translation

from reports.geography import areas, boundaries, builtin
from reports.geography.area_writing import NewArea, store_areas
from reports.geography.gazetteer import Gazetteer
from reports.geography.models import Area, Place, SettlementDensity
from tests import factories


@pytest.fixture(scope="module")
def derived() -> list[NewArea]:
    """The derived areas, made once."""
    return builtin.builtin_areas()


@pytest.fixture
def stored(db: None, derived: list[NewArea]) -> list[NewArea]:
    """The derived areas, in the database."""
    store_areas(derived, is_builtin=True)
    return derived


def of_kind(derived: list[NewArea], kind: str) -> list[NewArea]:
    return [area for area in derived if area.kind == kind]


def test_there_are_four_nations_some_forces_and_enough_councils(derived: list[NewArea]) -> None:
    assert sorted(area.name for area in of_kind(derived, "nation")) == [
        "England",
        "Northern Ireland",
        "Scotland",
        "Wales",
    ]
    assert 15 <= len(of_kind(derived, "force")) <= 45
    assert 120 <= len(of_kind(derived, "council")) <= 200
    forces = Counter(area.code[0] for area in of_kind(derived, "force"))
    assert forces["S"] == forces["N"] == 1


def test_no_code_can_be_taken_for_a_real_one(derived: list[NewArea]) -> None:
    assert all(re.fullmatch(r"[EWSN][NFC]\d{7}", area.code) for area in derived)
    assert len({area.code for area in derived}) == len(derived)


def test_no_name_claims_to_be_a_council_or_a_force(derived: list[NewArea]) -> None:
    assert all(area.name.endswith(" area") for area in of_kind(derived, "council"))
    assert all(area.name.startswith(("Police area around ", "Police area of ")) for area in of_kind(derived, "force"))
    assert len({area.name for area in derived}) == len(derived)
    assert all(area.name_cy for area in derived)


def test_every_parent_is_there_and_in_the_same_nation(derived: list[NewArea]) -> None:
    kinds = {area.code: area.kind for area in derived}
    above = {"council": "force", "force": "nation"}
    for area in derived:
        if area.parent is None:
            assert area.kind == "nation"
        else:
            assert kinds[area.parent] == above[area.kind]
            assert area.parent[0] == area.code[0]


def test_boundaries_are_valid_small_and_fill_their_parents_without_overlap(derived: list[NewArea]) -> None:
    councils = [area.boundary for area in of_kind(derived, "council")]
    assert all(area.boundary.is_valid and not area.boundary.is_empty for area in derived)
    assert sum(len(shapely.to_wkb(area.boundary)) for area in derived) < 300_000
    whole = shapely.union_all(councils)
    assert sum(shape.area for shape in councils) == pytest.approx(whole.area, rel=1e-4)
    for kind in ("force", "nation"):
        together = shapely.union_all([area.boundary for area in of_kind(derived, kind)])
        assert together.symmetric_difference(whole).area < 1e-4 * whole.area


def test_deriving_again_gives_the_same(derived: list[NewArea]) -> None:
    again = builtin.builtin_areas()
    assert [(a.code, a.name, a.parent, a.boundary.wkb) for a in again] == [
        (a.code, a.name, a.parent, a.boundary.wkb) for a in derived
    ]


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "nation"),
    [
        ("Bristol", -2.59, 51.45, "E"),
        ("Dover", 1.31, 51.13, "E"),
        ("Berwick-upon-Tweed", -2.00, 55.77, "E"),
        ("Land's End", -5.71, 50.07, "E"),
        ("Chepstow", -2.67, 51.64, "W"),
        ("Cardiff", -3.18, 51.48, "W"),
        ("Gretna", -3.07, 54.995, "S"),
        ("Lerwick", -1.145, 60.155, "S"),
        ("John o' Groats", -3.07, 58.64, "S"),
        ("Belfast", -5.93, 54.60, "N"),
        ("Strabane", -7.46, 54.827, "N"),
        ("Newry", -6.34, 54.18, "N"),
    ],
)
@pytest.mark.django_db
def test_towns_lie_in_their_own_nation(
    stored: list[NewArea], name: str, longitude: float, latitude: float, nation: str
) -> None:
    assert boundaries.council_at(longitude, latitude).nation == nation


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("Calais", 1.85, 50.95),
        ("Dublin", -6.26, 53.35),
        ("Dundalk", -6.40, 54.00),
        ("Lifford", -7.48, 54.83),
        ("Letterkenny", -7.73, 54.95),
        ("Douglas", -4.48, 54.15),
        ("Saint Helier", -2.10, 49.19),
        ("the North Sea", 2.50, 56.00),
    ],
)
@pytest.mark.django_db
def test_other_countries_and_the_sea_are_outside(
    stored: list[NewArea], name: str, longitude: float, latitude: float
) -> None:
    with pytest.raises(boundaries.OutsideTheUK):
        boundaries.council_at(longitude, latitude)


@pytest.mark.django_db
def test_the_command_makes_a_fresh_clone_whole_and_may_be_repeated() -> None:
    def tables() -> tuple[list[tuple[object, ...]], int, int]:
        rows = Area.objects.order_by("code").values_list("code", "name", "parent_id", "is_current", "is_builtin")
        return list(rows), Place.objects.count(), SettlementDensity.objects.count()

    out = io.StringIO()
    call_command("load_builtin_geography", stdout=out)
    assert "They are not legal boundaries." in out.getvalue()
    first = tables()
    assert first[1] == 5_911
    assert first[2] > 10_000
    call_command("load_builtin_geography", "--replace-places", stdout=out)
    assert tables() == first

    assert areas.current_councils().count() == len([row for row in first[0] if "C" in str(row[0])])
    cardiff = Gazetteer().geocode("Caerdydd")
    assert cardiff.address == "Cardiff, Cardiff area"
    with translation.override("cy"):
        assert boundaries.council_at(-3.18, 51.48).local_name == "Ardal Caerdydd"


def test_what_was_loaded_from_files_stays(country: dict[str, Area]) -> None:
    Place.objects.create(kind="settlement", name="X", search_name="x", nation="E", longitude=-2.5, latitude=51.4)
    out = io.StringIO()
    call_command("load_builtin_geography", stdout=out)
    assert out.getvalue() == "Areas from files are loaded already: they stay.\nPlaces are loaded already: they stay.\n"
    assert set(Area.objects.values_list("code", flat=True)) == set(country)
    call_command("load_builtin_geography", "--if-empty", stdout=out)
    assert out.getvalue().endswith("Areas are loaded already.\n")
    assert boundaries.council_at(*factories.IN_WESTBY).code == factories.WESTBY
