"""The analyst's pages: hotspots of the own area, on a map and in a table."""

import datetime
import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.aggregation import counts
from reports.analyst import interactive_map
from reports.analyst.filters import HotspotFilters
from reports.analyst.headings import columns_of
from reports.analyst.pages import ROWS_A_PAGE, pagination_of, rows_of
from reports.analyst.ranking import ranked_places
from reports.analyst.ranking_map import picture_of
from reports.components.quarters_in_words import quarter_for_staff
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only


@require_safe
@staff_only(Membership.Role.ANALYST)
def hotspots(request: StaffRequest) -> HttpResponse:
    """Where reports gather in the person's own area."""
    councils = list(request.councils)
    quarters = counts.quarters_counted([council.code for council in councils])
    filters = HotspotFilters(request.GET, councils=councils, quarters=quarters)
    # Another area's council and one that does not exist must look the same.
    if request.GET.get("council") and request.GET["council"] not in filters.councils:
        raise Http404
    if not filters.is_valid():
        return render(request, "analyst/hotspots.html", {"filters": filters}, status=400)
    return render(request, "analyst/hotspots.html", _view(filters, quarters, on=timezone.localdate()))


def _view(filters: HotspotFilters, counted: list[str], *, on: datetime.date) -> dict[str, Any]:
    """What the page shows for valid filters."""
    period = filters.period
    compared = period.compared(counted, on=on)
    ranking = ranked_places(
        filters.chosen_councils,
        quarters=period.quarters,
        compared=compared,
        reason=filters.reason,
        group=filters.group,
        band=filters.band_number,
        sort=filters.order,
    )
    page = Paginator(ranking.order, ROWS_A_PAGE).get_page(filters.cleaned_data["page"] or 1)
    open_quarter = period.open_quarter(on=on)
    picture = picture_of(ranking, filters)
    return {
        "filters": filters,
        "open_quarter": open_quarter and quarter_for_staff(open_quarter),
        "compared": compared and [quarter_for_staff(quarter) for quarter in compared],
        "ranking": ranking,
        "columns": columns_of(ranking),
        "rows": rows_of(ranking, page),
        "page": page,
        "pagination": pagination_of(page, filters.cleaned_query),
        "picture": picture,
        "hexagons": json.dumps(interactive_map.hexagons_of(picture)) if picture else "",
        "ground": json.dumps(interactive_map.ground()),
    }
