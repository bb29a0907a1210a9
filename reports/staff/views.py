"""Sign-in, sign-out, and the first page of whoever is signed in."""

from functools import cache
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.staff import audit, sessions
from reports.staff.forms import BUSY, SignInForm
from reports.staff.language import in_chosen_language, keep_language
from reports.staff.models import StaffUser
from reports.staff.navigation import navigation_of
from reports.staff.people import choose_language
from reports.staff.permissions import StaffRequest, memberships_of, staff_only, while_setting_up
from reports.staff.reauthentication import Confirmation
from reports.staff.second_factor_views import may_ask_passkeys
from streetsafe.context import site_name
from streetsafe.hashing import LANE


class SignIn(LoginView):
    """The sign-in page. `next` is followed to this site alone: Django's view checks host and scheme."""

    template_name = "staff/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"site_name": site_name}  # noqa: RUF012  # Django's view would put the host in its place

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Before anything else is done: while the lane is full, a try costs no more than sending a page made before.

        Else whoever posts new names without end would keep the workers busy by being refused.
        """
        if LANE.is_full():
            return _busy()
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Says what was wrong; where nothing was looked at, as what will pass."""
        answer: HttpResponse = super().form_invalid(form)
        return _busy() if form.has_error(NON_FIELD_ERRORS, code="busy") else answer

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Goes on to the second factor, in a session of another name than whoever planted one knows."""
        self.request.session.cycle_key()
        keep_language(self.request)
        answer: HttpResponse = perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())
        return answer


def _busy() -> HttpResponse:
    """Nothing was tried, and it will pass."""
    answer = HttpResponse(_busy_page(get_language() or ""), status=503)
    answer.headers["Retry-After"] = "5"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: a line for each is a flood
    return answer


@cache
def _busy_page(language: str) -> str:
    """The same for everyone, so that it is made once."""
    with override(language):
        return render_to_string("staff/busy.html", {"site_name": site_name(), "busy": BUSY})


def leave_nothing(answer: HttpResponseBase) -> HttpResponseBase:
    """Asks the browser of a desk that others use to drop what it kept of this site.

    Not "cookies": those of every other site under the same registered name would go too, such as all of a council's.
    Ours are deleted by name.
    """
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH, samesite="Strict")
    return answer


class SignOut(LogoutView):
    """Ends the session; by a form alone, so that no picture on another page can."""

    http_method_names = ["post"]  # noqa: RUF012  # Django's own shape

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Says so in the audit, and signs out."""
        if isinstance(request.user, StaffUser):
            audit.record(audit.Act.SIGN_OUT, by=request.user, now=timezone.now())
        return leave_nothing(super().post(request, *args, **kwargs))


sign_in = may_ask_passkeys(in_chosen_language(SignIn.as_view()))
sign_out = SignOut.as_view()


@require_safe
@staff_only()
def home(request: StaffRequest) -> HttpResponse:
    """What the person may do, and where."""
    today = timezone.localdate()
    memberships = memberships_of(request.user, on=today).select_related("area").defer("area__boundary")
    context = {
        "entries": navigation_of(request.user, on=today),
        "memberships": memberships.order_by("area__name", "role"),
    }
    return render(request, "staff/home.html", context)


@may_ask_passkeys
@require_http_methods(["GET", "HEAD", "POST"])
@while_setting_up
def confirm(request: StaffRequest) -> HttpResponse:
    """Asks for the password or a second factor again, and goes on to where the person wanted to go, on this site."""
    wanted = _on_this_site(request, request.POST.get("next") or request.GET.get("next") or "")
    asked = Confirmation(request)
    if asked.is_given():
        sessions.confirm(request.session, now=timezone.now())
        return redirect(wanted)
    context = {"asked": asked, "next": wanted, "question": asked.question_for_passkey()}
    return render(request, "staff/confirm.html", context, status=400 if asked.was_sent else 200)


@require_POST
@while_setting_up
def language(request: StaffRequest) -> HttpResponse:
    """Staff pages are in the chosen language from now on, for this person on every device."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise BadRequest("no language of this site")
    choose_language(request.user, chosen)
    return redirect(_on_this_site(request, request.POST.get("next") or ""))


def _on_this_site(request: StaffRequest, wanted: str) -> str:
    """The address, when it is one of this site; else the first page."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("staff:home")
