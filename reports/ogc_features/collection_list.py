"""The collections there are, with what every property says; in English, as the API is."""

from collections.abc import Mapping

from reports.ogc_features.area_features import AreaSource
from reports.ogc_features.features import Collection
from reports.ogc_features.hexagon_features import HexagonSource
from reports.ogc_features.response_features import ResponseSource
from reports.publication.open_formats import COLUMNS, Column

_OF_THE_FILES = {column.name: column for column in COLUMNS}
_HEXAGONS = Collection(
    id="releases",
    title="Places where people said they felt unsafe",
    description=(
        "The hexagons of every release, as published: about how many reports each holds, after noise. A place without "
        "a hexagon is not necessarily safe: there are too few reports to publish. Time is what the map covers, up to "
        "a year; ask for one map of each council by its quarter. These figures are not crimes."
    ),
    columns=(
        *(_OF_THE_FILES[name] for name in ("cell", "release", "quarter", "council_code", "council")),
        *(_OF_THE_FILES[name] for name in ("resolution", "about", "hot")),
        Column("covers_from", "date", "The first day of the reports on the map."),
        Column("covers_to", "date", "The last day of the reports on the map."),
    ),
    filters=("quarter", "council_code"),
    source=HexagonSource(),
)
_AREAS = Collection(
    id="areas",
    title="Nations, police forces' areas and councils",
    description="The areas that stand today, with their outlines.",
    columns=(
        Column("code", "string", "The area's code, from the Office for National Statistics."),
        Column("kind", "string", "nation, force or council."),
        Column("name", "string", "The area's name."),
        Column("name_cy", "string", "Its name in Welsh; empty where there is none."),
        Column("parent", "string or null", "The code of the area it is part of; null for a nation."),
        Column("nation", "string", "E, W, S or N: England, Wales, Scotland, Northern Ireland."),
        Column("is_builtin", "boolean", "Derived from place names: not a legal boundary."),
    ),
    filters=("kind", "parent"),
    source=AreaSource(),
)
_RESPONSES = Collection(
    id="responses",
    title="What councils say they did",
    description=(
        "Responses published by councils, in their own words. They refer to no report. Each stands at the public place "
        "it names or, where it names none, within the council. Time is the month in which it was done."
    ),
    columns=(
        Column("council_code", "string", "The council's code, from the Office for National Statistics."),
        Column("council", "string", "The council's name."),
        Column("kind", "string", "lighting, street, upkeep, people, talk or other."),
        Column("place", "string", "A town, village or station; empty for the whole council."),
        Column("place_cy", "string", "The same in Welsh."),
        Column("position_of", "string", "Whether the point is that of the place, or one within the council."),
        Column("month", "string", "The month in which it was done, such as 2026-09."),
        Column("text", "string", "What was done, in English; empty where it was written in Welsh alone."),
        Column("text_cy", "string", "What was done, in Welsh; empty where it was written in English alone."),
        Column("published_on", "date", "The day on which it was published."),
    ),
    filters=("council_code", "kind"),
    source=ResponseSource(),
)

COLLECTIONS: Mapping[str, Collection] = {it.id: it for it in (_HEXAGONS, _AREAS, _RESPONSES)}
GEOMETRIES = {"releases": "Polygon", "areas": "MultiPolygon", "responses": "Point"}
