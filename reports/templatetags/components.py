"""The components as template tags: `component`, `form_field`, `error_summary`; and the language switch."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.urls import translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports.components import drawing, fields, markup

register = template.Library()
register.filter("attributes", markup.attributes_html)
register.filter("content", markup.content_html)
register.filter("script_text", markup.script_text)


@register.simple_tag
def component(name: str, params: object = None, /, **options: Any) -> SafeString:
    """Draws `templates/components/<name>.html` from GOV.UK's macro options."""
    return drawing.draw_component(name, params, **options)


@register.simple_tag
def form_field(field: BoundField, **options: Any) -> SafeString:
    """Draws a bound field; options: `as_heading`, `small_legend`, `hint`, `classes`, `items_hints`."""
    return drawing.draw_component(fields.component_of(field), fields.options_of_field(field, **options))


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString | str:
    """Draws the form's errors with a link to each field; nothing when there are none."""
    return drawing.draw_component("error-summary", fields.summary_of(form)) if form.errors else ""


@register.simple_tag(takes_context=True)
def language_switch(context: template.Context) -> dict[str, str]:
    """`path`, `code` and `name` of this page in the other language; its home when the page is in one only."""
    code, name, home = ("en-gb", "English", "/") if get_language() == "cy" else ("cy", "Cymraeg", "/cy/")
    path = context["request"].path if "request" in context else home
    other = str(translate_url(path, code))
    return {"path": home if other == path else other, "code": code[:2], "name": name}
