"""Whether a form's four words were shown: a number of the form itself until then, a random one afterwards.

Of forms that stand here already nothing is known, and they are forgotten within two days: a random one.
"""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("reports", "0028_queue_without_indexes")]

    operations = [
        migrations.AddField(
            model_name="submission", name="ticket", field=models.UUIDField(default=uuid.uuid4)
        ),
    ]
