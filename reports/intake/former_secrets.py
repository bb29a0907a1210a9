"""Which secrets were in use when, and whose words were keyed with which: by days alone, for a mark tells no secret.

What is encrypted is encrypted anew. A mark, a digest of a deletion and a submission are keyed: what they were made of
is kept nowhere, so they are known as long as their secret is, and end with their time.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from reports.intake.models import IncomingReport, Report, SecretInUse, Submission, TakenBack
from reports.staff.row_level_security import everything_seen
from streetsafe.site_secrets import fingerprint, known_secrets

_NEVER, _FOR_EVER = datetime.date.min, datetime.date.max
# Journeys and proofs under way, sessions, links for passwords: none is older. Two days, for a change is noted late.
SHORT_LIVED = datetime.timedelta(days=2)


@dataclass(frozen=True)
class SecretPeriod:
    """Days on which a secret may have been in use, both included."""

    secret: str  # its fingerprint
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Keyed:
    """What was keyed in the days of a secret and cannot be made anew, at most."""

    words: int  # reports that their four words can delete; of each report, whether or not anybody has the words
    submissions: int
    deletions: int  # noted so that a restore deletes again
    is_short_lived: bool  # journeys, sessions and links of those days may still be open

    def __bool__(self) -> bool:
        return bool(self.words or self.submissions or self.deletions or self.is_short_lived)


def note_secret(day: datetime.date) -> None:
    """Notes the secret in use, if it is another than the last."""
    current = fingerprint(settings.SECRET_KEY)
    last = SecretInUse.objects.order_by("id").last()
    if last is None or last.fingerprint != current:
        SecretInUse.objects.create(fingerprint=current, since=day)


def former_periods() -> list[SecretPeriod]:
    """The days of each secret that is not in use now, as noted; before the first note it may have been any fallback."""
    current = fingerprint(settings.SECRET_KEY)
    noted = list(SecretInUse.objects.order_by("id"))
    changes = [row.since for row in noted[1:]]
    periods = [
        SecretPeriod(row.fingerprint, first, last)
        for row, first, last in zip(noted, [_NEVER, *changes], [*changes, _FOR_EVER], strict=False)
        if row.fingerprint != current
    ]
    known = {period.secret for period in periods}
    until = noted[0].since if noted else _FOR_EVER
    unnoted = (fingerprint(secret) for secret in known_secrets()[1:])
    return periods + [SecretPeriod(one, _NEVER, until) for one in unnoted if one not in known]


def keyed_with_former(*, is_known: bool, today: datetime.date) -> Keyed:
    """What still needs a former secret that we know; or, of those that nobody gave us, what is lost."""
    known = {fingerprint(secret) for secret in known_secrets()}
    periods = [period for period in former_periods() if (period.secret in known) is is_known]
    with transaction.atomic(), everything_seen():
        days = [
            day
            for model in (IncomingReport, Report)
            for day in model.objects.filter(withdrawal_mark__isnull=False).values_list("received_on", flat=True)
        ]
    return Keyed(
        words=sum(_lies_in(day, periods) for day in days),
        submissions=sum(_lies_in(day, periods) for day in Submission.objects.values_list("received_on", flat=True)),
        deletions=sum(
            any(period.first.replace(day=1) <= month <= period.last for period in periods)
            for month in TakenBack.objects.values_list("month", flat=True)
        ),
        is_short_lived=any(today <= _after(period.last) for period in periods),
    )


def _lies_in(day: datetime.date, periods: list[SecretPeriod]) -> bool:
    return any(period.first <= day <= period.last for period in periods)


def _after(day: datetime.date) -> datetime.date:
    return day if day == _FOR_EVER else day + SHORT_LIVED
