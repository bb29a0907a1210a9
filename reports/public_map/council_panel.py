"""What else is known of one council beside its hexagons: its totals over time, and why and when people felt unsafe."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.public_map import words
from reports.public_map.figures import Figures, figures_of
from reports.public_map.selection import Choice
from reports.publication import released, rollup
from reports.responses.published import PublishedResponse, published_responses
from reports.vocabulary.reasons import Group

PARTS_OF_THE_DAY = {
    1: gettext_lazy("Morning, 6am to midday"),
    2: gettext_lazy("Afternoon, midday to 6pm"),
    3: gettext_lazy("Evening, 6pm to midnight"),
    4: gettext_lazy("Night, midnight to 6am"),
}
QUARTERS_SHOWN = 8
RESPONSES_SHOWN = 3
BAR_WIDTH, BAR_GAP, CHART_HEIGHT = 60, 20, 160  # units of the chart


@dataclass(frozen=True)
class QuarterTotal:
    """A quarter's total and its bar; without a height it is «fewer than 30», and a mark on the ground says so."""

    quarter: str
    name: str
    total: str
    x: int
    y: int
    height: int
    is_chosen: bool


@dataclass(frozen=True)
class BreakdownRow:
    """A group of reasons, with what is told of it in each part of the day."""

    group: str
    shown: list[tuple[str, str]]  # part of the day, number in words


@dataclass(frozen=True)
class CouncilPanel:
    """All that the panel shows."""

    code: str
    covers: str  # what the map covers, in words; empty when there is no map yet
    is_of_this_quarter: bool
    maps: int  # how many it adds up
    stands_on: str  # how many reports the map stands on, in words, by the published totals; empty without a map
    trend: list[QuarterTotal]
    chart_width: int
    chart_height: int
    mix: list[BreakdownRow]
    stated: list[PublishedResponse]  # what the council did, the newest few


def panel_of(choice: Choice) -> CouncilPanel | None:
    """The panel of a choice that is one council with a release; else none."""
    if choice.area is None or choice.area.kind != choice.area.Kind.COUNCIL or not choice.releases:
        return None
    figures = choice.figures[0]
    covers = figures.covers
    trend = _trend(choice.area.code, "" if choice.is_sum else choice.quarter)
    return CouncilPanel(
        code=choice.area.code,
        covers=quarters_in_words(covers[0], covers[-1]) if covers else "",
        is_of_this_quarter=covers[-1:] == (choice.quarter,),
        maps=figures.added.maps if figures.added else 1,
        stands_on=_stands_on(choice.area.code, figures) if covers else "",
        trend=trend,
        chart_width=len(trend) * (BAR_WIDTH + BAR_GAP),
        chart_height=CHART_HEIGHT,
        mix=_breakdown(figures),
        stated=published_responses(choice.area.code)[:RESPONSES_SHOWN],
    )


def _trend(council_code: str, chosen: str) -> list[QuarterTotal]:
    """The last quarters up to the newest, oldest first."""
    releases = released.releases_of_council(council_code)[-QUARTERS_SHOWN:]
    totals = [figures_of(release).total for release in releases]
    highest = max(total.value or 0 for total in totals) or 1
    heights = [round((total.value or 0) * CHART_HEIGHT / highest) for total in totals]
    return [
        QuarterTotal(
            quarter=release.quarter,
            name=quarter_in_words(release.quarter),
            total=words.total_in_words(total),
            x=at * (BAR_WIDTH + BAR_GAP) + BAR_GAP // 2,
            y=CHART_HEIGHT - height,
            height=height,
            is_chosen=release.quarter == chosen,
        )
        for at, (release, total, height) in enumerate(zip(releases, totals, heights, strict=True))
    ]


def _stands_on(council_code: str, figures: Figures) -> str:
    """The published totals of the map's quarters, added up; a quarter of «fewer than 30» counts as a number unknown."""
    if figures.added:
        return words.total_in_words(figures.total)
    totals = [
        figures_of(release).total.value
        for release in released.releases_of_council(council_code)
        if release.quarter in figures.covers
    ]
    least = sum(total or 0 for total in totals)
    if None not in totals:
        return words.total_in_words(released.Total(least))
    most = least + totals.count(None) * (rollup.TOTAL_THRESHOLD - 1)
    if not least:
        return _("fewer than %(most)s reports") % {"most": f"{most + 1:,}"}
    return _("about %(least)s to %(most)s reports") % {"least": f"{least:,}", "most": f"{rollup.rounded(most):,}"}


def _breakdown(figures: Figures) -> list[BreakdownRow]:
    stated = {(cell.group, cell.band): words.about(cell.value) for cell in figures.mix}
    if not stated:
        return []
    too_few = words.too_few()
    return [
        BreakdownRow(
            str(group.label),
            [(str(part), stated.get((group, number), too_few)) for number, part in PARTS_OF_THE_DAY.items()],
        )
        for group in Group
    ]
