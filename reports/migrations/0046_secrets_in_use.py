"""Since when each secret has been in use, by its fingerprint: so that what was keyed with one before it is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("reports", "0045_wards_stand_in_files")]

    operations = [
        migrations.CreateModel(
            name="SecretInUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=16)),
                ("since", models.DateField()),
            ],
        ),
    ]
