"""An extract as CSV (RFC 4180) that a spreadsheet opened by double click shows as it is.

With a byte order mark: without it Excel shows Ynys Môn with other letters. A reader that knows no mark finds it before
the first column's name.
"""

import csv
import io

from reports.council_exports.columns import Value
from reports.council_exports.table import FigureTable

# A spreadsheet runs what begins like this as a formula: a name of a place must not become one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(table: FigureTable) -> bytes:
    """Comma-separated values with a header, lines ending in CRLF, in UTF-8."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_guarded(value) for value in row] for row in table.values)
    return written.getvalue().encode("utf-8-sig")


def _guarded(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
