"""Where this database publishes: a copy of it, or one that was restored, draws nothing until it is told to take over.

Two databases that each drew the same quarter would publish two draws of the same reports, and the mean of two has less
noise than was promised. A copy knows nothing of what the other has drawn since.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from reports.geography.models import Area
from reports.publication.models import PerhapsDrawn, PublishingPlace
from streetsafe.written_whole import write_whole

HANDED_OVER = "handed-over"  # lies in a service's folder that draws no more; names the folder that took over
_MACHINE = Path("/etc/machine-id")


class Elsewhere(Exception):
    """Why this database may not draw, in words for the operator."""


def is_elsewhere() -> bool:
    """Whether this database is not where it published last, or has handed over to another since."""
    stored = PublishingPlace.objects.first()
    return _handed_over_to(Path(settings.VAR_DIR)) is not None or (
        stored is not None and stored.fingerprint != fingerprint()
    )


def refuse_elsewhere() -> None:
    """Raises Elsewhere where this database is a copy of the one that publishes, or has handed over to another."""
    if handed_over_to := _handed_over_to(Path(settings.VAR_DIR)):
        raise Elsewhere(
            f"This service handed publication over to {handed_over_to}: a second draw of the same reports would break "
            "the promise. Publish there. Only if that one is off for good: bring the folders of its releases, and run "
            "take_over_publication (--from FOLDER) here."
        )
    place = PublishingPlace.objects.first()
    if place is None:
        settle()
    elif not is_elsewhere():
        if place.folder != folder_of_the_service():
            settle()  # its folder was moved, and a copy of it must find it
    else:
        raise Elsewhere(
            f"This database was copied or restored: the one that publishes is another, last in {place.folder}. What "
            "that one drew since must not be drawn a second time. If it will never publish again: bring the folders of "
            "its releases, and run take_over_publication (--from FOLDER)."
        )


@transaction.atomic
def settle() -> None:
    """This place publishes from now on."""
    PublishingPlace.objects.all().delete()
    PublishingPlace.objects.create(fingerprint=fingerprint(), folder=folder_of_the_service())
    (Path(settings.VAR_DIR) / HANDED_OVER).unlink(missing_ok=True)


def give_up(area: Area, *, until: str) -> None:
    """Notes that a council's quarters up to one may have been drawn elsewhere; of a nation, for councils to come."""
    noted = PerhapsDrawn.objects.filter(council=area).first()
    if noted is None or noted.until < until:
        PerhapsDrawn.objects.update_or_create(council=area, defaults={"until": until})


def hand_over_from_old_place() -> Path | None:
    """Tells the service that published until now, if its folder can be reached, to draw no more; which folder.

    It may have handed over before, to another copy, which is told too: two copies of one would both publish.
    """
    here, place = Path(settings.VAR_DIR), PublishingPlace.objects.first()
    if place is None or not is_elsewhere():
        return None
    published: list[Path] = []
    waiting = [_handed_over_to(here), Path(place.folder)]
    while waiting:
        folder = waiting.pop()
        if folder and folder.is_dir() and folder not in published and folder.resolve() != here.resolve():
            published.append(folder)
            waiting.append(_handed_over_to(folder))
    for one in published:
        write_whole(one / HANDED_OVER, f"{folder_of_the_service()}\n".encode())
    return published[-1] if published else None


def _handed_over_to(folder: Path) -> Path | None:
    mark = folder / HANDED_OVER
    return Path(mark.read_text(encoding="utf-8").strip()) if mark.exists() else None


def folder_of_the_service() -> str:
    """Where this service keeps what it writes."""
    return str(Path(settings.VAR_DIR).resolve())


def fingerprint() -> str:
    """Of this database here: a copy has another. Of SQLite its file, of PostgreSQL its own number in its cluster."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
            )
            known = [str(value) for value in cursor.fetchone()]
    else:
        file = Path(connection.settings_dict["NAME"])
        known = ["memory"]
        if file.is_file():
            machine = _MACHINE.read_text("ascii").strip() if _MACHINE.exists() else ""
            known = [machine, str(os.statvfs(file).f_fsid), str(file.stat().st_ino), _born_at(file)]
    return hashlib.sha256(" ".join(known).encode()).hexdigest()


def _born_at(file: Path) -> str:
    """The second in which a file was made, where the file system tells: a file's number is used again at once."""
    command = ["/usr/bin/stat", "--format=%W", str(file)]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603  # ours
    except (OSError, subprocess.CalledProcessError):
        return ""  # not Linux
