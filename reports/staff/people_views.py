"""People for their managers; and the page on which someone invited comes in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.geography.models import Area
from reports.staff.asked_first import Question, ask_first
from reports.staff.forms import BUSY
from reports.staff.invitations import (
    InvitationGone,
    invitation_of_key,
    invitations_of,
    invite,
    take_up_invitation,
    withdraw_invitation,
)
from reports.staff.language import in_chosen_language
from reports.staff.models import Invitation, Membership
from reports.staff.once import DoneAlready, done_once, keep_to_show, new_number, shown_this_once
from reports.staff.people import (
    AlreadyHolds,
    NameTaken,
    NotYours,
    OwnRole,
    end_role,
    give_role,
    people_of,
    refuse_other_areas,
)
from reports.staff.people_forms import GiveRoleForm, InviteForm, PasswordForm
from reports.staff.permissions import StaffRequest, areas_managed, password_asked, staff_only
from reports.staff.second_factor import OwnFactor, RolesElsewhere, reset_second_factor
from streetsafe.hashing import LaneFull

managers_only = staff_only(Membership.Role.MANAGER)
reading_and_sending = require_http_methods(["GET", "HEAD", "POST"])
INVITED = "invitation"


@require_safe
@managers_only
def people(request: StaffRequest) -> HttpResponse:
    """Who may do what inside the manager's areas."""
    today = timezone.localdate()
    context = {
        "people": people_of(request.user, on=today),
        "invitations": invitations_of(request.user, on=today),
        "today": today,
        "now": timezone.now(),
    }
    return render(request, "staff/people.html", context)


@reading_and_sending
@managers_only
@password_asked
def invite_somebody(request: StaffRequest) -> HttpResponse:
    """Asks whom to invite; the link is shown on the page that follows."""
    today = timezone.localdate()
    areas = list(areas_managed(request.user, on=today))
    form = InviteForm(_sent(request), areas=areas, today=today)
    if form.is_valid():
        try:
            with done_once(request):
                name = form.cleaned_data["username"]
                made = invite(name, **form.role_given, by=request.user, now=timezone.now())
                keep_to_show(request, INVITED, {"key": made.key, "replaces": "yes" if made.replaces else ""})
        except (NameTaken, NotYours):
            form.add_error("username", _("This username is already taken. Choose another."))
        except DoneAlready:
            return redirect("staff:invited")  # which says so
        else:
            return redirect("staff:invited")
    context = {"form": form, "number": new_number()}
    return render(request, "staff/invite.html", context, status=400 if form.errors else 200)


@require_safe
@managers_only
@password_asked
def invited(request: StaffRequest) -> HttpResponse:
    """The link of the invitation that was made just now, this once."""
    made = shown_this_once(request, INVITED)
    if made is None:
        return redirect("staff:invite")
    context: dict[str, object] = {"is_replacing": bool(made.get("replaces"))}
    if made:
        try:
            context["invitation"] = invitation_of_key(made["key"], now=timezone.now())
            context["link"] = request.build_absolute_uri(reverse("staff:invitation", args=[made["key"]]))
        except InvitationGone:  # withdrawn before it was looked at
            pass
    return render(request, "staff/invited.html", context)


@reading_and_sending
@managers_only
@password_asked
def give_a_role(request: StaffRequest) -> HttpResponse:
    """Asks which role to give to one of the manager's people."""
    today = timezone.localdate()
    areas = list(areas_managed(request.user, on=today))
    known = [listed.person for listed in people_of(request.user, on=today)]
    form = GiveRoleForm(_sent(request), areas=areas, today=today, people=known)
    if form.is_valid():
        try:
            person = form.cleaned_data["person"]
            give_role(person, **form.role_given, by=request.user, now=timezone.now())
        except AlreadyHolds:
            form.add_error("role", _("This person has this role there already."))
        else:
            messages.success(request, _("%(name)s has a new role.") % {"name": person.username})
            return redirect("staff:people")
    return render(request, "staff/give_role.html", {"form": form}, status=400 if form.errors else 200)


@reading_and_sending
@managers_only
@password_asked
def end_a_role(request: StaffRequest, membership_id: int) -> HttpResponse:
    """Asks whether to end a role, and does at once."""
    membership = get_object_or_404(Membership.objects.select_related("person", "area"), pk=membership_id)
    name = membership.person.username
    if request.method != "POST":
        words = {"name": name, "role": membership.get_role_display(), "area": membership.area.local_name}
        question = Question(
            title=_("End the role of %(name)s") % words,
            will_do=_("%(name)s is no longer %(role)s in %(area)s from the next page on.") % words,
            way_back=_("You can give the role again afterwards."),
            button=_("End the role"),
            back=reverse("staff:people"),
        )
        return _asked_in_own_areas(request, membership.area, question)
    try:
        end_role(membership, by=request.user, now=timezone.now())
    except NotYours:
        raise Http404 from None  # another area's role, or none: the answer does not tell which
    except OwnRole:
        messages.error(request, _("You cannot end your own role. Ask another manager."))
    else:
        messages.success(request, _("The role of %(name)s has ended.") % {"name": name})
    return redirect("staff:people")


@reading_and_sending
@managers_only
def withdraw(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Asks whether to make an invitation worthless, and does."""
    invitation = get_object_or_404(Invitation.objects.select_related("area"), pk=invitation_id)
    if request.method != "POST":
        question = Question(
            title=_("Withdraw the invitation of %(name)s") % {"name": invitation.username},
            will_do=_("The link that you gave to %(name)s will stop working.") % {"name": invitation.username},
            way_back=_("There is no way back. You can invite again, with another link."),
            button=_("Withdraw the invitation"),
            back=reverse("staff:people"),
        )
        return _asked_in_own_areas(request, invitation.area, question)
    try:
        withdraw_invitation(invitation, by=request.user, now=timezone.now())
    except NotYours:
        raise Http404 from None
    messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": invitation.username})
    return redirect("staff:people")


@reading_and_sending
@managers_only
@password_asked
def reset(request: StaffRequest, person_id: int) -> HttpResponse:
    """Asks whether to take every second factor from somebody who lost them, and does."""
    today = timezone.localdate()
    known = {listed.person.pk: listed.person for listed in people_of(request.user, on=today)}
    if person_id not in known:
        raise Http404  # nobody, or none of the manager's: the answer does not tell which
    person = known[person_id]
    if request.method != "POST":
        return render(request, "staff/reset_second_factor.html", {"person": person})
    try:
        reset_second_factor(person, by=request.user, now=timezone.now())
    except (NotYours, RolesElsewhere):
        messages.error(
            request,
            _("%(name)s has roles outside your areas too. Ask a manager of all of them.") % {"name": person.username},
        )
    except OwnFactor:
        messages.error(request, _("You cannot reset your own. Use a recovery code, or ask another manager."))
    else:
        messages.success(
            request,
            _("%(name)s will set up 2-step verification again at the next sign-in.") % {"name": person.username},
        )
    return redirect("staff:people")


@reading_and_sending
@in_chosen_language
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody invited chooses a password and goes on to the second factor.

    The link works once, and says the same whatever is wrong with it.
    """
    now = timezone.now()
    try:
        found = invitation_of_key(key, now=now)
        form = PasswordForm(_sent(request), username=found.username)
        if form.is_valid():
            person = take_up_invitation(key, password=form.cleaned_data["password"], now=now)
            answer: HttpResponse = perform_login(request, person, redirect_url=reverse("mfa_index"))
            return answer
    except InvitationGone:
        return render(request, "staff/invitation_gone.html", status=404)
    except LaneFull:
        form.add_error(None, BUSY)
    context = {"form": form, "invitation": found}
    return render(request, "staff/invitation.html", context, status=_status_of(form))


def _status_of(form: PasswordForm) -> int:
    is_busy = any(BUSY in errors for errors in form.errors.values())
    return 503 if is_busy else 400 if form.errors else 200


def _asked_in_own_areas(request: StaffRequest, area: Area, question: Question) -> HttpResponse:
    """The question about something in an area the manager manages; elsewhere it looks as if there were nothing."""
    try:
        refuse_other_areas(area, by=request.user, now=timezone.now())
    except NotYours:
        raise Http404 from None
    return ask_first(request, question)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, which may be nothing at all; None when it is only looked at."""
    return request.POST if request.method == "POST" else None
