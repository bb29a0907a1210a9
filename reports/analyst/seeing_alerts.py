"""The act of alerts: a form on the first page of staff, which leads back to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.analyst.alerts import READERS, NoSuchAlert, mark_alert_seen
from reports.staff.permissions import StaffRequest, staff_only


@require_POST
@staff_only(*READERS)
def mark_seen(request: StaffRequest, number: int) -> HttpResponse:
    """Takes an alert off the person's list of what is new; another area's looks as if it did not exist."""
    try:
        mark_alert_seen(number, by=request.user, councils=request.councils)
    except NoSuchAlert:
        raise Http404 from None
    messages.success(request, _("The alert is marked as seen. It stays below, under ‘Alerts you have seen’."))
    return redirect(f"{reverse('staff:home')}#alerts")
