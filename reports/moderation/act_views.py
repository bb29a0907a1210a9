"""The desk's acts beside deciding ticked reports: undo, put aside, a second opinion, a whole group at once."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reports.geography import hexgrid
from reports.moderation import attention, second_opinion
from reports.moderation.decisions import AlreadyDecided, CannotDecide, NothingToUndo, undo_batch
from reports.moderation.forms import WholeGroupForm
from reports.moderation.group_page import may_decide
from reports.moderation.redirects import after_decision, conflict, group_or_queue
from reports.moderation.redoing import redo_batch
from reports.moderation.taking_back import UndoQuestion, question_about
from reports.moderation.views import MODERATOR, day_in
from reports.moderation.waiting import NothingWaits, codes_of, reports_waiting_in
from reports.moderation.whole_group import GroupPreview, preview_of
from reports.moderation.work_queue import work_queue_for
from reports.staff.permissions import StaffRequest, staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def undo(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """Brings a batch back to waiting or, when it was itself that, decides it again as before; asks first.

    The question's own form says how many reports it told of. Without it, only what was seen a moment ago is done.
    """
    question = question_about(batch, request.councils)
    if question is None:
        raise Http404
    stated = request.POST.get("count")
    if request.method != "POST":
        return _undo_page(request, question)
    if stated != str(question.count) and (stated is not None or question.must_be_asked):
        return _undo_page(request, question, status=409)
    act = redo_batch if question.is_redoing else undo_batch
    try:
        done = act(batch, by=request.user, now=timezone.now(), councils=codes_of(request.councils))
    except AlreadyDecided as refused:
        return conflict(request, refused)
    except (CannotDecide, NothingToUndo):
        raise Http404 from None
    return redirect(f"{reverse('moderation:queue')}?batch={done}")


@require_POST
@staff_only(MODERATOR)
def hold(request: StaffRequest, cell_name: str) -> HttpResponse:
    """Puts a group aside for a week and goes on to the next, or takes it up again."""
    now = timezone.now()
    try:
        cell = hexgrid.cell_named(cell_name)
        councils = {report.council for report in reports_waiting_in(cell, request.councils)}
    except (hexgrid.NotACell, NothingWaits):
        raise Http404 from None
    if request.POST.get("act") == "release":
        attention.release_hold(cell, councils)
        return redirect(group_or_queue(cell_name))
    following = work_queue_for(request.user, request.councils, now=now).following(cell)
    attention.hold_group(cell, councils, by=request.user, now=now)
    return redirect(group_or_queue(following))


@require_POST
@staff_only(MODERATOR)
def second(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """A second opinion about a proposed rejection: agree, which rejects, or not, which lets the reports wait."""
    try:
        if request.POST.get("act") != "agree":
            second_opinion.drop_proposal(batch, councils=request.councils)
            return redirect("moderation:queue")
        rejected = second_opinion.agree_to_proposal(
            batch, by=request.user, now=timezone.now(), councils=request.councils
        )
    except AlreadyDecided as refused:
        return conflict(request, refused)
    except (CannotDecide, second_opinion.NoSuchProposal):
        raise Http404 from None
    except second_opinion.OwnProposal:
        raise PermissionDenied from None
    return redirect(f"{reverse('moderation:queue')}?batch={rejected}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def whole(request: StaffRequest, cell_name: str) -> HttpResponse:
    """Decides everything that waits in a group, after telling what that would do."""
    try:
        cell = hexgrid.cell_named(cell_name)
        preview = preview_of(cell, request.councils, day=day_in(request), person=request.user)
    except (hexgrid.NotACell, NothingWaits):
        raise Http404 from None
    if request.method != "POST":
        return _whole_page(request, preview, WholeGroupForm())
    form = WholeGroupForm(request.POST)
    if not form.is_valid():
        return _whole_page(request, preview, form, status=400)
    if form.cleaned_data["digest"] != preview.digest:  # reports came or were decided since the preview
        return _whole_page(request, preview, form, status=409)
    following = work_queue_for(request.user, request.councils, now=timezone.now()).following(cell)
    try:
        batch = form.decide(preview.seen, by=request.user, now=timezone.now(), councils=request.councils)
    except AlreadyDecided as refused:
        return conflict(request, refused)
    return after_decision(request, batch, cell, following)


def _undo_page(request: StaffRequest, question: UndoQuestion, status: int = 200) -> HttpResponse:
    context = {"question": question, "can_decide": may_decide(request.user), "is_refused": status == 409}
    return render(request, "moderation/undo.html", context, status=status)


def _whole_page(request: StaffRequest, preview: GroupPreview, form: WholeGroupForm, status: int = 200) -> HttpResponse:
    can_decide = may_decide(request.user, preview.councils)
    context = {"preview": preview, "form": form, "can_decide": can_decide, "has_changed": status == 409}
    return render(request, "moderation/whole.html", context, status=status)
