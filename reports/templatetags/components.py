"""The components as template tags: `component`, `form_field`, `error_summary`; and the language switch."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext

from reports.components import fields, markup, rendering

CHOICES_IN_ADDRESSES = ("area", "period")  # what a public page is asked for by its address, in any language

register = template.Library()
register.filter("attributes", markup.attributes_html)
register.filter("content", markup.content_html)
register.filter("script_text", markup.script_text)


@register.simple_tag
def component(name: str, params: object = None, /, **options: Any) -> SafeString:
    """Draws `templates/components/<name>.html` from GOV.UK's macro options."""
    return rendering.render_component(name, params, **options)


@register.simple_tag
def form_field(field: BoundField, **options: Any) -> SafeString:
    """Draws a bound field; options: `as_heading`, `small_legend`, `hint`, `classes`, `items_hints`."""
    return rendering.render_component(fields.component_of(field), fields.options_of_field(field, **options))


@register.simple_tag
def error_summary(form: BaseForm, about: str = "") -> SafeString | str:
    """Draws the form's errors with a link to each field; nothing when there are none.

    `about` names the page, where its title does not: the summary says it, and has the focus without script too.
    """
    return rendering.render_component("error-summary", fields.summary_of(form, about=about)) if form.errors else ""


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[dict[str, str]]:
    """This page in each other language, in the host's order: `path`, `code`, `name`, and `note`, a sentence in it.

    The path is that language's first page when the page is in one language only.
    """
    path = _path_with_choice(context["request"]) if "request" in context else ""
    here = get_language()
    return [_in_language(code, path) for code, _name in settings.LANGUAGES if code != here]


def _path_with_choice(request: HttpRequest) -> str:
    """The page's path with the area and the time it was asked for, and nothing else that stands in its address."""
    chosen = {name: request.GET[name] for name in CHOICES_IN_ADDRESSES if name in request.GET}
    return f"{request.path}?{urlencode(chosen)}" if chosen else request.path


def _in_language(code: str, path: str) -> dict[str, str]:
    there = str(translate_url(path, code))
    with translation.override(code):
        home = reverse("guidance:home")
        # Translators: name your own language here, not English.
        note = gettext("This page is available in English")
    name = get_language_info(code)["name_local"].removeprefix("British ")
    foreign = not code.startswith("en") and note == "This page is available in English"  # no catalogue says it yet
    return {
        "path": home if there == path else there,
        "code": code.split("-")[0],
        "name": name,
        "note": name if foreign else note,
    }


@register.simple_tag(takes_context=True)
def language_switch(context: template.Context) -> dict[str, str]:
    """The first of `other_languages`, for a page that can go to one only."""
    return other_languages(context)[0]
