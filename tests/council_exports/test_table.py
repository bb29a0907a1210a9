"""The three tables of a council and quarter: rows a councillor understands, and the same for everybody."""

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils.text import capfirst
from django.utils.translation import override
from shapely.geometry import box

from reports.aggregation.cutting import cut_quarters
from reports.aggregation.extracts import quarters_cut
from reports.aggregation.freezing import freeze_counts, freeze_nothing
from reports.aggregation.models import FrozenBlock, QuarterCut
from reports.aggregation.rebuilding import rebuild_counts
from reports.council_exports.questions import QUESTIONS, TIMES, rows_of
from reports.council_exports.table import _values_of_place, file_stem, table_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import name_of_place
from reports.vocabulary.experience import TimeOfDay
from tests.council_exports.conftest import AUTUMN, BESIDE, BUSY, SPRING, make_reports
from tests.factories import EASTBY, LLANFACH, WESTBY
from tests.geography.test_wards import load, wards_file

WHOLE, LARGER = hexgrid.parent(BUSY, 9), hexgrid.parent(BUSY, 8)


def rows(council: Area, quarter: str, question: str) -> list[dict[str, Any]]:
    """Each row by the names of its columns."""
    table = table_of(council, quarter, QUESTIONS[question])
    return [dict(zip((column.name for column in table.columns), values, strict=True)) for values in table.values]


def told(council: Area, quarter: str, question: str, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of each row."""
    return [
        tuple(row[name] for name in ("extent", "size_m", "cell", *names)) for row in rows(council, quarter, question)
    ]


@pytest.fixture
def autumn(counted: dict[str, Area]) -> Area:
    """Westby with an autumn of 6 in one hexagon and 9 in another beside it."""
    make_reports(6, BESIDE[0], on=AUTUMN)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4")
    return counted[WESTBY]


def test_where_tells_a_place_of_every_size(autumn: Area) -> None:
    assert told(autumn, "2026-Q4", "where", "count") == [
        ("cell", 130, hexgrid.name(BESIDE[0]), 6),
        ("rest-of-cell", 350, hexgrid.name(WHOLE), 9),
    ]
    assert told(autumn, "2026-Q3", "where", "count") == [("cell", 350, hexgrid.name(WHOLE), 11)]


def test_what_changed_tells_a_quarter_beside_the_one_before(counted: dict[str, Area]) -> None:
    names = ("count_quarter_before", "count_year_before", "compared_with", "count")
    larger = ("cell", 900, hexgrid.name(LARGER))
    assert told(counted[WESTBY], "2026-Q2", "changes", *names) == [(*larger, None, None, None, 5)]
    assert told(counted[WESTBY], "2026-Q3", "changes", *names) == [(*larger, 5, None, "2026-Q2", 11)]


def test_why_and_when_tells_reasons_and_times_from_twenty_reports_on(counted: dict[str, Area]) -> None:
    assert told(counted[WESTBY], "2026-Q3", "why-and-when", "group", "band", "count") == [
        ("rest-of-area", None, None, "all", "all", 11)
    ]
    make_reports(8, BUSY, on=AUTUMN, reasons=["followed"], band=4)
    make_reports(6, BUSY, on=AUTUMN, band=1)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4")
    larger = ("cell", 900, hexgrid.name(LARGER))
    assert told(counted[WESTBY], "2026-Q4", "why-and-when", "group", "band", "count") == [
        (*larger, "place", "morning", 6),
        (*larger, "place", "afternoon or evening or night or any time or not sure", 9),
        (*larger, "harassment or disorder or other", "all", 8),
    ]


def test_a_row_is_whole(autumn: Area) -> None:
    row = rows(autumn, "2026-Q4", "where")[0]
    longitude, latitude = hexgrid.centre(BESIDE[0])
    place, welsh = row.pop("place"), row.pop("place_welsh")
    easting, northing = row.pop("easting"), row.pop("northing")
    assert row == {
        "council_code": WESTBY,
        "council": "Westby",
        "council_welsh": None,
        "quarter": "2026-Q4",
        "months": "October to December 2026",
        "dates": "2026-10-01 to 2026-12-31",
        "month_counted": "month of acceptance",
        "missing_months": None,
        "ward_code": None,
        "ward": None,
        "ward_welsh": None,
        "extent": "cell",
        "size_m": 130,
        "cell": hexgrid.name(BESIDE[0]),
        "resolution": 10,
        "longitude": round(longitude, 6),
        "latitude": round(latitude, 6),
        "per_km2": round(6 / hexgrid.area_km2(BESIDE[0]), 1),
        "count": 6,
    }
    assert place == capfirst(name_of_place(BESIDE[0]))
    with override("cy"):
        assert welsh == capfirst(name_of_place(BESIDE[0])) != place
    assert 0 < easting < 700_000
    assert 0 < northing < 1_300_000


def test_a_row_says_its_ward_and_what_is_missing_and_what_was_cut_before_stays(
    counted: dict[str, Area], tmp_path: Path
) -> None:
    where = QUESTIONS["where"]
    before = table_of(counted[WESTBY], "2026-Q3", where)
    load(wards_file(tmp_path / "wards.geojson"))
    make_reports(6, BESIDE[0], on=AUTUMN)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q4", opened_on=datetime.date(2026, 11, 15))
    row = rows(counted[WESTBY], "2026-Q4", "where")[0]
    assert (row["ward_code"], row["ward"], row["ward_welsh"]) == ("E05000901", "North", "Gogledd")
    assert row["missing_months"] == "October 2026, part of November 2026"
    rest = rows(counted[WESTBY], "2026-Q4", "why-and-when")[-1]
    assert (rest["ward"], rest["missing_months"]) == (None, row["missing_months"])
    with override("cy"):
        assert table_of(counted[WESTBY], "2026-Q4", where).missing_months == "Hydref 2026, Tachwedd 2026 (rhan)"
    now = table_of(counted[WESTBY], "2026-Q4", where)
    load(wards_file(tmp_path / "others.geojson", [("E05000909", "Other", "", box(-2.7, 51.3, -2.4, 51.6))]))
    assert table_of(counted[WESTBY], "2026-Q4", where).values == now.values
    assert table_of(counted[WESTBY], "2026-Q3", where).values == before.values


def test_files_of_a_quarter_cut_before_there_were_wards_stay_as_they_were(counted: dict[str, Area]) -> None:
    editor = connection.SchemaEditorClass(connection)  # not entered: it would end the test's transaction
    with editor.without_triggers("reports_quartercut"):
        QuarterCut.objects.filter(quarter="2026-Q3").update(facts=None)
    old = table_of(counted[WESTBY], "2026-Q3", QUESTIONS["where"])
    names = {column.name for column in old.columns}
    assert names & {"ward", "ward_code", "ward_welsh", "missing_months"} == set()
    assert {len(values) for values in old.values} == {len(old.columns)}


def test_the_rest_of_the_area_has_no_place_but_a_name(counted: dict[str, Area]) -> None:
    row = rows(counted[WESTBY], "2026-Q3", "why-and-when")[0]
    assert (row["place"], row["place_welsh"]) == ("The rest of Westby", "Gweddill Westby")
    assert [row[name] for name in ("size_m", "cell", "easting", "longitude")] == [None] * 4


def test_names_are_the_same_whatever_language_is_spoken(counted: dict[str, Area]) -> None:
    english = table_of(counted[LLANFACH], "2026-Q3", QUESTIONS["where"])
    with override("cy"):
        welsh = table_of(counted[LLANFACH], "2026-Q3", QUESTIONS["where"])
    assert english.values == welsh.values


def test_northern_ireland_has_no_place_on_the_british_grid(counted: dict[str, Area]) -> None:
    row = rows_of(QUESTIONS["where"], WESTBY, "2026-Q3")[0]
    here, elsewhere = Area.objects.get(code=WESTBY), Area(code="N09000001")
    assert [value is None for value in _values_of_place(here, row)] == [False] * 8
    assert [value is None for value in _values_of_place(elsewhere, row)] == [False] * 4 + [True] * 2 + [False] * 2


def test_eastings_and_northings_are_on_the_national_grid() -> None:
    # Ordnance Survey's own example of the transformation: 52 39 27.2531 N, 1 43 4.5177 E is TG 51409 13177.
    from reports.council_exports.table import _to_national_grid

    easting, northing = _to_national_grid().transform(1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600)
    # Given on OSGB36 there; from WGS 84 the same figures lie about 120 metres away, and never further than 150.
    assert np.hypot(easting - 651_409.903, northing - 313_177.270) < 150


def test_one_name_is_one_column_in_every_question() -> None:
    kinds: dict[str, set[type]] = {}
    for question in QUESTIONS.values():
        names = [column.name for column in question.all_columns]
        assert len(names) == len(set(names))
        assert names[-1] == "count"
        for column in question.all_columns:
            kinds.setdefault(column.name, set()).add(column.kind)
            english, welsh = column.meanings()
            assert english != welsh
    assert all(len(found) == 1 for found in kinds.values())


def test_public_columns_keep_their_names() -> None:
    from reports.publication.open_formats import COLUMNS

    public = {column.name for column in COLUMNS}
    ours = {column.name for question in QUESTIONS.values() for column in question.all_columns}
    assert public - ours == {"release", "about", "hot"}  # of the release alone


def test_the_times_are_those_of_the_reports() -> None:
    assert len(TIMES) == len(TimeOfDay)


def test_a_file_says_council_question_and_period(country: dict[str, Area]) -> None:
    with override("cy"):
        stem = file_stem(country[WESTBY], "2026-Q3", "where")
    assert stem == f"unsafe-places-westby-{WESTBY}-where-2026-Q3-july-to-september-2026"


def test_a_quarter_is_cut_once_and_the_database_refuses_to_change_it(counted: dict[str, Area]) -> None:
    before = list(QuarterCut.objects.order_by("id").values())
    make_reports(7, BUSY, on=SPRING)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q3")
    cut_quarters(WESTBY, ["2026-Q2", "2026-Q3"])
    assert list(QuarterCut.objects.order_by("id").values()) == before
    with pytest.raises(Exception, match="written once"), transaction.atomic():
        QuarterCut.objects.update(council=EASTBY)


def test_a_quarter_whose_counts_are_lost_has_no_number(counted: dict[str, Area]) -> None:
    freeze_nothing(WESTBY, "2026-Q4")
    assert quarters_cut([WESTBY]) == {WESTBY: ["2026-Q4", "2026-Q3", "2026-Q2"]}
    assert [rows(counted[WESTBY], "2026-Q4", question) for question in QUESTIONS] == [[], [], []]


def test_a_quarter_frozen_before_there_were_cuts_is_not_cut_later(counted: dict[str, Area]) -> None:
    FrozenBlock.objects.create(council_id=WESTBY, quarter="2025-Q4", cell_counts=b"")
    freeze_counts(WESTBY, until="2026-Q4")
    assert quarters_cut([WESTBY]) == {WESTBY: ["2026-Q4", "2026-Q3", "2026-Q2"]}
