"""The desk's pages: what waits, one group of it, what was decided lately, how well it keeps up."""

import datetime
import uuid

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports.geography import hexgrid
from reports.moderation import group_page, service
from reports.moderation.attention import claim_group
from reports.moderation.decisions import AlreadyDecided, CannotDecide
from reports.moderation.desk_filter import desk_filter_of
from reports.moderation.forms import DecisionForm
from reports.moderation.history import NoSuchBatch, latest_batches
from reports.moderation.queue_page import queue_page
from reports.moderation.redirects import after_decision, conflict, nothing_waits, notice_in
from reports.moderation.taking_back import ASKED_FROM
from reports.moderation.waiting import NothingWaits
from reports.moderation.work_queue import work_queue_for
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only

MODERATOR = Membership.Role.MODERATOR


@require_safe
@staff_only(MODERATOR)
def queue(request: StaffRequest) -> HttpResponse:
    """What waits, as the filter says, as a list and on a map; first what is asked of the person, and likely bursts."""
    asked = desk_filter_of(request.GET, request.councils)
    work_queue = work_queue_for(request.user, request.councils, now=timezone.now(), asked=asked, with_hints=True)
    page, today = request.GET.get("page"), timezone.localdate()
    shown = queue_page(work_queue, request.user, request.councils, page=page, today=today)
    return render(request, "moderation/queue.html", shown | {"notice": notice_in(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def group(request: StaffRequest, cell_name: str) -> HttpResponse:
    """One group's reports, to accept or to reject."""
    if request.method != "POST":
        return _group_page(request, cell_name, DecisionForm())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _group_page(request, cell_name, form, status=400)
    now, asked = timezone.now(), desk_filter_of(request.GET, request.councils)
    try:
        cell = hexgrid.cell_named(cell_name)
        following = work_queue_for(request.user, request.councils, now=now, asked=asked).following(cell)
        batch = form.decide(by=request.user, now=now, councils=request.councils)
    except AlreadyDecided as refused:
        return conflict(request, refused)
    except (CannotDecide, hexgrid.NotACell):
        raise Http404 from None  # another area's report, or no report: the answer does not tell which
    return after_decision(request, batch, cell, following, asked)


@require_safe
@staff_only(MODERATOR)
def history(request: StaffRequest) -> HttpResponse:
    """The latest decisions, batch by batch, to look at and to take back."""
    try:
        older_than = uuid.UUID(request.GET["before"]) if "before" in request.GET else None
        page = latest_batches(request.councils, older_than=older_than)
    except (ValueError, NoSuchBatch):
        raise Http404 from None
    context = {
        "page": page,
        "batches": page.batches,
        "can_decide": group_page.may_decide(request.user),
        "asked_from": ASKED_FROM,
    }
    return render(request, "moderation/history.html", context)


@require_safe
@staff_only(MODERATOR)
def figures(request: StaffRequest) -> HttpResponse:
    """How well the desk keeps up."""
    quality = service.quality_of(request.councils, now=timezone.now())
    context = {"quality": quality, "target_days": service.TARGET_DAYS, "days": service.LOOKED_BACK_DAYS}
    return render(request, "moderation/figures.html", context)


def _group_page(request: StaffRequest, cell_name: str, form: DecisionForm, status: int = 200) -> HttpResponse:
    """The page of a group, with what is wrong in the form; 404 when nothing waits there in the person's councils."""
    now, asked = timezone.now(), desk_filter_of(request.GET, request.councils)
    try:
        cell = hexgrid.cell_named(cell_name)
    except hexgrid.NotACell:
        raise Http404 from None
    work_queue = work_queue_for(request.user, request.councils, now=now, asked=asked)
    try:
        shown = group_page.group_shown(cell, request.councils, ticked=form.marks(), day=day_in(request))
    except NothingWaits:  # decided by a colleague, or shown once more by Back; another area's place answers the same
        return nothing_waits(request, asked, following=work_queue.following(cell))
    can_decide = group_page.may_decide(request.user, shown.councils)
    context = {
        "shown": shown,
        "kept": asked.query,
        "elsewhere": work_queue.waiting - work_queue.shown,
        "form": form,
        "can_decide": can_decide,
        # A manager only looks on, and keeps nobody from deciding. The claim ends by itself.
        "claim": claim_group(cell, shown.councils, by=request.user, now=now) if can_decide else None,
        "hold": getattr(work_queue.attention.get(cell), "hold", None),
        "following": work_queue.following(cell),
        "preceding": work_queue.preceding(cell),
        "notice": notice_in(request),
    }
    return render(request, "moderation/group.html", context, status=status)


def day_in(request: StaffRequest) -> datetime.date | None:
    """The burst's day the address names, if any."""
    try:
        return datetime.date.fromisoformat(request.GET["day"]) if "day" in request.GET else None
    except ValueError:
        raise BadRequest("not a day") from None
