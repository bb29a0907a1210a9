"""What a response is meant to change, fixed by its kind before anyone looks, and what followed in words."""

from django.utils.translation import gettext as _

from reports.responses.models import ResponseKind
from reports.spatial_statistics.before_after import BeforeAfter
from reports.vocabulary.reasons import BY_CODE

_HARASSMENT = ("verbal-one", "verbal-group", "followed", "other-harassment")
_MEANT_FOR = {
    ResponseKind.LIGHTING: ("badly-lit", "visibility"),
    ResponseKind.UPKEEP: ("rundown", "visibility"),
    ResponseKind.PEOPLE: (*_HARASSMENT, "groups", "drink-drugs"),
}


def reasons_meant(kind: str) -> tuple[int, ...]:
    """The numbers of the main reasons that a kind of response is meant for; none where all reports alone are."""
    return tuple(BY_CODE[code].number for code in _MEANT_FOR.get(ResponseKind(kind), ()))


def reasons_in_words(kind: str) -> str:
    """Which reports a kind of response was meant for."""
    return {
        ResponseKind.LIGHTING: _("Badly lit or hard to see, what it was meant for"),
        ResponseKind.UPKEEP: _("Run down or hard to see, what it was meant for"),
        ResponseKind.PEOPLE: _("Harassment, groups, alcohol or drugs, what it was meant for"),
    }[ResponseKind(kind)]


def outcome_in_words(result: BeforeAfter) -> str:
    """Fewer, more, or not clear yet; only of what is enough to tell."""
    if result.is_fewer:
        return _("fewer than expected")
    return _("more than expected") if result.is_more else _("not clear yet")
