"""The analyst's pages: hotspots of the own area, on a map and in a list, and one place."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from reports.aggregation import counts
from reports.analyst.briefing import briefing_page
from reports.analyst.chosen import NotInTheArea, require_in_the_area
from reports.analyst.figures import MEDIA_TYPE, csv_file
from reports.analyst.filters import HotspotFilters
from reports.analyst.finding import found_places
from reports.analyst.pages import hotspots_page, positions_shown
from reports.analyst.place_page import place_page
from reports.analyst.saved_views import deleted_view, views_kept
from reports.analyst.workspace import Workspace, workspace_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, memberships_of, password_asked, staff_only

_NUMBER = re.compile(r"[0-9]{1,9}")


@require_safe
@staff_only(Membership.Role.ANALYST)
def hotspots(request: StaffRequest) -> HttpResponse:
    """Where reports gather in the person's own area."""
    filters, counted = asked_of(request)
    if not filters.is_valid():
        return render(request, "analyst/hotspots.html", {"filters": filters}, status=400)
    found = None
    if text := request.GET.get("find", "").strip():
        found = found_places(text, filters, filters.councils)
        if found.query:
            return HttpResponseRedirect(f"?{found.query}#chosen")
    on = timezone.localdate()
    workspace = workspace_of(filters, counted, on=on)
    shown: dict[str, Any] = {"filters": filters, "found": found, **_views_kept(request, filters, on=on)}
    if workspace is not None and workspace.reports:
        shown |= hotspots_page(filters, workspace, on=on)
    return render(request, "analyst/hotspots.html", shown)


@require_safe
@staff_only(Membership.Role.ANALYST)
def place(request: StaffRequest, cell_name: str) -> HttpResponse:
    """One place; another area's looks as if it did not exist."""
    filters, counted = asked_of(request)
    if not filters.is_valid():
        return redirect("analyst:hotspots")
    on = timezone.localdate()
    cell, workspace = place_asked(filters, counted, cell_name)
    shown = place_page(filters, workspace, cell, counted, on=on)
    # A manager reads the page, and records nothing.
    may_record = memberships_of(request.user, Membership.Role.ANALYST, on=on).exists()
    return render(request, "analyst/place.html", {**shown, "may_record": may_record})


@require_safe
@staff_only(Membership.Role.ANALYST)
@password_asked
def figures(request: StaffRequest) -> HttpResponse:
    """The places the page shows as a file of exact counts; nothing to take away is the page again."""
    filters, counted = asked_of(request)
    on = timezone.localdate()
    workspace = workspace_of(filters, counted, on=on) if filters.is_valid() else None
    if workspace is None or not workspace.reports:
        return redirect("analyst:hotspots")
    _record_export(request, filters, "hotspots")
    response = HttpResponse(csv_file(workspace, positions_shown(filters, workspace)), content_type=MEDIA_TYPE)
    first, last = workspace.period.quarters[0], workspace.period.quarters[-1]
    name = f"hotspots-{first}-to-{last}-for-police-work-not-to-publish.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@staff_only(Membership.Role.ANALYST)
@password_asked
def briefing(request: StaffRequest) -> HttpResponse:
    """A sheet of up to three places to print; another area's place looks as if it did not exist."""
    filters, counted = asked_of(request)
    if not filters.is_valid() or not filters.cleaned_data["briefing"]:
        return redirect("analyst:hotspots")
    cells = filters.cleaned_data["briefing"]
    for cell in cells:
        _cell, workspace = place_asked(filters, counted, hexgrid.name(cell))
    if len({hexgrid.resolution_of(cell) for cell in cells}) > 1:
        return redirect("analyst:hotspots")  # places of unlike size are never set beside each other
    _record_export(request, filters, "briefing")
    shown = briefing_page(filters, workspace, cells, by=request.user.get_username(), on=timezone.localdate())
    return render(request, "analyst/briefing.html", shown)


def _views_kept(request: StaffRequest, filters: HotspotFilters, *, on: datetime.date) -> dict[str, Any]:
    """The views the person keeps, and the one that was deleted just now."""
    number = request.GET.get("deleted", "")
    return {
        "saved_views": views_kept(request.user, on=on),
        "deleted_view": deleted_view(int(number), request.user, on=on) if _NUMBER.fullmatch(number) else None,
        "view_query": urlencode(filters.kept),
    }


def _record_export(request: StaffRequest, filters: HotspotFilters, dataset: str) -> None:
    """Notes what was taken away, for each council it is of: its manager reads of it."""
    quarters = filters.period.quarters
    detail = {"dataset": dataset, "first": quarters[0], "last": quarters[-1]}
    for council in filters.chosen_councils:
        audit.record(audit.Act.EXPORT, by=request.user, now=timezone.now(), area=council, detail=detail)


def asked_of(request: StaffRequest) -> tuple[HotspotFilters, list[str]]:
    """The filters of an address and the quarters that were counted, newest first."""
    return filters_of(request.GET, request.councils)


def filters_of(asked: QueryDict, councils: Iterable[Area]) -> tuple[HotspotFilters, list[str]]:
    """The filters that a query asks for within some councils, and the quarters that were counted, newest first."""
    councils = list(councils)
    quarters = counts.quarters_counted([council.code for council in councils])
    filters = HotspotFilters(asked, councils=councils, quarters=quarters)
    # Another area's council and one that does not exist must look the same.
    if asked.get("area") and asked["area"] not in filters.councils:
        raise Http404
    return filters, quarters


def place_asked(filters: HotspotFilters, counted: list[str], cell_name: str) -> tuple[hexgrid.Cell, Workspace]:
    """The place an address names, with its own size; 404 where there is none in the person's area."""
    try:
        cell = hexgrid.cell_named(cell_name)
        filters.use_size_of(cell)
        workspace = workspace_of(filters, counted, on=timezone.localdate())
        has_reports = workspace is not None and workspace.position_of(cell) is not None
        require_in_the_area(filters.chosen_councils, cell, has_reports=has_reports)
    except (hexgrid.NotACell, NotInTheArea):
        raise Http404 from None
    if workspace is None:
        raise Http404
    return cell, workspace
