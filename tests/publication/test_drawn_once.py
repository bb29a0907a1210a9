"""A release is drawn once: a second run, a crash or a change of its rows draws nothing anew."""

import datetime
import hashlib
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from numpy.typing import NDArray

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.publication import folders, released
from reports.publication.earlier import ReleaseDiffers
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.releasing import publish_release
from tests.factories import NOW, WESTBY, make_accepted_report
from tests.publication.releases import FILES, QUARTER, file_bytes, no_noise


def stored_rows() -> Any:
    """Everything the release tables hold."""
    return [list(table.objects.order_by("pk").values()) for table in (Release, PublishedLeaf, PublishedTable)]


def test_a_second_run_changes_nothing(counted: dict[str, Area]) -> None:
    """Game A9: also when more reports have come meanwhile; nothing is drawn again."""
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    rows, content = stored_rows(), file_bytes(release)
    make_accepted_report(accepted_on=datetime.date(2026, 7, 5))
    rebuild_counts()

    def refuses(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        raise AssertionError("noise was drawn again")

    again = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=refuses)
    assert again == release
    assert (stored_rows(), file_bytes(again)) == (rows, content)


def test_a_crash_before_the_files_is_mended_by_the_next_run(
    counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows stand, so the files are the ones that would have been written."""

    def killed(*_: Any, **__: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_folder", killed)
        with pytest.raises(OSError, match="killed"):
            publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    stored, rows = Release.objects.get(), stored_rows()
    assert not released.release_folder(stored).exists()
    mended = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert stored_rows() == rows
    assert hashlib.sha256(file_bytes(mended)["manifest.json"]).hexdigest() == stored.manifest_digest


def test_a_crash_while_writing_leaves_no_half_folder(
    counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The folder appears with its rename; before it there is nothing, after the next run all."""

    def killed(*_: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_put_in_place", killed)
        with pytest.raises(OSError, match="killed"):
            publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert list(Path(settings.RELEASES_DIR).iterdir()) == []
    assert sorted(file_bytes(publish_release(counted[WESTBY], quarter=QUARTER, now=NOW))) == FILES


def test_a_crash_inside_the_transaction_leaves_nothing(
    counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No release without all of its rows."""

    def killed(*_: Any, **__: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(PublishedTable.objects, "bulk_create", killed)
        with pytest.raises(OSError, match="killed"):
            publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert stored_rows() == [[], [], []]


@pytest.mark.parametrize(
    ("table", "change"),
    [(Release, {"quarter": "2020-Q1"}), (PublishedLeaf, {"noisy": 41}), (PublishedTable, {"noisy": 41})],
)
def test_the_database_refuses_to_change_a_release(
    counted: dict[str, Area], table: type[Model], change: dict[str, Any]
) -> None:
    """Also to a query that goes past the model."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    rows = stored_rows()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        table._default_manager.update(**change)
    assert stored_rows() == rows


def test_rows_that_were_tampered_with_are_not_published(counted: dict[str, Area]) -> None:
    """A lost folder is written again from the rows only if they still are the ones that were published."""
    release = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    shutil.rmtree(released.release_folder(release))
    leaf = release.leaves.get(noisy=40)
    leaf.delete()
    PublishedLeaf.objects.create(
        release=release, cell=leaf.cell, resolution=leaf.resolution, noisy=10, is_published=True
    )
    with pytest.raises(ReleaseDiffers):
        publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert not released.release_folder(release).exists()
