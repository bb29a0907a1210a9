"""People who work with the service, and the areas they may see."""

import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area


class StaffUser(AbstractUser):
    """A moderator, analyst, council officer or manager; never a reporter."""

    language = models.CharField(max_length=10, blank=True, default="")  # of the staff pages; empty: the host's first
    sessions_ended = models.PositiveIntegerField(default=0)  # how often all of the person's sessions were ended

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of the person must hold: a new password ends them, and so does `end_sessions`.

        Django asks for it by the secret in use and by each before it: a new secret signs nobody out.
        """
        said = f"{self.password}\n{self.sessions_ended}"
        return salted_hmac("reports.staff.StaffUser", said, secret=secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    """What one person may do in one area and all areas inside it."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        ANALYST = "analyst", _("Force analyst")
        COUNCIL_OFFICER = "council_officer", _("Council officer")
        MANAGER = "manager", _("Manager")

    person = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "role", "area"], name="one_membership_each"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.area}"

    def is_in_force(self, on: datetime.date) -> bool:
        """Whether it still holds on that day."""
        return self.expires_on is None or on <= self.expires_on


class AuditEntry(models.Model):
    """One act of one person, bound to the act before it; appended by `reports.staff.audit`, never changed.

    Everything is kept as text, as it was hashed: the chain can be checked with any program, on any database, and
    outlives the people and areas it names.
    """

    class Act(models.TextChoices):
        SIGN_IN = "sign-in", _("Signed in")
        SIGN_OUT = "sign-out", _("Signed out")
        LOCK_OUT = "lock-out", _("Locked out after wrong passwords")
        DECIDE = "decide", _("Decided reports")
        EXPORT = "export", _("Exported")
        INVITE = "invite", _("Invited someone")
        JOIN = "join", _("Took up an invitation")
        WITHDRAW_INVITATION = "withdraw-invitation", _("Withdrew an invitation")
        GIVE_ROLE = "give-role", _("Gave a role")
        END_ROLE = "end-role", _("Ended a role")
        MAKE_TOKEN = "make-token", _("Created an access token")  # the name of an act
        ADD_SECOND_FACTOR = "add-second-factor", _("Set up 2-step verification")
        REMOVE_SECOND_FACTOR = "remove-second-factor", _("Removed a 2-step verification method")
        RESET_SECOND_FACTOR = "reset-second-factor", _("Reset someone’s 2-step verification")
        USE_RECOVERY_CODE = "use-recovery-code", _("Used a recovery code")
        RENEW_RECOVERY_CODES = "renew-recovery-codes", _("Created new recovery codes")
        CHANGE_PASSWORD = "change-password", _("Changed their password")  # the name of an act
        MAKE_PASSWORD_LINK = "make-password-link", _("Created a link for a new password")  # the name of an act
        USE_PASSWORD_LINK = "use-password-link", _("Chose a new password by a link")  # the name of an act
        SIGN_OUT_EVERYWHERE = "sign-out-everywhere", _("Signed out everywhere")
        PUBLISH_RESPONSE = "publish-response", _("Published a response")
        WITHDRAW_RESPONSE = "withdraw-response", _("Withdrew a response")
        PUBLISH_RELEASES = "publish-releases", _("Published releases")
        REVOKE_TOKEN = "revoke-token", _("Revoked an access token")  # the name of an act
        SAVE_VIEW = "save-view", _("Saved a view of hotspots")
        DELETE_VIEW = "delete-view", _("Deleted a saved view")
        RESTORE_VIEW = "restore-view", _("Restored a saved view")
        RECORD_INTERVENTION = "record-intervention", _("Recorded what was done at a place")
        REMOVE_INTERVENTION = "remove-intervention", _("Removed a record of what was done")
        IMPORT = "import", _("Imported reports")
        ADD_WEBHOOK = "add-webhook", _("Registered a webhook")
        REMOVE_WEBHOOK = "remove-webhook", _("Removed a webhook")
        WEBHOOK_OFF = "webhook-off", _("Webhook switched off after failures")
        WEBHOOK_ON = "webhook-on", _("Switched a webhook on")

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 ... without a gap
    at = models.CharField(max_length=32)  # UTC, as 2026-11-20T12:00:00.000000Z: sorts as time does
    act = models.CharField(max_length=32, choices=Act.choices)
    who = models.CharField(max_length=150)  # a username; empty for a command on the server
    area = models.CharField(max_length=9)  # a GSS code; empty when the act is about no area
    detail = models.TextField()  # canonical JSON; never anything of a reporter
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = (models.Index(fields=["area", "number"], name="audit_of_area"),)

    def __str__(self) -> str:
        return f"{self.number} · {self.at} · {self.act}"


class Invitation(models.Model):
    """A link by which one person may come in, once; written by `reports.staff.invitations`."""

    digest = models.CharField(max_length=64, unique=True)  # of the link's key: the key itself is not kept
    username = models.CharField(max_length=150, unique=True)  # a second invitation takes the place of the first
    role = models.CharField(max_length=16, choices=Membership.Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)  # the role's last day, not the link's
    made_by = models.ForeignKey(StaffUser, on_delete=models.CASCADE, null=True, related_name="+")
    valid_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.username} · {self.get_role_display()} · {self.area}"


class AccessToken(models.Model):
    """A key with which a program reads or sends one dataset of one area for one person; written by
    `reports.staff.tokens`.
    """

    class Dataset(models.TextChoices):
        EXTRACT = "extract", _("Extracts of counts")
        IMPORT = "import", _("Import of reports")
        WEBHOOK = "webhook", _("Webhooks of releases")

    digest = models.CharField(max_length=64, unique=True)  # of the key: the key itself is not kept
    label = models.CharField(max_length=60)
    person = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=16, choices=Dataset.choices)
    made_on = models.DateField()
    expires_on = models.DateField()  # its last day
    last_used_on = models.DateField(null=True)  # a day, no time: enough to see that nobody needs it any more
    revoked_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.label} · {self.person} · {self.area}"

    def is_in_force(self, on: datetime.date) -> bool:
        """Whether it still opens anything on that day."""
        return self.revoked_on is None and on <= self.expires_on
