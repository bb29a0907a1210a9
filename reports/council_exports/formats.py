"""The formats an extract can be taken away in; each is a module of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.council_exports import xlsx_format
from reports.council_exports.csv_format import csv_file
from reports.council_exports.geojson_format import geojson_file
from reports.council_exports.geopackage_format import geopackage_file
from reports.council_exports.table import FigureTable
from reports.publication import geopackage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Format:
    """A kind of file of one question."""

    suffix: str
    label: "_StrPromise"
    media_type: str
    file: Callable[[FigureTable], bytes]


FORMATS = {
    one.suffix: one
    for one in (
        Format("xlsx", _("Excel workbook (XLSX)"), xlsx_format.MEDIA_TYPE, xlsx_format.xlsx_file),
        Format("csv", _("Spreadsheet (CSV)"), "text/csv; charset=utf-8", csv_file),
        Format("gpkg", _("QGIS, ArcGIS (GeoPackage)"), geopackage.MEDIA_TYPE, geopackage_file),
        Format("geojson", _("GeoJSON"), "application/geo+json", geojson_file),
    )
}
