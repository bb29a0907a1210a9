"""The desk's acts beside deciding ticked reports: undo, put aside, a second opinion, a whole group at once."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation import attention, second_opinion
from reports.moderation.decisions import AlreadyDecided, CannotDecide, NothingToUndo, undo_batch
from reports.moderation.desk_filter import desk_filter_of
from reports.moderation.forms import WholeGroupForm
from reports.moderation.group_page import may_decide
from reports.moderation.redirects import after_decision, conflict, group_or_queue, nothing_waits
from reports.moderation.redoing import redo_batch
from reports.moderation.taking_back import UndoQuestion, question_about
from reports.moderation.together import PlacesTogether, TogetherForm, accept_together, places_together
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
    question, asked = question_about(batch, request.councils), desk_filter_of(request.GET, request.councils)
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
    return redirect(group_or_queue("", asked, batch=done))


@require_POST
@staff_only(MODERATOR)
def hold(request: StaffRequest, cell_name: str) -> HttpResponse:
    """Puts a group aside for a week and goes on to the next, or takes it up again."""
    now, asked = timezone.now(), desk_filter_of(request.GET, request.councils)
    try:
        cell = hexgrid.cell_named(cell_name)
        councils = {report.council for report in reports_waiting_in(cell, request.councils)}
    except hexgrid.NotACell:
        raise Http404 from None
    except NothingWaits:
        return nothing_waits(request, asked)
    if request.POST.get("act") == "release":
        attention.release_hold(cell, councils)
        return redirect(group_or_queue(cell_name, asked))
    following = work_queue_for(request.user, request.councils, now=now, asked=asked).following(cell)
    attention.hold_group(cell, councils, by=request.user, now=now)
    return redirect(group_or_queue(following, asked))


@require_POST
@staff_only(MODERATOR)
def second(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """A second opinion about a proposed rejection: agree, which rejects, or not, which lets the reports wait."""
    asked = desk_filter_of(request.GET, request.councils)
    try:
        if request.POST.get("act") != "agree":
            second_opinion.drop_proposal(batch, councils=request.councils)
            return redirect(group_or_queue("", asked))
        rejected = second_opinion.agree_to_proposal(
            batch, by=request.user, now=timezone.now(), councils=request.councils
        )
    except AlreadyDecided as refused:
        return conflict(request, refused)
    except second_opinion.NoSuchProposal:
        return nothing_waits(request, asked)  # agreed to or withdrawn meanwhile
    except CannotDecide:
        raise Http404 from None
    except second_opinion.OwnProposal:
        raise PermissionDenied from None
    return redirect(group_or_queue("", asked, batch=rejected))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def whole(request: StaffRequest, cell_name: str) -> HttpResponse:
    """Decides everything that waits in a group, after telling what that would do."""
    asked = desk_filter_of(request.GET, request.councils)
    try:
        cell = hexgrid.cell_named(cell_name)
        preview = preview_of(cell, request.councils, day=day_in(request), person=request.user)
    except hexgrid.NotACell:
        raise Http404 from None
    except NothingWaits:
        return nothing_waits(request, asked)
    if request.method != "POST":
        return _whole_page(request, preview, WholeGroupForm())
    form = WholeGroupForm(request.POST)
    if not form.is_valid():
        return _whole_page(request, preview, form, status=400)
    if form.cleaned_data["digest"] != preview.digest:  # reports came or were decided since the preview
        return _whole_page(request, preview, form, status=409)
    following = work_queue_for(request.user, request.councils, now=timezone.now(), asked=asked).following(cell)
    try:
        batch = form.decide(preview.seen, by=request.user, now=timezone.now(), councils=request.councils)
    except AlreadyDecided as refused:
        return conflict(request, refused)
    return after_decision(request, batch, cell, following, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(MODERATOR)
def together(request: StaffRequest) -> HttpResponse:
    """Accepts what nothing hints at of up to twenty places, after one look at them all."""
    now, asked = timezone.now(), desk_filter_of(request.GET, request.councils)
    work_queue = work_queue_for(request.user, request.councils, now=now, asked=asked, with_hints=True)
    if request.method != "POST":
        return _together_page(request, places_together(work_queue, request.councils), None)
    shown, ticked = request.POST.getlist("shown"), request.POST.getlist("place")
    found = places_together(work_queue, request.councils, of=shown, ticked=ticked)
    form = TogetherForm(request.POST, shown=shown, ticked=ticked)
    if not form.is_valid():
        return _together_page(request, found, form, status=400)
    if form.cleaned_data["digest"] != found.digest:  # something came, was decided or is looked at since
        return _together_page(request, found, form, status=409)
    try:
        batch = accept_together(found, by=request.user, now=now, councils=request.councils)
    except AlreadyDecided as refused:
        return conflict(request, refused)
    return redirect(group_or_queue("", asked, batch=batch))


def _together_page(
    request: StaffRequest, found: PlacesTogether, form: TogetherForm | None, status: int = 200
) -> HttpResponse:
    kept = desk_filter_of(request.GET, request.councils).query
    councils = Area.objects.filter(code__in=found.councils).defer("boundary")
    context = {
        "together": found,
        "form": form,
        "kept": kept,
        "can_decide": may_decide(request.user, list(councils)),
        "has_changed": status == 409,
    }
    return render(request, "moderation/together.html", context, status=status)


def _undo_page(request: StaffRequest, question: UndoQuestion, status: int = 200) -> HttpResponse:
    context = {"question": question, "can_decide": may_decide(request.user), "is_refused": status == 409}
    return render(request, "moderation/undo.html", context, status=status)


def _whole_page(request: StaffRequest, preview: GroupPreview, form: WholeGroupForm, status: int = 200) -> HttpResponse:
    can_decide = may_decide(request.user, preview.councils)
    kept = desk_filter_of(request.GET, request.councils).query
    context = {
        "preview": preview,
        "form": form,
        "can_decide": can_decide,
        "has_changed": status == 409,
        "kept": kept,
    }
    return render(request, "moderation/whole.html", context, status=status)
