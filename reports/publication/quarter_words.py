"""What a quarter is called for people: by its months."""

from django.utils.translation import gettext_lazy

_QUARTER_WORDS = {
    1: gettext_lazy("January to March %(year)s"),
    2: gettext_lazy("April to June %(year)s"),
    3: gettext_lazy("July to September %(year)s"),
    4: gettext_lazy("October to December %(year)s"),
}


def quarter_in_words(quarter: str) -> str:
    """A quarter such as 2026-Q3 by its months."""
    year, number = quarter.split("-Q")
    return str(_QUARTER_WORDS[int(number)]) % {"year": year}
