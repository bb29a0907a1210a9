"""Sign-in, sign-out, and the first page of whoever is signed in."""

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.staff.doors import doors_of
from reports.staff.forms import SignInForm
from reports.staff.permissions import StaffRequest, memberships_of, staff_only

# `next` is followed to this site alone: Django's view checks host and scheme.
sign_in = LoginView.as_view(
    template_name="staff/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
    extra_context={"site_name": settings.SITE_NAME},  # Django's view would put the host in its place
)
sign_out = LogoutView.as_view(http_method_names=["post"])


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
