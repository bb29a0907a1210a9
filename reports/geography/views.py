"""Places as somebody types, for the list under the box of a search: posted, and kept nowhere."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from reports.geography.place_search import suggestions_for
from streetsafe.same_origin import same_origin_post


@same_origin_post
@require_POST
def suggestions(request: HttpRequest) -> JsonResponse:
    """The places that may be meant, the best first; they depend on public geography and on nothing else."""
    found = suggestions_for(request.POST.get("q", ""))
    return JsonResponse({"places": [{"value": choice.value, "label": choice.label} for choice in found]})
