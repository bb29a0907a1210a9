"""What tests of webhooks share: an address, a clock, and what the address answers."""

import io
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from reports.feeds.webhooks import register_webhook
from reports.geography.models import Area
from reports.staff.models import StaffUser
from tests.factories import NOW, WESTBY

HOOK = "https://hooks.example/in?key=of-theirs"
PUBLIC = "93.184.216.34"
PAGE, ADDRESS = reverse("webhooks:webhooks"), reverse("webhooks_api:webhooks")


class Clock:
    """A clock that a test sets."""

    now = NOW


class Answers:
    """What the address answers."""

    given: list[Any] = []  # noqa: RUF012  # emptied by each test


def registered(by: StaffUser, code: str = WESTBY, url: str = HOOK) -> Any:
    """A new webhook with its secret."""
    return register_webhook(url, area=Area.objects.get(code=code), site="https://places.example/", by=by, now=NOW)


def told() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("send_webhooks", stdout=out)
    return out.getvalue().strip()
