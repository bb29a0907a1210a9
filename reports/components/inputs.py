"""Inputs, text areas and selects: their ids, and what describes them."""

from typing import Any

from reports.components.markup import options_of


def with_descriptions(params: dict[str, Any], *, id_: str, described_by: str) -> dict[str, Any]:
    """The options, with the ids of hint and error and all of them joined in `describedBy`."""
    hint_id = f"{id_}-hint" if params.get("hint") else ""
    error_id = f"{id_}-error" if params.get("errorMessage") else ""
    return {
        **params,
        "id": id_,
        "hintId": hint_id,
        "errorId": error_id,
        "describedBy": " ".join(part for part in (described_by, hint_id, error_id) if part),
    }


def text_input(params: dict[str, Any]) -> dict[str, Any]:
    """Context of an input: its attributes in one mapping."""
    context = with_descriptions(
        params, id_=params.get("id") or params.get("name", ""), described_by=params.get("describedBy") or ""
    )
    classes = ["govuk-input", params.get("classes"), "govuk-input--error" if params.get("errorMessage") else ""]
    spellcheck = params.get("spellcheck")
    optional = {
        "spellcheck": str(spellcheck).lower() if isinstance(spellcheck, bool) else None,
        "value": params.get("value"),
        "disabled": params.get("disabled"),
        "aria-describedby": context["describedBy"] or None,
        "autocomplete": params.get("autocomplete"),
        "autocapitalize": params.get("autocapitalize"),
        "pattern": params.get("pattern"),
        "inputmode": params.get("inputmode"),
    }
    context["inputAttributes"] = {
        "class": " ".join(name for name in classes if name),
        "id": context["id"],
        "name": params.get("name"),
        "type": params.get("type") or "text",
        **{name: {"value": value, "optional": True} for name, value in optional.items()},
    }
    group = options_of(params.get("formGroup"))
    context["isWrapped"] = any(
        options_of(part).get("text") or options_of(part).get("html")
        for part in (params.get("prefix"), params.get("suffix"), group.get("beforeInput"), group.get("afterInput"))
    )
    return context


def textarea(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a text area: its attributes in one mapping."""
    context = with_descriptions(
        params, id_=params.get("id") or params.get("name", ""), described_by=params.get("describedBy") or ""
    )
    classes = ["govuk-textarea", "govuk-textarea--error" if params.get("errorMessage") else "", params.get("classes")]
    spellcheck = params.get("spellcheck")
    optional = {
        "spellcheck": str(spellcheck).lower() if isinstance(spellcheck, bool) else None,
        "disabled": params.get("disabled"),
        "aria-describedby": context["describedBy"] or None,
        "autocomplete": params.get("autocomplete"),
    }
    context["textareaAttributes"] = {
        "class": " ".join(name for name in classes if name),
        "id": context["id"],
        "name": params.get("name"),
        "rows": params.get("rows") or 5,
        **{name: {"value": value, "optional": True} for name, value in optional.items()},
    }
    return context


def select(params: dict[str, Any]) -> dict[str, Any]:
    """Context of a select: each option with whether it is selected, by its value or, without one, by its text."""
    context = with_descriptions(
        params, id_=params.get("id") or params.get("name", ""), described_by=params.get("describedBy") or ""
    )
    wanted = params.get("value")
    context["items"] = [
        {
            **item,
            "hasValue": "value" in item,
            "selected": item.get("selected")
            or (item.get("selected") is not False and bool(wanted) and item.get("value", item.get("text")) == wanted),
        }
        for item in params.get("items") or []
        if item
    ]
    return context
