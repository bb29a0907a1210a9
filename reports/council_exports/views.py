"""The council officer's pages: the page of exports, and a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.council_exports.columns import COLUMNS
from reports.council_exports.extract import extract_of
from reports.council_exports.formats import FORMATS, NOTICE
from reports.council_exports.forms import ExtractForm
from reports.council_exports.periods import exportable_quarters
from reports.council_exports.public_files import releases_with_files
from reports.council_exports.suppression import MINIMUM
from reports.publication import released
from reports.staff import audit
from reports.staff.models import AccessToken, Membership
from reports.staff.permissions import StaffRequest, password_asked, staff_only
from reports.staff.token_auth import staff_or_token
from streetsafe import problems

may_export = staff_only(Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST)


@require_safe
@may_export
def exports(request: StaffRequest) -> HttpResponse:
    """What can be taken away, for which councils and quarters."""
    return _page(request, _form(request, None))


@require_safe
@staff_or_token(AccessToken.Dataset.EXTRACT, Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST)
@password_asked
def extract(request: StaffRequest) -> HttpResponse:
    """An extract as a file; the page again, saying what is wrong, when it cannot be made."""
    form = _form(request, request.GET)
    # Another area's council and one that does not exist must look the same.
    if "council" in request.GET and request.GET["council"] not in form.councils:
        raise Http404
    if not form.is_valid():
        if request.token_label:
            return problems.refusal(400, errors=form.errors)
        return _page(request, form, status=400)
    kind = FORMATS[form.cleaned_data["format"]]
    council, quarters = form.chosen_council, form.chosen_quarters
    detail = {"token": request.token_label} if request.token_label else {}
    detail |= {"dataset": "extract", "format": kind.suffix, "first": quarters[0], "last": quarters[-1]}
    audit.record(audit.Act.EXPORT, by=request.user, now=timezone.now(), area=council, detail=detail)
    response = HttpResponse(kind.file(extract_of(council, quarters)), content_type=kind.media_type)
    name = f"unsafe-places-{slugify(council.name)}-{council.code}-{quarters[0]}-to-{quarters[-1]}.{kind.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(request: StaffRequest, data: Any) -> ExtractForm:
    councils = list(request.councils)
    quarters = exportable_quarters(councils)
    start = {"first": quarters[0], "last": quarters[0], "format": "csv"} if quarters else {"format": "csv"}
    return ExtractForm(data, councils=councils, quarters=quarters, initial=start)


def _page(request: StaffRequest, form: ExtractForm, *, status: int = 200) -> HttpResponse:
    published = released.released_quarters()
    quarter = request.GET.get("published", published[0] if published else "")
    if quarter and quarter not in published:
        raise Http404
    context = {
        "form": form,
        "columns": COLUMNS.items(),
        "minimum": MINIMUM,
        "notice": _(NOTICE),
        "published": published,
        "quarter": quarter,
        "releases": releases_with_files(form.councils.values(), quarter) if quarter else [],
    }
    return render(request, "council_exports/exports.html", context, status=status)
