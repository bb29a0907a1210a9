"""A hexagon that proved to be fake: gone from all that is told, and nothing in its place."""

import datetime
import hashlib
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import folders, released
from reports.publication.models import Release, Withdrawal
from reports.publication.releasing import publish_release, put_missing_files_in_place
from reports.publication.withdrawing import NotShown, withdraw_cell
from tests.factories import IN_WESTBY, NOW, WESTBY, make_accepted_report, make_person
from tests.publication.releases import QUARTER, file_bytes, no_noise

CELL = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 6)


@pytest.fixture
def release(counted: dict[str, Area]) -> Release:
    """Westby's release with its one hexagon."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    found = released.release_of(WESTBY, QUARTER)
    assert [leaf.cell for leaf in released.published_leaves(found)] == [CELL]
    return found


def test_it_is_hidden_whole_and_the_rest_stays(release: Release) -> None:
    """From the public interface and from every file; total and mix are as they were drawn."""
    first_edition = released.edition_of(release)
    withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    again = released.release_of(WESTBY, QUARTER)
    assert released.published_leaves(again) == []
    assert (released.withdrawn_of(release), released.withdrawn_of(again)) == (0, 1)
    assert released.total_of(again) == released.Total(40)
    assert released.breakdown_of(again) == released.breakdown_of(release) != []
    assert released.edition_of(again) != first_edition
    content = file_bytes(again)
    assert hexgrid.name(CELL).encode() not in b"".join(content.values())
    assert hashlib.sha256(content["manifest.json"]).hexdigest() == again.manifest_digest
    assert json.loads(content["manifest.json"])["withdrawn"] == {
        "hexagons": 1,
        "on": [NOW.date().isoformat()],
        "replaces_manifest_sha256": release.manifest_digest,
    }


def test_no_row_of_the_release_is_touched(release: Release) -> None:
    """Never revised: what was drawn stays in the database as it was."""
    before = list(release.leaves.order_by("pk").values())
    withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    assert list(release.leaves.order_by("pk").values()) == before


def test_a_run_killed_before_the_files_is_mended(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old files stand until then; after it they are gone."""

    def killed(*_: Any, **__: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_folder", killed)
        with pytest.raises(OSError, match="killed"):
            withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    assert put_missing_files_in_place() == []
    again = released.release_of(WESTBY, QUARTER)
    assert hexgrid.name(CELL).encode() not in b"".join(file_bytes(again).values())
    assert put_missing_files_in_place() == []


def test_the_files_stand_under_a_new_name_and_the_old_ones_are_gone(release: Release) -> None:
    """What may be kept for a year must never change under its address."""
    old = released.release_folder(release)
    withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    again = released.release_of(WESTBY, QUARTER)
    assert (released.folder_name(release), released.folder_name(again)) == (release.id, f"{release.id}.1")
    assert [folder.name for folder in old.parent.iterdir()] == [f"{release.id}.1"]
    old.mkdir()  # as a run leaves it that was killed between the two
    assert put_missing_files_in_place() == []
    assert not old.exists()


def test_only_what_is_shown_can_be_withdrawn(release: Release) -> None:
    """Not a hexagon that is not there, nor one twice."""
    manager = make_person("manager")
    for cell in (hexgrid.neighbours(CELL)[1], hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 7)):
        with pytest.raises(NotShown):
            withdraw_cell(release, cell=cell, by=manager, now=NOW)
    withdraw_cell(release, cell=CELL, by=manager, now=NOW)
    with pytest.raises(NotShown):
        withdraw_cell(release, cell=CELL, by=manager, now=NOW)
    assert Withdrawal.objects.count() == 1


def test_the_next_map_does_not_build_on_it(release: Release, counted: dict[str, Area]) -> None:
    """Its forty would have split it, and made its place hot."""
    withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    for _ in range(3):
        for day in range(1, 21):
            on = datetime.date(2026, 10, day)
            make_accepted_report(at=IN_WESTBY, accepted_on=on, received_on=on)
    call_command("rebuild_counts", stdout=StringIO())
    later = publish_release(counted[WESTBY], quarter="2026-Q4", now=NOW + datetime.timedelta(days=90), draw=no_noise)
    assert released.published_leaves(later) == [released.Leaf(CELL, 6, 40, is_hot=False)]


def test_a_page_that_keeps_the_earlier_map_forgets_it(release: Release, counted: dict[str, Area]) -> None:
    """The following release has no map of its own and shows this one."""
    publish_release(counted[WESTBY], quarter="2026-Q4", now=NOW + datetime.timedelta(days=90), draw=no_noise)
    before = released.edition_of(released.release_of(WESTBY, "2026-Q4"))
    withdraw_cell(release, cell=CELL, by=make_person("manager"), now=NOW)
    assert released.edition_of(released.release_of(WESTBY, "2026-Q4")) != before


def test_the_command_withdraws_and_says_why_it_does_not(release: Release) -> None:
    """By name of release, hexagon and person."""
    make_person("manager", username="ann")
    for words, reason in (
        (["E06000901-1999-Q1", hexgrid.name(CELL), "--by", "ann"], "no release"),
        ([release.id, hexgrid.name(CELL), "--by", "bob"], "username 'bob'"),
        ([release.id, "nonsense", "--by", "ann"], "shows no hexagon"),
    ):
        with pytest.raises(CommandError, match=reason):
            call_command("withdraw_cell", *words)
    assert not Withdrawal.objects.exists()
    out = StringIO()
    call_command("withdraw_cell", release.id, hexgrid.name(CELL), "--by", "ann", stdout=out)
    assert "is hidden from E06000901-2026-Q3" in out.getvalue()
    assert Withdrawal.objects.get().by.username == "ann"
