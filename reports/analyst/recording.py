"""The acts by which an analyst records what was done at a place: forms of the place's page, which lead back to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.analyst.filters import HotspotFilters
from reports.analyst.place_page import place_page
from reports.analyst.views import filters_of, place_asked
from reports.analyst.workspace import Workspace
from reports.geography import boundaries, hexgrid
from reports.geography.models import Area
from reports.responses.intervention_form import InterventionForm
from reports.responses.interventions import AlreadyRecorded, NotRecorded, record_intervention, remove_intervention
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only


@require_POST
@staff_only(Membership.Role.ANALYST)
def record(request: StaffRequest, cell_name: str) -> HttpResponse:
    """Keeps what was done; another area's place looks as if it did not exist."""
    filters, counted = filters_of(QueryDict(request.POST.get("query", "")), request.councils)
    if not filters.is_valid():
        return redirect("analyst:hotspots")
    cell, workspace = place_asked(filters, counted, cell_name)
    form = InterventionForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        shown = place_page(filters, workspace, cell, counted, on=timezone.localdate())
        refused = {**shown, "record_form": form, "may_record": True}
        return render(request, "analyst/place.html", refused, status=400)
    given = form.cleaned_data
    council = council_of_place(workspace, cell)
    try:
        record_intervention(
            cell, council=council, kind=given["kind"], done_in=given["done_in"], by=request.user, now=timezone.now()
        )
    except AlreadyRecorded:
        messages.info(request, _("This was recorded already."))
    else:
        messages.success(request, _("Recorded. Below you see what followed."))
    return redirect(_page(cell_name, filters))


@require_POST
@staff_only(Membership.Role.ANALYST)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Takes a record away; another area's looks as if it did not exist."""
    filters, _quarters = filters_of(QueryDict(request.POST.get("query", "")), request.councils)
    try:
        removed = remove_intervention(number, councils=request.councils, by=request.user, now=timezone.now())
    except NotRecorded:
        raise Http404 from None
    messages.success(request, _("The record was removed. If that was a mistake, record it again."))
    return redirect(_page(hexgrid.name(removed.cell), filters))


def council_of_place(workspace: Workspace, cell: hexgrid.Cell) -> Area:
    """The council that has most of a place's reports; without any, the one it lies in."""
    at = workspace.position_of(cell)
    return workspace.councils[workspace.places.council[at]] if at is not None else boundaries.council_of_cell(cell)


def _page(cell_name: str, filters: HotspotFilters) -> str:
    query = urlencode(filters.kept) if filters.is_valid() else ""
    return f"{reverse('analyst:place', args=[cell_name])}{'?' if query else ''}{query}#done"
