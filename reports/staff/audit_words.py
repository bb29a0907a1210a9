"""An entry's detail as a manager reads it: the desk's own labels for what the log keeps as codes."""

import datetime
import re
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reports.components.quarters_in_words import quarter_for_staff
from reports.staff.models import AccessToken, Membership

NAMES = {
    "batch": _("batch"),
    "dataset": _("what"),
    "decision": _("decision"),
    "expires": _("last day"),
    "file": _("file"),
    "first": _("from"),
    "format": _("format"),
    "kind": _("kind"),
    "last": _("to"),
    "name": _("name"),
    "person": _("person"),
    "quarter": _("quarter"),
    "question": _("question"),
    "replaces": _("in place of"),
    "reports": _("reports"),
    "response": _("response"),
    "role": _("role"),
    "token": _("access token"),
}
# These belong to stages that may not be imported here: a test compares them with theirs.
DECISIONS = {"accepted": _("Accepted"), "rejected": _("Rejected"), "waiting": _("Waiting")}
REASONS = {
    "private-place": _("A private home, not a public place"),
    "outside-area": _("Outside the area this service covers"),
    "burst": _("Part of a coordinated burst of reports"),
    "test": _("A test or an obvious mistake"),
    "contradictory": _("The answers contradict each other"),
}
KINDS = {
    "lighting": _("Lighting repaired or added"),
    "street": _("Street layout or CCTV changed"),
    "upkeep": _("Cleaned up, or plants cut back"),
    "people": _("More patrols or staff"),
    "talk": _("Meeting or consultation"),
    "other": _("Something else"),
}
QUESTIONS = {
    "where": _("Where are the places?"),
    "why-and-when": _("Why and when?"),
    "changes": _("What changed?"),
}
_LABELS: dict[str, dict[str, Any]] = {
    "kind": KINDS,
    "question": QUESTIONS | {"all": _("all questions")},
    "role": dict(Membership.Role.choices),
    "dataset": dict(AccessToken.Dataset.choices)
    | {"audit": _("Audit log"), "hotspots": _("Figures of hotspots"), "briefing": _("Briefing on places")},
}
_QUARTER = re.compile(r"\d{4}-Q[1-4]")


def detail_in_words(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """What an entry says beside who, what and where; what has no label here is shown as it is kept."""
    return [(str(NAMES.get(name, name)), _value_in_words(name, value)) for name, value in detail.items()]


def _value_in_words(name: str, value: Any) -> str:
    if value is None:
        return _now("No end") if name == "expires" else ""
    if isinstance(value, int) and name == "reports":
        return number_format(value)
    text = str(value)
    if name == "decision":
        outcome, _separator, reason = text.partition(": ")
        return ": ".join(
            str(words.get(code, code)) for words, code in ((DECISIONS, outcome), (REASONS, reason)) if code
        )
    if name == "expires":
        return date_format(datetime.date.fromisoformat(text), "j F Y")
    if name in ("first", "last", "quarter") and _QUARTER.fullmatch(text):
        return quarter_for_staff(text)
    return str(_LABELS.get(name, {}).get(text, text))
