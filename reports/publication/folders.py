"""A release's folder: whole or not there at all, also after a power cut."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import brotli
from django.conf import settings

from streetsafe.written_whole import folder_in_the_making, sync_folder

# By the name a browser asks for, the ending of the file beside: nginx serves these, too (gzip_static, brotli_static).
ENCODINGS = {"br": ".br", "gzip": ".gz"}
_ENDINGS = ("", *ENCODINGS.values())
BROTLI = 9  # 11 makes files a seventh smaller in seven times the time, for 361 councils on one morning


def folder_name(release_id: str, edition: int) -> str:
    """The folder of a release, and its name in addresses: another one for each edition, so that none ever changes.

    `edition` is 0, or the number of the withdrawal that it follows.
    """
    return f"{release_id}.{edition}" if edition else release_id


def folder_of(name: str) -> Path:
    """Where the files of an edition of a release lie."""
    return Path(settings.RELEASES_DIR) / name


def holds(name: str, manifest_digest: str, beside: Iterable[str]) -> bool:
    """Whether the folder stands with the manifest of that digest, all it names, and these, each compressed too."""
    folder = folder_of(name)
    written = {file.name for file in folder.iterdir()} if folder.exists() else set()
    named = _named_in(folder, manifest_digest)
    files = {*named, *beside} if named else set()
    return bool(files) and written.issuperset(f"{file}{ending}" for file in files for ending in _ENDINGS)


def is_whole(folder: Path, manifest_digest: str) -> bool:
    """Whether the manifest of that digest lies there with every file it names, each to the byte."""
    named = _named_in(folder, manifest_digest)
    return bool(named) and all(
        (folder / file).exists() and hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
        for file, digest in named.items()
    )


def _named_in(folder: Path, manifest_digest: str) -> dict[str, str]:
    """The files that a folder's manifest names, itself among them, with their digests; none if it is another one."""
    manifest = folder / "manifest.json"
    content = manifest.read_bytes() if manifest.exists() else b""
    if hashlib.sha256(content).hexdigest() != manifest_digest:
        return {}
    named = {file: entry["sha256"] for file, entry in json.loads(content)["files"].items()}
    return named | {"manifest.json": manifest_digest}


def write_folder(name: str, files: dict[str, bytes]) -> None:
    """Put an edition's files in place in one step, each also compressed beside itself; what stood there is replaced."""
    folder = folder_of(name)
    if not folder.parent.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o755)  # for the web server, whatever the umask
    with folder_in_the_making(folder) as unfinished:
        for file, content in files.items():
            _write_with_twins(unfinished, file, content)
        unfinished.chmod(0o755)
        sync_folder(unfinished)
        _put_in_place(unfinished, folder)
        sync_folder(folder.parent)


def add_beside(name: str, files: dict[str, bytes]) -> None:
    """Put more files into a folder that stands, and compress what is not; what lies there is left as it is."""
    folder = folder_of(name)
    existing = [file for file in folder.iterdir() if file.suffix not in ENCODINGS.values()]
    for file, content in ({file.name: file.read_bytes() for file in existing} | files).items():
        with folder_in_the_making(folder) as unfinished:
            _write_with_twins(unfinished, file, content)
            for written in sorted(unfinished.iterdir(), reverse=True):  # a file comes after its twins
                if not (folder / written.name).exists():
                    written.rename(folder / written.name)
    sync_folder(folder)


def copy_folder(folder: Path, into: Path) -> None:
    """Copies an edition to another folder of editions, whole or not at all."""
    into.mkdir(parents=True, exist_ok=True)
    with folder_in_the_making(into / folder.name) as unfinished:
        for file in sorted(folder.iterdir()):
            _write_durably(unfinished / file.name, file.read_bytes())
        unfinished.chmod(0o755)
        sync_folder(unfinished)
        unfinished.rename(into / folder.name)
        sync_folder(into)


def rename_folder(name: str, new_name: str) -> None:
    """Give an edition another name, in one step."""
    folder_of(name).rename(folder_of(new_name))
    sync_folder(folder_of(new_name).parent)


def remove_folder(name: str) -> None:
    """Take an edition away, if it stands, in one step: no reader meets half of it."""
    folder = folder_of(name)
    if folder.exists():
        with folder_in_the_making(folder) as aside:
            folder.rename(aside / "removed")


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """The rename is the moment of publication. Another process that came first wrote the same bytes: they stay."""
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        written = {file.name for file in folder.iterdir()}
        if all(file.name in written for file in unfinished.iterdir()) and _same_manifest(unfinished, folder):
            return
        remove_folder(folder.name)
        unfinished.rename(folder)


def _same_manifest(one: Path, other: Path) -> bool:
    return (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


def _write_with_twins(folder: Path, file: str, content: bytes) -> None:
    _write_durably(folder / file, content)
    _write_durably(folder / f"{file}{ENCODINGS['gzip']}", gzip.compress(content, 9, mtime=0))
    _write_durably(folder / f"{file}{ENCODINGS['br']}", brotli.compress(content, quality=BROTLI))


def _write_durably(file: Path, content: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    file.chmod(0o644)
