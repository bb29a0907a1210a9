"""Webhooks and what was sent to them; their acts in the audit log, and their tokens."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables, and two lists of choices."""

    dependencies = [("reports", "0043_partners_bring_reports")]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=255)),
                ("encrypted_url", models.TextField()),
                ("encrypted_secret", models.TextField()),
                ("site", models.CharField(max_length=200)),
                ("made_on", models.DateField()),
                ("off_since", models.DateField(null=True)),
                ("off_because", models.CharField(blank=True, default="", max_length=40)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("release", models.CharField(max_length=17)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("known", "Published before"),
                            ("waiting", "Will be sent"),
                            ("delivered", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("last_try_at", models.DateTimeField(null=True)),
                ("last_answer", models.CharField(blank=True, default="", max_length=40)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reports.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "next_try_at"], name="delivery_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("webhook", "release"), name="a_release_is_told_once")
                ],
            },
        ),
        migrations.AlterField(
            model_name="accesstoken",
            name="dataset",
            field=models.CharField(
                choices=[
                    ("extract", "Extracts of counts"),
                    ("import", "Import of reports"),
                    ("webhook", "Webhooks of releases"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("sign-in", "Signed in"),
                    ("sign-out", "Signed out"),
                    ("lock-out", "Locked out after wrong passwords"),
                    ("decide", "Decided reports"),
                    ("export", "Exported"),
                    ("invite", "Invited someone"),
                    ("join", "Took up an invitation"),
                    ("withdraw-invitation", "Withdrew an invitation"),
                    ("give-role", "Gave a role"),
                    ("end-role", "Ended a role"),
                    ("make-token", "Created an access token"),
                    ("add-second-factor", "Set up 2-step verification"),
                    ("remove-second-factor", "Removed a 2-step verification method"),
                    ("reset-second-factor", "Reset someone’s 2-step verification"),
                    ("use-recovery-code", "Used a recovery code"),
                    ("renew-recovery-codes", "Created new recovery codes"),
                    ("change-password", "Changed their password"),
                    ("make-password-link", "Created a link for a new password"),
                    ("use-password-link", "Chose a new password by a link"),
                    ("sign-out-everywhere", "Signed out everywhere"),
                    ("publish-response", "Published a response"),
                    ("withdraw-response", "Withdrew a response"),
                    ("publish-releases", "Published releases"),
                    ("revoke-token", "Revoked an access token"),
                    ("save-view", "Saved a view of hotspots"),
                    ("delete-view", "Deleted a saved view"),
                    ("restore-view", "Restored a saved view"),
                    ("record-intervention", "Recorded what was done at a place"),
                    ("remove-intervention", "Removed a record of what was done"),
                    ("import", "Imported reports"),
                    ("add-webhook", "Registered a webhook"),
                    ("remove-webhook", "Removed a webhook"),
                    ("webhook-off", "Webhook switched off after failures"),
                    ("webhook-on", "Switched a webhook on"),
                ],
                max_length=32,
            ),
        ),
    ]
