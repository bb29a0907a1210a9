"""Pages of a list: the links between them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from reports.components.markup import options_of


def present(items: object) -> list[Any]:
    """The items that are there: a falsy item is one a caller left out on a condition."""
    return [item for item in items if item] if isinstance(items, Iterable) else []


def pagination(params: dict[str, Any]) -> dict[str, Any]:
    """Context of pagination: in a block, with arrows above each other, when it has no page numbers."""
    previous, following = options_of(params.get("previous")), options_of(params.get("next"))
    return {
        **params,
        "previous": previous if previous.get("href") else None,
        "next": following if following.get("href") else None,
        "hasItems": params.get("items") is not None and bool(params["items"]),
        "items": present(params.get("items")),
        "isBlock": not params.get("items") and bool(previous or following),
    }


def page_links(page: Page[Any], query_of: Callable[[int], str], *, label: str = "") -> dict[str, Any] | None:
    """The options of pagination for a page; none when all is on one page. `query_of` is by a page's number.

    `label` names the links to a screen reader; without one the component's own does.
    """
    if page.paginator.num_pages == 1:
        return None
    links: dict[str, Any] = {
        "items": [
            {
                "number": number,
                "href": query_of(number),
                "current": number == page.number,
                # Its name begins with what is seen: who speaks to a phone says the number.
                "visuallyHiddenText": _("%(number)s, page") % {"number": number},
            }
            if isinstance(number, int)
            else {"ellipsis": True}
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ]
    }
    if label:
        links["landmarkLabel"] = label
    if page.has_previous():
        links["previous"] = {"href": query_of(page.previous_page_number())}
    if page.has_next():
        links["next"] = {"href": query_of(page.next_page_number())}
    return links
