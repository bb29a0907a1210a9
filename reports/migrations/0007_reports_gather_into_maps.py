"""Reports gather over quarters into maps; hot places are marked; a fake hexagon can be withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def mark_maps(apps, schema_editor):
    """The releases of the first version had each a map of its own quarter."""
    Release = apps.get_model("reports", "Release")
    with schema_editor.without_triggers("reports_release"):
        Release.objects.filter(leaves__isnull=False).update(map_from=models.F("quarter"))


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_audit_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedleaf',
            name='is_hot',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='release',
            name='audit_head',
            field=models.CharField(default='', max_length=96),
        ),
        migrations.AddField(
            model_name='release',
            name='map_from',
            field=models.CharField(default='', max_length=7),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('withdrawn_on', models.DateField()),
                ('manifest_digest', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='reports.release')),
            ],
            options={
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('release', 'cell'), name='withdrawn_once'), models.UniqueConstraint(fields=('release', 'number'), name='one_edition_each')],
            },
        ),
        migrations.RunPython(mark_maps, migrations.RunPython.noop),
    ]
