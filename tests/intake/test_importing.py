"""Reports from a CSV file: every bad row with its line and why, every good row kept, nothing half-written."""

import datetime
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.importing import Imported, ImportedBefore, import_rows
from reports.intake.judging import NothingToImport, Refusal
from reports.intake.models import ImportedFile, Report, Source
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import BY_CODE
from tests import factories
from tests.factories import NOW

HEADER = b"longitude,latitude,month,band,reasons\n"
GOOD = b"-2.55,51.45,2026-03,18-24,badly-lit\n"
OUTSIDE = "is outside the United Kingdom"


def imported(content: bytes, **options: Any) -> tuple[Imported, list[tuple[int, str]]]:
    """What an import of these bytes answers, and what it refuses."""
    refused: list[Refusal] = []
    result = import_rows(io.BytesIO(content), now=NOW, refuse=refused.append, **options)
    return result, [(refusal.line, refusal.why) for refusal in refused]


def test_a_row_becomes_a_waiting_report(country: dict[str, Area]) -> None:
    header = b"day_kind,reasons,band,month,latitude,longitude,frequency,note\n"
    row = b"weekend,followed;badly-lit,00-06,2026-03,51.45,-2.25,always,anything\n"
    assert imported(header + row) == (Imported(1, 0), [])
    report = Report.objects.get()
    assert {field.attname: getattr(report, field.attname) for field in Report._meta.fields if field.name != "id"} == {
        "cell": hexgrid.cell_at(*factories.IN_EASTBY),
        "council_id": factories.EASTBY,
        "received_on": datetime.date(2026, 3, 1),
        "source": Source.IMPORT,
        "felt_in": datetime.date(2026, 3, 1),
        "band": TimeOfDay.NIGHT,
        "day_kind": DayKind.WEEKEND,
        "frequency": Frequency.ALWAYS,
        "reasons": BY_CODE["badly-lit"].bit | BY_CODE["followed"].bit,
        "main_reason": BY_CODE["followed"].number,
        "incident": Incident.UNANSWERED,
        "why_not_reported": 0,
        "verification": None,
        "withdrawal_mark": None,
    }
    assert report.id.version == 4


KEPT = {
    "plain": GOOD,
    "Windows line ends": GOOD.replace(b"\n", b"\r\n"),
    "no line end at the last row": GOOD.rstrip(),
    "quoted fields": b'"-2.55","51.45","2026-03","18-24","badly-lit"\n',
    "bars between reasons": GOOD.replace(b"badly-lit", b"badly-lit|layout"),
    "blanks around": b" -2.55 , 51.45 , 2026-03 , 18-24 , badly-lit ; layout \n",
    "capitals": GOOD.replace(b"badly-lit", b"Badly-Lit").replace(b"18-24", b"ANY"),
    "a plus sign": GOOD.replace(b"51.45", b"+51.45"),
    "this month": GOOD.replace(b"2026-03", b"2026-11"),
    "an empty line after": GOOD + b"\n\r\n",
}


@pytest.mark.parametrize("row", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
def test_rows_as_programs_write_them_are_kept(country: dict[str, Area], row: bytes, bom: bytes) -> None:
    assert imported(bom + HEADER + row) == (Imported(1, 0), [])


REFUSED = {
    "latitude 91": (b"-2.55,91,2026-03,18-24,badly-lit", "latitude '91' is outside -90 to 90"),
    "longitude 181": (b"181,51.45,2026-03,18-24,badly-lit", "longitude '181' is outside -180 to 180"),
    "no number": (b"west,51.45,2026-03,18-24,badly-lit", "longitude 'west' is not a number of degrees"),
    "not a number": (b"nan,51.45,2026-03,18-24,badly-lit", "longitude 'nan' is not a number of degrees"),
    "infinite": (b"-2.55,inf,2026-03,18-24,badly-lit", "latitude 'inf' is not a number of degrees"),
    "empty": (b",51.45,2026-03,18-24,badly-lit", "longitude '' is not a number of degrees"),
    "other digits": (
        "-2.55,٥١,2026-03,18-24,badly-lit".encode(),
        r"latitude '\u0665\u0661' is not a number of degrees",
    ),
    "a place in France": (b"2.35,48.85,2026-03,18-24,badly-lit", f"longitude 2.35, latitude 48.85 {OUTSIDE}"),
    "swapped": (
        b"51.45,-2.55,2026-03,18-24,badly-lit",
        f"longitude 51.45, latitude -2.55 {OUTSIDE}: longitude and latitude look swapped",
    ),
    "unknown reason": (b"-2.55,51.45,2026-03,18-24,ghosts", "unknown reason 'ghosts'"),
    "one reason unknown": (b"-2.55,51.45,2026-03,18-24,layout;ghosts", "unknown reason 'ghosts'"),
    "no reason": (b"-2.55,51.45,2026-03,18-24, ; ", "no reason is given"),
    "month 13": (b"-2.55,51.45,2026-13,18-24,badly-lit", "month '2026-13' is not a month like 2026-03"),
    "month 0": (b"-2.55,51.45,2026-00,18-24,badly-lit", "month '2026-00' is not a month like 2026-03"),
    "a date": (b"-2.55,51.45,2026-03-02,18-24,badly-lit", "month '2026-03-02' is not a month like 2026-03"),
    "a month to come": (b"-2.55,51.45,2026-12,18-24,badly-lit", "month '2026-12' is still to come"),
    "long ago": (b"-2.55,51.45,1999-12,18-24,badly-lit", "month '1999-12' is before 2000"),
    "a clock time": (
        b"-2.55,51.45,2026-03,23:15,badly-lit",
        "band '23:15' is not one of 06-12, 12-18, 18-24, 00-06, any, not-sure",
    ),
    "too few fields": (b"-2.55,51.45", "2 fields where the header has 5"),
    "too many fields": (b"-2.55,51.45,2026-03,18-24,badly-lit,x", "6 fields where the header has 5"),
    "10 MB": (b"x" * 10_000_000, "the line is longer than 4,096 bytes"),
    "NUL bytes": (
        b"-2.55,51.45,2026-03,18-24,badly\0lit",
        "the line holds NUL bytes (is the file UTF-16? Save it as UTF-8)",
    ),
    "Latin-1": (
        "-2.55,51.45,2026-03,18-24,mal éclairé".encode("latin-1"),
        "the line is not UTF-8 (byte 31): save the file as UTF-8",
    ),
    "UTF-16": (
        "-2.55,51.45".encode("utf-16-le"),
        "the line holds NUL bytes (is the file UTF-16? Save it as UTF-8)",
    ),
    "an open quote": (b'-2.55,51.45,2026-03,18-24,"badly-lit', "the quotes do not match (unexpected end of data)"),
    "a terminal's controls": (b"-2.55,51.45,2026-03,18-24,\x1b[2J", r"unknown reason '\x1b[2j'"),
}


@pytest.mark.parametrize(("row", "why"), REFUSED.values(), ids=REFUSED)
def test_a_bad_row_is_refused_with_its_line_and_why_and_its_neighbours_are_kept(
    country: dict[str, Area], row: bytes, why: str
) -> None:
    content = HEADER + GOOD + row + b"\n" + GOOD
    assert imported(content) == (Imported(2, 1), [(3, why)])
    assert Report.objects.count() == 2


def test_every_bad_row_at_once_is_named_in_order(country: dict[str, Area]) -> None:
    content = HEADER + b"".join(row + b"\n" + GOOD for row, _ in REFUSED.values())
    result, refused = imported(content)
    assert result == Imported(len(REFUSED), len(REFUSED))
    assert refused == [(2 * index + 2, why) for index, (_, why) in enumerate(REFUSED.values())]


NOTHING = {
    "empty": (b"", "the file is empty"),
    "header only": (HEADER, "the file has a header and no rows"),
    "header and blank lines": (HEADER + b"\n\r\n", "the file has a header and no rows"),
    "a missing column": (
        b"longitude,latitude,month,band\n-2.55,51.45,2026-03,any\n",
        "the first line is not the header of an import: missing column: reasons (needed: "
        "longitude,latitude or easting,northing, and month,band,reasons, optional: day_kind,frequency)",
    ),
    "a column twice": (
        b"longitude,latitude,month,band,reasons,band\n",
        "the first line is not the header of an import: column given twice: band",
    ),
    "UTF-16": (
        (HEADER + GOOD).decode().encode("utf-16"),
        "the first line is not the header of an import: the line holds NUL bytes "
        "(is the file UTF-16? Save it as UTF-8)",
    ),
    "a first line without end": (
        b"x" * 9_000_000,
        "the first line is not the header of an import: the line is longer than 4,096 bytes",
    ),
}


@pytest.mark.parametrize(("content", "why"), NOTHING.values(), ids=NOTHING)
def test_a_file_with_nothing_to_import_says_why(country: dict[str, Area], content: bytes, why: str) -> None:
    with pytest.raises(NothingToImport) as refused:
        imported(content)
    assert str(refused.value) == why
    assert (Report.objects.count(), ImportedFile.objects.count()) == (0, 0)


def test_the_same_file_again_changes_nothing_unless_asked(country: dict[str, Area]) -> None:
    content = HEADER + GOOD
    imported(content)
    with pytest.raises(ImportedBefore, match="imported on 2026-11-20, 1 rows kept"):
        imported(content)
    assert Report.objects.count() == 1
    assert imported(content, again=True) == (Imported(1, 0), [])
    assert Report.objects.count() == 2


def test_a_fault_half_way_keeps_no_row(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.intake import importing

    monkeypatch.setattr(importing, "_BATCH", 2)
    monkeypatch.setattr("reports.intake.judging._BATCH", 2)
    keep, calls = importing._keep, []

    def failing(batch: Any, councils: list[str]) -> None:
        calls.append(Report.objects.count())
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        keep(batch, councils)

    monkeypatch.setattr(importing, "_keep", failing)
    with pytest.raises(OSError, match="No space"):
        imported(HEADER + GOOD * 7)
    assert calls == [0, 2, 4]
    assert (Report.objects.count(), ImportedFile.objects.count()) == (0, 0)


def test_batches_keep_every_row_once_and_tell_how_far(
    country: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.intake.importing._BATCH", 3)
    monkeypatch.setattr("reports.intake.judging._BATCH", 3)
    content = HEADER + (GOOD + b"bad\n" + GOOD.replace(b"-2.55", b"-2.25")) * 5
    positions: list[int] = []
    result, refused = imported(content, progress=positions.append)
    assert (result, [line for line, _ in refused]) == (Imported(10, 5), [3, 6, 9, 12, 15])
    assert positions == sorted(positions)
    assert positions[-1] == len(content)
    assert Report.objects.filter(council_id=factories.EASTBY).count() == 5


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    some.lists(some.sampled_from([GOOD, b"x\n", b"\xff\n", b'"\n', b"\0\n", b"\n", b"-2.55,91,2026-03,any,layout\n"]))
)
def test_every_line_is_kept_or_refused_or_empty(country: dict[str, Area], lines: list[bytes]) -> None:
    good, empty = lines.count(GOOD), lines.count(b"\n")
    if good + empty == len(lines) and not good:
        return
    result, refused = imported(HEADER + b"".join(lines), again=True)
    assert (result.kept, result.refused, len(refused)) == (good, len(lines) - good - empty, len(lines) - good - empty)
