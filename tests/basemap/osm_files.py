"""Little OpenStreetMap extracts as XML, which GDAL's driver reads as it reads .pbf."""

from collections.abc import Mapping, Sequence
from pathlib import Path

LONGITUDE, LATITUDE, STEP = -0.546, 52.62, 0.0005
Point = tuple[float, float]


def write_extract(file: Path, ways: Mapping[str, Sequence[Point]], nodes: Mapping[str, Point]) -> Path:
    """The file, with objects by their tags («highway=residential|name=Mill Lane»), in steps from its corner."""
    written, lines = [], []

    def node(x: float, y: float, tags: str = "") -> str:
        place = f'lon="{LONGITUDE + x * STEP:.7f}" lat="{LATITUDE + y * STEP:.7f}"'
        written.append(f'<node id="{len(written) + 1}" version="1" {place}>{tags}</node>')
        return str(len(written))

    shared: dict[Point, str] = {}
    for number, (tags, points) in enumerate(ways.items(), start=1):
        for point in points:
            if point not in shared:
                shared[point] = node(*point)
        inside = "".join(f'<nd ref="{shared[point]}"/>' for point in points)
        lines.append(f'<way id="{number}" version="1">{inside}{_tags_in(tags)}</way>')
    for tags, point in nodes.items():
        node(*point, _tags_in(tags))
    file.write_text(f'<osm version="0.6">{"".join(written)}{"".join(lines)}</osm>', encoding="utf-8")
    return file


def _tags_in(text: str) -> str:
    return "".join('<tag k="{}" v="{}"/>'.format(*tag.split("=")) for tag in text.split("|"))
