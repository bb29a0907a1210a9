"""Acts of passwords and sign-out among the labels of the audit; nothing in the database changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0033_streets_and_landmarks"),
    ]

    operations = [
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
                ],
                max_length=32,
            ),
        ),
    ]
