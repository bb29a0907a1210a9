"""What the desk answers after an act: where one goes next, and what is told there."""

import uuid

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.geography import hexgrid
from reports.moderation.decisions import AlreadyDecided
from reports.moderation.desk_filter import DeskFilter
from reports.moderation.history import Batch, batch_of
from reports.moderation.waiting import NothingWaits, reports_waiting_in
from reports.staff.permissions import StaffRequest


def after_decision(
    request: StaffRequest, batch: uuid.UUID, cell: hexgrid.Cell, following: str, asked: DeskFilter
) -> HttpResponse:
    """To what is left of the group, else to the filter's next group, else to the queue: work goes on without a detour.

    The address alone carries what was done, so a reload tells it again and does nothing again.
    """
    try:
        reports_waiting_in(cell, request.councils)
        following = hexgrid.name(cell)
    except NothingWaits:
        pass
    return redirect(group_or_queue(following, asked, batch=batch))


def group_or_queue(name: str, asked: DeskFilter, **more: object) -> str:
    """The address of a group, or of the queue when there is none, within the filter."""
    query = asked.query_with(**more)
    path = reverse("moderation:group", args=[name]) if name else reverse("moderation:queue")
    return f"{path}?{query}" if query else path


def nothing_waits(request: StaffRequest, asked: DeskFilter, *, following: str = "") -> HttpResponse:
    """Nothing waits here: decided by a colleague, or shown once more by Back. Another area's place answers the same."""
    context = {"following": following, "kept": asked.query}
    return render(request, "moderation/nothing_waits.html", context, status=404)


def conflict(request: StaffRequest, refused: AlreadyDecided) -> HttpResponse:
    """Somebody else was quicker: nothing was changed, and the page says so."""
    return render(request, "moderation/conflict.html", {"count": len(refused.report_ids)}, status=409)


def notice_in(request: StaffRequest) -> Batch | None:
    """What was done just now, from the address."""
    try:
        return batch_of(uuid.UUID(request.GET["batch"]), request.councils) if "batch" in request.GET else None
    except ValueError:
        raise BadRequest("not a batch") from None
