"""The council officer's pages: the page that shows figures before they are taken away, and a file."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.aggregation import counts, extracts
from reports.aggregation.cuts import MINIMUM
from reports.council_exports import recording, zip_format
from reports.council_exports.formats import FORMATS
from reports.council_exports.forms import LATEST, ExtractForm, FiguresForm
from reports.council_exports.preview import preview_of
from reports.council_exports.public_files import releases_with_files
from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import NOTICE, file_stem, table_of
from reports.publication import released
from reports.staff import audit
from reports.staff.models import AccessToken, Membership
from reports.staff.permissions import StaffRequest, memberships_of, password_asked, staff_only
from reports.staff.token_auth import staff_or_token
from streetsafe import problems

may_export = staff_only(Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST)


@require_safe
@may_export
def exports(request: StaffRequest) -> HttpResponse:
    """The figures that can be taken away, and the first of them."""
    form = _form(request, FiguresForm, request.GET if "question" in request.GET else None)
    _refuse_others_councils(request, form)
    return _page(request, form, status=400 if form.is_bound and not form.is_valid() else 200)


@require_safe
@staff_or_token(AccessToken.Dataset.EXTRACT, Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST)
@password_asked
def extract(request: StaffRequest) -> HttpResponse:
    """An extract as a file; the page again, saying what is wrong, when it cannot be made."""
    form = _form(request, ExtractForm, request.GET)
    _refuse_others_councils(request, form)
    if "first" in request.GET or "last" in request.GET:
        return _gone(request)
    if not form.is_valid():
        if request.token_label:
            return problems.refusal(400, errors=form.errors)
        return _page(request, form, status=400)
    council, quarter, suffix = form.chosen_council, form.cleaned_data["quarter"], form.cleaned_data["format"]
    subject = zip_format.SUBJECT if suffix == zip_format.SUFFIX else form.chosen_question.code
    detail = {"token": request.token_label} if request.token_label else {}
    detail |= {"dataset": "extract", "question": subject, "format": suffix, "quarter": quarter}
    audit.record(audit.Act.EXPORT, by=request.user, now=timezone.now(), area=council, detail=detail)
    if suffix == zip_format.SUFFIX:
        content = zip_format.zip_file([table_of(council, quarter, question) for question in QUESTIONS.values()])
        response = HttpResponse(content, content_type=zip_format.MEDIA_TYPE)
    else:
        kind = FORMATS[suffix]
        content = kind.file(table_of(council, quarter, form.chosen_question))
        response = HttpResponse(content, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_stem(council, quarter, subject)}.{suffix}"'
    return response


def _form(request: StaffRequest, kind: type[FiguresForm], data: Any) -> Any:
    councils = list(request.councils)
    return kind(data, councils=councils, quarters=extracts.quarters_cut(council.code for council in councils))


def _refuse_others_councils(request: StaffRequest, form: FiguresForm) -> None:
    # Another area's council and one that does not exist must look the same.
    if "council" in request.GET and request.GET["council"] not in form.councils:
        raise Http404


def _gone(request: StaffRequest) -> HttpResponse:
    """To a program or bookmark with an address of before figures were cut by question."""
    asked = {"council": request.GET.get("council", "")}
    instead = _address(request, asked | {"question": "why-and-when", "quarter": LATEST, "format": "csv"})
    detail = _("This address is no longer used: figures are now downloaded by question and quarter. Use %(address)s.")
    if request.token_label:
        return problems.refusal(410, detail % {"address": instead})
    return _page(request, _form(request, FiguresForm, None), status=410, gone=detail % {"address": instead})


def _address(request: StaffRequest, asked: dict[str, str]) -> str:
    return request.build_absolute_uri(f"{reverse('council_exports:extract')}?{urlencode(asked)}")


def _page(request: StaffRequest, form: FiguresForm, *, status: int = 200, gone: str = "") -> HttpResponse:
    published = released.released_quarters()
    quarter = request.GET.get("published", published[0] if published else "")
    if quarter and quarter not in published:
        raise Http404
    context = {
        "form": form,
        "gone": gone,
        "questions": QUESTIONS.values(),
        "minimum": MINIMUM,
        "notice": _(NOTICE),
        "repairs_host": urlsplit(settings.REPAIRS_URL).hostname or "",
        "published": published,
        "published_quarter": quarter,
        "releases": releases_with_files(form.councils.values(), quarter) if quarter else [],
        "may_follow": memberships_of(request.user, *recording.FOLLOW, on=timezone.localdate()).exists(),
        "is_earlier_left_out": _has_older_quarters(form),
        **_figures(request, form),
    }
    return render(request, "council_exports/exports.html", context, status=status)


def _figures(request: StaffRequest, form: FiguresForm) -> dict[str, Any]:
    """What is chosen, and its preview; of an open page the first question of the first council that has figures."""
    if form.is_bound and not form.is_valid():
        return {"chosen": {name: form.data.get(name, "") for name in ("question", "council", "quarter")}}
    if form.is_bound:
        question, council, quarter = form.chosen_question, form.chosen_council, form.cleaned_data["quarter"]
    else:
        with_figures = [council for council in form.councils.values() if council.code in form.quarters]
        if not with_figures:
            return {}
        question, council = QUESTIONS["where"], with_figures[0]
        quarter = form.quarters[council.code][0]
    chosen = {"question": question.code, "council": council.code, "quarter": quarter}
    table = table_of(council, quarter, question)
    return {
        "chosen": chosen,
        "table": table,
        "preview": preview_of(table),
        "files": [(kind.label, _address(request, chosen | {"format": name})) for name, kind in FORMATS.items()],
        "archive": _address(request, chosen | {"format": zip_format.SUFFIX}),
        "address": _address(request, chosen | {"quarter": LATEST, "format": "csv"}),
    }


def _has_older_quarters(form: FiguresForm) -> bool:
    """Whether some quarter was frozen before figures were cut by question."""
    return bool(set(counts.quarters_frozen(form.councils)) - set(form.all_quarters))
