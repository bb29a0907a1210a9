"""The year of a boundary, which its attribution names; unknown of areas that were loaded before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column."""

    dependencies = (("reports", "0035_whether_pages_were_useful"),)

    operations = (
        migrations.AddField("area", "year", models.PositiveSmallIntegerField(blank=True, null=True)),
    )
