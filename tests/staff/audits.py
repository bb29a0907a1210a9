"""An audit for tests, and what it says."""

import datetime
import json
from typing import Any

from reports.staff import audit
from reports.staff.audit import record
from reports.staff.models import AuditEntry
from tests import factories
from tests.factories import NOW, WESTBY


def fill(count: int = 5) -> list[AuditEntry]:
    """A chain of some entries, an hour apart."""
    person = factories.make_person("manager", username="mána=ger")
    return [
        record(
            audit.Act.EXPORT,
            by=None if number % 2 else person,
            now=NOW + datetime.timedelta(hours=number),
            area=WESTBY,
            detail={"dataset": "extract", "name": f"é{number}"},
        )
        for number in range(count)
    ]


def acts() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Every entry: act, who, area, detail."""
    entries = AuditEntry.objects.order_by("number")
    return [(entry.act, entry.who, entry.area, json.loads(entry.detail)) for entry in entries]
