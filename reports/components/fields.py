"""A Django form's bound field as the options of the component that draws it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from reports.components.markup import Options, options_of

# The order matters: Select is the base of RadioSelect and of CheckboxSelectMultiple in Django.
CHOICE_COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)

# Attributes the component draws itself; and `required`, for which the browser's own message is untranslated and
# unlinked, where the server's summary says what is missing.
DRAWN_ANYWAY = frozenset({"id", "class", "aria-describedby", "spellcheck", "type", "required", "rows", "cols"})


def component_of(field: BoundField) -> str:
    """The name of the component for the field's widget; an input when no other fits."""
    widget = field.field.widget
    return next((name for kind, name in CHOICE_COMPONENTS if isinstance(widget, kind)), "input")


def first_id(field: BoundField) -> str:
    """The id an error links to: of the input, or of the first radio or checkbox."""
    return field.auto_id or field.html_name


def options_of_field(
    field: BoundField,
    *,
    as_heading: bool = False,
    small_legend: bool = False,
    hint: str | None = None,
    classes: str = "",
    items_hints: Mapping[Any, str] | None = None,
) -> dict[str, Any]:
    """The field as macro options; `items_hints` maps a choice's value to the line below its label."""
    component = component_of(field)
    help_text = field.help_text if hint is None else hint
    options: dict[str, Any] = {
        "name": field.html_name,
        "classes": classes,
        "hint": {"html": help_text} if help_text else None,
        "errorMessage": {"text": " ".join(str(error) for error in field.errors)} if field.errors else None,
    }
    if isinstance(field.field.widget, forms.CheckboxInput):
        item = {"value": "on", "text": field.label, "checked": bool(field.value())}
        return options | {"idPrefix": first_id(field), "items": [item]}
    size = "l" if as_heading else "s" if small_legend else "m"
    if component in {"radios", "checkboxes"}:
        legend = {"text": field.label, "classes": f"govuk-fieldset__legend--{size}", "isPageHeading": as_heading}
        options |= {
            "idPrefix": first_id(field),
            "fieldset": {"legend": legend},
            "items": choice_items(field, items_hints or {}),
        }
        return options
    options["id"] = first_id(field)
    options["label"] = {
        "text": field.label,
        "classes": "govuk-label--l" if as_heading else "",
        "isPageHeading": as_heading,
    }
    # Nothing a person typed may be offered to the next person who holds the phone.
    attributes = {"autocomplete": "off", **attributes_of(field)}
    if component == "select":
        return options | {"items": choice_items(field, {}), "attributes": attributes}
    if component == "textarea":
        rows = field.field.widget.attrs.get("rows")
        return options | {"value": shown_value(field), "rows": rows, "spellcheck": True, "attributes": attributes}
    return options | {
        "type": getattr(field.field.widget, "input_type", "text"),
        "value": shown_value(field),
        "spellcheck": False,
        "attributes": {"autocorrect": "off", **attributes},
    }


def shown_value(field: BoundField) -> str | None:
    """The value as the widget writes it; a password typed once is never written back."""
    widget = field.field.widget
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        return None
    shown = widget.format_value(field.value())
    return None if shown in (None, "") else str(shown)


def attributes_of(field: BoundField) -> dict[str, Any]:
    """The widget's own attributes and those of the field's rules, without those the component draws itself."""
    widget = field.field.widget
    built = field.build_widget_attrs(dict(widget.attrs))
    kept = {name: value for name, value in built.items() if name not in DRAWN_ANYWAY}
    return {name: {"value": value, "optional": True} for name, value in kept.items()}


def choice_items(field: BoundField, hints: Mapping[Any, str]) -> list[dict[str, Any]]:
    """The choices as items, each checked or selected as the form's data or initial value says.

    A widget may spell a value in a way of its own, which it reads again.
    """
    spelled = getattr(field.field.widget, "spelled", str)
    value = field.value()
    chosen = {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value)}
    items: list[dict[str, Any]] = []
    for option, label in flat_choices(field):
        is_chosen = str(option) in chosen
        hint = hints.get(option) or hints.get(str(option))
        item = {"value": spelled(option), "text": str(label), "checked": is_chosen, "selected": is_chosen}
        items.append(item | ({"hint": {"html": hint}} if hint else {}))
    return items


def flat_choices(field: BoundField) -> list[tuple[Any, Any]]:
    """Value and label of each choice, groups opened; a radio for "nothing chosen" is left out."""
    is_select = component_of(field) == "select"
    found: list[tuple[Any, Any]] = []
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, (list, tuple)):
            found.extend(label)
        elif is_select or value not in (None, ""):
            found.append(("" if value is None else value, label))
    return found


def summary_of(form: forms.BaseForm, *, about: str = "") -> dict[str, Any]:
    """The options of an error summary: one link for each field in error, then the form's own errors."""
    errors: list[Options] = [
        {"text": str(error), "href": f"#{first_id(form[name])}"} if name != "__all__" else {"text": str(error)}
        for name, messages in form.errors.items()
        for error in messages
    ]
    errors.sort(key=lambda error: "href" not in options_of(error))
    if not about:
        return {"titleText": _("There is a problem"), "errorList": errors}
    focused = {"tabindex": "-1", "autofocus": {"value": True, "optional": True}}
    title = _("There is a problem: %(about)s") % {"about": about}
    return {"titleText": title, "errorList": errors, "attributes": focused}
