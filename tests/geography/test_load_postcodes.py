"""Loading postcodes from Code-Point Open and files like it."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.geography import density, hexgrid
from reports.geography.models import Postcode, SettlementDensity

pytestmark = pytest.mark.django_db

TAIL = ',"E92000001","","E18000010","","E06000023","E05010885"'
B = f'"B1  1AA",10,406689,286822{TAIL}\n"B2 4QA",10,407000,286700{TAIL}\n'
BS = f'"BS1 4DJ",10,358890,172600{TAIL}\n"BS14DK",10,358900,172610{TAIL}\n'


def zipped(file: Path, **members: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\nPostcode,Quality,Eastings,Northings\n")
        for name, text in members.items():
            archive.writestr(f"Data/CSV/{name}.csv", text)
    return file


def load(file: Path) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_postcodes", file, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def codes() -> list[str]:
    return list(Postcode.objects.order_by("code").values_list("code", flat=True))


def test_the_zip_as_published_is_read(tmp_path: Path) -> None:
    out, err = load(zipped(tmp_path / "codepo.zip", b=B, bs=BS))
    assert out == "4 postcodes in 3 cells; 0 no longer in the file removed.\n"
    assert err == ""
    assert codes() == ["B11AA", "B24QA", "BS14DJ", "BS14DK"]


def test_the_national_grid_becomes_longitude_and_latitude(tmp_path: Path) -> None:
    """Ordnance Survey's worked example: E 651409.903 N 313177.270 is 52 39 28.72 N, 1 42 57.79 E in WGS 84."""
    (tmp_path / "nr.csv").write_text('"NR1 1AA",10,651410,313177\n', encoding="utf-8")
    load(tmp_path / "nr.csv")
    found = Postcode.objects.get()
    assert (found.longitude, found.latitude) == pytest.approx((1.716052, 52.657979), abs=5e-5)


def test_loading_again_replaces_moves_and_removes(tmp_path: Path) -> None:
    load(zipped(tmp_path / "old.zip", b=B, bs=BS))
    before = Postcode.objects.get(code="BS14DJ")
    newer = BS.replace("358890", "359890").replace("BS14DK", "BS14DL")
    out, _err = load(zipped(tmp_path / "new.zip", b=B, bs=newer))
    assert "1 no longer in the file removed" in out
    assert codes() == ["B11AA", "B24QA", "BS14DJ", "BS14DL"]
    assert Postcode.objects.get(code="BS14DJ").longitude == pytest.approx(before.longitude + 0.0144, abs=0.001)


def test_one_area_alone_leaves_the_others_even_those_with_the_same_first_letter(tmp_path: Path) -> None:
    load(zipped(tmp_path / "all.zip", b=B, bs=BS))
    (tmp_path / "b.csv").write_text(B.splitlines()[0], encoding="utf-8")
    out, _err = load(tmp_path / "b.csv")
    assert out.startswith("1 postcodes")
    assert codes() == ["B11AA", "BS14DJ", "BS14DK"]


def test_one_file_of_many_areas_in_any_order_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.geography.postcode_files._ROWS_AT_ONCE", 1)
    rows = [*B.splitlines(), *BS.splitlines()]
    (tmp_path / "mixed.csv").write_text("\n".join([rows[2], rows[0], rows[3], rows[1]]), encoding="utf-8")
    load(tmp_path / "mixed.csv")
    assert codes() == ["B11AA", "B24QA", "BS14DJ", "BS14DK"]


def test_a_postcode_given_twice_is_stored_once_as_it_was_given_last(tmp_path: Path) -> None:
    out, _err = load(zipped(tmp_path / "codepo.zip", bs=BS + BS.replace("358890", "359890")))
    assert out.startswith("2 postcodes")
    assert Postcode.objects.get(code="BS14DJ").longitude == pytest.approx(-2.5786, abs=0.001)


def test_density_counts_the_postcodes_of_each_cell_and_keeps_the_people(tmp_path: Path) -> None:
    cell = hexgrid.cell_at(-2.5930, 51.4509, 8)
    SettlementDensity.objects.create(cell=cell, postcodes=99, population=700)
    load(zipped(tmp_path / "codepo.zip", b=B, bs=BS))
    load(zipped(tmp_path / "codepo.zip", b=B, bs=BS))
    assert sum(SettlementDensity.objects.values_list("postcodes", flat=True)) == 4
    assert density.densities([cell, 5]) == {cell: density.Density(2, 700), 5: density.NOBODY}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Postcode,Positional_quality_indicator,Eastings,Northings", "BS1 4DJ,10,358890,172600"),
        ("pcd,pcds,oseast1m,osnrth1m,lat,long", "BS1 4DJ,BS1 4DJ,358890,172600,51.450882,-2.592994"),
        ("\ufeffPOSTCODE,LATITUDE,LONGITUDE", "bs1 4dj,51.450882,-2.592994"),
    ],
)
def test_a_header_names_the_columns(tmp_path: Path, header: str, row: str) -> None:
    (tmp_path / "named.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    load(tmp_path / "named.csv")
    found = Postcode.objects.get()
    assert found.code == "BS14DJ"
    assert (found.longitude, found.latitude) == pytest.approx((-2.592994, 51.450882), abs=1e-4)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('"BS99 9ZZ",90,0,0', "BS999ZZ has no position in the United Kingdom (0, 0)"),
        ('"BS1 4ZZ",10,358890', "no postcode with two numbers for its position: BS1 4ZZ, 10, 358890"),
        ('"BS1 4ZZ",10,east,172600', "no postcode with two numbers for its position: BS1 4ZZ, 10, east, 172600"),
        ('"BS1 4ZZ",10,nan,172600', "BS14ZZ has no position in the United Kingdom (nan, 172600)"),
        ('"Bristol",10,358890,172600', "'BRISTOL' is no postcode"),
        ("", "no postcode with two numbers for its position: "),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(tmp_path: Path, row: str, why: str) -> None:
    _out, err = load(zipped(tmp_path / "codepo.zip", bs=f"{BS}{row}\n"))
    assert err == f"bs.csv line 3: {why}\n1 rows refused.\n"
    assert codes() == ["BS14DJ", "BS14DK"]


def test_many_bad_rows_are_counted_not_all_listed(tmp_path: Path) -> None:
    _out, err = load(zipped(tmp_path / "codepo.zip", bs=BS + "x,1,2,3\n" * 1_000))
    assert len(err.splitlines()) == 22
    assert err.endswith("1,000 rows refused.\n")


@pytest.mark.parametrize("text", ["name,east,north\nx,1,2\n", "\0\0\0", "x" * 100_000])
def test_a_file_of_something_else_is_refused_and_nothing_is_lost(tmp_path: Path, text: str) -> None:
    load(zipped(tmp_path / "codepo.zip", bs=BS))
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="neither rows of Code-Point Open nor a header"):
        load(tmp_path / "other.csv")
    assert codes() == ["BS14DJ", "BS14DK"]


def test_a_missing_an_empty_and_a_barren_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        load(tmp_path / "nowhere.zip")
    with pytest.raises(CommandError, match="without any CSV"):
        load(zipped(tmp_path / "empty.zip"))
    (tmp_path / "barren.csv").write_text('"BS99 9ZZ",90,0,0\n', encoding="utf-8")
    with pytest.raises(CommandError, match="no valid row among 1; nothing was changed"):
        load(tmp_path / "barren.csv")


PREMISES = """postcode,lat,lon
BT7 1NN,54.580,-5.930
bt7 1nn,54.582,-5.932
BT71NN,54.581,-5.931
BT35 6AA,54.100,-6.400
BT35 6AA,54.200,-6.600
BTB5 6SW,54.292,-6.375
BT48 6AA,54.997,-7.320
"""


def test_of_a_list_of_premises_each_postcode_is_in_their_middle(tmp_path: Path) -> None:
    (tmp_path / "ni.csv").write_text(PREMISES, encoding="utf-8")
    out, err = load(tmp_path / "ni.csv")
    assert out.startswith("2 postcodes in 2 cells")
    assert err == (
        "ni.csv line 7: 'BTB56SW' is no postcode\nni.csv: BT356AA has premises more than 1 km apart\n2 rows refused.\n"
    )
    assert list(Postcode.objects.order_by("code").values_list("code", "longitude", "latitude")) == [
        ("BT486AA", -7.32, 54.997),
        ("BT71NN", -5.931, 54.581),
    ]


def test_one_of_many_premises_that_lies_far_away_does_not_move_its_postcode(tmp_path: Path) -> None:
    (tmp_path / "ni.csv").write_text(f"{PREMISES}BT7 1NN,54.9,-6.9\n", encoding="utf-8")
    load(tmp_path / "ni.csv")
    found = Postcode.objects.get(code="BT71NN")
    assert (found.longitude, found.latitude) == pytest.approx((-5.9315, 54.5815))
