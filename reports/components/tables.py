"""Lists of things: tables, summary lists, pagination and tabs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from reports.components.markup import options_of


def present(items: object) -> list[Any]:
    """The items that are there: a falsy item is one a caller left out on a condition."""
    return [item for item in items if item] if isinstance(items, Iterable) else []


def table(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a table: each row's cells, the first a header when `firstCellIsHeader`."""
    first_is_header = bool(params.get("firstCellIsHeader"))
    rows = [
        [{**cell, "isHeader": first_is_header and index == 0} for index, cell in enumerate(row)]
        for row in present(params.get("rows"))
    ]
    return {**params, "rows": rows}


def summary_list(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a summary list: rows with their actions, and whether a row without any must keep their column."""
    rows = [with_actions(row) for row in present(params.get("rows"))]
    any_actions = any(row["actionItems"] for row in rows)
    for row in rows:
        row["isMissingActions"] = any_actions and not row["actionItems"]
    card = with_actions(params["card"]) if params.get("card") else None
    return {**params, "rows": rows, "card": card, "cardTitle": options_of(card).get("title")}


def with_actions(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options, their actions under a name that is not also a method of a mapping."""
    actions = options_of(options.get("actions"))
    return {**options, "actionItems": present(actions.get("items")), "actionClasses": actions.get("classes", "")}


def panel(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a panel: a confirmation unless its classes make it an interruption, which alone has actions."""
    is_interruption = "govuk-panel--interruption" in (params.get("classes") or "")
    actions = options_of(params.get("actions")) if is_interruption else {}
    items = [
        {
            **item,
            "isButton": not item.get("href") or item.get("type") == "button",
            "type": item.get("type") or "button",
            "buttonClasses": " ".join(name for name in ("govuk-button--inverse", item.get("classes")) if name),
        }
        for item in present(actions.get("items"))
    ]
    return {**params, "isInterruption": is_interruption, "actions": actions, "actionItems": items}


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


def tabs(params: dict[str, Any]) -> dict[str, Any]:
    """Context of tabs: each with the id of its panel."""
    prefix = params.get("idPrefix") or ""
    items = [
        {**item, "panelId": item.get("id") or f"{prefix}-{index}", "isFirst": index == 1}
        for index, item in enumerate(params.get("items") or [], start=1)
        if item
    ]
    return {**params, "items": items, "hasItems": bool(params.get("items"))}


def task_list(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a task list: each task with the ids of its hint and its status."""
    prefix = params.get("idPrefix") or "task-list"
    items = [
        {
            **item,
            "title": options_of(item.get("title")),
            "status": options_of(item.get("status")),
            "hintId": f"{prefix}-{index}-hint" if item.get("hint") else "",
            "statusId": f"{prefix}-{index}-status",
        }
        for index, item in enumerate(params.get("items") or [], start=1)
        if item
    ]
    return {**params, "items": items}


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
