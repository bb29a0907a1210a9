"""The desk: what waits, one group of it, what was decided lately."""

import uuid
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.geography import hexgrid
from reports.moderation import desk
from reports.moderation.decisions import AlreadyDecided, CannotDecide, NothingToUndo, undo_batch
from reports.moderation.forms import DecisionForm
from reports.moderation.history import Batch, batch_of, latest_batches
from reports.moderation.picture import picture_of_queue
from reports.moderation.waiting import NothingWaits, codes_of, groups_of, waiting_heaps
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only

GROUPS_PER_PAGE = 20
MODERATOR = Membership.Role.MODERATOR


@require_safe
@staff_only(MODERATOR)
def queue(request: StaffRequest) -> HttpResponse:
    """The groups that wait, the oldest first, as a list and on a map."""
    heaps = waiting_heaps(request.councils)
    page = Paginator(heaps, GROUPS_PER_PAGE).get_page(request.GET.get("page"))
    groups = groups_of(list(page.object_list), request.councils)
    context = {
        "groups": groups,
        "page": page,
        "pages": desk.pagination_of(page),
        "picture": picture_of_queue(groups),
        "waiting": sum(heap.count for heap in heaps),
        "places": len(heaps),
        "notice": _notice(request),
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
    try:
        batch = form.decide(by=request.user, now=timezone.now(), councils=codes_of(request.councils))
    except AlreadyDecided as refused:
        return _conflict(request, refused)
    except CannotDecide:
        raise Http404 from None  # another area's report, or no report: the answer does not tell which
    return _after(batch)


@require_POST
@staff_only(MODERATOR)
def undo(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """Brings a batch back to waiting."""
    try:
        reopened = undo_batch(batch, by=request.user, now=timezone.now(), councils=codes_of(request.councils))
    except AlreadyDecided as refused:
        return _conflict(request, refused)
    except (CannotDecide, NothingToUndo):
        raise Http404 from None
    return _after(reopened)


@require_safe
@staff_only(MODERATOR)
def history(request: StaffRequest) -> HttpResponse:
    """The latest decisions, batch by batch, to look at and to take back."""
    context = {"batches": latest_batches(request.councils), "can_decide": desk.may_decide(request.user)}
    return render(request, "moderation/history.html", context)


def _group_page(request: StaffRequest, cell_name: str, form: DecisionForm, status: int = 200) -> HttpResponse:
    """The page of a group, with what is wrong in the form; 404 when nothing waits there in the person's councils."""
    try:
        shown = desk.group_shown(hexgrid.cell_named(cell_name), request.councils, ticked=form.marks())
    except (hexgrid.NotACell, NothingWaits):
        raise Http404 from None
    context = {"shown": shown, "form": form, "can_decide": desk.may_decide(request.user, shown.councils)}
    return render(request, "moderation/group.html", context, status=status)


def _conflict(request: StaffRequest, refused: AlreadyDecided) -> HttpResponse:
    """Somebody else was quicker: nothing was changed, and the page says so."""
    return render(request, "moderation/conflict.html", {"count": len(refused.report_ids)}, status=409)


def _after(batch: uuid.UUID) -> HttpResponse:
    """Back to the queue, whose notice tells what was done; the address alone carries it, so a reload repeats it."""
    return redirect(f"{reverse('moderation:queue')}?{urlencode({'batch': batch})}")


def _notice(request: StaffRequest) -> Batch | None:
    """What was done just now, from the address."""
    try:
        return batch_of(uuid.UUID(request.GET["batch"]), request.councils) if "batch" in request.GET else None
    except ValueError:
        raise BadRequest("not a batch") from None
