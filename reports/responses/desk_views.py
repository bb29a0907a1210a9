"""The council's desk: a draft, its preview, and the acts that show it to the public or hide it again."""

import re
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.components.tables import page_links
from reports.responses import writing
from reports.responses.desk import lines_of, previews_of, responses_of, wordings_beside
from reports.responses.forms import ResponseForm
from reports.responses.models import Response
from reports.responses.writing import ChangedMeanwhile, NotPossible
from reports.staff.asked_first import Question, ask_first
from reports.staff.models import Membership
from reports.staff.once import DoneAlready, done_once, new_number
from reports.staff.permissions import StaffRequest, staff_only

_NUMBER = re.compile("[0-9]{1,9}", re.ASCII)  # longer ones are no revision, and far longer ones Python does not read
PER_PAGE = 20

# A manager answers for what the council says, and may withdraw it when no officer is there.
may_tell = staff_only(Membership.Role.COUNCIL_OFFICER, Membership.Role.MANAGER)


@require_safe
@may_tell
def desk(request: StaffRequest) -> HttpResponse:
    """Everything the own councils wrote, drafts first."""
    page = Paginator(responses_of(request.councils), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(page.object_list),
        "pages": page_links(page, lambda number: f"?page={number}"),
        "councils": list(request.councils),
    }
    return render(request, "responses_desk/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_tell
def new(request: StaffRequest) -> HttpResponse:
    """The form of a new one; what it holds is kept as a draft and shown as it would be read."""
    sent = request.POST if request.method == "POST" else None
    form = ResponseForm(sent, councils=list(request.councils), today=timezone.localdate())
    if form.is_valid():
        try:
            with done_once(request):
                draft = writing.write_draft(form.wording, council=form.chosen_council)
        except DoneAlready:
            messages.success(request, _("This was done already"))
            return redirect("responses_desk:desk")
        return redirect("responses_desk:one", draft.pk)
    context = {"form": form, "number": new_number()}
    return render(request, "responses_desk/write.html", context, status=400 if form.errors else 200)


@require_safe
@may_tell
def one(request: StaffRequest, response_id: int) -> HttpResponse:
    """A response as the public reads it or would, in each language, and what can be done with it."""
    response = _own(request, response_id)
    context = {
        "response": response,
        "previews": previews_of(response),
        "beside": wordings_beside(response),
    }
    return render(request, "responses_desk/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_tell
def change(request: StaffRequest, response_id: int) -> HttpResponse:
    """The form of a draft."""
    response = _own(request, response_id)
    sent = request.POST if request.method == "POST" else None
    form = ResponseForm(sent, councils=[response.council], today=timezone.localdate(), response=response)
    if form.is_valid():
        return _done(request, response, partial(writing.change_draft, wording=form.wording), _("Saved."))
    context = {"form": form, "response": response}
    return render(request, "responses_desk/write.html", context, status=400 if form.errors else 200)


@require_POST
@may_tell
def correct(request: StaffRequest, response_id: int) -> HttpResponse:
    """A draft with the same words, to be corrected; what is published stays until the draft is."""
    response = _own(request, response_id)
    try:
        draft = writing.correct_response(response)
    except NotPossible:
        return redirect("responses_desk:one", response.pk)
    return redirect("responses_desk:change", draft.pk)


@require_POST
@may_tell
def publish(request: StaffRequest, response_id: int) -> HttpResponse:
    """Shows it to everybody."""
    act = partial(writing.publish_response, by=request.user, now=timezone.now())
    words = _("Published: everyone can read it now. To undo this, withdraw it below.")
    return _done(request, _own(request, response_id), act, words)


@require_POST
@may_tell
def withdraw(request: StaffRequest, response_id: int) -> HttpResponse:
    """Hides it from the public."""
    act = partial(writing.withdraw_response, by=request.user, now=timezone.now())
    words = _("Withdrawn: the public can no longer see it. To undo this, publish it again below.")
    return _done(request, _own(request, response_id), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
@may_tell
def discard(request: StaffRequest, response_id: int) -> HttpResponse:
    """Asks whether to throw a draft away, and does."""
    if request.method != "POST":
        response = _own(request, response_id)
        question = Question(
            title=_("Delete the draft"),
            will_do=_("The draft is deleted. What is published stays as it is."),
            way_back=_("There is no way back. You would have to write it again."),
            button=_("Delete the draft"),
            back=reverse("responses_desk:one", args=[response.pk]),
            seen=str(response.revision),
        )
        return ask_first(request, question)
    return _done(request, _own(request, response_id), writing.discard_draft, _("The draft is deleted."), gone=True)


def _own(request: StaffRequest, response_id: int) -> Response:
    """A response of the own councils; another council's looks as if it did not exist."""
    return get_object_or_404(responses_of(request.councils), pk=response_id)


def _done(
    request: StaffRequest, response: Response, act: Callable[..., object], words: str, *, gone: bool = False
) -> HttpResponse:
    """Does the act on the revision that the form showed, and says so; or says why it was not done."""
    seen = request.POST.get("seen", "")
    try:
        act(response, seen=int(seen) if _NUMBER.fullmatch(seen) else 0)
    except (ChangedMeanwhile, NotPossible):
        messages.error(
            request, _("Nothing was done, because it has changed since you opened the page. This is how it is now.")
        )
        gone = not Response.objects.filter(pk=response.pk).exists()
    else:
        messages.success(request, words)
    return redirect("responses_desk:desk") if gone else redirect("responses_desk:one", response.pk)
