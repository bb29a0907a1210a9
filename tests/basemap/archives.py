"""Makes small basemaps: squares, lines and names where a test wants them."""

from pathlib import Path

import numpy as np
import shapely

from reports.basemap.writer import Part, write_basemap

EDGES = (-2.62, 51.43, -2.48, 51.48)
ATTRIBUTION = "© Whoever drew this"
TOWN = (-2.55, 51.455)


def column(*values: str | None) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """A column of text."""
    return np.array(values, dtype=object)


def street_parts() -> list[Part]:
    """A crossing of two streets in a town, beside a lake."""
    lines = shapely.linestrings([[(-2.60, 51.455), (-2.50, 51.455)], [(-2.55, 51.44), (-2.55, 51.47)]])
    lake = shapely.box(-2.59, 51.456, -2.57, 51.466)
    columns = {"name": column("Long Street", "Cross Lane"), "class": column("primary", "residential")}
    return [
        Part("water", 8, 14, np.array([lake]), {"class": column("water")}),
        Part("roads", 8, 14, np.array(lines), columns),
        Part("places", 8, 14, shapely.points([TOWN]), {"name": column("Westby"), "class": column("town")}),
    ]


def make_basemap(path: Path, parts: list[Part] | None = None) -> Path:
    """An archive of these parts; of the crossing when none are given."""
    write_basemap(
        street_parts() if parts is None else parts, path, name="A crossing", attribution=ATTRIBUTION, bounds=EDGES
    )
    return path


def tile_at(longitude: float, latitude: float, zoom: int) -> tuple[int, int, int]:
    """The tile that holds a position, reckoned otherwise than the code under test does."""
    count = 2**zoom
    north = np.arcsinh(np.tan(np.radians(latitude))) / np.pi
    return zoom, int((longitude + 180) / 360 * count), int((1 - north) / 2 * count)
