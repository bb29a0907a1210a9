"""The operator says where and since when reports are taken; a council that has releases is open since its first."""

import datetime

import django.db.models.deletion
from django.db import migrations, models


def open_where_releases_stand(apps, schema_editor):
    """What published before goes on."""
    Opening, Release = apps.get_model("reports", "Opening"), apps.get_model("reports", "Release")
    for council, first in Release.objects.order_by().values_list("council").annotate(models.Min("quarter")):
        opened_on = datetime.date(int(first[:4]), int(first[-1]) * 3 - 2, 1)
        Opening.objects.create(area_id=council, opened_on=opened_on)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0023_releases_have_a_format'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='reports.area')),
                ('opened_on', models.DateField()),
            ],
        ),
        migrations.RunPython(open_where_releases_stand, migrations.RunPython.noop),
    ]
