"""Loading OS Open Names as published: a zip of CSVs of 34 columns, without a header."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.geography.gazetteer import places_found
from reports.geography.models import Place, Vocabulary

pytestmark = pytest.mark.django_db


def row(name: str, sort: str = "Named Road", east: str = "486000", north: str = "308800", **more: str) -> str:
    cells = [""] * 34
    cells[0], cells[1] = "osgb4000000074559125", "http://data.ordnancesurvey.co.uk/id/4000000074559125"
    cells[2], cells[6], cells[7], cells[8], cells[9] = name, "transportNetwork", sort, east, north
    cells[18], cells[21], cells[24], cells[29] = "Oakham", "", "Rutland", "England"
    for number, value in more.items():
        cells[int(number[1:])] = value
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)


def zipped(file: Path, *rows: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Doc/OS_Open_Names_Header.csv", "ID,NAMES_URI,NAME1,NAME1_LANG\n")
        archive.writestr("Data/SK80.csv", "\n".join(rows) + "\n")
    return file


def load(file: Path) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_places", file, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


ROWS = (
    row("Banff Close"),
    row("Queen Street", c3="eng", c4="Heol y Frenhines", c5="cym", c18="Cardiff", c29="Wales"),
    row("Oakham", "Railway Station"),
    row("Oakham", "Town", c18=""),
)


def test_the_zip_as_published_is_read(tmp_path: Path) -> None:
    assert load(zipped(tmp_path / "opname_csv_gb.zip", *ROWS)) == ("4 names of OS Open Names.\n", "")
    columns = ("kind", "name", "name_cy", "nation", "town", "words", "around", "importance", "source")
    assert list(Place.objects.order_by("pk").values_list(*columns)) == [
        ("locality", "Oakham", "", "E", "", "|oakham|", "rutland", 540, "open-names"),
        (
            "landmark",
            "Oakham railway station",
            "",
            "E",
            "Oakham",
            "|oakham railway stn|",
            "oakham|rutland",
            330,
            "open-names",
        ),
        ("street", "Banff Close", "", "E", "Oakham", "|banff cl|", "oakham|rutland", 180, "open-names"),
        (
            "street",
            "Queen Street",
            "Heol y Frenhines",
            "W",
            "Cardiff",
            "|queen st|rd y frenhines|",
            "cardiff|caerdydd|rutland",
            180,
            "open-names",
        ),
    ]
    close = Place.objects.get(name="Banff Close")
    assert (close.longitude, close.latitude) == pytest.approx((-0.7296, 52.6701), abs=1e-4)
    for town in ("cardiff", "Caerdydd", "yng Nghaerdydd"):
        (found,) = places_found(f"heol y frenhines {town}").locations
        assert (found.address, found.is_exact) == ("Queen Street, Cardiff", True)


def test_one_csv_of_it_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "SK80.csv").write_text("\n".join(ROWS), encoding="utf-8")
    assert load(tmp_path / "SK80.csv")[0] == "4 names of OS Open Names.\n"


def test_what_is_left_out_is_said_and_why(tmp_path: Path) -> None:
    rows = [row("LE15 6HP", "Postcode"), row("LE15 6AL", "Postcode"), row("A606", "Numbered Road")]
    rows += [row(""), row("Nowhere Lane", east="0"), row("Here Lane", north="x"), "a,b"]
    out, err = load(zipped(tmp_path / "opname_csv_gb.zip", *ROWS, *rows))
    assert (out, err.splitlines()) == (
        "4 names of OS Open Names.\n",
        [
            "SK80.csv line 8: '' is no name that can be shown",
            "SK80.csv line 9: Nowhere Lane has no position in Great Britain (0, 308800)",
            "SK80.csv line 10: Here Lane: no position: '486000', 'x'",
            "SK80.csv line 11: 2 columns, not 34",
            "2 of the sort Postcode: load_postcodes has them",
            "1 of the sort Numbered Road: not searched for",
            "6 rows refused.",
        ],
    )


def test_loading_again_replaces_and_leaves_other_sources(tmp_path: Path) -> None:
    Place.objects.create(kind="settlement", name="Stamford", nation="E", longitude=-0.48, latitude=52.65)
    load(zipped(tmp_path / "opname_csv_gb.zip", *ROWS))
    load(zipped(tmp_path / "opname_csv_gb.zip", *ROWS[:1]))
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Banff Close", "Stamford"]
    assert [it.address for it in places_found("Banff Close").locations] == ["Banff Close, Oakham"]
    assert places_found("Queen Street, Cardiff").locations == ()  # out of the index, too
    assert b"frenhines" not in bytes(Vocabulary.objects.get().words)


@pytest.mark.parametrize("broken", ["truncated", "barren"])
def test_a_file_that_cannot_be_used_changes_nothing(tmp_path: Path, broken: str) -> None:
    load(zipped(tmp_path / "opname_csv_gb.zip", *ROWS))
    file = zipped(tmp_path / "broken.zip", *ROWS[:3] * 2_000) if broken == "truncated" else tmp_path / "barren.csv"
    if broken == "truncated":
        content = bytearray(file.read_bytes())
        content[200:260] = bytes(60)
        file.write_bytes(content)
    else:
        file.write_text(row("LE15 6HP", "Postcode"), encoding="utf-8")
    with pytest.raises(CommandError, match="nothing was changed"):
        load(file)
    assert Place.objects.count() == 4
    assert [it.address for it in places_found("Banff Close").locations] == ["Banff Close, Oakham"]
