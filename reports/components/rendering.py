"""Draws a component: prepares its options and renders its template."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from reports.components import choices, inputs, tables
from reports.components.markup import options_of

# Components whose options need reckoning (ids, descriptions, what is checked) before a template can draw them.
PREPARATIONS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "checkboxes": choices.checkboxes,
    "input": inputs.text_input,
    "pagination": tables.pagination,
    "radios": choices.radios,
    "select": inputs.select,
    "textarea": inputs.textarea,
}


def render_component(name: str, params: object = None, /, **options: Any) -> SafeString:
    """The component's HTML from GOV.UK's macro options, as a mapping, as keywords, or both (keywords win)."""
    given: dict[str, Any] = {**options_of(params), **options}
    context = PREPARATIONS[name](given) if name in PREPARATIONS else given
    # `given` is what `html` and `text` are read from; a template sees each option under its own name as well.
    return mark_safe(get_template(f"components/{name}.html").render({**context, "given": context}).strip())  # noqa: S308  # a template of ours, autoescaped
