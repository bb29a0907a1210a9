"""The mail of each Monday, to the one address the operator names: the same words whether or not something is new.

A mail on a find would tell whoever carries it when something happened where. So this one tells nothing but the day.
"""

import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from streetsafe.written_whole import write_whole

_MONDAY = 0


class NothingToSend(Exception):
    """No mail is due; the words say why."""


def send_monday_mail(*, now: datetime.datetime) -> None:
    """Sends it, once a Monday. Raises NothingToSend, and OSError where the mail server does not take it."""
    today = timezone.localdate(now)
    if not settings.MONDAY_MAIL_TO:
        raise NothingToSend("MONDAY_MAIL_TO names no address.")
    if today.weekday() != _MONDAY:
        raise NothingToSend("It is not Monday.")
    if _last_sent() == today:
        raise NothingToSend("It was sent today.")
    subject, body = monday_words()
    address = settings.MONDAY_MAIL_TO
    EmailMessage(subject, body, from_email=address, to=[address]).send()
    write_whole(_file(), f"{today.isoformat()}\n".encode())


def monday_words() -> tuple[str, str]:
    """Subject and text, in each language of the site; of nothing that is found, and so the same each time."""
    parts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = _(
                "What is new in your areas is on your first page after signing in:\n%(address)s\n\n"
                "This mail comes each Monday at the same time, whether or not something is new."
            )
            parts.append(words % {"address": _address_of_staff()})
    return str(settings.SITE_NAME), "\n\n".join(parts) + "\n"


def _address_of_staff() -> str:
    scheme = "https" if settings.PRODUCTION else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}{reverse('staff:sign_in')}"


def _last_sent() -> datetime.date | None:
    """The day of the last one; None before the first."""
    try:
        return datetime.date.fromisoformat(_file().read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def _file() -> Path:
    return Path(settings.VAR_DIR) / "monday_mail.txt"
