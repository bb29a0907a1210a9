"""Names on a picture, none over another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.cartography.frame import Frame

LETTER_HEIGHT = 28  # 12 pixels on a phone
LETTER_WIDTH = 15

Box = tuple[float, float, float, float]  # left, top, right, bottom in units


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


def place_labels(
    names: Iterable[PlaceName], frame: Frame, *, limit: int, taken: Iterable[Box] = (), sure: int = 0
) -> list[Label]:
    """Labels for the first of the names, most important first, that are in the picture and cover no other.

    Nor do they cover what is `taken`, but for the first `sure` names: what lies under those gives way.
    """
    labels: list[Label] = []
    others, boxes = list(taken), list[Box]()
    for rank, name in enumerate(names):
        x, y = frame.pixels([(name.longitude, name.latitude)])[0].tolist()
        if not frame.holds(x, y):
            continue
        fitting = [
            label
            for label in _labels_at(x, y, name.text)
            if is_within(boxes_of(label)[0], frame) and not hits(label, boxes)
        ]
        free = [label for label in fitting if not hits(label, others)]
        chosen = free or (fitting if rank < sure else [])
        if chosen:
            boxes.extend(boxes_of(chosen[0]))
            labels.append(chosen[0])
        if len(labels) == limit:
            break
    return labels


def _labels_at(x: int, y: int, text: str) -> list[Label]:
    """Where a name may stand by its dot, the best first: to the right, the left, above it, below it."""
    wide, middle = len(text) * LETTER_WIDTH, y + LETTER_HEIGHT // 3
    over, under = middle - LETTER_HEIGHT, middle + LETTER_HEIGHT
    places = [(x + 10, middle), (x - 10 - wide, middle), (x - wide // 2, over), (x - wide // 2, under)]
    return [Label(x, y, text, *at) for at in places]


def boxes_of(label: Label) -> tuple[Box, Box]:
    """What a name covers: its letters, and its dot."""
    middle, room = label.text_y - LETTER_HEIGHT // 3, LETTER_HEIGHT / 2 + 4
    end = label.text_x + len(label.text) * LETTER_WIDTH
    letters = (label.text_x, middle - room, end, middle + room)
    return letters, (label.x - 4, label.y - 4, label.x + 4, label.y + 4)


def is_within(box: Box, frame: Frame) -> bool:
    """Whether the picture holds all of a box."""
    return frame.holds(*box[:2]) and frame.holds(*box[2:])


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a part in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def hits(label: Label, boxes: Iterable[Box]) -> bool:
    """Whether a name covers a part of any of the boxes."""
    own = boxes_of(label)
    return any(overlap(part, box) for box in boxes for part in own)
