"""The page on which a council officer records what was done at a place, and reads in words what followed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from reports.council_exports.followed import OfferedPlace, followed_in_files, places_offered
from reports.responses.intervention_form import InterventionForm
from reports.responses.interventions import AlreadyRecorded, NotRecorded, record_intervention, remove_intervention
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, memberships_of, staff_only

FOLLOW = (Membership.Role.COUNCIL_OFFICER, Membership.Role.MANAGER)  # who may open the page


class PlacedInterventionForm(InterventionForm):
    """The same with the place: one of those the council's newest file names."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where"),
        error_messages={
            "required": gettext_lazy("Choose a place."),
            "invalid_choice": gettext_lazy("Choose a place."),
        },
    )
    field_order = ("place", "kind", "done_in")

    def __init__(self, data: Any = None, *, places: Sequence[OfferedPlace], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.places = {place.value: place for place in places}
        is_one = len({place.council.code for place in places}) == 1
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose a place")),
            *((it.value, it.name if is_one else f"{it.council.local_name}: {it.name}") for it in places),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Membership.Role.COUNCIL_OFFICER)
def followed(request: StaffRequest) -> HttpResponse:
    """Everything recorded in the own councils with what followed, and the form of another."""
    councils, on = list(request.councils), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = PlacedInterventionForm(sent, places=places_offered(councils), today=on)
    if form.is_valid():
        given = form.cleaned_data
        place = form.places[given["place"]]
        try:
            record_intervention(
                place.cell,
                council=place.council,
                kind=given["kind"],
                done_in=given["done_in"],
                by=request.user,
                now=timezone.now(),
            )
        except AlreadyRecorded:
            messages.info(request, _("This was recorded already."))
        else:
            messages.success(request, _("Recorded. Below you see what followed."))
        return redirect("council_exports:followed")
    context = {
        "form": form,
        "councils": councils,
        "followed": followed_in_files(councils),
        "may_record": memberships_of(request.user, Membership.Role.COUNCIL_OFFICER, on=on).exists(),
    }
    return render(request, "council_exports/followed.html", context, status=400 if form.errors else 200)


@require_POST
@staff_only(Membership.Role.COUNCIL_OFFICER)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Takes a record away; another council's looks as if it did not exist."""
    try:
        remove_intervention(number, councils=request.councils, by=request.user, now=timezone.now())
    except NotRecorded:
        raise Http404 from None
    messages.success(request, _("The record was removed. If that was a mistake, record it again."))
    return redirect("council_exports:followed")
