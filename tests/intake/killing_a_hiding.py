"""Takes the order of arrival out of the queues, each time killed at another point: see `tests.killing`."""

import json

from tests.intake.killing_a_shuffle import _fill
from tests.killing import kill_everywhere


def main() -> None:
    """The killing."""
    import django

    django.setup()
    kill_everywhere(fill=_fill, act=_hide, look=_what_stands)


def _hide() -> None:
    from django.db import connections

    from reports.intake.arriving import hide_arrivals

    hide_arrivals()
    connections.close_all()


def _what_stands() -> str:
    """Every row of both queues."""
    from django.db import connections

    from reports.intake.models import EncryptedAboutYou, IncomingReport

    rows = [list(map(str, row)) for row in IncomingReport.objects.order_by("id").values_list()]
    rows += [[str(row.id), bytes(row.encrypted).hex()] for row in EncryptedAboutYou.objects.order_by("id")]
    connections.close_all()
    return json.dumps(rows)


if __name__ == "__main__":
    main()
