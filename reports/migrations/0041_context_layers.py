"""Layers of what stands in the streets: public geography, as places are, so that no policy keeps them from anybody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables that refer to each other alone."""

    dependencies = [("reports", "0040_views_are_saved")]

    operations = [
        migrations.CreateModel(
            name="ContextLayer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lights", "Street lights"),
                            ("cctv", "CCTV"),
                            ("licensed", "Licensed premises"),
                            ("schools", "Schools"),
                            ("crime", "Crimes recorded by the police"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                ("loaded_on", models.DateField()),
                ("tallest", models.FloatField(default=0.0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="context_layer_has_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContextFeature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("shape", models.BinaryField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
                (
                    "layer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="reports.contextlayer",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["layer", "south", "west"], name="feature_by_position")]},
        ),
    ]
