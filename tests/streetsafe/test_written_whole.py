"""What is written for a person is whole or not there; what a killed run had begun goes with the next."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.demonstration.people import Person, note_of_people, write_note
from reports.geography.models import Area
from reports.intake import taken_back
from reports.intake.models import ImportedFile, Report
from reports.publication import folders
from reports.publication.releasing import put_missing_files_in_place
from streetsafe import own_folder
from streetsafe.written_whole import file_in_the_making, folder_in_the_making, remove_leftovers, write_whole
from tests.deployment import ROOT
from tests.intake.test_importing import GOOD, HEADER

OLD = b"what stood there"


@contextmanager
def a_full_disk() -> Iterator[None]:
    """No file may grow beyond some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def name_everybody() -> None:
    """The note of the demonstration."""
    write_note([Person("mo", "a password", "Manager", "Westby")])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("write", "named"),
    [
        (name_everybody, note_of_people),
        (lambda: own_folder.secret_of(note_of_people().parent), lambda: note_of_people().with_name("secret_key")),
        (lambda: taken_back.write_list(note_of_people().parent), lambda: note_of_people().with_name(taken_back.LIST)),
    ],
    ids=["who may sign in", "the local secret", "what was deleted by its words"],
)
def test_a_full_disk_leaves_no_half_of_a_file(write: Callable[[], object], named: Callable[[], Path]) -> None:
    folder = named().parent
    folder.mkdir(parents=True)
    (folder / taken_back.LIST).write_text(f"{'0' * 32} 2026-11\n")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with a_full_disk(), pytest.raises((OSError, own_folder.Refused)):
        write()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    write()
    assert named().stat().st_size > 20
    assert {file.name for file in folder.iterdir()} == {named().name, *before}


BEGIN = """
import os, signal, sys
from pathlib import Path
from streetsafe.written_whole import file_in_the_making, folder_in_the_making
place = Path(sys.argv[2])
with (file_in_the_making if sys.argv[1] == "file" else folder_in_the_making)(place) as begun:
    if sys.argv[1] == "file":
        begun.write(b"half")
        begun.flush()
    else:
        (begun / "half").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_while_making(kind: str, place: Path) -> None:
    """A process of its own begins and ends as by a power cut."""
    ended = subprocess.run([sys.executable, "-c", BEGIN, kind, place], cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_a_killed_run_began_is_removed_and_nothing_that_another_is_at(tmp_path: Path, kind: str) -> None:
    kill_while_making(kind, tmp_path / "one")
    (left,) = tmp_path.iterdir()
    for name in (".hidden", ".notes.part", ".one.0123456789ab.part.txt", ".backup-notes"):
        (tmp_path / name).write_bytes(OLD)
    make = file_in_the_making if kind == "file" else folder_in_the_making
    with make(tmp_path / "two"):  # type: ignore[operator]  # either
        under_way = {file.name for file in tmp_path.glob(".two.*")}
        assert len(under_way) == 1
        remove_leftovers(tmp_path)
        assert {file.name for file in tmp_path.glob(".two.*")} == under_way
        assert not left.exists()
    assert {file.name for file in tmp_path.glob(".*")} == {
        ".hidden",
        ".notes.part",
        ".one.0123456789ab.part.txt",
        ".backup-notes",
    }


@pytest.mark.django_db
def test_the_next_publication_removes_what_killed_runs_of_this_and_earlier_versions_left(
    country: dict[str, Area],
) -> None:
    folder = folders.folder_of("E06000901-2026-Q3")
    var = note_of_people().parent
    folder.parent.mkdir(parents=True)
    kill_while_making("folder", folder)
    kill_while_making("file", var / "handed-over")
    (folder.parent / ".E06000901-2026-Q3.1.k3_x9abc").mkdir()
    (var / ".basemap-k3_x9abc").mkdir()
    (var / ".basemap-k3_x9abc" / "pieces").touch()
    (var / ".secret_key-4711").touch()
    assert len(list(var.rglob(".*"))) == 5
    assert put_missing_files_in_place() == []
    assert list(var.rglob(".*")) == []


@pytest.mark.django_db
def test_refused_rows_that_cannot_be_listed_keep_no_report(country: dict[str, Area], tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_bytes(HEADER + GOOD + b"x\n" * 30)
    table = tmp_path / "refused.csv"
    table.write_bytes(OLD)
    words = ("import_reports", str(tmp_path / "reports.csv"), "--refused", str(table))
    with a_full_disk(), pytest.raises(CommandError) as ended:
        call_command(*words)
    assert ended.value.returncode == 2
    assert table.read_bytes() == OLD
    assert (Report.objects.count(), ImportedFile.objects.count()) == (0, 0)
    assert sorted(os.listdir(tmp_path)) == ["refused.csv", "reports.csv"]
    with pytest.raises(CommandError) as ended:
        call_command(*words)
    assert (ended.value.returncode, Report.objects.count()) == (1, 1)
    assert len(table.read_text().splitlines()) == 31


@pytest.mark.django_db
def test_the_file_that_is_imported_is_never_written_over(country: dict[str, Area], tmp_path: Path) -> None:
    file, other = tmp_path / "reports.csv", tmp_path / "another-name.csv"
    file.write_bytes(HEADER + GOOD)
    other.symlink_to(file)
    for name in (file, other):
        with pytest.raises(CommandError) as ended:
            call_command("import_reports", str(file), "--refused", str(name))
        assert (ended.value.returncode, file.read_bytes()) == (2, HEADER + GOOD)
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_a_basemap_that_meets_a_full_disk_is_refused_in_words_and_the_old_one_stands(
    country: dict[str, Area], tmp_path: Path
) -> None:
    out = tmp_path / "basemap.pmtiles"
    out.write_bytes(OLD)
    with a_full_disk(), pytest.raises(CommandError, match=r"cannot be written .* Is there room on its disk"):
        call_command("build_basemap", "--overview", "--out", str(out))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == {out.name: OLD}
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("place", [Path("/proc/one"), Path("/nowhere/one")])
def test_a_place_where_nothing_can_be_made_is_said_at_once(place: Path) -> None:
    for make in (file_in_the_making, folder_in_the_making):
        with pytest.raises(FileNotFoundError), make(place):  # type: ignore[operator]  # either
            pass


def test_a_file_is_for_whom_it_was_said(tmp_path: Path) -> None:
    write_whole(tmp_path / "folder" / "private", b"1")
    write_whole(tmp_path / "folder" / "for all", b"2", mode=0o644)
    assert [(tmp_path / "folder" / name).stat().st_mode & 0o777 for name in ("private", "for all")] == [0o600, 0o644]
