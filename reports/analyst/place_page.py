"""The page of one place: since when, where inside, when and why, and what must be known before its figures are used."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.aggregation import counts
from reports.analyst import context_map, saying, svg_map
from reports.analyst.answers_given import answers_given
from reports.analyst.chosen import ChosenPlace, chosen_place
from reports.analyst.filters import HotspotFilters
from reports.analyst.followed import followed_at
from reports.analyst.periods import is_finished
from reports.analyst.place_names import names_of
from reports.analyst.workspace import METRES, Workspace
from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.geography import areas, hexgrid
from reports.responses.intervention_form import InterventionForm
from reports.responses.interventions import interventions_of
from reports.spatial_statistics.distributions import binomial_masses
from reports.vocabulary.reasons import REASONS

CLOSE_SIZE = (640, 460)
LEAST_NUMBERED = 3  # reports in a small hexagon: of fewer no number is drawn
CHART = (640, 240)  # units of the bars' own field
BAR_WIDTH = 0.62  # of a quarter's step
_EDGE = 0.05  # of chance, on each side of the band


@dataclass(frozen=True)
class QuarterBar:
    """A quarter at the place, and what it had been had the place gone with its area; y counts from the top."""

    label: str
    count: int
    x: float
    width: float
    y: float
    height: float
    expected: float
    expected_y: float
    band_y: float
    band_height: float
    look: str  # in, out or open
    words: str


def place_page(
    filters: HotspotFilters, workspace: Workspace, cell: hexgrid.Cell, counted: Sequence[str], *, on: datetime.date
) -> dict[str, Any]:
    """All that the page shows; the cell is of the workspace's size, `counted` are all quarters that were counted."""
    (name,) = names_of([cell])
    chosen = chosen_place(filters, workspace, cell, name, most_reasons=len(REASONS))
    tells = chosen.place is not None and chosen.place.tells
    picture = close_map(workspace, cell)
    layers = context_map.layers_drawn(picture, off=filters.layers_off, kept=filters.kept)
    return {
        "filters": filters,
        "workspace": workspace,
        "chosen": chosen,
        "metres": METRES[workspace.resolution],
        "area": saying.area_name(workspace),
        "period": quarters_in_words(workspace.period.quarters[0], workspace.period.quarters[-1]),
        "picture": picture,
        "layers": layers,
        "near": context_map.layers_near(cell, [one.layer for one in layers]),
        "least": LEAST_NUMBERED,
        "bars": bars_since_when(workspace, cell, on=on) if tells else [],
        "chart": CHART,
        "given": answers_given(workspace, cell) if chosen.times else None,
        "since_when": since_when(workspace, chosen) if tells else "",
        "caveats": caveats(workspace, chosen, on=on),
        "followed": followed_at(cell, interventions_of(workspace.councils), counted, on=on),
        "record_form": InterventionForm(today=on),
    }


def close_map(workspace: Workspace, cell: hexgrid.Cell, *, size: tuple[int, int] = CLOSE_SIZE) -> svg_map.PlacesMap:
    """The small hexagons in and round a place, in the period, whatever the filters."""
    codes = [council.code for council in workspace.councils]
    totals: dict[int, int] = {}
    for one in counts.cell_totals(codes, quarters=workspace.period.quarters):
        totals[one.cell] = totals.get(one.cell, 0) + one.count
    near = {hexgrid.parent(here, 9) for here in hexgrid.neighbours(hexgrid.cell_at(*hexgrid.centre(cell), 10), 12)}
    places = [
        svg_map.MapPlace(here, count) for here, count in sorted(totals.items()) if hexgrid.parent(here, 9) in near
    ]
    return svg_map.places_map(
        places,
        areas.outlines(workspace.councils).values(),
        quarters=len(workspace.period.quarters),
        least=LEAST_NUMBERED,
        shown=[cell],
        chosen=cell,
        size=size,
    )


def bars_since_when(workspace: Workspace, cell: hexgrid.Cell, *, on: datetime.date) -> list[QuarterBar]:
    """The place's quarters with what its council's own share of them would be, and where 90 % of chance lies."""
    at = workspace.position_of(cell)
    assert at is not None  # it has reports
    columns = [workspace.quarters.index(quarter) for quarter in workspace.bars]
    here = workspace.places.by_quarter[at, columns]
    area = workspace.places.of_council[workspace.places.council[at], columns]
    bands = [_band(int(here.sum()), float(share)) for share in area / area.sum()]
    most = max(int(here.max()), *(high for _low, _middle, high in bands), 1)
    step, scale = CHART[0] / len(columns), CHART[1] / most
    return [
        QuarterBar(
            label=quarter_in_words(quarter),
            count=count,
            x=round(step * (number + (1 - BAR_WIDTH) / 2), 1),
            width=round(step * BAR_WIDTH, 1),
            y=round(CHART[1] - count * scale, 1),
            height=round(count * scale, 1),
            expected=round(middle, 1),
            expected_y=round(CHART[1] - middle * scale, 1),
            band_y=round(CHART[1] - high * scale, 1),
            band_height=round((high - low) * scale, 1),
            look="open" if not is_finished(quarter, on=on) else "in" if quarter in workspace.period.quarters else "out",
            words=_("%(quarter)s: %(count)s reports, %(expected)s expected")
            % {
                "quarter": quarter_in_words(quarter),
                "count": number_format(count),
                "expected": number_format(round(middle)),
            },
        )
        for number, (quarter, count, (low, middle, high)) in enumerate(
            zip(workspace.bars, here.tolist(), bands, strict=True)
        )
    ]


def since_when(workspace: Workspace, chosen: ChosenPlace) -> str:
    """What the chart shows, as its heading."""
    assert chosen.place is not None
    if chosen.kind:
        return _("Since when: %(kind)s") % {"kind": chosen.kind}
    return _("Since when: no pattern is clear") if len(workspace.bars) > 1 else _("Since when")


def caveats(workspace: Workspace, chosen: ChosenPlace | None, *, on: datetime.date) -> list[str]:
    """What must be known before these figures are used: made of the figures themselves."""
    said = []
    if chosen is not None and chosen.place is not None and chosen.place.count:
        said.append(
            _("The true level lies between %(low)s and %(high)s, in 9 cases of 10.")
            % {
                "low": number_format(round(chosen.place.low)),
                "high": number_format(round(chosen.place.high)),
            }
        )
    open_quarter = workspace.period.open_quarter(on=on)
    if open_quarter:
        words = _("%(quarter)s is not finished: more reports may be added to it.")
        said.append(words % {"quarter": quarter_in_words(open_quarter)})
    said += [
        _("Quarters are those in which reports were accepted, not those in which people felt unsafe."),
        _("Reports are not crimes. Few reports do not mean that a place is safe."),
        _("What is near a place is not the reason for its reports."),
    ]
    return said


def _band(reports: int, share: float) -> tuple[int, float, int]:
    """Of so many reports, how few and how many come to a quarter with this share in 90 % of cases, and the mean."""
    reached = np.cumsum(binomial_masses(reports, share))
    low, high = (int(np.searchsorted(reached, edge)) for edge in (_EDGE, 1 - _EDGE))
    return low, reports * share, min(high, reports)
