"""Programs that are told of releases: registered, removed, switched off and on. The only writer of Webhook."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from reports.feeds.deliveries import begin_with, release_again
from reports.feeds.models import Webhook
from reports.feeds.posting import public_address_of, target_of
from reports.feeds.signing import new_secret
from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import areas_inside, memberships_of
from reports.staff.secret_encryption import encrypt_secret

ROLES = (Membership.Role.COUNCIL_OFFICER, Membership.Role.MANAGER)
MOST_IN_AN_AREA = 10


class NotYourWebhook(Exception):
    """The area, or the webhook's, is not the person's."""


class TooManyWebhooks(Exception):
    """The area has as many as it may."""


@dataclass(frozen=True)
class CreatedWebhook:
    """A webhook with its secret, which is shown only now."""

    webhook: Webhook
    secret: str


def areas_of(person: StaffUser, *, on: datetime.date, within: str = "") -> QuerySet[Area]:
    """The areas for which a person may register webhooks; of a token, its own area and what lies inside."""
    found = areas_inside(memberships_of(person, *ROLES, on=on))
    if within:
        found = found.filter(pk=within) | found.filter(parent=within) | found.filter(parent__parent=within)
    return found


def webhooks_of(person: StaffUser, *, on: datetime.date, within: str = "") -> QuerySet[Webhook]:
    """Those of the person's areas, the newest first."""
    areas = areas_of(person, on=on, within=within).values("code")
    return Webhook.objects.filter(area__in=areas).select_related("area").defer("area__boundary").order_by("-pk")


def register_webhook(
    url: str, *, area: Area, site: str, by: StaffUser, now: datetime.datetime, within: str = ""
) -> CreatedWebhook:
    """Tells an address of every release of an area from now on.

    Raises AddressRefused for an address to which nothing may be sent, NotYourWebhook and TooManyWebhooks.
    """
    today = now.date()
    if not areas_of(by, on=today, within=within).filter(pk=area.pk).exists():
        raise NotYourWebhook(area.pk)
    host = target_of(url).host
    public_address_of(host)
    secret = new_secret()
    with transaction.atomic():
        if Webhook.objects.filter(area=area).count() >= MOST_IN_AN_AREA:
            raise TooManyWebhooks
        webhook = Webhook.objects.create(
            host=host,
            encrypted_url=encrypt_secret(url),
            area=area,
            encrypted_secret=encrypt_secret(secret),
            site=site.rstrip("/"),
            made_by=by,
            made_on=today,
        )
        begin_with(webhook)
        _note(audit.Act.ADD_WEBHOOK, webhook, by=by, now=now)
    return CreatedWebhook(webhook, secret)


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: StaffUser, now: datetime.datetime, within: str = "") -> None:
    """Sends nothing to it any more, and forgets its secret and its log; raises NotYourWebhook."""
    _refuse_others(webhook, by, now, within)
    _note(audit.Act.REMOVE_WEBHOOK, webhook, by=by, now=now)
    webhook.delete()


@transaction.atomic
def switch_off(webhook: Webhook, *, because: str, now: datetime.datetime) -> None:
    """The service sends nothing to it any more, because of a last answer."""
    webhook.off_since, webhook.off_because = now.date(), because
    webhook.save(update_fields=["off_since", "off_because"])
    _note(audit.Act.WEBHOOK_OFF, webhook, by=None, now=now)


@transaction.atomic
def switch_on(webhook: Webhook, *, by: StaffUser, now: datetime.datetime) -> None:
    """What was not sent meanwhile is sent; raises NotYourWebhook."""
    _refuse_others(webhook, by, now, "")
    if webhook.off_since is None:
        return
    webhook.off_since, webhook.off_because = None, ""
    webhook.save(update_fields=["off_since", "off_because"])
    release_again(webhook, now=now)
    _note(audit.Act.WEBHOOK_ON, webhook, by=by, now=now)


def _refuse_others(webhook: Webhook, by: StaffUser, now: datetime.datetime, within: str) -> None:
    if not webhooks_of(by, on=now.date(), within=within).filter(pk=webhook.pk).exists():
        raise NotYourWebhook(webhook.pk)


def _note(act: str, webhook: Webhook, *, by: StaffUser | None, now: datetime.datetime) -> None:
    audit.record(act, by=by, now=now, area=webhook.area_id, detail={"name": webhook.host})
