"""Access tokens for programs: one's own, and for managers those in their areas."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.staff.asked_first import Question, ask_first
from reports.staff.models import AccessToken, Membership
from reports.staff.once import DoneAlready, done_once, keep_to_show, new_number, shown_this_once
from reports.staff.permissions import StaffRequest, password_asked, staff_only
from reports.staff.token_forms import TokenForm
from reports.staff.tokens import NotYourToken, areas_open_to, digest_of, make_token, revoke_token, tokens_of

may_hold = staff_only(Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST, Membership.Role.MANAGER)
EXTRACT = AccessToken.Dataset.EXTRACT
MADE = "access token"


@require_http_methods(["GET", "HEAD", "POST"])
@may_hold
@password_asked
def tokens(request: StaffRequest) -> HttpResponse:
    """The tokens, and a form for another, whose key is shown on the page that follows."""
    today = timezone.localdate()
    areas = list(areas_open_to(request.user, EXTRACT, on=today))
    form = TokenForm(request.POST if request.method == "POST" else None, areas=areas)
    if form.is_valid():
        try:
            with done_once(request):
                made = make_token(**form.cleaned_data, by=request.user, now=timezone.now())
                keep_to_show(request, MADE, {"key": made.key})
        except DoneAlready:
            pass  # and its page says so
        except NotYourToken:
            form.add_error("dataset", _("Your role in this area does not allow this."))
    if form.is_valid():
        return redirect("staff:token_made")
    context = {
        "form": form,
        "number": new_number(),
        "tokens": [(token, token.is_in_force(today)) for token in tokens_of(request.user, on=today)],
    }
    return render(request, "staff/tokens.html", context, status=400 if form.errors else 200)


@require_safe
@may_hold
@password_asked
def token_made(request: StaffRequest) -> HttpResponse:
    """The key of the token that was made just now, this once."""
    made = shown_this_once(request, MADE)
    if made is None:
        return redirect("staff:tokens")
    key = made.get("key", "")
    token = tokens_of(request.user, on=timezone.localdate()).filter(digest=digest_of(key)).first()
    context = {"key": key, "token": token}
    return render(request, "staff/token_made.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_hold
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    """Asks whether to make a token worthless, and does."""
    token = get_object_or_404(AccessToken.objects.select_related("person", "area"), pk=token_id)
    if request.method != "POST":
        if not tokens_of(request.user, on=timezone.localdate()).filter(pk=token.pk).exists():
            raise Http404
        question = Question(
            title=_("Revoke the access token ‘%(name)s’") % {"name": token.label},
            will_do=_("Programs that use it are refused from now on."),
            way_back=_("There is no way back. A new access token has another key, which each program must be given."),
            button=_("Revoke the access token"),
            back=reverse("staff:tokens"),
        )
        return ask_first(request, question)
    try:
        revoke_token(token, by=request.user, now=timezone.now())
    except NotYourToken:
        raise Http404 from None  # somebody else's, or none: the answer does not tell which
    messages.success(request, _("The access token ‘%(name)s’ has been revoked.") % {"name": token.label})
    return redirect("staff:tokens")
