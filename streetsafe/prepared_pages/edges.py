"""What an edge may hand out without asking: one folder's name, which nginx has in the key of every page it keeps.

It leads to no edition as soon as anything has changed, and to the new one when every page of it lies at the edge.
"""

import hashlib
import os
import secrets
import time
from pathlib import Path

from django.conf import settings

from streetsafe.prepared_pages.edition import OF_EVERYBODY, edition_of_published, edition_of_responses

FILLED_ANEW_AFTER = 20 * 60 * 60  # seconds: each day, as deploy/nginx keeps for three what is not handed over again
_CLOSED = "none"  # under this name nothing is ever kept


def name_of_now() -> str:
    """The name of all that the pages are made of now."""
    parts = f"{edition_of_published()} {edition_of_responses(OF_EVERYBODY)}"
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def key_of(name: str) -> str:
    """What nginx calls a name: the folder, with every link in its path followed."""
    return str((_folder() / name).resolve())


def is_filled(name: str) -> bool:
    """Whether every page lies at the edge under this name since less than a day.

    nginx throws out what nobody has asked for in three days. As all are handed over again each day, none of them is,
    and none stays because somebody reads it.
    """
    noted = _folder() / name
    return _leads_to() == name and time.time() - noted.stat().st_mtime < FILLED_ANEW_AFTER


def open_edge(name: str, *, is_filled_anew: bool = True) -> None:
    """Lets the edge hand out the pages kept under a name; not where they are of the past already."""
    _lead_to(name)
    if is_filled_anew:
        os.utime(_folder() / name)
    close_if_changed()  # what was withdrawn while they were handed over was withdrawn before they were open


def close_if_changed() -> None:
    """From now on nothing that was kept before the last change is handed out."""
    if _leads_to() not in {"", _CLOSED} and _leads_to() != name_of_now():
        _lead_to(_CLOSED)


def _leads_to() -> str:
    """The name that is open; "" where none ever was."""
    return _link().readlink().name if _link().is_symlink() else ""


def _lead_to(name: str) -> None:
    """In one step: whoever asks meanwhile is led to the one or to the other."""
    target = _folder() / name
    target.mkdir(parents=True, exist_ok=True)
    for open_to_nginx in (_folder(), target):
        open_to_nginx.chmod(0o755)  # whatever the umask; they hold names of folders and nothing else
    unfinished = _folder() / f".{secrets.token_hex(8)}"
    unfinished.symlink_to(name)
    unfinished.replace(_link())
    for old in _folder().iterdir():
        if old.is_dir() and not old.is_symlink() and old.name not in {name, _CLOSED}:
            old.rmdir()


def _link() -> Path:
    return _folder() / "now"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "edge"
