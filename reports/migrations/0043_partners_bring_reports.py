"""What of a file was imported is noted by council; a token may send reports; and the act in the audit log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, and two lists of choices."""

    dependencies = [("reports", "0042_what_was_done_where")]

    operations = [
        migrations.CreateModel(
            name="ImportedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("council", models.CharField(max_length=9)),
                ("rows", models.CharField(db_index=True, max_length=64, null=True)),
                ("imported_on", models.DateField()),
                ("kept", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "council"), name="a_file_is_kept_once_in_a_council")
                ],
            },
        ),
        migrations.AlterField(
            model_name="accesstoken",
            name="dataset",
            field=models.CharField(
                choices=[("extract", "Extracts of counts"), ("import", "Import of reports")], max_length=16
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
                ],
                max_length=32,
            ),
        ),
    ]
