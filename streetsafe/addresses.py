"""Each page stands at one address; who writes it with a slash too many or too few is led there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import escape_leading_slashes

type_of_view = Callable[[HttpRequest], HttpResponse]


class _Moved(HttpResponseRedirectBase):
    status_code = 301


class _MovedWithItsForm(HttpResponseRedirectBase):
    """A browser sends the same request again; after a 301 it would ask for the page and drop what was posted."""

    status_code = 308


def lead_to_the_address_that_stands(get_response: type_of_view) -> type_of_view:
    """Where nothing stands, redirects to the same address without its last slashes, else with one, if that stands."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        stands = _address_that_stands(request)
        if stands is None:
            return response
        kind = _Moved if request.method in {"GET", "HEAD"} else _MovedWithItsForm
        return kind(stands)

    return answer


def _address_that_stands(request: HttpRequest) -> str | None:
    path = request.path_info
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    found, here = _match(other), _match(path)
    # A page that found nothing to show has said so; and what answers every unknown address stands nowhere.
    if found is None or (here is not None and (here.func is found.func or not path.endswith("/"))):
        return None
    whole = f"{request.path.removesuffix(path)}{other}"
    # Two slashes at its beginning would be another site's address.
    address = escape_uri_path(escape_leading_slashes(whole))
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{iri_to_uri(query)}" if query else address


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
