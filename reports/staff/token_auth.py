"""Letting programs in: `Authorization: Bearer KEY`, `Token KEY`, or the key as the password of Basic (Excel, GDAL)."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.geography.models import Area
from reports.staff import row_level_security
from reports.staff.models import AccessToken, Membership
from reports.staff.permissions import (
    READING,
    StaffRequest,
    StaffView,
    View,
    councils_inside,
    memberships_of,
    staff_only,
)
from reports.staff.tokens import ROLES, SENDING, TokenRefused, token_of_key
from streetsafe import problems

P = ParamSpec("P")


def staff_or_token(dataset: str, *roles: str) -> Callable[[StaffView[P]], View[P]]:
    """As `staff_only`, and lets in a program with a token for the dataset, to read the token's area alone.

    A key that is wrong in any way gets 401. So does a program without one, that would not know what to do with the
    sign-in page. A token whose person lost the role gets 403.
    """

    def decorate(view: StaffView[P]) -> View[P]:
        for_people = staff_only(*roles)(view)

        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            sent = request.headers.get("Authorization")
            if sent is None:
                asks_for_page = "text/html" in request.headers.get("Accept", "")
                if request.user.is_authenticated or asks_for_page:
                    return for_people(request, *args, **kwargs)
                return _challenge()
            return _with_token(view, dataset)(request, sent, *args, **kwargs)

        return guarded

    return decorate


def token_only(dataset: str) -> Callable[[StaffView[P]], View[P]]:
    """Lets in programs with a token for the dataset, and nobody signed in; refuses as `staff_or_token` does."""

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            sent = request.headers.get("Authorization", "")
            return _with_token(view, dataset)(request, sent, *args, **kwargs)

        return guarded

    return decorate


def _with_token(view: StaffView[P], dataset: str) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    def answer(request: HttpRequest, sent: str, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            token = token_of_key(key_of(sent), dataset=dataset, now=timezone.now())
        except TokenRefused:
            return _challenge()
        today, may_read = timezone.localdate(), ROLES[AccessToken.Dataset(dataset)]
        own = _admitted(request, token, memberships_of(token.person, *may_read, on=today))
        with row_level_security.seen_by(token.person, may_read, on=today, within=token.area_id):
            return view(own, *args, **kwargs)

    return answer


def key_of(header: str) -> str:
    """The key in an Authorization header; raises TokenRefused when there is none."""
    scheme, _space, sent = header.strip().partition(" ")
    if scheme.lower() in {"bearer", "token"}:
        return sent.strip()
    if scheme.lower() != "basic":
        raise TokenRefused
    try:
        _name, colon, password = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise TokenRefused from None
    if not colon:
        raise TokenRefused
    return password


def _admitted(request: HttpRequest, token: AccessToken, memberships: QuerySet[Membership]) -> StaffRequest:
    """The request as the token's person, with the councils inside both the person's areas and the token's."""
    may_send = token.dataset in SENDING
    if (request.method not in READING and not may_send) or not memberships.exists():
        raise PermissionDenied
    own = cast(StaffRequest, request)
    own.user = token.person
    own.token_label, own.token_area = token.label, token.area_id
    own.councils = councils_inside(memberships).filter(pk__in=_inside(token.area_id))
    return own


def _inside(code: str) -> list[str]:
    """The codes of an area and of all inside it."""
    inside = Area.objects.filter(pk=code) | Area.objects.filter(parent=code) | Area.objects.filter(parent__parent=code)
    return list(inside.values_list("pk", flat=True))


def _challenge() -> HttpResponse:
    """401: the key is wrong, or missing. Programs that ask a person for a password do so now."""
    response = problems.refusal(401, _("The access token is missing, wrong, revoked or too old."))
    response["WWW-Authenticate"] = 'Basic realm="Access token as password", charset="UTF-8"'
    return response
