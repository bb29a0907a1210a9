"""The labels of acts, reasons and kinds in plainer words; nothing in the database changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0030_a_place_has_a_birthday"),
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
                    ("publish-response", "Published a response"),
                    ("withdraw-response", "Withdrew a response"),
                    ("publish-releases", "Published releases"),
                    ("revoke-token", "Revoked an access token"),
                ],
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("private-place", "A private home, not a public place"),
                    ("outside-area", "Outside the area this service covers"),
                    ("burst", "Part of a coordinated burst of reports"),
                    ("test", "A test or an obvious mistake"),
                    ("contradictory", "The answers contradict each other"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="reason",
            field=models.CharField(
                choices=[
                    ("private-place", "A private home, not a public place"),
                    ("outside-area", "Outside the area this service covers"),
                    ("burst", "Part of a coordinated burst of reports"),
                    ("test", "A test or an obvious mistake"),
                    ("contradictory", "The answers contradict each other"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lighting", "Lighting repaired or added"),
                    ("street", "Street layout or CCTV changed"),
                    ("upkeep", "Cleaned up, or plants cut back"),
                    ("people", "More patrols or staff"),
                    ("talk", "Meeting or consultation"),
                    ("other", "Something else"),
                ],
                max_length=8,
            ),
        ),
    ]
