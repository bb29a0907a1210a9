"""What is told of which release to which webhook, and when it is tried again. The only writer of WebhookDelivery.

Pulled, not pushed: publication knows nothing of webhooks. The command looks which releases there are that an address
was not told of.
"""

import datetime
import json
from collections.abc import Callable

from django.db.models import F, Q
from django.urls import reverse

from reports.feeds import posting
from reports.feeds.models import Webhook, WebhookDelivery
from reports.feeds.signing import signature_headers
from reports.publication.models import Release
from reports.staff.secret_encryption import Unreadable, decrypt_secret

State = WebhookDelivery.State

# After each try that failed, how long until the next; after the last one the webhook is switched off. Three days, so
# that a weekend without anybody is no reason.
BACKOFF = tuple(datetime.timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 30 * 60))
AGENT = "streetsafe-webhooks/1"
GONE = "410"  # the address says that it is no longer there: it is not asked again


def begin_with(webhook: Webhook) -> None:
    """A new webhook is not told of what is published already."""
    known = [WebhookDelivery(webhook=webhook, release=one, state=State.KNOWN) for one in _releases_in(webhook.area_id)]
    WebhookDelivery.objects.bulk_create(known, batch_size=500)


def release_again(webhook: Webhook, *, now: datetime.datetime) -> None:
    """What failed is tried again from the beginning."""
    waiting = webhook.deliveries.filter(state__in=(State.FAILED, State.WAITING))
    waiting.update(state=State.WAITING, tries=0, next_try_at=now)


def note_new_releases(*, now: datetime.datetime) -> int:
    """Puts down for each webhook the releases it was not told of; how many."""
    noted = 0
    for webhook in Webhook.objects.filter(off_since=None):
        told = set(webhook.deliveries.values_list("release", flat=True))
        new = [release for release in _releases_in(webhook.area_id) if release not in told]
        rows = [
            WebhookDelivery(webhook=webhook, release=release, state=State.WAITING, next_try_at=now) for release in new
        ]
        noted += len(WebhookDelivery.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True))
    return noted


def send_due(
    *,
    now: Callable[[], datetime.datetime],
    gave_up: Callable[[Webhook, str, datetime.datetime], None],
    most: int = 1_000,
) -> dict[str, int]:
    """Sends what is due, once each; how many were delivered, and how many were not.

    `gave_up` hears of a webhook whose last try failed, or that is gone.
    """
    counts = {"delivered": 0, "not delivered": 0}
    due = WebhookDelivery.objects.filter(state=State.WAITING, next_try_at__lte=now(), webhook__off_since=None)
    for number in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most]):
        delivery = _claimed(number, now=now())
        if delivery is None:
            continue  # another run has it, or its webhook was switched off meanwhile
        answer = _answer_to(delivery, now=now())
        is_delivered = answer.isdecimal() and 200 <= int(answer) <= 299
        counts["delivered" if is_delivered else "not delivered"] += 1
        has_ended = not is_delivered and (delivery.tries > len(BACKOFF) or answer in {GONE, "unreadable"})
        state = State.DELIVERED if is_delivered else State.FAILED if has_ended else State.WAITING
        WebhookDelivery.objects.filter(pk=delivery.pk).update(state=state, last_answer=answer)
        if has_ended:
            gave_up(delivery.webhook, answer, now())
    return counts


def _claimed(number: int, *, now: datetime.datetime) -> WebhookDelivery | None:
    """The delivery, counted as tried before it is: what ends in the middle is tried again later, not at once."""
    due = Q(pk=number, state=State.WAITING, next_try_at__lte=now, webhook__off_since=None)
    found = WebhookDelivery.objects.select_related("webhook").filter(due).first()
    if found is None:
        return None
    later = now + BACKOFF[min(found.tries, len(BACKOFF) - 1)]
    mine = WebhookDelivery.objects.filter(pk=number, tries=found.tries, state=State.WAITING)
    if not mine.update(tries=F("tries") + 1, next_try_at=later, last_try_at=now):
        return None
    found.tries += 1
    return found


def _answer_to(delivery: WebhookDelivery, *, now: datetime.datetime) -> str:
    """The status that came back, or the code of what went wrong."""
    body = body_of(delivery, now=now)
    try:
        secret, url = map(decrypt_secret, (delivery.webhook.encrypted_secret, delivery.webhook.encrypted_url))
        headers = signature_headers(secret, body, message=f"msg_{delivery.pk}", now=now)
        headers |= {"Content-Type": "application/json", "User-Agent": AGENT}
        return str(posting.post(url, body, headers))
    except Unreadable:
        return "unreadable"
    except (posting.AddressRefused, posting.NotSent) as fault:
        return fault.code


def body_of(delivery: WebhookDelivery, *, now: datetime.datetime) -> bytes:
    """What is sent: which release, and where it can be read. Nothing in it is not public."""
    council, _separator, quarter = delivery.release.partition("-")
    told = {
        "type": "release.published",
        "timestamp": now.isoformat(timespec="seconds"),
        "data": {
            "release": delivery.release,
            "council": council,
            "quarter": quarter,
            "url": delivery.webhook.site + reverse("api:release", args=[delivery.release]),
        },
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _releases_in(area: str) -> list[str]:
    """The releases of an area's councils, and of an area that is one."""
    inside = Q(council=area) | Q(council__parent=area) | Q(council__parent__parent=area)
    return list(Release.objects.filter(inside).order_by("quarter", "pk").values_list("pk", flat=True))
