"""The commands rebuild_counts and publish_release."""

import json
import shutil
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release
from reports.staff.audit import Act, record
from reports.staff.models import AuditEntry
from tests.factories import EASTBY, LLANFACH, NOW, WESTBY, make_accepted_report
from tests.publication.conftest import FIRST_OF_JULY


def said(*arguments: str) -> str:
    """What a command writes."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_it_counts_and_publishes_every_council(country: dict[str, Area]) -> None:
    """Reports accepted since the last count are in it; a second run leaves all as it is."""
    for _ in range(60):
        make_accepted_report(accepted_on=FIRST_OF_JULY)
    assert "2026-Q3: 3 published, 0 stood already" in said(
        "publish_release", "--period", "2026-Q3", "--as-of", "2026-11-20"
    )
    assert set(Release.objects.values_list("council_id", "quarter")) == {
        (code, "2026-Q3") for code in ("E06000901", "E06000902", "W06000903")
    }

    assert Release.objects.get(council=WESTBY).figures.get(table="T0").noisy != 0
    assert "2026-Q3: 0 published, 3 stood already" in said("publish_release", "--period", "2026-Q3")


def test_the_latest_quarter_is_the_default_and_the_next_one_is_announced(country: dict[str, Area]) -> None:
    """On the day of publication, and the day before."""
    message = said("publish_release", "--area", WESTBY, "--as-of", "2026-10-19")
    assert "2026-Q2: 1 published" in message
    assert "2026-Q3 can be published from 2026-10-20 08:30 UTC." in message
    assert "2026-Q3: 1 published" in said("publish_release", "--area", WESTBY, "--as-of", "2026-10-20")


def test_a_quarter_before_one_that_stands_can_no_longer_come(
    country: dict[str, Area], capsys: pytest.CaptureFixture[str]
) -> None:
    """It says for which councils, and publishes the others'."""
    said("publish_release", "--area", WESTBY, "--period", "2026-Q3")
    assert "2026-Q2: 2 published, 0 stood already" in said("publish_release", "--period", "2026-Q2")
    reason = "No release of 2026-Q2, a later quarter, 2026-Q3, stands already, so it can no longer come: Westby."
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--period", "2026-Q3", "--as-of", "2026-10-19"], "too early: it can be published from 2026-10-20 08:30 UTC"),
        (["--period", "2026-13"], "write it like 2026-Q3"),
        (["--area", "E99999999"], "No area has the code"),
    ],
)
def test_it_says_why_it_refuses(country: dict[str, Area], arguments: list[str], reason: str) -> None:
    """And publishes nothing."""
    with pytest.raises(CommandError, match=reason):
        call_command("publish_release", *arguments)
    assert not Release.objects.exists()


def test_another_day_is_refused_in_production(country: dict[str, Area], settings: Any) -> None:
    """The clock is the clock."""
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="for trials"):
        call_command("publish_release", "--as-of", "2027-10-19")


def test_without_councils_it_says_what_to_do(db: None) -> None:
    """A fresh database."""
    with pytest.raises(CommandError, match="load_areas"):
        call_command("publish_release")


def test_rebuild_counts_says_what_it_counted(country: dict[str, Area]) -> None:
    """Reports, counts and blocks."""
    make_accepted_report(accepted_on=FIRST_OF_JULY, council=LLANFACH, reasons=["groups", "followed"])
    assert said("rebuild_counts") == (
        "Counted 1 accepted reports: 2 counts of cells in 1 blocks of a council and a quarter.\n"
    )


def test_the_audits_head_is_published(country: dict[str, Area]) -> None:
    """As `audit_verify --head` takes it, and without the number: that counts decisions, exactly.

    It is of an entry made for this publication: also where nothing was audited since the last, the hash is another.
    """
    heads = []
    record(Act.SIGN_IN, by=None, now=NOW.replace(month=9))
    for quarter in ("2026-Q2", "2026-Q3"):
        said("publish_release", "--period", quarter, "--area", WESTBY)
        said("publish_release", "--period", quarter, "--area", WESTBY)  # publishes nothing, so it notes nothing
        release = Release.objects.get(council=WESTBY, quarter=quarter)
        manifest = json.loads((released.release_folder(release) / "manifest.json").read_bytes())
        heads.append(manifest["audit_head"])
        call_command("audit_verify", "--head", manifest["audit_head"], stdout=StringIO())
    assert heads == list(AuditEntry.objects.filter(act=Act.PUBLISH_RELEASES).values_list("hash", flat=True))
    assert len(set(heads)) == 2


def test_folders_a_killed_run_left_out_are_written(country: dict[str, Area]) -> None:
    """Whatever quarter the next run is about."""
    said("publish_release", "--period", "2026-Q2", "--area", WESTBY)
    folder = released.release_folder(Release.objects.get(council=WESTBY))
    content = (folder / "manifest.json").read_bytes()
    shutil.rmtree(folder)
    said("publish_release", "--period", "2026-Q3", "--area", EASTBY)
    assert (folder / "manifest.json").read_bytes() == content
