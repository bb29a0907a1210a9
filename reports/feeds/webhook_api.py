"""Webhooks by a token: those of its area, another one, and one less."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reports.feeds.models import Webhook
from reports.feeds.posting import FAULTS, AddressRefused
from reports.feeds.webhooks import (
    MOST_IN_AN_AREA,
    NotYourWebhook,
    TooManyWebhooks,
    areas_of,
    register_webhook,
    remove_webhook,
    webhooks_of,
)
from reports.staff.models import AccessToken
from reports.staff.permissions import StaffRequest
from reports.staff.token_auth import token_only
from streetsafe import problems

WEBHOOK = AccessToken.Dataset.WEBHOOK


@csrf_exempt
@token_only(WEBHOOK)
def webhooks(request: StaffRequest) -> HttpResponse:
    """The webhooks of the token's area; by POST another one, whose secret is told this once."""
    if request.method in {"GET", "HEAD"}:
        return JsonResponse({"results": [_told(webhook) for webhook in _within_token(request)]})
    if request.method != "POST":
        return _not_by_this_method("GET, HEAD, POST")
    asked = _asked(request)
    if not isinstance(asked, dict) or set(asked) - {"url", "area"} or not isinstance(asked.get("url"), str):
        return problems.refusal(400, _("Send a JSON object with `url` and, for one area inside the token’s, `area`."))
    today = timezone.localdate()
    code = str(asked.get("area", request.token_area))
    found = areas_of(request.user, on=today, within=request.token_area)
    area = found.filter(pk=code).first() if "\0" not in code else None  # PostgreSQL refuses to look for a NUL
    if area is None:
        return problems.refusal(400, errors={"area": [_("This is no area of the token.")]})
    site = request.build_absolute_uri("/")
    try:
        made = register_webhook(
            asked["url"], area=area, site=site, by=request.user, now=timezone.now(), within=request.token_area
        )
    except AddressRefused as refused:
        return problems.refusal(400, errors={"url": [FAULTS[refused.code]]})
    except TooManyWebhooks:
        return problems.refusal(409, _("An area can have %(most)d webhooks.") % {"most": MOST_IN_AN_AREA})
    return JsonResponse(_told(made.webhook) | {"secret": made.secret}, status=201)


@csrf_exempt
@token_only(WEBHOOK)
def one(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """One of them, or by DELETE its end."""
    webhook = _within_token(request).filter(pk=webhook_id).first()
    if webhook is None:
        return problems.refusal(404)
    if request.method in {"GET", "HEAD"}:
        return JsonResponse(_told(webhook))
    if request.method != "DELETE":
        return _not_by_this_method("GET, HEAD, DELETE")
    try:
        remove_webhook(webhook, by=request.user, now=timezone.now(), within=request.token_area)
    except NotYourWebhook:
        return problems.refusal(404)
    return HttpResponse(status=204)


def _within_token(request: StaffRequest) -> QuerySet[Webhook]:
    return webhooks_of(request.user, on=timezone.localdate(), within=request.token_area)


def _asked(request: StaffRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):  # no JSON, and brackets in brackets without end
        return None


def _told(webhook: Webhook) -> dict[str, object]:
    return {
        "id": webhook.pk,
        "host": webhook.host,
        "area": webhook.area_id,
        "made_on": webhook.made_on.isoformat(),
        "off_since": webhook.off_since.isoformat() if webhook.off_since else None,
        "off_because": webhook.off_because or None,
    }


def _not_by_this_method(allowed: str) -> HttpResponse:
    refused = problems.refusal(405)
    refused.headers["Allow"] = allowed
    return refused
