"""Models by the names of their field. Their tables and columns keep the names they have, so the database does nothing."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0031_plainer_labels")]

    operations: ClassVar = [
        migrations.AlterModelTable("standing", "reports_standing"),
        migrations.RenameModel("Standing", "ReportStatus"),
        migrations.AlterModelTable("lastingblock", "reports_lastingblock"),
        migrations.RenameModel("LastingBlock", "RetainedBlock"),
        migrations.AlterModelTable("sealedaboutyou", "reports_sealedaboutyou"),
        migrations.RenameModel("SealedAboutYou", "EncryptedAboutYou"),
        migrations.AlterField("encryptedaboutyou", "sealed", models.BinaryField(db_column="sealed")),
        migrations.RenameField("encryptedaboutyou", "sealed", "encrypted"),
        migrations.AlterModelTable("mixing", "reports_mixing"),
        migrations.RenameModel("Mixing", "Shuffling"),
        migrations.AlterField(
            "shuffling", "mixed_on", models.DateField(primary_key=True, serialize=False, db_column="mixed_on")
        ),
        migrations.RenameField("shuffling", "mixed_on", "shuffled_on"),
    ]
