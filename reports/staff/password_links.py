"""A link by which someone who forgot the password chooses another: made by a manager, and stored nowhere.

Django's own token: it holds for a day, and dies with any sign-in, new password or newer link.
"""

import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction

from reports.staff import audit
from reports.staff.models import StaffUser
from reports.staff.people import change_password, end_sessions
from reports.staff.second_factor import areas_to_reset


class LinkGone(Exception):
    """The link was never made, was used, is too old, or a newer one or a sign-in came after it."""


class _Keys(PasswordResetTokenGenerator):
    key_salt = "reports.staff.password_links"

    def _make_hash_value(self, user: StaffUser, timestamp: int) -> str:
        """What must stay as it is: the password, the count of ended sessions, the last sign-in."""
        return f"{user.pk} {user.password} {user.sessions_ended} {user.last_login} {timestamp}"


_KEYS = _Keys()


@transaction.atomic
def make_password_link(person: StaffUser, *, by: StaffUser | None, now: datetime.datetime) -> str:
    """The key of a link, which is known only now; an older link dies, and the person's sessions end.

    The second factor stays, and is asked at the next sign-in: a link alone lets nobody in. `by` is a manager of all the
    person's areas, or None for a command on the server; raises as `reset_second_factor`.
    """
    areas = areas_to_reset(person, by=by, now=now)
    end_sessions(person)
    for area in areas or [""]:
        audit.record(audit.Act.MAKE_PASSWORD_LINK, by=by, now=now, area=area, detail={"person": person.username})
    return _KEYS.make_token(person)


def person_of_link(person_id: int, key: str, *, is_locked: bool = False) -> StaffUser:
    """Whose link it is; raises LinkGone. Locked, it is used once, whoever else has it."""
    people = StaffUser.objects.filter(is_active=True)
    person = (people.select_for_update() if is_locked else people).filter(pk=person_id).first()
    if person is None or not _KEYS.check_token(person, key):
        raise LinkGone
    return person


@transaction.atomic
def take_up_link(person_id: int, key: str, *, password: str, now: datetime.datetime) -> None:
    """Gives the person the password they chose; raises LinkGone, or ValidationError for a weak one."""
    change_password(person_of_link(person_id, key, is_locked=True), password=password, now=now, by_link=True)
