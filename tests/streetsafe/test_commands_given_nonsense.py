"""What an operator gets wrong on the command line, or hands over as a file, is refused in words and changes nothing."""

import datetime
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.geography.models import Area, Place, Postcode
from reports.intake.models import IncomingReport
from reports.publication.models import Opening, PublishingPlace
from reports.staff import audit
from reports.staff.models import Invitation, StaffUser
from tests import factories
from tests.factories import WESTBY

PLACES = "name,lat,lon,population,nation\n"
HASH = "1" * 64


def council(**changes: Any) -> bytes:
    """A file of one council, changed."""
    square = [[[-2.7, 51.3], [-2.4, 51.3], [-2.4, 51.6], [-2.7, 51.6], [-2.7, 51.3]]]
    properties = {"LAD25CD": "E06000901", "LAD25NM": "Westby"} | changes.get("properties", {})
    geometry = {"type": "Polygon", "coordinates": changes.get("corners", square)}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def corrupt_zip() -> bytes:
    """A zip one byte of which was changed on its way."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("bs.csv", '"BS1 1AA",10,358000,172000\n' * 50)
    content = bytearray(kept.getvalue())
    content[60] ^= 1
    return bytes(content)


FILES: dict[str, tuple[str, str, bytes, str]] = {
    "places in Latin-1": ("load_places", "f.csv", f"{PLACES}Môn,53,-4.4,9,Wales\n".encode("latin-1"), "is not UTF-8"),
    "more people than there are": ("load_places", "f.csv", f"{PLACES}A,51,-2,{'9' * 30},England\n".encode(), "people"),
    "people in other digits": ("load_places", "f.csv", f"{PLACES}A,51,-2,٣,England\n".encode(), "no number of people"),
    "a position that is none": ("load_places", "f.csv", f"{PLACES}A,nan,inf,3,England\n".encode(), "not in the United"),
    "a name that moves the cursor": (
        "load_places",
        "f.csv",
        f"{PLACES}A\x1b[31m,51,-2,3,England\n".encode(),
        "printed",
    ),
    "a name written backwards": ("load_places", "f.csv", f"{PLACES}A\u202e,51,-2,3,England\n".encode(), "printed"),
    "a field without end": (
        "load_places",
        "f.csv",
        f"{PLACES}{'A' * 200_000},51,-2,3,England\n".encode(),
        "as a table",
    ),
    "a first line without end": ("load_places", "f.csv", b"A" * 200_000, "neither places"),
    "a lookup table in Latin-1": ("load_areas", "f.csv", "LAD25CD,LAD25NM\nE06000901,Môn\n".encode("latin-1"), "UTF-8"),
    "a lookup field without end": ("load_areas", "f.csv", f"LAD25CD\n{'A' * 200_000}\n".encode(), "as a table"),
    "a corner that is no number": (
        "load_areas",
        "f.geojson",
        council(corners=[[[-2.7, 51.3], [float("nan"), 51.3], [-2.4, 51.6], [-2.7, 51.3]]]),
        "is no number",
    ),
    "a ring that is not closed": (
        "load_areas",
        "f.geojson",
        council(corners=[[[float("nan"), 51.3], [-2.4, 51.3], [-2.4, 51.6], [-2.7, 51.3]]]),
        "cannot be read",
    ),
    "swapped coordinates": (
        "load_areas",
        "f.geojson",
        council(corners=[[[51.3, -2.7], [51.3, -2.4], [51.6, -2.4], [51.3, -2.7]]]),
        "swapped",
    ),
    "a council's unprintable name": ("load_areas", "f.geojson", council(properties={"LAD25NM": "A\u202e"}), "printed"),
    "a council's long name": ("load_areas", "f.geojson", council(properties={"LAD25NM": "A" * 121}), "too long"),
    "a zip that was damaged": ("load_postcodes", "f.zip", corrupt_zip(), "cannot be read to its end"),
    "a postcode without end": ("load_postcodes", "f.csv", b"BS1 1AA,10,358000,172000," + b"x" * 200_000, "to its end"),
    "an empty file of postcodes": ("load_postcodes", "f.csv", b"", "no valid row"),
    "a manifest that is none": ("audit_verify --manifest", "f.json", b"\xff\xfe{", "cannot be read as a manifest"),
    "a manifest of another shape": ("audit_verify --manifest", "f.json", b'{"audit_head": [1]}', "cannot be read as a"),
    "an extract that is none": ("build_basemap", "f.osm.pbf", b"\0" * 3_000, "is not an OpenStreetMap extract"),
}


@pytest.fixture(autouse=True)
def ground(country: dict[str, Area]) -> None:
    """What a bad file must leave alone."""
    factories.make_place("Westby Market", factories.IN_WESTBY, 20_000)
    Postcode.objects.create(code="BS11AB", longitude=-2.55, latitude=51.45)


def everything() -> tuple[object, ...]:
    """What stands."""
    tables = (Area, Place, Postcode, Opening, StaffUser, Invitation, PublishingPlace)
    return tuple(sorted(model.objects.values_list(), key=repr) for model in tables)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used_changes_nothing_and_is_refused_in_words(tmp_path: Path, name: str) -> None:
    words, called, content, why = FILES[name]
    file = tmp_path / called
    file.write_bytes(content)
    before, complaints = everything(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(*words.split(), str(file), stdout=io.StringIO(), stderr=complaints)
    stated = complaints.getvalue() + str(refused.value)
    assert why in stated
    assert all(letter.isprintable() or letter == "\n" for letter in stated), ascii(stated)
    assert everything() == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (f"open_service --on 0206-11-27 --area {WESTBY}", "--on takes a day of the years 2000 to 2100"),
        (f"open_service --on 9999-12-31 --area {WESTBY}", "--on takes a day of the years 2000 to 2100"),
        (f"open_service --on 2026-13-01 --area {WESTBY}", "'2026-13-01' is no day: write it as 2026-11-27"),
        ("publish_release --as-of 0001-01-01", "--as-of takes a day of the years 2000 to 2100"),
        ("publish_release --as-of 9999-12-31 --dry-run", "--as-of takes a day of the years 2000 to 2100"),
        ("publish_release --as-of soon", "'soon' is no day"),
        ("publish_release --period 2٠26-Q3", "is not a quarter"),
        (f"invite mo --role manager --area {WESTBY} --expires 2020-01-01", "2020-01-01 is over"),
        (f"add_person mo --role manager --area {WESTBY} --expires 2020-01-01", "2020-01-01 is over"),
        (f"add_person mo --role manager --area {WESTBY} --expires x", "'x' is no day"),
        ("list_routes --stale-days 99999999999", "--stale-days takes a number from -1,000,000 to 1,000,000"),
        ("list_routes --stale-days=-99999999999", "--stale-days takes a number from -1,000,000 to 1,000,000"),
        (f"audit_verify --head 0:{HASH}", "no chain begins with the hash that was published"),
        (f"audit_verify --head ٣:{HASH}", "is not a head"),
        (f"audit_verify --head {'z' * 64}", "is not a head"),
        (f"audit_verify --head {'9' * 40}:{HASH}", "is not a head"),
        ("take_over_publication --from {folder}", "name the releases/ folder itself. Nothing was changed."),
        ("build_basemap --overview --out {folder}", "is a folder: name a file in it."),
    ],
)
def test_words_that_cannot_be_meant_change_nothing(tmp_path: Path, words: str, why: str) -> None:
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command(*words.format(folder=tmp_path).split(), stdout=io.StringIO(), stderr=io.StringIO())
    assert why in str(refused.value)
    assert everything() == before


def test_the_head_of_a_chain_without_entries_is_found_in_it() -> None:
    out = io.StringIO()
    call_command("audit_verify", "--head", f"0:{audit.BEFORE_THE_FIRST}", stdout=out)
    assert "1 known heads found in it" in out.getvalue()


@pytest.mark.parametrize("year", [1970, 2099])
@pytest.mark.parametrize("command", ["erase_expired", "shuffle_intake", "publish_release", "backup"])
def test_a_clock_that_is_wrong_erases_and_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, year: int
) -> None:
    kept = tmp_path / "streetsafe-2026-11-26-00000000.backup"
    kept.touch()
    factories.make_accepted_report()
    words = [command, str(tmp_path)] if command == "backup" else [command]
    clock: Callable[[], datetime.datetime] = lambda: datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)  # noqa: E731
    with monkeypatch.context() as wrong:
        wrong.setattr(timezone, "now", clock)
        with pytest.raises(CommandError) as refused:
            call_command(*words, stdout=io.StringIO(), stderr=io.StringIO())
    assert str(refused.value) == (
        f"The clock is wrong: it says {year}-01-01 00:00 UTC. Nothing was changed.\n"
        "Set it, then run the same command again; timedatectl tells how it is kept."
    )
    assert list(tmp_path.glob("*.backup")) == [kept]
    assert factories.Report.objects.count() == 1
    assert IncomingReport.objects.count() == 0


def test_good_files_are_loaded_as_before(tmp_path: Path) -> None:
    """Names with marks, quoted headers, blanks that are none of ASCII's, and no number of people."""
    places = tmp_path / "places.csv"
    places.write_text(
        '"name","lat","lon","population","nation"\nYnys\u00a0Môn,53.2,-4.4,,Wales\n', encoding="utf-8-sig"
    )
    call_command("load_places", str(places), stdout=io.StringIO())
    assert [place.name for place in Place.objects.all()] == ["Ynys Môn"]
