"""The page where staff bring in a file of reports: it is checked, what would be kept is shown, then it is sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reports.geography.boundaries import NoAreasLoaded
from reports.intake.importing import ImportedBefore
from reports.intake.judging import NothingToImport
from reports.intake.partner_import import NotTheFileChecked, PartnerFile, TooManyFiles, take_partner_file
from reports.intake.rows import BANDS, DAY_KINDS, FREQUENCIES
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, password_asked, staff_only
from reports.vocabulary.reasons import REASONS

may_import = staff_only(Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST, Membership.Role.MANAGER)
MOST_SHOWN = 100  # refused lines on the page


class ImportForm(forms.Form):
    """The file, and of its check what was confirmed."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        allow_empty_file=True,  # refused in words of the import
        error_messages={"required": gettext_lazy("Choose a file."), "invalid": gettext_lazy("Choose a file.")},
    )
    confirm = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
@password_asked
def imports(request: StaffRequest) -> HttpResponse:
    """The form; what would be kept of the file that was sent; or, once that was confirmed, that it was kept."""
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        found = take_partner_file(
            form.cleaned_data["file"].read(),
            within=set(request.councils.values_list("code", flat=True)),
            confirmed=form.cleaned_data["confirm"],
            by=request.user,
            now=timezone.now(),
        )
    except (NothingToImport, ImportedBefore) as why:
        return _refused(request, form, _("Nothing was imported: %(why)s.") % {"why": why})
    except NotTheFileChecked:
        return _refused(
            request, form, _("This is not the file that was checked. Nothing was imported. Check it first.")
        )
    except NoAreasLoaded:
        return _refused(request, form, _("No areas are loaded yet."), status=503)
    except TooManyFiles:
        return _refused(request, form, _("You have sent too many files in this hour. Try again later."), status=429)
    if not found.is_kept:
        return _page(request, ImportForm(), found=found)
    messages.success(request, _kept(found))
    return redirect("imports:imports")


def _kept(found: PartnerFile) -> str:
    kept, refused = number_format(found.result.kept), number_format(found.result.refused)
    said = _("Reports imported: %(kept)s. They wait to be moderated.") % {"kept": kept}
    if not found.result.refused:
        return said
    return (
        said
        + " "
        + _("Lines refused: %(refused)s. Correct them and import them as a file of their own.") % {"refused": refused}
    )


def _refused(request: StaffRequest, form: ImportForm, why: str, *, status: int = 400) -> HttpResponse:
    form.add_error("file", why)
    return _page(request, form, status=status)


def _page(
    request: StaffRequest, form: ImportForm, *, found: PartnerFile | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "columns": _columns(),
        "address": request.build_absolute_uri("/api/v1/imports"),
    }
    if found is not None:
        names = {council.code: council.local_name for council in request.councils}
        context |= {
            "found": found.result,
            "councils": [(names[code], count) for code, count in found.result.by_council.items()],
            "refusals": found.refusals[:MOST_SHOWN],
            "left_out": found.result.refused - len(found.refusals[:MOST_SHOWN]),
        }
    return render(request, "staff/imports.html", context, status=status)


def _columns() -> list[tuple[str, str]]:
    """Each column of a file and what it holds."""
    codes = {"band": BANDS, "day_kind": DAY_KINDS, "frequency": FREQUENCIES}
    listed = {name: ", ".join(code for code in known if code) for name, known in codes.items()}
    return [
        ("longitude,latitude", _("where, in degrees")),
        ("easting,northing", _("or where, in metres of the British National Grid (not in Northern Ireland)")),
        ("month", _("such as 2026-03: only the month is kept")),
        ("band", _("the time of day: %(codes)s") % {"codes": listed["band"]}),
        (
            "reasons",
            _("the main one first, with semicolons between: %(codes)s")
            % {"codes": ", ".join(reason.code for reason in REASONS)},
        ),
        ("day_kind", _("if you have it: %(codes)s") % {"codes": listed["day_kind"]}),
        ("frequency", _("if you have it: %(codes)s") % {"codes": listed["frequency"]}),
    ]
