"""The two things every component draws: attributes, and content that is either markup of ours or plain text."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Options = Mapping[str, Any]


def options_of(value: object) -> Options:
    """The value itself when it is a mapping of options, else no options (a template's missing variable is "")."""
    return value if isinstance(value, Mapping) else {}


def content_html(options: object, html_key: str = "html", text_key: str = "text") -> SafeString:
    """The `html` option if there is one, else the `text` option.

    Only markup made by a template or by `format_html` is drawn as it stands: a plain string given as
    `html` is escaped too, so no caller can let a stranger's text through by picking the wrong option.
    """
    given = options_of(options)
    html = given.get(html_key)
    if html:
        return conditional_escape(html)
    text = given.get(text_key)
    return escape("" if text is None else script_text(text))


def script_text(value: Any) -> Any:
    """Booleans as `true` and `false`, which the components' scripts read; anything else as it is."""
    return str(value).lower() if isinstance(value, bool) else value


def attributes_html(attributes: object) -> SafeString:
    """` name="value"` for each; `{"value": v, "optional": True}` leaves out false and draws true as a bare name."""
    drawn = []
    for name, given in options_of(attributes).items():
        value, optional = given, False
        if isinstance(given, Mapping):
            value, optional = given.get("value"), given.get("optional") is True
        if optional and value is True:
            drawn.append(f" {escape(name)}")
        elif not (optional and (value is None or value is False)):
            text = conditional_escape("" if value is None else script_text(value))
            drawn.append(f' {escape(name)}="{text}"')
    return mark_safe("".join(drawn))  # noqa: S308  # every name and value above is escaped
