"""A country for the moving map: a release of every council, and Bristol with as many hexagons as real points give.

Run as a program in a deployment's own environment, after its areas and places were loaded.
"""

import random
import sys
from pathlib import Path

QUARTERS = ("2024-Q2", "2024-Q3", "2024-Q4")
BRISTOL = "E06000023"
REPORTS_OF_BRISTOL = 6_000  # of a quarter: about what its real points are
HEXAGONS_OF_A_COUNCIL = 4  # 1,444 in all beside Bristol's
SEED = 5


def main(data: Path) -> None:
    """Publishes every council's figures."""
    from tests.bench.sections import set_up_django

    set_up_django()
    from reports.geography import areas
    from reports.geography.models import Place
    from tests.public_map.releases import make_release

    rng = random.Random(SEED)  # a made-up country, no secret
    of_bristol = real_leaves(data)
    for council in areas.current_councils().defer("boundary").order_by("code"):
        within = Place.objects.filter(
            longitude__range=(council.west, council.east), latitude__range=(council.south, council.north)
        ).order_by("-population")
        towns = [(place.longitude, place.latitude) for place in within[:HEXAGONS_OF_A_COUNCIL]]
        middle = ((council.west + council.east) / 2, (council.south + council.north) / 2)
        for at, quarter in enumerate(QUARTERS):
            leaves = of_bristol[at] if council.code == BRISTOL else leaves_about(towns or [middle], rng)
            make_release(council.code, quarter, leaves=leaves, total=10 * rng.randint(2, 60))


def real_leaves(data: Path) -> list[dict[int, int]]:
    """What maps of real points show, by cell: one for each quarter, the partition following the map before."""
    import numpy as np

    from reports.publication.partition import next_partition
    from tests.bench.bristol import Bristol, map_of

    rng = np.random.default_rng(SEED)
    bristol = Bristol(data)
    partition, maps = bristol.first, []
    for _quarter in QUARTERS:
        _seen, published = map_of(partition, bristol.sampled(REPORTS_OF_BRISTOL, rng), rng)
        maps.append({int(cell): int(value) for cell, value in zip(partition.cells, published, strict=True) if value})
        partition = next_partition(partition, published, first=bristol.first, council=bristol.council)
    return maps


def leaves_about(towns: list[tuple[float, float]], rng: random.Random) -> dict[int, int]:
    """A few hexagons in and beside towns."""
    from reports.geography import hexgrid

    cells: list[int] = []
    resolution = rng.choice([7, 8, 8, 9])  # of all: no leaf holds another
    while len(cells) < HEXAGONS_OF_A_COUNCIL:
        middle = hexgrid.cell_at(*rng.choice(towns), resolution)
        near = [cell for cell in hexgrid.neighbours(middle, 2) if cell not in cells]
        cells.append(rng.choice(near))
    return {cell: rng.choice([6, 9, 14, 22, 44]) for cell in cells}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
