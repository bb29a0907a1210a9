"""Wards; and with each cut of a quarter what stood beside its figures then: nothing, of what was cut before this."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table and one column, which stays empty where rows are written once."""

    dependencies = [("reports", "0044_programs_are_told_of_releases")]

    operations = [
        migrations.CreateModel(
            name="Ward",
            fields=[
                ("code", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("name_cy", models.CharField(blank=True, max_length=120)),
                ("boundary", models.BinaryField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
        ),
        migrations.AddField(model_name="quartercut", name="facts", field=models.TextField(null=True)),
    ]
