"""What is said of a council that has no hexagon to show: its reports so far, when a map comes, and the maps beside it.

An empty shape would say that nothing happens there. All of it is published: totals, outlines and the calendar.
"""

import datetime
from dataclasses import dataclass

import shapely

from reports.components.quarters_in_words import quarters_in_words
from reports.geography import areas
from reports.geography.models import Area
from reports.public_map import words
from reports.public_map.figures import added_totals, figures_of
from reports.public_map.selection import Choice, Option
from reports.publication import map_schedule, quarters, released
from reports.publication.models import Release

DRAWN_FROM = 7  # resolution: what is left over in a wider area is told in words alone
BESIDE = 0.01  # degrees, about a kilometre: outlines are simplified and need not touch
SHOWN = 6  # neighbours


@dataclass(frozen=True)
class WithoutMap:
    """All that is said in place of the map."""

    reports: str  # how many there were so far, in words
    months: str  # in which
    next_map: datetime.datetime  # the latest instant at which a map is drawn
    beside: list[Option]  # councils beside it with a map, and the police force


def without_map(choice: Choice) -> WithoutMap | None:
    """What is said of a choice that is one council with nothing to draw; else None."""
    if choice.area is None or choice.area.kind != Area.Kind.COUNCIL or not choice.releases:
        return None
    figures = choice.figures[0]
    if figures.leaves or any(rest.resolution >= DRAWN_FROM for rest in figures.remainders):
        return None
    releases = released.releases_of_council(choice.area.code)
    return WithoutMap(
        reports=words.total_in_words(added_totals([figures_of(release).total for release in releases])),
        months=quarters_in_words(releases[0].quarter, releases[-1].quarter),
        next_map=quarters.publication_instant(_latest_next(releases)),
        beside=_beside(choice, choice.area),
    )


def _latest_next(releases: list[Release]) -> str:
    """The quarter with which a map comes at the latest, however few reports there are."""
    maps = [release.quarter for release in releases if release.has_map]
    quarter = maps[-1] if maps else quarters.preceding(releases[0].quarter)
    for _ in range(map_schedule.LONGEST_WAIT):
        quarter = quarters.following(quarter)
    return quarter


def _beside(choice: Choice, council: Area) -> list[Option]:
    outline = areas.outline(council)
    box = shapely.box(council.west, council.south, council.east, council.north).buffer(BESIDE)
    near = [
        release
        for release in choice.all_releases
        if release.council_id != council.code and box.intersects(shapely.box(*_bounds(release.council)))
    ]
    outlines = areas.outlines(Area.objects.filter(code__in=[release.council_id for release in near]))
    found = [
        Option(release.council_id, release.council.local_name, False)
        for release in near
        if figures_of(release).leaves and outlines[release.council_id].distance(outline) < BESIDE
    ]
    force = areas.current_forces().filter(code=council.parent_id).defer("boundary").first()
    return [*found[:SHOWN], *([Option(force.code, force.local_name, False)] if force else [])]


def _bounds(council: Area) -> tuple[float, float, float, float]:
    return council.west, council.south, council.east, council.north
