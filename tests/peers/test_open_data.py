"""Validators that others wrote find nothing wrong with the open data, and do find what is wrong."""

import json
from pathlib import Path

import pytest
from csvw import CSVW
from frictionless import Package


def problems(folder: Path) -> list[str]:
    """What Frictionless says of the data package."""
    report = Package(str(folder / "datapackage.json")).validate()
    return [f"{type_}: {note}" for type_, note in report.flatten(["type", "note"])]


def complaints(folder: Path, log: pytest.LogCaptureFixture) -> list[str]:
    """What a CSV on the Web processor says of leaves.csv, with the metadata it finds beside it.

    It says in its log which values are wrong; whether it calls the table valid says nothing of them.
    """
    log.clear()
    table = CSVW(str(folder / "leaves.csv"), validate=True)
    assert table.is_valid
    return [record.getMessage().split(" ", 1)[1] for record in log.records if record.name.startswith("csvw")]


def test_frictionless_validates_the_data_package(downloaded: Path) -> None:
    assert problems(downloaded) == []
    assert {resource.name for resource in Package(str(downloaded / "datapackage.json")).resources} == {
        "leaves-csv",
        "leaves-geojson",
        "map-json",
        "figures-json",
    }


WRONG = "x,2026-Q3,E1,W,cell,8,ten,perhaps,0,99\r\n"


def add_a_wrong_row(folder: Path) -> None:
    """No number, no yes or no, and a latitude that there is not."""
    with (folder / "leaves.csv").open("ab") as table:
        table.write(WRONG.encode())


def test_frictionless_would_find_a_changed_file(downloaded: Path) -> None:
    add_a_wrong_row(downloaded)
    assert {problem.split(":")[0] for problem in problems(downloaded)} & {"hash-count", "byte-count"}


def test_frictionless_would_find_wrong_values(downloaded: Path) -> None:
    add_a_wrong_row(downloaded)
    package = json.loads((downloaded / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (downloaded / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert {problem.split(":")[0] for problem in problems(downloaded)} == {"type-error", "constraint-error"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_csv_on_the_web_processor_validates_the_table(downloaded: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert complaints(downloaded, caplog) == []
    stated = CSVW(str(downloaded / "leaves.csv")).to_json(minimal=True)
    features = json.loads((downloaded / "leaves.geojson").read_bytes())["features"]
    assert [(row["cell"], row["about"], row["hot"]) for row in stated] == [
        (feature["id"], feature["properties"]["about"], feature["properties"]["hot"]) for feature in features
    ]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_a_csv_on_the_web_processor_would_find_a_wrong_value(
    downloaded: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_a_wrong_row(downloaded)
    assert [complaint.split(":")[0] for complaint in complaints(downloaded, caplog)] == ["about", "hot", "latitude"]
