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


def is_valid_on_the_web(folder: Path) -> bool:
    """What a CSV on the Web processor says of leaves.csv, with the metadata it finds beside it."""
    return bool(CSVW(str(folder / "leaves.csv"), validate=True).is_valid)


def test_frictionless_validates_the_data_package(downloaded: Path) -> None:
    assert problems(downloaded) == []
    assert {resource.name for resource in Package(str(downloaded / "datapackage.json")).resources} == {
        "leaves-csv",
        "leaves-geojson",
        "map-json",
        "figures-json",
    }


def test_frictionless_would_find_a_changed_file_and_a_wrong_value(downloaded: Path) -> None:
    table = downloaded / "leaves.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\r\n".join([*rows, "x,2026-Q3,E1,W,cell,8,ten,perhaps,0,99"]) + "\r\n", encoding="utf-8")
    found = {problem.split(":")[0] for problem in problems(downloaded)}
    assert {"hash-count", "byte-count"} <= found or {"type-error", "constraint-error"} <= found, found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_csv_on_the_web_processor_validates_the_table(downloaded: Path) -> None:
    assert is_valid_on_the_web(downloaded)
    told = CSVW(str(downloaded / "leaves.csv")).to_json(minimal=True)
    features = json.loads((downloaded / "leaves.geojson").read_bytes())["features"]
    assert [(row["cell"], row["about"], row["hot"]) for row in told] == [
        (feature["id"], feature["properties"]["about"], feature["properties"]["hot"]) for feature in features
    ]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_a_csv_on_the_web_processor_would_find_a_wrong_value(downloaded: Path) -> None:
    table = downloaded / "leaves.csv"
    table.write_text(table.read_text(encoding="utf-8") + "x,2026-Q3,E1,W,cell,8,ten,perhaps,0,99\r\n", encoding="utf-8")
    assert not is_valid_on_the_web(downloaded)
