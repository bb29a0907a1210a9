"""An extract as an Excel workbook: the figures under a frozen header, and what the columns mean in both languages.

Every text is written as a text, so that none can become a formula, a day or a number; ECMA-376 asks for no more parts.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from reports.council_exports.columns import Value
from reports.council_exports.table import ATTRIBUTION, FOR_WORK, NOTICE, FigureTable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip archive can tell: the same bytes for everybody
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN, _BOLD, _WRAPPED = 0, 1, 2  # of the cells, as in _STYLES
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf fontId="0"/><xf fontId="1" applyFont="1"/>'
    '<xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>'
)
_SHEETS = ("Figures", "Meanings")
_MEANING_WIDTHS = (24, 80, 80)
_WIDEST, _NARROWEST = 60, 8


def xlsx_file(table: FigureTable) -> bytes:
    """A workbook of two sheets."""
    names = [column.name for column in table.columns]
    widths = [_width([name, *values]) for name, *values in zip(names, *table.values, strict=True)]
    meanings = [(column.name, *column.meanings()) for column in table.columns]
    notes = [("", NOTICE, ""), ("", FOR_WORK, ""), ("", ATTRIBUTION, "")]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet([names, *table.values], widths, _PLAIN),
        "xl/worksheets/sheet2.xml": _sheet(
            [("column", "English", "Cymraeg"), *meanings, *notes], _MEANING_WIDTHS, _WRAPPED
        ),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + content)
    return written.getvalue()


def _sheet(rows: Sequence[Sequence[Value]], widths: Iterable[int], style: int) -> str:
    """Rows under a header that stays in sight."""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, start=1)
    )
    written = "".join(
        f'<row r="{number}">{_cells(row, number, style if number > 1 else _BOLD)}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{columns}</cols>'
        f"<sheetData>{written}</sheetData></worksheet>"
    )


def _cells(row: Sequence[Value], number: int, style: int) -> str:
    return "".join(
        _cell(value, f"{_letters(at)}{number}", style) for at, value in enumerate(row) if value not in (None, "")
    )


def _cell(value: Value, name: str, style: int) -> str:
    if not isinstance(value, str):
        return f'<c r="{name}" s="{style}"><v>{value!r}</v></c>'
    text = escape(_NOT_IN_XML.sub("�", value)).replace("\r", "&#13;")
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(at: int) -> str:
    """A for 0, AA for 26."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _width(values: Iterable[Value]) -> int:
    longest = max(len(str(value)) for value in values if value is not None)
    return max(_NARROWEST, min(longest + 2, _WIDEST))


def _workbook() -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(_SHEETS, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _content_types() -> str:
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/worksheets/sheet1.xml": "worksheet",
        "/xl/worksheets/sheet2.xml": "worksheet",
        "/xl/styles.xml": "styles",
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_SHEET_TYPE}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
