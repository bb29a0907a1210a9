"""A CSV for `import_reports` from the real police.uk points: where and when as they are, reasons drawn.

The positions and months are a realistic spread of incidents; the crime types are not our reasons, so reasons
are drawn with the frequencies that Norfolk's police published, and bands with an evening's weight.
"""

import csv
import gzip
import json
import random
from collections import Counter
from itertools import islice
from pathlib import Path

POINTS = Path("points") / "police_uk_avon_and_somerset_2023-01_to_2024-12_points.csv.gz"
FACTS = Path("streetsafe_published_facts.json")
HOW_MANY = 304_927

CODES = {
    "Badly lit": "badly-lit",
    "Absence of CCTV": "no-cctv",
    "Signs of drugs/alcohol": "drink-drugs",
    "Restricted visibility": "visibility",
    "Empty buildings": "isolated",
    "Poor layout": "layout",
    "Rundown area": "rundown",
    "Verbal harassment from a group": "verbal-group",
    "Feeling of being followed": "followed",
    "Other harassment": "other-harassment",
    "Verbal harassment from an individual": "verbal-one",
}
BANDS = {"06-12": 10, "12-18": 20, "18-24": 45, "00-06": 20, "not-sure": 5}


def frequencies(data: Path) -> dict[str, int]:
    """How often each reason was named in Norfolk, by our code."""
    facts = json.loads((data / FACTS).read_text(encoding="utf-8"))
    named = facts["norfolk_reason_mentions_2021_10_to_early_2022"]
    return {CODES[name]: count for kind in ("environmental", "behavioural") for name, count in named[kind].items()}


def months_of(data: Path, *, every: int = 1) -> Counter[str]:
    """How many of the points, or of each so many, are of each month."""
    with gzip.open(data / POINTS, "rt", encoding="utf-8", newline="") as points:
        return Counter(point["Month"] for point in islice(csv.DictReader(points), 0, None, every))


def write_csv(data: Path, target: Path, *, seed: int = 1, limit: int | None = None, every: int = 1) -> int:
    """Writes the import file, of all points or of one in so many; how many rows."""
    chance = random.Random(seed)
    weights = frequencies(data)
    codes, of_codes = list(weights), list(weights.values())
    bands, of_bands = list(BANDS), list(BANDS.values())
    rows = 0
    with (
        gzip.open(data / POINTS, "rt", encoding="utf-8", newline="") as points,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        out = csv.writer(file)
        out.writerow(["longitude", "latitude", "month", "band", "reasons"])
        for point in islice(csv.DictReader(points), 0, None, every):
            if limit is not None and rows == limit:
                break
            reasons = dict.fromkeys(chance.choices(codes, of_codes, k=chance.choice((1, 2, 2, 3))))
            band = chance.choices(bands, of_bands)[0]
            out.writerow([point["Longitude"], point["Latitude"], point["Month"], band, ";".join(reasons)])
            rows += 1
    return rows
