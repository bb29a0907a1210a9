"""Run in a process of its own: fills a database that stands at the last migration of an earlier version."""

import datetime
import os
import sys
import uuid
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  # after the settings
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from reports.geography import hexgrid  # noqa: E402
from reports.staff import audit  # noqa: E402

DAY, MONTH = datetime.date(2026, 11, 3), datetime.date(2026, 11, 1)
NOW = datetime.datetime(2026, 11, 3, 12, tzinfo=datetime.UTC)
CELL = hexgrid.cell_named("8b195869db8afff")
# Fields by the names they had.
SHUFFLED, ENCRYPTED = {"mixed_on": DAY}, {"sealed": b"with another secret " * 3}
ANSWERS = {
    "cell": CELL,
    "received_on": DAY,
    "felt_in": MONTH,
    "band": 1,
    "day_kind": 1,
    "frequency": 1,
    "reasons": 6,
    "main_reason": 1,
}


def fill(models: Any) -> None:
    """A row at least in each table, as the models of that version have them."""

    def add(model: str, /, **fields: Any) -> Any:
        return models.get_model("reports", model).objects.create(**fields)

    box = {"boundary": b"outline", "west": -3.0, "south": 51.0, "east": -2.0, "north": 52.0}
    nation = add("Area", code="E92000001", kind="nation", name="England", **box)
    force = add("Area", code="E23000036", kind="force", name="Avon and Somerset", parent=nation, **box)
    council = add("Area", code="E06000023", kind="council", name="Bristol, City of", parent=force, **box)
    person = add("StaffUser", username="m.jones", password="argon2$kept", language="cy")
    add("Membership", person=person, role="moderator", area=council)
    add("Invitation", digest="1" * 64, username="a.new", role="analyst", area=force, valid_until=NOW)
    add(
        "AccessToken", digest="2" * 64, label="GIS", person=person, area=council, dataset="extract", made_on=DAY,
        expires_on=DAY,
    )  # fmt: skip
    reports = [add("Report", council=council, source=1, withdrawal_mark=uuid.uuid4(), **ANSWERS) for _ in range(3)]
    add("IncomingReport", council=council, withdrawal_mark=uuid.uuid4(), **ANSWERS)
    add("Mixing", **SHUFFLED)
    add("Submission", id=uuid.uuid4(), digest="3" * 64, received_on=DAY)
    add("TakenBack", digest="4" * 32, month=MONTH)
    add("SealedAboutYou", **ENCRYPTED)
    add("AboutYouTally", council=council, month=MONTH, question="gender", answer="woman", count=7)
    add("ImportedFile", digest="5" * 64, imported_on=DAY, kept=12)
    add("ClosedQuarter", council=council, first=datetime.date(2026, 7, 1), last=datetime.date(2026, 9, 30))
    batch = uuid.uuid4()
    add(
        "Decision", report=reports[0], sequence=1, state="accepted", by=person, decided_on=DAY, accepted_on=DAY,
        batch=batch,
    )  # fmt: skip
    add("Standing", report=reports[0], state="accepted", accepted_on=DAY, sequence=1)
    add("Spent", report=reports[0])
    add("Proposal", report=reports[1], sequence=0, reason="burst", by=person, proposed_on=DAY, batch=batch)
    add("Claim", cell=CELL, council=council, by=person, until=NOW)
    add("Hold", cell=CELL, council=council, by=person, until=DAY)
    add("CountBlock", council=council, quarter="2026-Q4", cell_counts=b"cells", arrival_counts=b"arrivals")
    add("FrozenBlock", council=council, quarter="2026-Q3", cell_counts=b"frozen")
    add("LastingBlock", council=council, quarter="2026-Q3", cell_counts=b"lasting")
    add("Opening", area=council, opened_on=DAY)
    add("PerhapsDrawn", council=council, until="2026-Q2")
    release = add(
        "Release", id="E06000023-2026-Q3", council=council, council_name="Bristol, City of", quarter="2026-Q3",
        published_at=NOW, map_from="2026-Q3", mechanism="{}", geography="built-in", input_digest="6" * 64,
        manifest_digest="7" * 64, format=1,
    )  # fmt: skip
    add("PublishedLeaf", release=release, cell=CELL, resolution=8, noisy=9, is_published=True)
    add("PublishedTable", release=release, table="T0", noisy=31, is_published=True)
    add(
        "Withdrawal", release=release, cell=CELL, number=1, withdrawn_on=DAY, by=person, manifest_digest="8" * 64
    )  # fmt: skip
    add("Response", council=council, kind="lighting", done_in=MONTH, text_en="New street lights.")
    where = {"nation": "E", "longitude": -2.59, "latitude": 51.45}
    add("Place", kind="settlement", name="Bristol", name_cy="Bryste", search_name="bristol", population=400, **where)
    add("Postcode", code="BS11AA", longitude=-2.59, latitude=51.45)
    add("SettlementDensity", cell=CELL, postcodes=3, population=400)
    for _ in range(3):
        audit.record(audit.Act.SIGN_IN, by=None, now=NOW)


def main(migration: str) -> None:
    """In one transaction, as the acts of the service are."""
    models = MigrationExecutor(connection).loader.project_state(("reports", migration)).apps
    with transaction.atomic():
        fill(models)


if __name__ == "__main__":
    main(sys.argv[1])
