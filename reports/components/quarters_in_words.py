"""What a quarter is called for people: by its months, since councils count quarters from April."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

_QUARTERS = {
    1: gettext_lazy("January to March %(year)s"),
    2: gettext_lazy("April to June %(year)s"),
    3: gettext_lazy("July to September %(year)s"),
    4: gettext_lazy("October to December %(year)s"),
}
# Apart from each other, because Welsh changes the beginning of the month a range ends with.
_FIRST_MONTHS = {
    1: pgettext_lazy("the first month of a range", "January"),
    2: pgettext_lazy("the first month of a range", "April"),
    3: pgettext_lazy("the first month of a range", "July"),
    4: pgettext_lazy("the first month of a range", "October"),
}
_LAST_MONTHS = {
    1: pgettext_lazy("the last month of a range", "March"),
    2: pgettext_lazy("the last month of a range", "June"),
    3: pgettext_lazy("the last month of a range", "September"),
    4: pgettext_lazy("the last month of a range", "December"),
}


def quarter_in_words(quarter: str) -> str:
    """A quarter such as 2026-Q3 by its months: July to September 2026."""
    year, number = _parts(quarter)
    return str(_QUARTERS[number]) % {"year": year}


def quarter_for_staff(quarter: str) -> str:
    """The same with the number that files and the API have: July to September 2026 (calendar Q3)."""
    months = quarter_in_words(quarter)
    return _("%(months)s (calendar Q%(number)s)") % {"months": months, "number": _parts(quarter)[1]}


def quarters_in_words(first: str, last: str) -> str:
    """From one quarter to another by the first and the last month: April to September 2026."""
    if first == last:
        return quarter_in_words(first)
    (first_year, first_number), (last_year, last_number) = _parts(first), _parts(last)
    begins = str(_FIRST_MONTHS[first_number]) + ("" if first_year == last_year else f" {first_year}")
    ends = f"{_LAST_MONTHS[last_number]} {last_year}"
    return pgettext("from month to month", "%(first)s to %(last)s") % {"first": begins, "last": ends}


def _parts(quarter: str) -> tuple[str, int]:
    year, number = quarter.split("-Q")
    return year, int(number)
