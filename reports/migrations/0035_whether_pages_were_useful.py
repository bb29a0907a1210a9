"""Whether pages were useful: a row of one length for each quarter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("reports", "0034_acts_of_passwords")]

    operations = [
        migrations.CreateModel(
            name="PageAnswers",
            fields=[
                ("quarter", models.CharField(max_length=7, primary_key=True, serialize=False)),
                ("encrypted", models.BinaryField()),
            ],
        ),
    ]
