"""Whether the folder can be written and has room, and what pages are made of and what was published is there."""

import os
import re
import resource
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.utils.translation import gettext, override

from reports.publication.models import Release
from streetsafe.readiness import NotReady

LEAST_ROOM = 16 * 1024 * 1024  # bytes: four times the write-ahead log, so that no report is begun that cannot end
_PROBE = bytes(4096)  # a block
_STATIC = re.compile(r"{% static '([^']+)'")
COLLECT = "Run: python3 tools/prepare.py run (or manage.py collectstatic --noinput), then restart."


def can_be_written() -> None:
    """Refuses a folder in which no file can be made."""
    for folder in _folders():
        try:
            with tempfile.TemporaryFile(
                dir=folder
            ) as file:  # has no name, is never flushed: it does not reach the disk
                file.write(_PROBE)
                file.flush()
        except OSError as fault:
            raise NotReady(
                "The service's folder cannot be written.",
                f"{folder}: {fault.strerror}. Make room, mount it writable, or give it to the service's user.",
            ) from fault


def has_room() -> None:
    """Refuses a disk that is nearly full, and files that may not grow."""
    for folder in _folders():
        try:
            disk = os.statvfs(folder)
        except OSError as fault:
            raise NotReady("The service's folder is missing.", f"{folder}: {fault.strerror}.") from fault
        if disk.f_bavail * disk.f_frsize < LEAST_ROOM or (disk.f_files and not disk.f_favail):
            raise NotReady(
                "The disk is full.", f"Less than {LEAST_ROOM // 1024**2} MB are left at {folder}: make room."
            )
    bound = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if bound != resource.RLIM_INFINITY and bound < LEAST_ROOM:
        raise NotReady("Files may not grow.", "Raise the limit of file sizes: ulimit -f, LimitFSIZE= of systemd.")


def holds_what_was_published() -> None:
    """Refuses a folder without the files of the releases that the database tells of."""
    try:
        has_published = Release.objects.exists()
    except DatabaseError as fault:
        raise NotReady("The database does not answer.", str(fault)) from fault
    if has_published and not (settings.RELEASES_DIR.is_dir() and any(settings.RELEASES_DIR.iterdir())):
        raise NotReady(
            "Published files are missing.",
            f"The database has releases, {settings.RELEASES_DIR} has not. Set STREETSAFE_VAR to their folder, or "
            "make them again: manage.py publish_release",
        )


def has_every_static_file() -> None:
    """Refuses when a style or script that a page names was not collected."""
    if not hasattr(staticfiles_storage, "hashed_files"):
        return  # served as written, by the development server alone
    missing = []
    for name in _static_names():
        try:
            stored = Path(settings.STATIC_ROOT, staticfiles_storage.stored_name(name))  # type: ignore[attr-defined]
        except ValueError:
            missing.append(name)
        else:
            missing += [] if stored.is_file() else [name]
    if missing:
        raise NotReady("Styles or scripts are missing.", f"Not collected: {', '.join(missing)}. {COLLECT}")


def has_every_template() -> None:
    """Refuses when a page's template cannot be read; what was read once stays in memory."""
    _read_templates()


def speaks_welsh() -> None:
    """Refuses when the Welsh catalogue was not compiled: half of each Welsh page would be English."""
    with override("cy"):
        said = gettext("Report a place")
    if said == "Report a place":
        raise NotReady(
            "The Welsh words are missing.", "Run: make messages, or install the checkout's locale folder again."
        )


def _folders() -> list[Path]:
    """Where the service writes."""
    folders = [Path(settings.VAR_DIR)]
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's own
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    return list(dict.fromkeys(folders))


@cache
def _template_names() -> tuple[str, ...]:
    folder = settings.BASE_DIR / "templates"
    return tuple(sorted(str(file.relative_to(folder)) for file in folder.rglob("*.html")))


@cache
def _static_names() -> tuple[str, ...]:
    """Every style, script and picture a template names."""
    folder = settings.BASE_DIR / "templates"
    found = (name for file in _template_names() for name in _STATIC.findall((folder / file).read_text("utf-8")))
    return tuple(sorted(set(found)))


@cache
def _read_templates() -> None:
    names = _template_names()
    if "base.html" not in names:
        raise NotReady("The pages' templates are missing.", "Install the checkout's templates folder again.")
    for name in names:
        try:
            get_template(name)
        except (TemplateSyntaxError, OSError, UnicodeDecodeError) as fault:
            raise NotReady("A page's template is broken.", f"{name}: {fault}. Install the templates again.") from fault
