"""A release's folder: whole or not there at all, also after a power cut."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings


def folder_of(release_id: str) -> Path:
    """Where the files of a release lie."""
    return Path(settings.RELEASES_DIR) / release_id


def holds(release_id: str, manifest_digest: str) -> bool:
    """Whether the folder stands and its manifest is this one."""
    manifest = folder_of(release_id) / "manifest.json"
    return manifest.exists() and hashlib.sha256(manifest.read_bytes()).hexdigest() == manifest_digest


def write_folder(release_id: str, files: dict[str, bytes], *, replace: bool = False) -> None:
    """Put a release's files in place in one step; a folder that stands already is left as it is, or replaced."""
    folder = folder_of(release_id)
    if folder.exists() and not replace:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{release_id}.", dir=folder.parent))
    try:
        for name, content in files.items():
            _write_durably(unfinished / name, content)
        unfinished.chmod(0o755)
        _sync(unfinished)
        if replace:
            _remove(folder)
        _put_in_place(unfinished, folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _remove(folder: Path) -> None:
    """In one step too: no reader meets half of it."""
    if folder.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        folder.rename(aside / "removed")
        shutil.rmtree(aside)


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """The rename is the moment of publication; another process that came first wrote the same bytes."""
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise


def _write_durably(file: Path, content: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    file.chmod(0o644)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
