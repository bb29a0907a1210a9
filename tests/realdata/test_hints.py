"""How often the hints are wrong about honest reports: the real points of Avon and Somerset, on drawn days."""

import calendar
import csv
import datetime
import gzip
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.geography import hexgrid
from reports.intake.models import Report, Source
from reports.moderation.bursts import History
from reports.moderation.signals_of_abuse import Hint, hint_of_duplicates, hints_of_burst, hints_of_contradiction
from reports.moderation.waiting import GROUP_RESOLUTION
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import BY_CODE, bits_of
from tests.realdata.police_points import POINTS, frequencies

BRISTOL = (-2.72, 51.39, -2.50, 51.55)  # west, south, east, north
MOST_FALSE = 0.02

pytestmark = pytest.mark.realdata


def honest_reports(data: Path, seed: int = 1) -> Iterator[Report]:
    """Bristol's points as reports: place and month as they are; the day, and answers nobody published, drawn."""
    chance = random.Random(seed)
    weights = frequencies(data)
    codes, of_codes = list(weights), list(weights.values())
    west, south, east, north = BRISTOL
    with gzip.open(data / POINTS, "rt", encoding="utf-8", newline="") as points:
        for point in csv.DictReader(points):
            longitude, latitude = float(point["Longitude"]), float(point["Latitude"])
            if not (west <= longitude <= east and south <= latitude <= north):
                continue
            year, month = map(int, point["Month"].split("-"))
            day = datetime.date(year, month, chance.randint(1, calendar.monthrange(year, month)[1]))
            named = list(dict.fromkeys(chance.choices(codes, of_codes, k=chance.choice((1, 2, 2, 3)))))
            yield Report(
                id=uuid.UUID(int=chance.getrandbits(128)),
                cell=hexgrid.cell_at(longitude, latitude),
                received_on=day,
                source=Source.JOURNEY,
                felt_in=chance.choice((None, day.replace(day=1))),
                band=chance.choices(
                    (TimeOfDay.MORNING, TimeOfDay.AFTERNOON, TimeOfDay.EVENING, TimeOfDay.NIGHT), (1, 2, 4, 2)
                )[0],
                day_kind=chance.choice((DayKind.WEEKDAY, DayKind.WEEKEND, DayKind.NOT_SURE)),
                frequency=chance.choice((Frequency.ONCE, Frequency.SOMETIMES, Frequency.NOT_SURE)),
                incident=chance.choice((Incident.UNANSWERED, Incident.NONE)),
                reasons=bits_of(BY_CODE[code] for code in named),
                main_reason=BY_CODE[named[0]].number,
            )


def test_fewer_than_two_in_a_hundred_honest_reports_are_hinted(real_data: Path) -> None:
    groups: dict[int, list[Report]] = defaultdict(list)
    for report in honest_reports(real_data):
        groups[hexgrid.parent(report.cell, GROUP_RESOLUTION)].append(report)
    began = min(report.received_on for reports in groups.values() for report in reports)
    hinted: dict[str, set[uuid.UUID]] = {"burst": set(), "copies": set(), "contradiction": set()}

    def note(kind: str, *hints: Hint | None) -> None:
        """Remembers what a hint was about."""
        for hint in hints:
            hinted[kind] |= hint.reports if hint else set()

    for reports in groups.values():
        days = Counter(report.received_on for report in reports)
        note("burst", *hints_of_burst(reports, History(days, days, began)))
        note("copies", hint_of_duplicates(reports))
        note("contradiction", *hints_of_contradiction(reports))
    total = sum(map(len, groups.values()))
    shares = {kind: len(found) / total for kind, found in hinted.items()}
    either = len(set().union(*hinted.values())) / total
    print(f"{total:,} reports of {len(groups):,} places: {either:.2%} hinted", shares)  # noqa: T201  # a measurement
    assert total > 50_000
    assert either < MOST_FALSE
