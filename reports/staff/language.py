"""The language of staff pages: the person's own choice, else that of the sign-in page, else the host's first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_CHOSEN = "language"


def speak_to(request: HttpRequest) -> None:
    """Sets the language for the rest of the request; the next request sets its own."""
    person = request.user
    preferred = "" if isinstance(person, AnonymousUser) else person.language
    asked = request.GET.get("language") or request.session.get(_CHOSEN) or ""
    code = preferred or asked
    if code in dict(settings.LANGUAGES):
        translation.activate(code)


def in_chosen_language(view: View[P]) -> View[P]:
    """A page before signing in, in the language its address names."""

    @wraps(view)
    def spoken(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        speak_to(request)
        return view(request, *args, **kwargs)

    return spoken


def keep_language(request: HttpRequest) -> None:
    """Whoever signs in on the Welsh page meets Welsh pages until they sign out."""
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        request.session[_CHOSEN] = asked
