"""Made-up reports: how many, where, when, and the same again for the same seed."""

import datetime
from collections import Counter

from reports.demonstration.demo_reports import Centre, MadeUpReport, made_up_reports, spots_of_a_town
from reports.geography import hexgrid

FIRST, TODAY = datetime.date(2024, 10, 1), datetime.date(2026, 11, 20)
NORWICH = (1.298, 52.628)


def made(seed: int = 1, how_many: int = 2000) -> list[MadeUpReport]:
    town = spots_of_a_town(*NORWICH)
    village = Centre(1.0, 52.6, 1, spread=300)
    parts = [town, spots_of_a_town(1.75, 52.47), [village]]
    return list(made_up_reports(parts, first_day=FIRST, today=TODAY, how_many=how_many, seed=seed))


def test_the_same_seed_makes_the_same_reports() -> None:
    assert made(seed=3) == made(seed=3)
    assert made(seed=3) != made(seed=4)


def test_there_are_as_many_as_asked_for_and_none_from_the_future() -> None:
    reports = made()
    assert len(reports) == 2000
    assert min(report.received_on for report in reports) >= FIRST
    assert max(report.received_on for report in reports) <= TODAY
    assert all(report.accepted_on is None or report.accepted_on <= TODAY for report in reports)


def test_only_the_newest_wait_and_few_are_rejected() -> None:
    waiting = [report for report in made() if report.accepted_on is None and not report.is_rejected]
    assert waiting
    assert min(report.received_on for report in waiting) > TODAY - datetime.timedelta(days=10)
    assert 40 < sum(report.is_rejected for report in made()) < 130


def test_most_of_the_town_lies_within_five_kilometres() -> None:
    near = set(hexgrid.neighbours(hexgrid.cell_at(*NORWICH, 6), 2))
    inside = sum(hexgrid.parent(report.answers.cell, 6) in near for report in made())
    assert 800 < inside < 1100


def test_bad_light_is_named_most_as_it_was_in_norfolk() -> None:
    named = Counter(code for report in made() for code in report.answers.reasons)
    assert named.most_common(1)[0][0] in {"badly-lit", "drink-drugs", "followed"}
    assert named["badly-lit"] > named["rundown"] > named["other-place"] > 0
