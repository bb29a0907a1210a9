"""Each release says how its files were written, and of which council as it was then.

A later way of writing is then never asked for the bytes of an earlier one, nor a council's new name for those under its
old.
"""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_what_stands(apps, schema_editor):
    """Of what is published already: the council as it is called today, by which its files are made again today."""
    Area, Release = apps.get_model("reports", "Area"), apps.get_model("reports", "Release")
    name = Area.objects.filter(pk=OuterRef("council")).values("name")[:1]
    with schema_editor.without_triggers("reports_release"):
        Release.objects.update(council_name=Subquery(name))
        Release.objects.filter(council__is_builtin=False).update(is_legal_boundary=True)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0022_nobody_looks_unseen'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='format',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='release',
            name='council_name',
            field=models.CharField(default='', max_length=120),
        ),
        migrations.AddField(
            model_name='release',
            name='is_legal_boundary',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
    ]
