"""Releases that an earlier version published stand for ever: after an upgrade nothing of them moves, and all goes on.

`written_before/` was published by the service of the morning of 25 November 2026: two quarters of Westby and one of
Eastby, from which a hexagon was withdrawn. Its reports were made up.
"""

import datetime
import gzip
import hashlib
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from reports.geography.models import Area
from reports.publication import contents, earlier, files, folders, released, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.publication.releasing import publish_release, put_missing_files_in_place
from reports.publication.withdrawing import withdraw_cell
from tests.factories import EASTBY, NOW, WESTBY, make_accepted_report, make_person

BEFORE = Path(__file__).parent / "written_before"
MAP, TOTAL, WITHDRAWN = "E06000901-2026-Q1", "E06000901-2026-Q2", "E06000902-2026-Q1"


@pytest.fixture
def upgraded(country: dict[str, Area], settings: Any) -> dict[str, Area]:
    """The country with the rows and the folders of the earlier version; returns the country."""
    released._contents_of.cache_clear()  # kept by the digest, and here every test's release has the same
    shutil.copytree(BEFORE / "releases", settings.RELEASES_DIR)
    stored = json.loads((BEFORE / "rows.json").read_text("utf-8"))
    for row in stored["release"]:
        published_at = datetime.datetime.fromisoformat(row.pop("published_at")).replace(tzinfo=datetime.UTC)
        named = {"council_name": country[row["council_id"]].name, "is_legal_boundary": True}
        Release.objects.create(**row, **named, published_at=published_at)
    for name, model in (("publishedleaf", PublishedLeaf), ("publishedtable", PublishedTable)):
        model.objects.bulk_create(model(**row) for row in stored[name])
    keeper = make_person("manager", username="keeper")
    Withdrawal.objects.bulk_create(Withdrawal(**row, by=keeper) for row in stored["withdrawal"])
    return country


def bytes_published() -> dict[str, dict[str, bytes]]:
    """What the earlier version published, by folder; the withdrawn edition by the name it has now."""
    return {
        {WITHDRAWN: f"{WITHDRAWN}.1"}.get(folder.name, folder.name): {
            file.name: file.read_bytes() for file in folder.iterdir()
        }
        for folder in (BEFORE / "releases").iterdir()
    }


def bytes_of_both() -> dict[str, dict[str, bytes]]:
    """Of what stands, the files that were published then."""
    return {
        name: {file: (folders.folder_of(name) / file).read_bytes() for file in published}
        for name, published in bytes_published().items()
    }


def said(*arguments: str) -> str:
    """What a command writes."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_the_next_quarter_is_published_and_what_stands_keeps_every_byte(upgraded: dict[str, Area]) -> None:
    """Twice, so that the second run meets what the first put beside them; the chain goes on from the old digest."""
    for _ in range(60):
        make_accepted_report(accepted_on=datetime.date(2026, 7, 1))
    assert "2026-Q3: 3 published, 0 stood already" in said("publish_release", "--period", "2026-Q3")
    assert bytes_of_both() == bytes_published()
    before = {file: file.stat().st_mtime_ns for file in folders.folder_of("").rglob("*")}
    assert "2026-Q3: 0 published, 3 stood already" in said("publish_release", "--period", "2026-Q3")
    assert {file: file.stat().st_mtime_ns for file in folders.folder_of("").rglob("*")} == before
    follows = released.release_of(WESTBY, "2026-Q3")
    manifest = json.loads((released.release_folder(follows) / "manifest.json").read_bytes())
    digest = hashlib.sha256(bytes_published()[TOTAL]["manifest.json"]).hexdigest()
    assert manifest["previous"] == {"release": TOTAL, "manifest_sha256": digest}
    assert manifest["format"] == files.FORMAT


def test_what_is_told_is_what_was_published_and_not_a_second_reading(
    upgraded: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where sums are added up in another way today, the same noisy values would tell something else."""
    monkeypatch.setattr(rollup, "REMAINDER_THRESHOLD", 1_000)
    release = released.release_of(WESTBY, "2026-Q1")
    rows = contents.contents_of(release, release.leaves.all(), release.figures.all())
    figures = json.loads(bytes_published()[MAP]["figures.json"])
    assert figures["remainders"]
    published = [(it.resolution, it.band) for it in released.published_remainders(release)]
    assert published == [(it["resolution"], it["about"]) for it in figures["remainders"]]
    assert published != [(it.resolution, it.band) for it in rows.remainders]
    leaves = json.loads(bytes_published()[MAP]["leaves.geojson"])["features"]
    assert [leaf.band for leaf in released.published_leaves(release)] == [it["properties"]["about"] for it in leaves]
    assert released.total_of(release).value == figures["total"]
    assert [cell.value for cell in released.breakdown_of(release)] == [it["about"] for it in figures["mix"]]
    assert released.withdrawn_of(released.release_of(EASTBY, "2026-Q1")) == 1


@pytest.mark.parametrize("completed", [False, True], ids=["just upgraded", "after the next publication"])
def test_every_public_page_and_file_answers(upgraded: dict[str, Area], completed: bool) -> None:
    """Before the next publication, too; each file to the byte, compressed or not."""
    if completed:
        assert put_missing_files_in_place() == []
    client = Client()
    for page in (
        "/",
        f"/map?area={WESTBY}&period=2026-Q1",
        f"/map/table?area={WESTBY}&period=2026-Q1",
        "/open-data",
        "/open-data/index.json",
        "/api/v1/releases",
        f"/api/v1/releases/{MAP}",
        f"/api/v1/releases/{MAP}/leaves",
    ):
        assert client.get(page).status_code == 200, page
    for folder, published in bytes_published().items():
        if not completed and folder not in {MAP, TOTAL}:
            continue
        for name, content in published.items():
            for encoding in ("", "gzip"):
                answer = client.get(f"/releases/{folder}/{name}", headers={"Accept-Encoding": encoding})
                is_packed = answer.headers.get("Content-Encoding") == "gzip"
                assert (gzip.decompress(answer.content) if is_packed else answer.content) == content
    if completed:
        page = client.get(f"/map/ground.json?area={WESTBY}&period=2026-Q1").content.decode()
        assert f"/releases/{MAP}/{earlier.DRAWN}" in page
        drawn = client.get(f"/releases/{MAP}/{earlier.DRAWN}").json()
        assert len(drawn["hexagons"]["about"]) == len(released.published_leaves(released.release_of(WESTBY, "2026-Q1")))
        assert client.get(f"/releases/{MAP}/leaves.gpkg").status_code == 200


def test_a_hexagon_withdrawn_today_is_hidden_and_nothing_else_moves(upgraded: dict[str, Area]) -> None:
    """The new edition is written in today's way, from what the earlier files told."""
    release = Release.objects.get(pk=MAP)
    before = released.published_remainders(released.release_of(WESTBY, "2026-Q1"))
    leaves = released.published_leaves(released.release_of(WESTBY, "2026-Q1"))
    withdraw_cell(release, cell=leaves[0].cell, by=make_person("manager"), now=NOW)
    again = released.release_of(WESTBY, "2026-Q1")
    assert released.published_leaves(again) == leaves[1:]
    assert released.published_remainders(again) == before
    assert put_missing_files_in_place() == []
    assert not folders.folder_of(MAP).exists()
    assert said("publish_release", "--period", "2026-Q3", "--area", WESTBY)


@pytest.mark.parametrize("loss", ["the folder", "a file", "a byte"])
def test_lost_files_of_an_earlier_version_are_said_in_a_sentence(upgraded: dict[str, Area], loss: str) -> None:
    """Nothing is drawn or written in their place; the new quarter comes out all the same."""
    folder = folders.folder_of(MAP)
    if loss == "the folder":
        shutil.rmtree(folder)
    elif loss == "a file":
        (folder / "figures.json").unlink()
    else:
        (folder / "figures.json").write_bytes(b" " + (folder / "figures.json").read_bytes())
    existing = sorted(file.name for file in folder.iterdir()) if folder.exists() else None
    with pytest.raises(CommandError, match=f"{MAP}: .* Bring the folder back from a backup"):
        call_command("publish_release", "--period", "2026-Q3", stdout=StringIO())
    assert (sorted(file.name for file in folder.iterdir()) if folder.exists() else None) == existing
    assert Release.objects.filter(quarter="2026-Q3").count() == 3
    # Its page tells what its rows surely told, and no sum.
    release = released.release_of(WESTBY, "2026-Q1")
    assert released.published_remainders(release) == []
    assert Client().get(f"/map/table?area={WESTBY}&period=2026-Q1").status_code == 200
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BEFORE / "releases" / MAP, folder)
    assert "0 published, 3 stood already" in said("publish_release", "--period", "2026-Q3")
    assert bytes_of_both() == bytes_published()


def test_a_councils_new_name_does_not_change_what_was_published(country: dict[str, Area]) -> None:
    """Its folder is written again under the name it was published with."""
    release = publish_release(country[WESTBY], quarter="2026-Q3", now=NOW)
    folder = released.release_folder(release)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    Area.objects.filter(pk=WESTBY).update(name="City of Westby", is_builtin=True)
    shutil.rmtree(folder)
    assert put_missing_files_in_place() == []
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
