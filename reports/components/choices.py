"""Radios and checkboxes: one shape, from which either is drawn."""

from collections.abc import Mapping
from typing import Any

from reports.components.inputs import with_descriptions
from reports.components.markup import options_of


def radios(params: dict[str, Any]) -> dict[str, Any]:
    """Context of radios: each item with its id, whether it is checked, and the ids it points to."""
    value = params.get("value")
    return choices(params, kind="radios", type_="radio", chosen=[value] if value else [], described_by="")


def checkboxes(params: dict[str, Any]) -> dict[str, Any]:
    """Context of checkboxes, several of which may be in `values`."""
    return choices(
        params,
        kind="checkboxes",
        type_="checkbox",
        chosen=list(params.get("values") or []),
        described_by=params.get("describedBy") or "",
    )


def choices(
    params: dict[str, Any], *, kind: str, type_: str, chosen: list[object], described_by: str
) -> dict[str, Any]:
    """The context both share."""
    prefix = params.get("idPrefix") or params.get("name", "")
    described_by = options_of(params.get("fieldset")).get("describedBy") or described_by
    context = with_descriptions(params, id_=prefix, described_by=described_by)
    # Without a fieldset to carry them, the descriptions of the group are read with each checkbox.
    carried = context["describedBy"] if kind == "checkboxes" and not params.get("fieldset") else ""
    items = [
        choice(
            item, kind=kind, prefix=prefix, index=index, name=params.get("name"), chosen=chosen, described_by=carried
        )
        for index, item in enumerate(params.get("items") or [], start=1)
        if item
    ]
    return {**context, "kind": kind, "type": type_, "items": items}


def choice(
    item: Mapping[str, Any],
    *,
    kind: str,
    prefix: str,
    index: int,
    name: object,
    chosen: list[object],
    described_by: str,
) -> dict[str, Any]:
    """One item. The first id has no number, so that an error summary can point at it without knowing the items."""
    id_ = item.get("id") or (f"{prefix}-{index}" if index > 1 else prefix)
    hint, label = options_of(item.get("hint")), options_of(item.get("label"))
    hint_id = f"{id_}-item-hint" if hint.get("text") or hint.get("html") else ""
    return {
        **item,
        "id": id_,
        "name": item.get("name") or name,
        "value": item.get("value", ""),
        "checked": item.get("checked") or (item.get("checked") is not False and item.get("value") in chosen),
        "hintId": hint_id,
        "hintClasses": " ".join(name for name in (f"govuk-{kind}__hint", hint.get("classes")) if name),
        "labelClasses": " ".join(name for name in (f"govuk-{kind}__label", label.get("classes")) if name),
        "describedBy": " ".join(part for part in (described_by, hint_id) if part),
        "conditionalId": f"conditional-{id_}" if options_of(item.get("conditional")).get("html") else "",
    }
