"""A file of reports sent by a program: what would be kept of it, or what was, line by line."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reports.geography.boundaries import NoAreasLoaded
from reports.intake.importing import ImportedBefore
from reports.intake.judging import NothingToImport
from reports.intake.partner_import import NotTheFileChecked, PartnerFile, TooManyFiles, take_partner_file
from reports.staff.models import AccessToken
from reports.staff.permissions import StaffRequest
from reports.staff.token_auth import token_only
from streetsafe import problems
from streetsafe.limiter import HOUR

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@csrf_exempt
@token_only(AccessToken.Dataset.IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    """A dry run; with `confirm`, the SHA-256 that it gave, the good rows are kept."""
    if request.method != "POST":
        refused = problems.refusal(405, _("Send the file by POST."))
        refused.headers["Allow"] = "POST"
        return refused
    wrong = _wrong_of(request)
    if wrong is not None:
        return wrong
    now = timezone.now()
    try:
        found = take_partner_file(
            request.read(),
            within=set(request.councils.values_list("code", flat=True)),
            confirmed=request.GET.get("confirm", ""),
            by=request.user,
            now=now,
            token_label=request.token_label,
        )
    except NothingToImport as why:
        return problems.refusal(400, _("Nothing was imported: %(why)s.") % {"why": why})
    except NotTheFileChecked:
        return problems.refusal(400, errors={"confirm": [_("This is not the file that was checked.")]})
    except ImportedBefore as why:
        return problems.refusal(409, _("Nothing was imported: %(why)s.") % {"why": why})
    except NoAreasLoaded:
        return problems.refusal(503, _("No areas are loaded yet."))
    except TooManyFiles:
        refused = problems.refusal(429, _("You have sent too many files in this hour. Try again later."))
        refused.headers["Retry-After"] = str(HOUR - int(now.timestamp()) % HOUR)
        return refused
    return JsonResponse(_told(found), status=201 if found.is_kept else 200)


def _wrong_of(request: HttpRequest) -> HttpResponse | None:
    """What of a request cannot be taken, before its body is read."""
    unknown = sorted(set(request.GET) - {"confirm"})
    if unknown:
        return problems.refusal(400, errors={name: [_("There is no such parameter.")] for name in unknown})
    if "confirm" in request.GET and not _DIGEST.fullmatch(request.GET["confirm"]):
        return problems.refusal(400, errors={"confirm": [_("Give the `sha256` of the answer to the check.")]})
    if not request.headers.get("Content-Length"):
        return problems.refusal(411, _("Say the length of the file (Content-Length)."))
    if request.content_type != "text/csv":
        return problems.refusal(415, _("Send the file itself as the body, with Content-Type: text/csv."))
    return None


def _told(found: PartnerFile) -> dict[str, object]:
    result = found.result
    return {
        "sha256": result.digest,
        "is_kept": found.is_kept,
        "reports": result.kept,
        "refused": result.refused,
        "of_published_quarters": result.late,
        "imported_before": str(result.before.on) if result.before else None,
        "months": [month.strftime("%Y-%m") for month in result.months],
        "councils": [{"council": code, "reports": count} for code, count in sorted(result.by_council.items())],
        "refusals": [{"line": one.line, "why": one.why} for one in found.refusals],
        "refusals_left_out": result.refused - len(found.refusals),
    }
