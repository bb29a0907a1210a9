"""The acts of saved views: each a form that leads back to the page it stands on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reports.analyst.filters import HotspotFilters
from reports.analyst.saved_views import (
    MOST_VIEWS,
    NoSuchView,
    TooManyViews,
    area_of_view,
    delete_view,
    restore_view,
    save_view,
)
from reports.analyst.views import filters_of
from reports.staff.forms import InPlainWords
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only

READERS = (Membership.Role.ANALYST, Membership.Role.MANAGER)  # a manager keeps views too, and those of who left


class SavedViewForm(InPlainWords, forms.Form):
    """A name for what the page shows."""

    name = forms.CharField(
        max_length=60,
        error_messages={
            "required": gettext_lazy("Enter a name for the view."),
            "max_length": gettext_lazy("The name of a view must be 60 letters or fewer."),
        },
    )
    query = forms.CharField(max_length=600, required=False)


@require_POST
@staff_only(*READERS)
def save(request: StaffRequest) -> HttpResponse:
    """Keeps the view the form stands beside, under a name."""
    form, now = SavedViewForm(request.POST), timezone.now()
    filters, _quarters = filters_of(QueryDict(request.POST.get("query", "")), request.councils)
    query = urlencode(filters.kept) if filters.is_valid() else ""
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, str(problems[0]))
        return redirect(_page(query))
    area = area_of_view(filters.chosen_councils if filters.is_valid() else [], request.user, on=timezone.localdate())
    try:
        save_view(form.cleaned_data["name"], query, area=area, by=request.user, now=now)
    except TooManyViews:
        messages.error(request, _("You keep %(most)s views. Delete one first.") % {"most": MOST_VIEWS})
    else:
        messages.success(request, _("The view is saved: %(name)s.") % {"name": form.cleaned_data["name"]})
    return redirect(_page(query))


@require_POST
@staff_only(*READERS)
def delete(request: StaffRequest, number: int) -> HttpResponse:
    """Deletes a view; the page that follows offers to undo it."""
    return _changed(request, number, delete_view, {"deleted": str(number)})


@require_POST
@staff_only(*READERS)
def restore(request: StaffRequest, number: int) -> HttpResponse:
    """Undoes a deletion of today."""
    return _changed(request, number, restore_view, {})


def _changed(request: StaffRequest, number: int, act: Callable[..., None], told: dict[str, str]) -> HttpResponse:
    filters, _quarters = filters_of(QueryDict(request.POST.get("query", "")), request.councils)
    try:
        act(number, by=request.user, now=timezone.now())
    except NoSuchView:
        raise Http404 from None  # somebody else's, or none: the answer does not tell which
    kept: HotspotFilters = filters
    return redirect(_page(urlencode((kept.kept if kept.is_valid() else {}) | told)))


def _page(query: str) -> str:
    return f"{reverse('analyst:hotspots')}{'?' if query else ''}{query}#saved-views"
