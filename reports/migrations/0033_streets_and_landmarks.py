"""Streets and landmarks among the places, and an index over every word of their names.

SQLite: an FTS5 table, which whoever writes places keeps. PostgreSQL: a GIN index, which needs no extension. Places that stand
here already keep their names; the words are made of them as they were stored.
"""

import re
import secrets

from django.db import migrations, models

# How words are stored, as reports/geography/place_words.py had it when this was written.
_SAME = {
    "saint": "st", "street": "st", "road": "rd", "heol": "rd", "ffordd": "rd", "lane": "ln", "lon": "ln",
    "close": "cl", "clos": "cl", "avenue": "ave", "drive": "dr", "crescent": "cres", "terrace": "terr",
    "square": "sq", "sgwar": "sq", "gardens": "gdns", "court": "ct", "cwrt": "ct", "grove": "gro", "park": "pk",
    "parc": "pk", "station": "stn", "gorsaf": "stn", "mount": "mt", "jn": "junction", "jct": "junction", "junc": "junction", "great": "gt", "upper": "upr", "lower": "lwr",
    "and": "a", "ac": "a", "place": "pl", "green": "grn", "hospital": "hosp", "school": "sch", "ysgol": "sch",
    "university": "univ", "prifysgol": "univ", "centre": "ctr", "center": "ctr", "canolfan": "ctr",
}

_SQLITE = (
    "CREATE VIRTUAL TABLE reports_place_words USING fts5(words, around, content='', detail=column)",
    "INSERT INTO reports_place_words (rowid, words, around) SELECT id, words, around FROM reports_place",
)
_SQLITE_BACK = ("DROP TABLE reports_place_words",)
_POSTGRESQL = (
    "CREATE INDEX place_by_words ON reports_place USING gin (to_tsvector('simple'::regconfig, words || ' ' || around))",
)
_POSTGRESQL_BACK = ("DROP INDEX place_by_words",)


def _words(name):
    return " ".join(_SAME.get(word, word) for word in name.split())


def make_index(apps, schema_editor):
    """The words of the places there are, their importance, and the index."""
    place = apps.get_model("reports", "Place")
    found = set()
    for rows in _in_batches(place.objects.order_by("pk").values_list("pk", flat=True)):
        changed = list(place.objects.filter(pk__in=rows))
        for row in changed:
            names = [row.search_name, *row.alternate_names.split("|")]
            row.words = f"|{'|'.join(dict.fromkeys(_words(name) for name in names if name))}|"
            row.importance = min(1000, 250 + round(len(str(row.population)) * 80)) if row.population else 200
            row.source = row.kind
            found.update(re.findall("[a-z0-9]+", row.words))
        place.objects.bulk_update(changed, ["words", "importance", "source"])
    if found:
        vocabulary = apps.get_model("reports", "Vocabulary")
        vocabulary.objects.create(edition=secrets.randbits(40), words="\n".join(sorted(found)).encode())
    _run(schema_editor, _SQLITE, _POSTGRESQL)


def take_index_away(apps, schema_editor):
    """The way back: a street is no place of before."""
    _run(schema_editor, _SQLITE_BACK, _POSTGRESQL_BACK)
    apps.get_model("reports", "Place").objects.exclude(kind__in=("settlement", "station")).delete()


def _run(schema_editor, sqlite, postgresql):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def _in_batches(keys, size=500):
    keys = list(keys)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


class Migration(migrations.Migration):
    """Fields first, then what is in them."""

    dependencies = [("reports", "0032_standard_names")]

    operations = [
        migrations.RemoveIndex(model_name="place", name="place_by_position"),
        migrations.AlterField(
            model_name="place",
            name="kind",
            field=models.CharField(
                choices=[
                    ("settlement", "Town or village"),
                    ("station", "Railway station"),
                    ("locality", "Neighbourhood"),
                    ("street", "Street"),
                    ("landmark", "Landmark"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="place", name="town", field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="place", name="words", field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="place", name="around", field=models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            model_name="place", name="importance", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="place", name="source", field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["kind", "latitude", "longitude"], name="place_by_kind_and_position"),
        ),
        migrations.AddIndex(model_name="place", index=models.Index(fields=["source"], name="place_by_source")),
        migrations.CreateModel(
            name="Vocabulary",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("edition", models.BigIntegerField()),
                ("words", models.BinaryField()),
            ],
        ),
        migrations.RunPython(make_index, take_index_away),
    ]
