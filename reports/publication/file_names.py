"""What the files of a release are called for people, in the order in which a page lists them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES: dict[str, "_StrPromise | str"] = {
    "leaves.csv": "CSV",
    "leaves.geojson": "GeoJSON",
    "leaves.gpkg": "GeoPackage",
    "map.json": _("Map (JSON)"),
    "figures.json": _("Totals and reasons (JSON)"),
    "datapackage.json": "Data Package",
    "leaves.csv-metadata.json": "CSVW",
    "manifest.json": "Manifest",
}
