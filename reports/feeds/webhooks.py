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
from reports.staff.secret_encryption import Unreadable, encrypt_secret, encrypted_anew

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


def encrypt_webhooks_anew() -> int:
    """Encrypts with the secret in use what was encrypted with one before it; how many. What nobody opens stays.

    Each whole: a run that was killed is gone on with by the next.
    """
    changed = 0
    for pk in Webhook.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            webhook = Webhook.objects.select_for_update().filter(pk=pk).first()
            anew = _encrypted_anew(webhook) if webhook is not None else {}
            changed += Webhook.objects.filter(pk=pk).update(**anew) if anew else 0
    return changed


def hosts_with_former_secrets() -> list[str]:
    """Where webhooks lead that are still encrypted with a secret before the one in use, and can be read."""
    return sorted({webhook.host for webhook in Webhook.objects.all() if _encrypted_anew(webhook)})


def hosts_unreadable() -> list[str]:
    """Where webhooks lead that no secret of ours opens: they are registered again."""
    return sorted({webhook.host for webhook in Webhook.objects.all() if _encrypted_anew(webhook) is None})


def _encrypted_anew(webhook: Webhook) -> dict[str, str] | None:
    """The columns that are not under the secret in use, under it; None where no secret of ours opens them."""
    kept = {name: getattr(webhook, name) for name in ("encrypted_url", "encrypted_secret")}
    try:
        anew = {name: encrypted_anew(text) for name, text in kept.items()}
    except Unreadable:
        return None
    return {name: text for name, text in anew.items() if text is not None}


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
