"""The desk's pages: what waits, one group of it, what was decided lately, how well it keeps up."""

import datetime
import uuid

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.components.tables import page_links
from reports.geography import hexgrid
from reports.intake.shuffling import unshuffled_reports
from reports.moderation import group_page, service
from reports.moderation.arrivals import waiting_bursts
from reports.moderation.attention import claim_group
from reports.moderation.decisions import AlreadyDecided, CannotDecide
from reports.moderation.forms import DecisionForm
from reports.moderation.history import NoSuchBatch, latest_batches
from reports.moderation.redirects import after_decision, conflict, notice_in
from reports.moderation.svg_map import picture_of_queue
from reports.moderation.waiting import NothingWaits, groups_of
from reports.moderation.work_queue import work_queue_for
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only

GROUPS_PER_PAGE = 20
MODERATOR = Membership.Role.MODERATOR


@require_safe
@staff_only(MODERATOR)
def queue(request: StaffRequest) -> HttpResponse:
    """The groups that wait, the oldest first, as a list and on a map."""
    work_queue = work_queue_for(request.user, request.councils, now=timezone.now())
    page = Paginator(work_queue.clusters, GROUPS_PER_PAGE).get_page(request.GET.get("page"))
    clusters = list(page.object_list)
    groups = groups_of(clusters, request.councils, waiting_bursts(clusters, request.councils))
    context = {
        "groups": groups,
        "rows": [(group, work_queue.attention.get(group.cluster.cell)) for group in groups],
        "pages": page_links(page, lambda number: f"?page={number}", label=_("Pages")),
        "picture": picture_of_queue(groups),
        "waiting": work_queue.waiting,
        "places": len(work_queue.clusters),
        "oldest_days": service.days_waited(work_queue.oldest, now=timezone.now()),
        "target_days": service.TARGET_DAYS,
        "stranded": service.stranded_reports(request.councils),
        "unshuffled": unshuffled_reports(request.councils),
        "today": timezone.localdate(),
        "notice": notice_in(request),
    }
    return render(request, "moderation/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def group(request: StaffRequest, cell_name: str) -> HttpResponse:
    """One group's reports, to accept or to reject."""
    if request.method != "POST":
        return _group_page(request, cell_name, DecisionForm())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _group_page(request, cell_name, form, status=400)
    now = timezone.now()
    try:
        cell = hexgrid.cell_named(cell_name)
        following = work_queue_for(request.user, request.councils, now=now).following(cell)
        batch = form.decide(by=request.user, now=now, councils=request.councils)
    except AlreadyDecided as refused:
        return conflict(request, refused)
    except (CannotDecide, hexgrid.NotACell):
        raise Http404 from None  # another area's report, or no report: the answer does not tell which
    return after_decision(request, batch, cell, following)


@require_safe
@staff_only(MODERATOR)
def history(request: StaffRequest) -> HttpResponse:
    """The latest decisions, batch by batch, to look at and to take back."""
    try:
        older_than = uuid.UUID(request.GET["before"]) if "before" in request.GET else None
        page = latest_batches(request.councils, older_than=older_than)
    except (ValueError, NoSuchBatch):
        raise Http404 from None
    context = {"page": page, "batches": page.batches, "can_decide": group_page.may_decide(request.user)}
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
    now = timezone.now()
    try:
        cell = hexgrid.cell_named(cell_name)
    except hexgrid.NotACell:
        raise Http404 from None
    work_queue = work_queue_for(request.user, request.councils, now=now)
    try:
        shown = group_page.group_shown(cell, request.councils, ticked=form.marks(), day=day_in(request))
    except NothingWaits:  # decided by a colleague, or shown once more by Back; another area's place answers the same
        return render(request, "moderation/nothing_waits.html", {"following": work_queue.following(cell)}, status=404)
    can_decide = group_page.may_decide(request.user, shown.councils)
    context = {
        "shown": shown,
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
