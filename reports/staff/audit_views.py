"""The audit for managers: read, filter, verify, take away."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.staff import audit as chain
from reports.staff.audit_reading import EntryFilters, csv_of, entries_for, lines_of
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, password_asked, staff_only

ENTRIES_PER_PAGE = 50
managers_only = staff_only(Membership.Role.MANAGER)


@require_safe
@managers_only
def audit(request: StaffRequest) -> HttpResponse:
    """A page of entries, and on request whether the chain is whole."""
    filters = EntryFilters(request.GET, queryset=entries_for(request.user, on=timezone.localdate()))
    is_valid = filters.is_valid()
    entries = filters.qs if is_valid else filters.queryset.none()
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    chosen = {name: request.GET[name] for name in filters.filters if request.GET.get(name)}
    context = {"form": filters.form, "page": page, "lines": lines_of(page.object_list), "chosen": urlencode(chosen)}
    if "verify" in request.GET:
        context |= _verification()
    return render(request, "staff/audit.html", context, status=200 if is_valid else 400)


@require_safe
@managers_only
@password_asked
def audit_file(request: StaffRequest) -> HttpResponse:
    """The chosen entries as CSV; the taking away is itself an entry."""
    filters = EntryFilters(request.GET, queryset=entries_for(request.user, on=timezone.localdate()))
    if not filters.is_valid():
        raise BadRequest("not a choice of entries")
    text = csv_of(filters.qs.order_by("number"))
    chain.record(chain.Act.EXPORT, by=request.user, now=timezone.now(), detail={"dataset": "audit"})
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _verification() -> dict[str, object]:
    """What a check of the whole chain finds."""
    try:
        return {"whole": chain.verify_chain()}
    except chain.ChainBroken as broken:
        return {"broken": broken}
