"""Everything of a council's quarter in one archive: each question in each format, with what the columns mean."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from reports.components.quarters_in_words import quarter_in_words
from reports.council_exports.columns import LANGUAGES, FileColumn
from reports.council_exports.formats import FORMATS
from reports.council_exports.table import ATTRIBUTION, FOR_WORK, NOTICE, FigureTable, file_stem

SUFFIX, SUBJECT, MEDIA_TYPE = "zip", "all", "application/zip"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip archive can tell: the same bytes for everybody
_TYPES = {str: "string", int: "integer", float: "number"}


def zip_file(tables: Sequence[FigureTable]) -> bytes:
    """The tables of one council and quarter as files, with a data package, CSVW beside each CSV, and a note to read."""
    files: dict[str, bytes] = {}
    with override("en"):
        for table in tables:
            stem = file_stem(table.council, table.quarter, table.question.code)
            made = {f"{stem}.{name}": kind.file(table) for name, kind in FORMATS.items()}
            files |= made | {f"{stem}.csv-metadata.json": _json(_csv_on_the_web(table, f"{stem}.csv"))}
        files["datapackage.json"] = _json(_data_package(tables, files))
        files["README.txt"] = _note(tables).encode("utf-8-sig")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return written.getvalue()


def _data_package(tables: Sequence[FigureTable], files: dict[str, bytes]) -> dict[str, Any]:
    columns = {f"{file_stem(it.council, it.quarter, it.question.code)}.csv": it.columns for it in tables}
    return {
        "profile": "data-package",
        "name": file_stem(tables[0].council, tables[0].quarter, SUBJECT).lower(),
        "title": f"{tables[0].council.name}, {quarter_in_words(tables[0].quarter)}",
        "description": f"{NOTICE} {FOR_WORK} {ATTRIBUTION}",
        "resources": [_resource(name, content, columns.get(name, ())) for name, content in files.items()],
    }


def _resource(name: str, content: bytes, columns: Sequence[FileColumn]) -> dict[str, Any]:
    stem, suffix = name.rsplit(".", 1)
    resource = {
        "name": f"{stem}-{suffix}".lower().replace(".", "-"),
        "path": name,
        "format": suffix,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if suffix in FORMATS:
        resource["mediatype"] = FORMATS[suffix].media_type.split(";")[0]
    if not columns:
        return resource
    fields = [{"name": it.name, "type": _TYPES[it.kind], "description": "\n\n".join(it.meanings())} for it in columns]
    return resource | {
        "profile": "tabular-data-resource",
        "encoding": "utf-8-sig",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {"fields": fields},
    }


def _csv_on_the_web(table: FigureTable, name: str) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": table.title,
        "dc:description": f"{NOTICE} {FOR_WORK} {ATTRIBUTION}",
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": [
                        {"@value": meaning, "@language": language}
                        for language, meaning in zip(LANGUAGES, column.meanings(), strict=True)
                    ],
                    "datatype": _TYPES[column.kind],
                }
                for column in table.columns
            ]
        },
    }


def _note(tables: Sequence[FigureTable]) -> str:
    """What is in the archive, for people."""
    lines = [NOTICE, FOR_WORK, ATTRIBUTION, ""]
    for table in tables:
        lines += [table.title, ""]
        for column in table.columns:
            english, welsh = column.meanings()
            lines += [f"{column.name}:", f"  {english}", f"  {welsh}"]
        lines.append("")
    return "\r\n".join(lines)


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
