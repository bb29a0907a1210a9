"""Which towns a street or landmark is near to: of a thousand High Streets, the words that tell one."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from reports.geography.models import Place
from reports.geography.place_words import words_of, words_of_names

_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
_A_TOWN = 540  # importance: four thousand people, or called a town
_A_VILLAGE = 300
_ABOUT, _MOST = 2_500.0, 4  # metres, towns: what people who live there may say a street is in
_FARTHEST = 15_000.0  # metres: no town is that large
_SAME_METRES = 300.0


@dataclass(frozen=True)
class Town:
    """A town, village or part of one that streets are told apart by."""

    name: str
    words: str
    importance: int
    longitude: float
    latitude: float


class TownsAbout:
    """The nearest of some towns, the villages about, and the nearest large one."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self._towns = list(towns)
        points = shapely.points(in_metres([(town.longitude, town.latitude) for town in self._towns]))
        importance = np.array([town.importance for town in self._towns], dtype=int)
        self._any, self._villages, self._large = (
            (shapely.STRtree(points[numbers]), numbers)
            for numbers in (np.flatnonzero(importance >= least) for least in (0, _A_VILLAGE, _A_TOWN))
        )
        self._points = points

    def stated(self, positions: NDArray[np.float64]) -> list[tuple[str, str]]:
        """For each position (longitude, latitude) the nearest town's name, and the words of the towns about it."""
        found: list[list[int]] = [[] for _ in positions]
        points = shapely.points(in_metres(positions))
        for tree, numbers in (self._any, self._villages):
            asked, near = tree.query_nearest(points, max_distance=_FARTHEST, all_matches=False)
            _add(found, asked, numbers[near])
        tree, numbers = self._villages
        asked, near = tree.query(points, predicate="dwithin", distance=_ABOUT)
        order = np.lexsort((shapely.distance(points[asked], self._points[numbers[near]]), asked))
        _add(found, asked[order], numbers[near[order]])
        tree, numbers = self._large
        asked, near = tree.query_nearest(points, max_distance=_FARTHEST, all_matches=False)
        _add(found, asked, numbers[near], most=_MOST + 1)
        return [self._in_words(numbers) for numbers in found]

    def _in_words(self, numbers: list[int]) -> tuple[str, str]:
        towns = [self._towns[number] for number in dict.fromkeys(numbers)]
        return (towns[0].name, "|".join(dict.fromkeys(town.words.strip("|") for town in towns))) if towns else ("", "")


def _add(found: list[list[int]], asked: NDArray[np.int64], towns: NDArray[np.int64], *, most: int = _MOST) -> None:
    for one, town in zip(asked.tolist(), towns.tolist(), strict=True):
        if len(found[one]) < most:
            found[one].append(town)


def stored_towns() -> list[Town]:
    """The settlements that are loaded."""
    rows = Place.objects.filter(kind=Place.Kind.SETTLEMENT).values_list(
        "name", "name_cy", "importance", "longitude", "latitude"
    )
    return [
        Town(name, words_of_names((name, name_cy)), importance, longitude, latitude)
        for name, name_cy, importance, longitude, latitude in rows
    ]


def in_metres(positions: Iterable[tuple[float, float]] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions on the National Grid: good enough in Northern Ireland too, to compare lengths."""
    degrees = np.asarray(positions if isinstance(positions, np.ndarray) else list(positions), dtype=np.float64)
    degrees = degrees.reshape(-1, 2)
    return np.column_stack(_TO_METRES.transform(degrees[:, 0], degrees[:, 1]))


def groups_of(names: list[str], shapes: NDArray[np.object_]) -> list[NDArray[np.int64]]:
    """Numbers of the shapes, in metres, that are one thing: of one name, and no gap of over 300 m between them."""
    keys = np.array([" ".join(words_of(name)) for name in names], dtype=object)
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
    return [group for numbers in np.split(order, ends) for group in _joined(numbers, shapes)]


def _joined(numbers: NDArray[np.int64], shapes: NDArray[np.object_]) -> list[NDArray[np.int64]]:
    """The shapes of one name in as many heaps as there are gaps."""
    if len(numbers) == 1:
        return [numbers]
    own = shapes[numbers]
    left, right = shapely.STRtree(own).query(own, predicate="dwithin", distance=_SAME_METRES)
    cluster = np.arange(len(numbers))
    while True:
        least = cluster.copy()
        np.minimum.at(least, left, cluster[right])
        if (least == cluster).all():
            return [numbers[cluster == one] for one in np.unique(cluster)]
        cluster = least
