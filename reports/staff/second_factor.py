"""Second factors: taking one into use, giving one up, taking everything from someone who lost it.

Their table is django-allauth's `Authenticator`; what is done to it is in the audit.
"""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    compare_user_code,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.utils import timezone

from reports.staff import audit, sessions
from reports.staff.models import StaffUser
from reports.staff.people import NotYours, end_sessions
from reports.staff.permissions import StaffRequest, areas_managed, memberships_of

Kind = Authenticator.Type


class RolesElsewhere(Exception):
    """The person has a role outside the areas of the manager, who could let a stranger in there."""


class OwnFactor(Exception):
    """Nobody resets the own second factor: a thief at an open desk would."""


class CodeReplayed(Exception):
    """The code was accepted before: somebody looked over a shoulder."""


@dataclass(frozen=True)
class Factors:
    """What a person has: the app, passkeys, and how many recovery codes are left (None: there are none at all)."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def are_set_up(self) -> bool:
        """Whether any can be asked for at sign-in."""
        return self.app is not None or bool(self.passkeys)


def factors_of(person: StaffUser) -> Factors:
    """The second factors of a person, passkeys in the order they were added."""
    found = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    apps = [one for one in found if one.type == Kind.TOTP]
    codes = [one for one in found if one.type == Kind.RECOVERY_CODES]
    return Factors(
        app=apps[0] if apps else None,
        passkeys=[one for one in found if one.type == Kind.WEBAUTHN],
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def take_into_use(request: StaffRequest, kind: str, *, now: datetime.datetime) -> None:
    """The person has shown to hold a new second factor: this session may go on."""
    audit.record(audit.Act.ADD_SECOND_FACTOR, by=request.user, now=now, detail={"what": str(Kind(kind))})
    sessions.note_second_factor(request.session)


def give_up(request: StaffRequest, kind: str, *, now: datetime.datetime) -> None:
    """The person has removed one: every other session of theirs ends, and without another factor so does the work."""
    audit.record(audit.Act.REMOVE_SECOND_FACTOR, by=request.user, now=now, detail={"what": str(Kind(kind))})
    end_sessions(request.user)
    update_session_auth_hash(request, request.user)
    if not factors_of(request.user).are_set_up:
        sessions.forget_second_factor(request.session)


@transaction.atomic
def reset_second_factor(person: StaffUser, *, by: StaffUser | None, now: datetime.datetime) -> None:
    """Takes every second factor from somebody who lost them, and ends their sessions: the next sign-in sets up anew.

    `by` is a manager of all the person's areas, or None for a command on the server. Raises NotYours, RolesElsewhere
    or OwnFactor.
    """
    areas = areas_to_reset(person, by=by, now=now)
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    for area in areas or [""]:
        audit.record(audit.Act.RESET_SECOND_FACTOR, by=by, now=now, area=area, detail={"person": person.username})


def refuse_replay(app: Authenticator, code: str) -> None:
    """Raises CodeReplayed unless the code is of a later step than any accepted before; notes its step.

    The step stands in the table: allauth remembers codes in the memory of one worker process alone.
    """
    with transaction.atomic():
        held = Authenticator.objects.select_for_update().get(pk=app.pk)
        secret = decrypt(held.data["secret"])
        steps = [
            step
            for step in yield_hotp_counters_from_time()
            if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
        ]
        if not steps or max(steps) <= held.data.get("step", 0):
            raise CodeReplayed
        held.data["step"] = max(steps)
        held.save(update_fields=["data"])


def areas_to_reset(person: StaffUser, *, by: StaffUser | None, now: datetime.datetime) -> list[str]:
    """The codes of the person's areas today; raises as `reset_second_factor` when `by` may not reset what is theirs."""
    today = timezone.localdate(now)
    codes = set(memberships_of(person, on=today).values_list("area", flat=True))
    if by is not None:
        managed = set(areas_managed(by, on=today).filter(pk__in=codes).values_list("pk", flat=True))
        if by.pk == person.pk:
            raise OwnFactor
        if not managed:
            raise NotYours(person)
        if managed != codes:
            raise RolesElsewhere
    return sorted(codes)
