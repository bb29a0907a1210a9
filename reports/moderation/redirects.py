"""What the desk answers after an act: where one goes next, and what is told there."""

import uuid
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.geography import hexgrid
from reports.moderation.decisions import AlreadyDecided
from reports.moderation.history import Batch, batch_of
from reports.moderation.waiting import NothingWaits, reports_waiting_in
from reports.staff.permissions import StaffRequest


def after_decision(request: StaffRequest, batch: uuid.UUID, cell: hexgrid.Cell, following: str) -> HttpResponse:
    """To what is left of the group, else to the next group, else to the queue: work goes on without a detour.

    The address alone carries what was done, so a reload tells it again and does nothing again.
    """
    try:
        reports_waiting_in(cell, request.councils)
        following = hexgrid.name(cell)
    except NothingWaits:
        pass
    return redirect(f"{group_or_queue(following)}?{urlencode({'batch': batch})}")


def group_or_queue(name: str) -> str:
    """The address of a group, or of the queue when there is none."""
    return reverse("moderation:group", args=[name]) if name else reverse("moderation:queue")


def conflict(request: StaffRequest, refused: AlreadyDecided) -> HttpResponse:
    """Somebody else was quicker: nothing was changed, and the page says so."""
    return render(request, "moderation/conflict.html", {"count": len(refused.report_ids)}, status=409)


def notice_in(request: StaffRequest) -> Batch | None:
    """What was done just now, from the address."""
    try:
        return batch_of(uuid.UUID(request.GET["batch"]), request.councils) if "batch" in request.GET else None
    except ValueError:
        raise BadRequest("not a batch") from None
