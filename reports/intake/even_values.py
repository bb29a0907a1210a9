"""Values of one length for what a page offers: without JavaScript nothing else fills up what is sent.

One choice is then as long as another on the wire. How many are ticked is not hidden so: docs/no-trace.md says it.
"""

from typing import Any

from django import forms

FILL = "."  # a form's encoding leaves it one byte, and no value ends with it


class _EvenValues:
    """A widget whose values are filled up to `width` letters, or to the longest of them, and read without that."""

    choices: Any

    def __init__(self, *, width: int = 0) -> None:
        super().__init__()
        self.width = width

    def spelled(self, value: object) -> str:
        """The value as it stands on the page."""
        width = self.width or max(len(str(one)) for one, _label in self.choices)
        return str(value).ljust(width, FILL)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was posted; a value that was not filled up is read as well."""
        posted = super().value_from_datadict(data, files, name)  # type: ignore[misc]  # of the widget beside it
        if isinstance(posted, list):
            return [one.rstrip(FILL) for one in posted]
        return posted.rstrip(FILL) if isinstance(posted, str) else posted


class EvenSelect(_EvenValues, forms.Select):
    """A list to choose one of."""


class EvenRadios(_EvenValues, forms.RadioSelect):
    """Radios."""


class EvenCheckboxes(_EvenValues, forms.CheckboxSelectMultiple):
    """Checkboxes; on a page with several groups of them, a name that is longer has values that are shorter."""
