"""Every format holds the same values, and a spreadsheet opened by double click makes none of them into another."""

import csv
import io
import json
import re
import sqlite3
import warnings
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyogrio
import pytest

from reports.council_exports.csv_format import csv_file
from reports.council_exports.formats import FORMATS
from reports.council_exports.geojson_format import geojson_file
from reports.council_exports.geopackage_format import geopackage_file
from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import FOR_WORK, NOTICE, FigureTable, table_of
from reports.council_exports.xlsx_format import xlsx_file
from reports.council_exports.zip_format import zip_file
from reports.geography.models import Area
from tests.factories import LLANFACH, WESTBY

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
every_question = pytest.mark.parametrize("question", QUESTIONS)
# What Excel and LibreOffice take for a number, a day, a time or a formula, when a file is opened by double click.
GUESSED = re.compile(
    r"""^\s*(?:
        [=+\-@\t\r].*                                                   # formula
        | [\d.,\s]+ | \d[\d.,]*[eE][+-]?\d+ | [\d.,]+\s?%               # number
        | \d{1,4}[-/.\s]\d{1,2}(?:[-/.\s]\d{1,4})?                      # 2026-07, 06-12, 1/7/2026
        | (?:\d{1,2}[-/.\s])?[A-Za-z]{3,9}[-/.\s]\d{1,4}                # July 2026, 3-Mar-26
        | \d{1,2}[-/.\s][A-Za-z]{3,9}                                   # 1-SEP, 3 March
        | \d{1,2}:\d{2}(?::\d{2})?(?:\s?[aApP][mM])? | \d{1,2}\s?[aApP][mM]  # time
        | (?:true|false|wahr|vrai)
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


@pytest.fixture
def table(counted: dict[str, Area], question: str) -> FigureTable:
    """Llanfach's summer, of a council with a Welsh name that a spreadsheet would take for a formula."""
    council = Area.objects.get(code=LLANFACH)
    council.name, council.name_cy = "=Llanfach", "Ynys Môn"
    return table_of(council, "2026-Q3", QUESTIONS[question])


def rows_of(table: FigureTable) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, values, strict=True)) for values in table.values]


def worksheet(content: bytes, number: int) -> list[list[Any]]:
    """The values of a sheet, read by what they are said to be."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314  # our own
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        found: dict[int, Any] = {}
        for cell in row:
            letters = re.sub(r"\d", "", cell.attrib["r"])
            at = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
            text = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
            value = cell.find(f"{MAIN}v")
            found[at] = text if cell.attrib.get("t") == "inlineStr" else json.loads(value.text)  # type: ignore[union-attr, arg-type]
            assert cell.find(f"{MAIN}f") is None
        rows.append([found.get(at) for at in range(max(found) + 1)])
    return rows


@every_question
def test_csv_is_read_back_whole(table: FigureTable) -> None:
    content = csv_file(table)
    assert content.startswith(b"\xef\xbb\xbfcouncil_code,")  # so that Excel shows Ynys Môn as it is
    assert content.count(b"\r\n") == content.count(b"\n") == len(table.rows) + 1
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    guarded = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows_of(table)]
    assert read == [row | {"council": "'=Llanfach", "place": row["place"]} for row in guarded]
    assert {row["council_welsh"] for row in read} == {"Ynys Môn"}


@every_question
def test_no_text_of_a_csv_is_taken_for_something_else(table: FigureTable) -> None:
    """The mutants below it: what older files held would have been."""
    texts = [str(name) for name in next(csv.reader([csv_file(table).decode("utf-8-sig").splitlines()[0]]))]
    read = csv.DictReader(io.StringIO(csv_file(table).decode("utf-8-sig"), newline=""))
    kinds = {column.name: column.kind for column in table.columns}
    texts += [value for row in read for name, value in row.items() if kinds[name] is str and value]
    assert [text for text in texts if GUESSED.match(text)] == []
    for older in ("06-12", "2026-07", "=1+1", "1 July 2026", "12", "8e10", "July 2026"):
        assert GUESSED.match(older)


@every_question
def test_a_workbook_has_typed_figures_under_a_frozen_header_and_meanings_in_both_languages(table: FigureTable) -> None:
    content = xlsx_file(table)
    header, *figures = worksheet(content, 1)
    assert header == [column.name for column in table.columns]
    assert [[*row, *[None] * (len(header) - len(row))] for row in figures] == [list(values) for values in table.values]
    meanings = worksheet(content, 2)
    assert meanings[0] == ["column", "English", "Cymraeg"]
    assert meanings[1 : len(header) + 1] == [[column.name, *column.meanings()] for column in table.columns]
    assert [row[1] for row in meanings[len(header) + 1 :]][:2] == [NOTICE, FOR_WORK]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet


@every_question
def test_a_workbook_is_read_by_gdal(table: FigureTable, tmp_path: Path) -> None:
    """A reader nobody here wrote; of its two sheets the first is the figures."""
    file = tmp_path / "extract.xlsx"
    file.write_bytes(xlsx_file(table))
    if "XLSX" not in pyogrio.list_drivers(read=True):
        pytest.skip("this GDAL reads no workbook")
    assert [name for name, _geometry in pyogrio.list_layers(file)] == ["Figures", "Meanings"]
    meta, _index, _geometry, fields = pyogrio.raw.read(file, layer="Figures")
    read = dict(zip(meta["fields"], fields, strict=True))
    assert read["count"].tolist() == [row["count"] for row in rows_of(table)]
    assert set(read["council"]) == {"=Llanfach"}


@every_question
def test_a_geopackage_is_read_by_gdal_without_a_warning(table: FigureTable, tmp_path: Path) -> None:
    file = tmp_path / "extract.gpkg"
    file.write_bytes(geopackage_file(table))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        meta, _index, geometry, fields = pyogrio.raw.read(file)
        info = pyogrio.read_info(file)
    values = dict(zip(meta["fields"], fields, strict=True))
    assert list(meta["fields"]) == [column.name for column in table.columns]
    for column in table.columns:
        expected = [row[column.name] for row in rows_of(table)]
        read = [None if value is None or value != value else value for value in values[column.name].tolist()]
        assert read == expected
    assert [shape is None for shape in geometry] == [not row.cell for row in table.rows]
    assert info["crs"] == "EPSG:4326"
    assert info["layer_name"] == table.question.code.replace("-", "_")
    with sqlite3.connect(file) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (identifier, description) = database.execute("SELECT identifier, description FROM gpkg_contents").fetchone()
    assert version == 10200  # what GDAL 3.6 and QGIS 3.22 know
    assert identifier == table.title
    assert NOTICE in description


@every_question
def test_geojson_says_what_its_columns_mean(table: FigureTable) -> None:
    document = json.loads(geojson_file(table))
    assert [feature["properties"] for feature in document["features"]] == rows_of(table)
    assert list(document["columns"]) == [column.name for column in table.columns]
    assert set(document["columns"]["count"]) == {"en", "cy"}
    for feature, row in zip(document["features"], table.rows, strict=True):
        if not row.cell:
            assert feature["geometry"] is None
            continue
        ring = np.array(feature["geometry"]["coordinates"][0])
        assert (ring[0] == ring[-1]).all()
        east, north = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
        assert (east[:-1] * north[1:] - east[1:] * north[:-1]).sum() > 0  # anticlockwise


def test_an_archive_has_everything_and_a_data_package_that_says_so(counted: dict[str, Area]) -> None:
    tables = [table_of(counted[WESTBY], "2026-Q3", question) for question in QUESTIONS.values()]
    archive = zipfile.ZipFile(io.BytesIO(zip_file(tables)))
    names = archive.namelist()
    assert len(names) == len(QUESTIONS) * (len(FORMATS) + 1) + 2
    package = json.loads(archive.read("datapackage.json"))
    assert [resource["path"] for resource in package["resources"]] == names[:-2]
    for resource in package["resources"]:
        assert resource["bytes"] == len(archive.read(resource["path"]))
    fields = {it["path"]: it["schema"]["fields"] for it in package["resources"] if "schema" in it}
    for name, found in fields.items():
        header = archive.read(name).decode("utf-8-sig").splitlines()[0].split(",")
        assert [field["name"] for field in found] == header
        described = json.loads(archive.read(f"{name}-metadata.json"))
        assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert NOTICE in archive.read("README.txt").decode("utf-8-sig")


@every_question
def test_every_copy_is_the_same(table: FigureTable) -> None:
    for kind in FORMATS.values():
        assert kind.file(table) == kind.file(table)
