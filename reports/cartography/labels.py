"""Names on a picture, none over another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.cartography.frame import Frame

LETTER_HEIGHT = 28  # 12 pixels on a phone
LETTER_WIDTH = 15


@dataclass(frozen=True)
class PlaceName:
    """A name that may stand on the picture."""

    text: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Label:
    """A name on the picture; the position is the dot it belongs to."""

    x: int
    y: int
    text: str
    text_x: int
    text_y: int


def place_labels(names: Iterable[PlaceName], frame: Frame, *, limit: int) -> list[Label]:
    """Labels for the first of the names, most important first, that are in the picture and cover no other."""
    labels: list[Label] = []
    taken: list[tuple[float, float, float, float]] = []
    for name in names:
        x, y = frame.pixels([(name.longitude, name.latitude)])[0].tolist()
        box, at = _text_box(x, y, name.text, frame)
        if not (frame.holds(x, y) and frame.holds(box[0], box[1]) and frame.holds(box[2], box[3])):
            continue
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        labels.append(Label(x, y, name.text, *at))
        if len(labels) == limit:
            break
    return labels


def _text_box(x: int, y: int, text: str, frame: Frame) -> tuple[tuple[float, float, float, float], tuple[int, int]]:
    """The box a name covers with its dot, and where its first letter stands: right of the dot, or left at the edge."""
    wide = len(text) * LETTER_WIDTH
    start = x + 10 if x + 10 + wide <= frame.width else x - 10 - wide
    box = (min(start, x - 4), y - LETTER_HEIGHT / 2 - 4, max(start + wide, x + 4), y + LETTER_HEIGHT / 2 + 4)
    return box, (start, y + LETTER_HEIGHT // 3)
