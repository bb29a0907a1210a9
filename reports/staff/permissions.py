"""Who may see and do what: every staff view asks here, and sees no council outside the answer."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from reports.geography.models import Area
from reports.staff import row_level_security
from reports.staff.language import speak_to
from reports.staff.models import Membership, StaffUser
from reports.staff.sessions import has_second_factor, is_confirmed, still_holds

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate["StaffRequest", P], HttpResponseBase]

# Methods that change nothing: on these, and only these, a manager stands in for every role.
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class StaffRequest(HttpRequest):
    """A request that was let through: of a person, with the councils the person may see."""

    user: StaffUser
    councils: QuerySet[Area]
    token_label: str  # of the access token a program came with; empty for somebody signed in
    token_area: str  # the code of that token's area; where there is no token, it is not there


def memberships_of(person: StaffUser, *roles: str, on: datetime.date) -> QuerySet[Membership]:
    """The person's memberships in force on a day, for any of the roles; of every role when none is named.

    Being a superuser gives nothing: only a membership does.
    """
    in_force = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    found = Membership.objects.filter(in_force, person_id=person.pk, person__is_active=True)
    return found.filter(role__in=roles) if roles else found


def councils_of(person: StaffUser, *roles: str, on: datetime.date) -> QuerySet[Area]:
    """All current councils inside the person's areas for any of the roles, read as one query.

    A force covers its councils and a nation its forces. A manager reads what every role reads in the own area.
    """
    return councils_inside(memberships_of(person, *roles, Membership.Role.MANAGER, on=on))


def councils_inside(memberships: QuerySet[Membership]) -> QuerySet[Area]:
    """All current councils inside the areas of some memberships."""
    return areas_inside(memberships).filter(kind=Area.Kind.COUNCIL)


def areas_inside(memberships: QuerySet[Membership]) -> QuerySet[Area]:
    """All current areas of some memberships and all inside them: nations, forces, councils."""
    areas = memberships.values("area")
    inside = Q(code__in=areas) | Q(parent__in=areas) | Q(parent__parent__in=areas)
    found = Area.objects.filter(inside, is_current=True)
    return found.defer("boundary").order_by("name", "code")  # a boundary is up to a megabyte: read when drawn


def areas_managed(person: StaffUser, *, on: datetime.date) -> QuerySet[Area]:
    """The areas in which the person may manage people on a day: the own ones and all inside them."""
    return areas_inside(memberships_of(person, Membership.Role.MANAGER, on=on))


def staff_only(*roles: str) -> Callable[[StaffView[P]], View[P]]:
    """Lets a view answer only people with one of the roles, and sets `request.councils` to what they may see.

    An anonymous caller is sent to the sign-in page, one without a second factor to the page that sets one up; a
    signed-in one without such a role gets 403. With no role named, any signed-in person is let in. A manager may
    read, but not act: to act one needs the role itself. Memberships are read anew at each request, so an expired
    one opens nothing, whatever the session says.
    """

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person = _person_signed_in(request)
            if person is None:
                return _to_sign_in(request)
            if not has_second_factor(request.session):
                return redirect("mfa_index")
            admitted = (*roles, Membership.Role.MANAGER) if roles and request.method in READING else roles
            today = timezone.localdate()
            memberships = memberships_of(person, *admitted, on=today)
            if roles and not memberships.exists():
                raise PermissionDenied
            own = cast(StaffRequest, request)
            own.councils = councils_inside(memberships)
            own.token_label = ""
            with row_level_security.seen_by(person, admitted, on=today):
                return view(own, *args, **kwargs)

        return guarded

    return decorate


def while_setting_up(view: StaffView[P]) -> View[P]:
    """Lets in whoever has shown a second factor, or has none to show: the pages on which one is set up.

    Somebody who has one but has not shown it is signed out. Else a session opened with the password alone, before
    the first factor was set up elsewhere, could add another.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = _person_signed_in(request)
        if person is None:
            return _to_sign_in(request)
        if not has_second_factor(request.session) and is_mfa_enabled(person):
            logout(request)
            return _to_sign_in(request)
        own = cast(StaffRequest, request)
        own.token_label = ""
        return view(own, *args, **kwargs)

    return guarded


def password_asked(view: StaffView[P]) -> StaffView[P]:
    """Sends to the page that asks for the password or the second factor, unless one was given lately.

    Stands inside `staff_only` or `while_setting_up`. A form that was sent is not kept meanwhile: the person comes back
    to the page it stands on.
    """

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.token_label or is_confirmed(request.session, now=timezone.now()):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in READING else reverse("staff:home")
        return redirect_to_login(back, reverse("staff:confirm"))

    return guarded


def _person_signed_in(request: HttpRequest) -> StaffUser | None:
    """Whoever is signed in still, in whose language the page will be; a sign-in that is over is ended."""
    person = request.user
    if isinstance(person, AnonymousUser):
        return None
    if not still_holds(request.session, now=timezone.now()):
        logout(request)
        return None
    speak_to(request)
    return person


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    return redirect_to_login(request.get_full_path(), reverse("staff:sign_in"))
