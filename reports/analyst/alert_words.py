"""What is new, in words: where, how many more than expected, since when, and how sure that is."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.analyst.alerts import current_alerts
from reports.analyst.answers_given import month_in_words
from reports.analyst.models import Alert, AlertKind
from reports.analyst.place_names import names_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.models import StaffUser

LEAST_IN_A_DAY = 5  # of which more than half came on one day is perhaps a campaign
_DAYS_A_YEAR = 365


@dataclass(frozen=True)
class ToldAlert:
    """An alert as the first page of staff has it."""

    number: int
    name: str
    cell_name: str
    area_code: str
    area_name: str
    what: str
    how_sure: str
    in_a_day: str  # empty where no day stands out
    found_on: datetime.date


@dataclass(frozen=True)
class ToldAlerts:
    """All that a person is told."""

    new: list[ToldAlert]
    seen: list[ToldAlert]
    too_few: list[str]  # names of councils
    looked_on: datetime.date | None
    tells: bool  # whether any of the areas has enough reports


def alerts_told(person: StaffUser, *, on: datetime.date) -> ToldAlerts:
    """What is new in the person's areas; as many queries for several as for one."""
    current = current_alerts(person, on=on)
    alerts = [*current.alerts, *current.seen]
    told = _told(alerts, {council.code: council for council in current.councils})
    new = len(current.alerts)
    tells = len(current.too_few) < current.looked_at
    return ToldAlerts(told[:new], told[new:], [one.local_name for one in current.too_few], current.looked_on, tells)


def _told(alerts: Sequence[Alert], councils: dict[str, Area]) -> list[ToldAlert]:
    return [
        ToldAlert(
            number=alert.pk,
            name=name,
            cell_name=hexgrid.name(alert.cell),
            area_code=alert.council_id,
            area_name=councils[alert.council_id].local_name,
            what=_what(alert),
            how_sure=_how_sure(alert),
            in_a_day=_in_a_day(alert),
            found_on=alert.found_on,
        )
        for alert, name in zip(alerts, names_of([alert.cell for alert in alerts]), strict=True)
    ]


def _what(alert: Alert) -> str:
    if alert.kind == AlertKind.WINTER:
        return _("A place of each winter now: in both years its share was higher then than in summer.")
    if alert.kind == AlertKind.ON_AND_OFF:
        return _("A place that is on and off now: its share goes up and down more than chance would take it.")
    numbers = {"figures": _figures(alert)}
    if alert.kind == AlertKind.NEW:
        return _("A new place: %(figures)s.") % numbers
    return (
        _("Fading: %(figures)s.") if alert.kind == AlertKind.FADING else _("More than expected: %(figures)s.")
    ) % numbers


def _figures(alert: Alert) -> str:
    words = ngettext(
        "%(count)s report since %(month)s, %(expected)s expected",
        "%(count)s reports since %(month)s, %(expected)s expected",
        alert.reports,
    )
    return words % {
        "count": number_format(alert.reports),
        "month": month_in_words(f"{alert.first_month:%Y-%m}"),
        "expected": number_format(alert.expected) if alert.expected else _("fewer than 1"),
    }


def _how_sure(alert: Alert) -> str:
    """How often chance alone would bring it in an area where nothing is new."""
    years = alert.days_apart // _DAYS_A_YEAR
    words = ngettext(
        "Where nothing is new, chance shows this once in a year at most.",
        "Where nothing is new, chance shows this once in %(years)s years at most.",
        years,
    )
    return words % {"years": years}


def _in_a_day(alert: Alert) -> str:
    if alert.most_in_a_day < LEAST_IN_A_DAY or alert.most_in_a_day * 2 < alert.reports:
        return ""
    words = _("%(count)s came in on one day: something may have happened then, or it is a campaign.")
    return words % {"count": number_format(alert.most_in_a_day)}
