"""Sign-in, sign-out, and the first page of whoever is signed in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from reports.staff import audit, sessions
from reports.staff.doors import doors_of
from reports.staff.forms import ConfirmForm, SignInForm
from reports.staff.models import StaffUser
from reports.staff.permissions import StaffRequest, memberships_of, staff_only
from streetsafe.context import site_name


class SignIn(LoginView):
    """The sign-in page. `next` is followed to this site alone: Django's view checks host and scheme."""

    template_name = "staff/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"site_name": site_name}  # noqa: RUF012  # Django's view would put the host in its place

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signs in, and says so in the audit."""
        answer = super().form_valid(form)
        audit.record(audit.Act.SIGN_IN, by=form.get_user(), now=timezone.now())
        return answer


class SignOut(LogoutView):
    """Ends the session; by a form alone, so that no picture on another page can."""

    http_method_names = ["post"]  # noqa: RUF012  # Django's own shape

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Says so in the audit, and signs out."""
        if isinstance(request.user, StaffUser):
            audit.record(audit.Act.SIGN_OUT, by=request.user, now=timezone.now())
        return super().post(request, *args, **kwargs)


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()


@require_safe
@staff_only()
def home(request: StaffRequest) -> HttpResponse:
    """What the person may do, and where."""
    today = timezone.localdate()
    memberships = memberships_of(request.user, on=today).select_related("area").defer("area__boundary")
    context = {
        "doors": doors_of(request.user, on=today),
        "memberships": memberships.order_by("area__name", "role"),
    }
    return render(request, "staff/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only()
def confirm(request: StaffRequest) -> HttpResponse:
    """Asks for the password again, and goes on to where the person wanted to go, on this site alone."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        wanted = reverse("staff:home")
    form = ConfirmForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        sessions.confirm(request.session, now=timezone.now())
        return redirect(wanted)
    return render(request, "staff/confirm.html", {"form": form, "next": wanted}, status=400 if form.errors else 200)
