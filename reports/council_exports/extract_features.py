"""A council's figures as features for map programs: plain values, which `reports.urls` hands to the OGC API."""

import datetime
from collections.abc import Iterator
from typing import Any

import shapely
from django.utils import timezone
from django.utils.translation import override
from shapely.geometry.base import BaseGeometry

from reports.aggregation import extracts
from reports.aggregation.counting import days_of_quarter
from reports.council_exports.questions import QUESTIONS, FigureQuestion
from reports.council_exports.table import FOR_WORK, NOTICE, table_of
from reports.geography import hexgrid
from reports.staff import audit
from reports.staff.permissions import StaffRequest

_TYPES = {str: "string or null", int: "integer or null", float: "number or null"}
FILTERS = ("council_code", "quarter")


def described() -> Iterator[dict[str, Any]]:
    """What each question's collection is; the words are English, as those of the API are."""
    for question in QUESTIONS.values():
        with override("en"):
            columns = [(column.name, _TYPES[column.kind], str(column.meaning)) for column in question.all_columns]
            title = str(question.title)
        yield {
            "id": f"extracts-{question.code}",
            "title": f"{title} Counts for councils, with an access token",
            "description": f"{NOTICE} {FOR_WORK} Time is the quarter.",
            "columns": columns,
            "filters": FILTERS,
            "features": lambda request, question=question: features_of(request, question),
            "note_read": lambda request, question=question: note_read(request, question),
        }


def features_of(
    request: StaffRequest, question: FigureQuestion
) -> Iterator[tuple[str, BaseGeometry | None, dict[str, Any], datetime.date, datetime.date]]:
    """Every row of every quarter of the councils that the program may see, narrowed as far as the address says."""
    names = [column.name for column in question.all_columns]
    councils = {council.code: council for council in request.councils}
    wanted_council, wanted_quarter = request.GET.get("council_code"), request.GET.get("quarter")
    for code, quarters in sorted(extracts.quarters_cut(councils).items()):
        for quarter in quarters:
            if wanted_council not in (None, code) or wanted_quarter not in (None, quarter):
                continue
            table = table_of(councils[code], quarter, question)
            first, last = days_of_quarter(quarter)
            of_table = [column.name for column in table.columns]
            for number, (row, values) in enumerate(zip(table.rows, table.values, strict=True), start=1):
                told = dict(zip(of_table, values, strict=True))
                properties = {name: told.get(name) for name in names}
                yield f"{code}-{quarter}-{number:06}", _shape_of(row.cell), properties, first, last


def note_read(request: StaffRequest, question: FigureQuestion) -> None:
    """Into the log, as a file is; once for each reading, however many pages it has."""
    detail: dict[str, str | int | bool | None] = {"token": request.token_label, "dataset": "extract"}
    detail |= {"question": question.code, "format": "ogc"}
    audit.record(audit.Act.EXPORT, by=request.user, now=timezone.now(), area=request.token_area, detail=detail)


def _shape_of(cell: hexgrid.Cell) -> BaseGeometry | None:
    if not cell:
        return None
    return shapely.Polygon([(round(east, 6), round(north, 6)) for east, north in hexgrid.outline(cell)])
