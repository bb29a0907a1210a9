"""The main job on real input: two years of real points become published maps, by the commands an operator has."""

from dataclasses import dataclass
from pathlib import Path

from tests.deployment import Deployment, Ended
from tests.realdata import police_points

BOUNDARIES = Path("boundaries")
AREA_FILES = (
    BOUNDARIES / "nations_uk_simplified.geojson",
    BOUNDARIES / "police_force_areas_uk_simplified.geojson",
    BOUNDARIES / "lad_may2025_uk_simplified.geojson",
)
POSTCODES = Path("postcodes") / "codepoint_open_2018-3_codepo_gb.zip"
PLACES = Path("places") / "geonames_gb_places.csv"
AVON_AND_SOMERSET = "E23000036"
BRISTOL = "E06000023"
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2023, 2024) for quarter in (1, 2, 3, 4))


@dataclass(frozen=True)
class Done:
    """Every command of the job as it ended."""

    rows: int
    areas: Ended
    postcodes: Ended | None
    imported: Ended
    accepted: Ended
    counted: Ended
    published: dict[str, Ended]


def load_ground(deployment: Deployment, data: Path, *, with_postcodes: bool) -> tuple[Ended, Ended | None]:
    """Tables, real areas and places, and the 1.7 million postcodes when asked."""
    deployment.manage("migrate", "--verbosity", "0")
    areas = deployment.manage("load_areas", *(data / file for file in AREA_FILES))
    deployment.manage("load_places", data / PLACES)
    return areas, deployment.manage("load_postcodes", data / POSTCODES) if with_postcodes else None


def do_main_job(deployment: Deployment, data: Path, *, with_postcodes: bool, every: int = 1) -> Done:
    """Imports, accepts by each row's own month, counts, and publishes every quarter of 2023 and 2024.

    Of all points, or of one in so many.
    """
    areas, postcodes = load_ground(deployment, data, with_postcodes=with_postcodes)
    file = deployment.var / "points.csv"
    rows = police_points.write_csv(data, file, every=every)
    return Done(
        rows=rows,
        areas=areas,
        postcodes=postcodes,
        imported=deployment.manage("import_reports", file),
        accepted=deployment.manage("moderate", "--accept-imported", "--date-by-month"),
        counted=deployment.manage("rebuild_counts"),
        published={
            quarter: deployment.manage("publish_release", "--period", quarter, "--area", AVON_AND_SOMERSET)
            for quarter in QUARTERS
        },
    )
