"""Who is told of releases, and what became of each telling."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.staff.models import StaffUser


class Webhook(models.Model):
    """An address of a program that is told of every release in an area; written by `reports.feeds.webhooks`."""

    host = models.CharField(max_length=255)
    encrypted_url = models.TextField()  # the rest of an address is often a key
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    encrypted_secret = models.TextField()  # it signs what is sent, so it must be read again
    site = models.CharField(max_length=200)  # the service's own address, as it was when this was registered
    made_by = models.ForeignKey(StaffUser, on_delete=models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField()
    off_since = models.DateField(null=True)  # switched off by the service: nothing is sent
    off_because = models.CharField(max_length=40, blank=True, default="")  # a `WebhookDelivery.last_answer`

    def __str__(self) -> str:
        return f"{self.host} · {self.area_id}"


class WebhookDelivery(models.Model):
    """One release told to one address, or still to be; written by `reports.feeds.deliveries`."""

    class State(models.TextChoices):
        KNOWN = "known", _("Published before")  # when the webhook was registered: never sent
        WAITING = "waiting", _("Will be sent")
        DELIVERED = "delivered", _("Sent")
        FAILED = "failed", _("Not sent")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    release = models.CharField(max_length=17)  # its id
    state = models.CharField(max_length=10, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_try_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=40, blank=True, default="")  # a status, or a code of `posting.FAULTS`

    class Meta:
        constraints = (models.UniqueConstraint(fields=["webhook", "release"], name="a_release_is_told_once"),)
        indexes = (models.Index(fields=["state", "next_try_at"], name="delivery_due"),)

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.release} {self.state}"
