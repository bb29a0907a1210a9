"""Passwords: changed by their owner, chosen anew by a manager's link, and signing out everywhere."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.staff import people
from reports.staff.forms import BUSY
from reports.staff.language import in_chosen_language
from reports.staff.models import Membership, StaffUser
from reports.staff.once import DoneAlready, done_once, keep_to_show, new_number, shown_this_once
from reports.staff.password_links import LinkGone, make_password_link, person_of_link, take_up_link
from reports.staff.people import NotYours, people_of
from reports.staff.people_forms import ChangePasswordForm, PasswordForm
from reports.staff.permissions import StaffRequest, password_asked, staff_only
from reports.staff.second_factor import OwnFactor, RolesElsewhere
from reports.staff.views import leave_nothing
from streetsafe.hashing import LaneFull

managers_only = staff_only(Membership.Role.MANAGER)
reading_and_sending = require_http_methods(["GET", "HEAD", "POST"])
MADE = "password link"


@reading_and_sending
@staff_only()
def change(request: StaffRequest) -> HttpResponse:
    """Whoever is signed in gives the password they have, and another; all other sessions of theirs end."""
    form = ChangePasswordForm(_sent(request), request=request)
    if form.is_valid():
        try:
            people.change_password(request.user, password=form.cleaned_data["password"], now=timezone.now())
        except LaneFull:
            form.add_error(None, BUSY)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("mfa_index")
    return render(request, "staff/change_password.html", {"form": form}, status=_status_of(form))


@require_POST
@staff_only()
def sign_out_everywhere(request: StaffRequest) -> HttpResponseBase:
    """Ends every session of the person, this one too."""
    people.sign_out_everywhere(request.user, now=timezone.now())
    logout(request)
    return leave_nothing(redirect("staff:sign_in"))


@reading_and_sending
@managers_only
@password_asked
def make_link(request: StaffRequest, person_id: int) -> HttpResponse:
    """Asks whether to make a link for somebody who forgot the password, and does; it is shown on the page after."""
    person = _one_of_theirs(request, person_id)
    if request.method != "POST":
        context = {"person": person, "number": new_number()}
        return render(request, "staff/make_password_link.html", context)
    try:
        with done_once(request):
            key = make_password_link(person, by=request.user, now=timezone.now())
            keep_to_show(request, MADE, {"person": str(person.pk), "key": key})
    except (NotYours, RolesElsewhere):
        words = _("%(name)s has roles outside your areas too. Ask a manager of all of them.")
        messages.error(request, words % {"name": person.username})
        return redirect("staff:people")
    except OwnFactor:
        messages.error(request, _("Change your own password on the page of your 2-step verification."))
        return redirect("staff:people")
    except DoneAlready:
        pass  # the page after says so
    return redirect("staff:password_link_made")


@require_safe
@managers_only
@password_asked
def link_made(request: StaffRequest) -> HttpResponse:
    """The link that was made just now, this once."""
    made = shown_this_once(request, MADE)
    if made is None:
        return redirect("staff:people")
    context: dict[str, object] = {}
    if made:
        person = _one_of_theirs(request, int(made["person"]))
        address = reverse("staff:password_link", args=[person.pk, made["key"]])
        context = {"person": person, "link": request.build_absolute_uri(address)}
    return render(request, "staff/password_link_made.html", context)


@reading_and_sending
@in_chosen_language
def choose_by_link(request: HttpRequest, person_id: int, key: str) -> HttpResponse:
    """Somebody with a link chooses a password, and signs in with it. The link works once."""
    try:
        person = person_of_link(person_id, key)
        form = PasswordForm(_sent(request), username=person.username)
        if form.is_valid():
            take_up_link(person_id, key, password=form.cleaned_data["password"], now=timezone.now())
            messages.success(request, _("Your new password is saved. Sign in with it."))
            return redirect("staff:sign_in")
    except LinkGone:
        return render(request, "staff/invitation_gone.html", status=404)
    except LaneFull:
        form.add_error(None, BUSY)
    return render(request, "staff/choose_password.html", {"form": form, "person": person}, status=_status_of(form))


def _one_of_theirs(request: StaffRequest, person_id: int) -> StaffUser:
    """One of the manager's people; nobody, or another's, looks as if there were none."""
    known = {listed.person.pk: listed.person for listed in people_of(request.user, on=timezone.localdate())}
    if person_id not in known:
        raise Http404
    return known[person_id]


def _status_of(form: Form) -> int:
    is_busy = any(BUSY in errors for errors in form.errors.values())
    return 503 if is_busy else 400 if form.errors else 200


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
