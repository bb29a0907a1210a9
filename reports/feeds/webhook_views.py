"""The page where staff have a program told of releases, with what was sent to it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.feeds.models import Webhook, WebhookDelivery
from reports.feeds.posting import FAULTS, LONGEST_ADDRESS, AddressRefused
from reports.feeds.webhooks import (
    MOST_IN_AN_AREA,
    ROLES,
    TooManyWebhooks,
    areas_of,
    register_webhook,
    remove_webhook,
    switch_on,
    webhooks_of,
)
from reports.geography.models import Area
from reports.staff.asked_first import Question, ask_first
from reports.staff.forms import InPlainWords
from reports.staff.once import DoneAlready, done_once, keep_to_show, new_number, shown_this_once
from reports.staff.permissions import StaffRequest, password_asked, staff_only

may_register = staff_only(*ROLES)
MADE = "webhook"
LATEST = 10  # deliveries of one webhook on the page


class WebhookForm(InPlainWords, forms.Form):
    """Where to tell, and of which area."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("It begins with https:// and is on the internet. A program there receives the message."),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": gettext_lazy("Enter an address.")},
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        error_messages={
            "required": gettext_lazy("Choose an area."),
            "invalid_choice": gettext_lazy("Choose an area from the list."),
        },
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        self.fields["area"].choices = [(area.code, area.local_name) for area in areas]  # type: ignore[attr-defined]  # a ChoiceField


@dataclass(frozen=True)
class ShownWebhook:
    """A webhook as the page shows it."""

    webhook: Webhook
    off_because: str
    deliveries: list[tuple[WebhookDelivery, str]]  # each with its last answer in words


@require_http_methods(["GET", "HEAD", "POST"])
@may_register
@password_asked
def webhooks(request: StaffRequest) -> HttpResponse:
    """The webhooks of one's areas, and a form for another, whose secret is shown on the page that follows."""
    today = timezone.localdate()
    areas = list(areas_of(request.user, on=today))
    form = WebhookForm(request.POST if request.method == "POST" else None, areas=areas)
    if form.is_valid():
        try:
            _register(request, form)
            return redirect("webhooks:made")
        except AddressRefused as refused:
            form.add_error("url", str(FAULTS[refused.code]))
        except TooManyWebhooks:
            form.add_error("area", _("An area can have %(most)d webhooks.") % {"most": MOST_IN_AN_AREA})
    context = {
        "form": form,
        "number": new_number(),
        "webhooks": [_shown(webhook) for webhook in webhooks_of(request.user, on=today)],
    }
    return render(request, "staff/webhooks.html", context, status=400 if form.errors else 200)


def _register(request: StaffRequest, form: WebhookForm) -> None:
    area, site = form.areas[form.cleaned_data["area"]], request.build_absolute_uri("/")
    try:
        with done_once(request):
            made = register_webhook(form.cleaned_data["url"], area=area, site=site, by=request.user, now=timezone.now())
            keep_to_show(request, MADE, {"secret": made.secret, "host": made.webhook.host})
    except DoneAlready:
        pass  # and its page says so


@require_safe
@may_register
@password_asked
def webhook_made(request: StaffRequest) -> HttpResponse:
    """The secret of the webhook that was registered just now, this once."""
    made = shown_this_once(request, MADE)
    if made is None:
        return redirect("webhooks:webhooks")
    return render(request, "staff/webhook_made.html", {"made": made})


@require_http_methods(["GET", "HEAD", "POST"])
@may_register
def remove(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Asks whether to remove a webhook, and does."""
    webhook = _own(request, webhook_id)
    host = webhook.host
    if request.method != "POST":
        question = Question(
            title=_("Remove the webhook to %(host)s") % {"host": host},
            will_do=_("Nothing more is sent to it. Its secret and its log are deleted."),
            way_back=_("There is no way back. Registered again, it has another secret."),
            button=_("Remove the webhook"),
            back=reverse("webhooks:webhooks"),
        )
        return ask_first(request, question)
    remove_webhook(webhook, by=request.user, now=timezone.now())
    messages.success(request, _("The webhook to %(host)s has been removed.") % {"host": host})
    return redirect("webhooks:webhooks")


@require_POST
@may_register
def on(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Switches on one that the service had switched off."""
    webhook = _own(request, webhook_id)
    switch_on(webhook, by=request.user, now=timezone.now())
    host = webhook.host
    messages.success(request, _("The webhook to %(host)s is on. What was not sent will be.") % {"host": host})
    return redirect("webhooks:webhooks")


def _own(request: StaffRequest, webhook_id: int) -> Webhook:
    """One of one's areas; another's and none look the same."""
    return get_object_or_404(webhooks_of(request.user, on=timezone.localdate()), pk=webhook_id)


def _shown(webhook: Webhook) -> ShownWebhook:
    found = webhook.deliveries.exclude(state=WebhookDelivery.State.KNOWN).order_by("-pk")[:LATEST]
    deliveries = [(one, answer_in_words(one.last_answer)) for one in found]
    return ShownWebhook(webhook, answer_in_words(webhook.off_because), deliveries)


def answer_in_words(answer: str) -> str:
    """A status or a code as staff read it."""
    if answer.isdecimal():
        return _("It answered %(status)s") % {"status": answer}
    return str(FAULTS.get(answer, answer))
