"""What publication needs beside the backups: a recent one before it, and a copy of what it published after it.

A backup from before a publication does not know of it. Restored, it would draw the quarter again: so the folders of
releases, which are public, lie beside the backups, and `take_over_publication` takes them from there.
"""

import datetime
import shutil
from pathlib import Path

from django.conf import settings

from reports.publication import folders
from streetsafe.written_whole import remove_leftovers

FRESH = datetime.timedelta(days=2)  # a nightly backup, and a night on which it failed
_PATTERNS = ("*.backup", "*.dump.gpg")  # ours, and the dumps docs/operating.md told to make before January 2027
_KEPT = "published"


class NoRecentBackup(Exception):
    """Nothing is published before there is a backup; in words for the operator."""


def refuse_without_backup(*, now: datetime.datetime) -> None:
    """Raises NoRecentBackup when the newest is too old, in production also when nobody said where backups are."""
    folder = backup_folder()
    if folder is None:
        if settings.PRODUCTION:
            raise NoRecentBackup(
                "Set BACKUP_FOLDER to the folder `backup` writes to: what is published is for ever, and is not drawn "
                "again after a restore only because it is kept there."
            )
        return
    newest = newest_backup(folder)
    if newest is None or now - newest > FRESH:
        found = f"the newest is of {newest:%Y-%m-%d %H:%M} UTC" if newest else "there is none"
        raise NoRecentBackup(f"No recent backup in {folder}: {found}. Run `backup {folder}` first, then publish.")


def newest_backup(folder: Path) -> datetime.datetime | None:
    """When the newest backup of a folder was written."""
    written = [file.stat().st_mtime for pattern in _PATTERNS for file in folder.glob(pattern)]
    return datetime.datetime.fromtimestamp(max(written), tz=datetime.UTC) if written else None


def backup_folder() -> Path | None:
    """Where backups are written, if it was said."""
    return Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None


def kept_releases() -> list[Path]:
    """The folders in which copies of releases are kept: one or none."""
    folder = backup_folder()
    return [folder / _KEPT] if folder and (folder / _KEPT).is_dir() else []


def keep_releases() -> int:
    """Copies every folder of a release that stands beside the backups, where it is not yet; how many.

    Of a release from which a hexagon was withdrawn the newest edition alone: the one before would show it again.
    """
    folder, here = backup_folder(), Path(settings.RELEASES_DIR)
    if folder is None or not here.is_dir():
        return 0
    kept = folder / _KEPT
    remove_leftovers(kept)
    existing = {file.name for file in here.iterdir() if not file.name.startswith(".")}
    missing = [name for name in sorted(existing) if not (kept / name).exists()]
    for name in missing:
        folders.copy_folder(folders.folder_of(name), kept)
    releases = {name.partition(".")[0] for name in existing}
    for replaced in kept.iterdir() if kept.is_dir() else ():
        if replaced.name not in existing and replaced.name.partition(".")[0] in releases:
            shutil.rmtree(replaced)
    return len(missing)
