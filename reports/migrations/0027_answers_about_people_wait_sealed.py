"""Answers about oneself wait sealed in a table of their own; their counts have no number by which one row came first.

The counts move to a table whose key is what they count: a row number told a month's first reporter in each council.
Numbers of forms that are kept now are made of the forms' own, so that nobody makes a report's mark of them.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def copy_counts(apps, schema_editor):
    """In the order of what is counted."""
    old, new = (apps.get_model("reports", name) for name in ("AboutYouTally", "AboutYouCount"))
    rows = old.objects.order_by("council_id", "month", "question", "answer").values()
    for row in rows.iterator():
        row.pop("id")
        new.objects.create(**row)


def copy_counts_back(apps, schema_editor):
    """The way back, with row numbers."""
    old, new = (apps.get_model("reports", name) for name in ("AboutYouTally", "AboutYouCount"))
    for row in new.objects.order_by("council_id", "month", "question", "answer").values():
        old.objects.create(**row)


def key_submissions(apps, schema_editor):
    """Those of the last two days: a phone that sends again must still meet its own."""
    from reports.intake.withdrawal import kept_ids

    submissions = apps.get_model("reports", "Submission")
    rows = list(submissions.objects.values("id", "digest", "received_on"))
    submissions.objects.all().delete()
    for row in rows:
        submissions.objects.create(**row | {"id": kept_ids(row["id"])[0]})


class Migration(migrations.Migration):

    dependencies = [("reports", "0026_what_is_published_is_closed")]

    operations = [
        migrations.CreateModel(
            name="SealedAboutYou",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="AboutYouCount",
            fields=[
                ("pk", models.CompositePrimaryKey("council", "month", "question", "answer", blank=True, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("question", models.CharField(max_length=20)),
                ("answer", models.CharField(max_length=30)),
                ("count", models.PositiveIntegerField(default=0)),
                ("council", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area")),
            ],
        ),
        migrations.RunPython(copy_counts, copy_counts_back),
        migrations.DeleteModel(name="AboutYouTally"),
        migrations.RenameModel(old_name="AboutYouCount", new_name="AboutYouTally"),
        migrations.RunPython(key_submissions, migrations.RunPython.noop),
    ]
