"""What the doctor looks at beside a running service's own checks: what goes wrong slowly, or only for some."""

import datetime
import sys
import zoneinfo
from pathlib import Path

from django.conf import settings
from django.core import checks as django_checks
from django.db import connection
from django.test import Client
from django.utils import timezone

from reports.basemap import archive
from reports.geography.areas import councils_within, current_councils
from reports.geography.models import Area, Place, Postcode
from reports.geography.streets_known import councils_without_streets
from reports.guidance.routes import shown_routes
from reports.intake.shuffling import LONGEST_WAIT, unshuffled_reports
from reports.management.secret_needs import lost_with_former, needs_of_former
from reports.publication import released
from reports.publication.models import Release
from reports.publication.opening import openings
from streetsafe import environment, nights, own_folder, sender
from streetsafe.readiness import Check, NotReady, database
from streetsafe.readiness.service import ALL, THE_DATABASE, THE_TABLES
from streetsafe.site_secrets import known_secrets

LEAST_PYTHON = (3, 11)
LATEST_BACKUP = datetime.timedelta(days=2)  # one each night, and a night may be missed
_NAMED = 5  # councils; of more, how many
PAGES = (
    *("/", "/report", "/map", "/map/table", "/map/ground.json", "/help/", "/help/routes", "/contact", "/about"),
    *("/privacy", "/method", "/open-data", "/responses", "/api/v1/", "/staff/"),
)
WITHOUT_WELSH = ("/map/ground.json", "/api/v1/", "/staff/")
MAY_BE_MISSING = ("/map/ground.json",)  # there is none where no map has ground


class CannotTell(NotReady):
    """What cannot be seen from here: `said` is why, the remedy is how to find out."""


class Warned(NotReady):
    """What the service runs with, and serves people worse for: a warning, no fault."""


def settings_are_complete() -> None:
    """Refuses with every setting that the start would refuse."""
    if environment.found_wrong:
        raise NotReady("Settings are wrong or missing.", "\n".join(str(refused) for refused in environment.found_wrong))


def settings_are_of_production() -> None:
    """A trial is no fault, and what production asks for was not looked at."""
    if not settings.PRODUCTION:
        raise CannotTell("STREETSAFE_ENV is local: a trial.", "Set STREETSAFE_ENV=production to see what it asks for.")


def django_finds_nothing() -> None:
    """Django's own checks, those of a deployment in production."""
    found = django_checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    if wrong := [one for one in found if not one.is_silenced() and one.is_serious(django_checks.WARNING)]:
        raise NotReady("Django finds faults.", "\n".join(f"{one.id}: {one.msg}" for one in wrong))


def python_is_new_enough() -> None:
    """Refuses an old Python."""
    if sys.version_info < LEAST_PYTHON:
        raise NotReady("This Python is too old.", "Install Python 3.11 or later and run tools/prepare.py again.")


def knows_the_zone() -> None:
    """Refuses a machine without the zone in which days begin."""
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, OSError) as fault:
        raise NotReady("The time zone is unknown.", f"No {settings.TIME_ZONE}: apt-get install tzdata") from fault


def boundaries_are_official() -> None:
    """Refuses derived boundaries in production: a report near an edge would be sent to the wrong council."""
    if not Area.objects.filter(is_current=True, kind=Area.Kind.COUNCIL, is_builtin=True).exists():
        return
    if not settings.PRODUCTION:
        raise Warned("They are the built-in ones, made for a trial.", "docs/real-data.md tells how to load others.")
    raise NotReady("The boundaries are derived, not official.", "Run: manage.py load_areas (docs/real-data.md)")


def places_can_be_found() -> None:
    """Warns of a search that finds no town."""
    if not Place.objects.filter(kind=Place.Kind.SETTLEMENT).exists():
        raise Warned(
            "None is loaded: nobody finds a town or village by its name.",
            "Run: manage.py load_places FILE, or load_builtin_geography (docs/real-data.md)",
        )


def stations_can_be_found() -> None:
    """Warns of a service that does not know where the railway's own police serve."""
    if not Place.objects.filter(kind=Place.Kind.STATION).exists():
        raise Warned(
            "None is loaded: who reports a place at one is not shown British Transport Police for it.",
            "Run: manage.py load_places STATIONS.csv (docs/real-data.md)",
        )


def streets_can_be_found() -> None:
    """Warns of councils in use in which nobody finds a street: those that are open, or all while none is said to be."""
    councils = {council.code: council for one in openings() for council in councils_within(one.area)}
    asked = list(councils.values()) or list(current_councils())
    missing = councils_without_streets(asked)
    if missing:
        named = ", ".join(council.local_name for council in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise Warned(
            f"None is loaded in {named}{more}: people find only their town there.",
            "Run: manage.py build_basemap FILE.osm.pbf, or load_places opname_csv_gb.zip (docs/real-data.md)",
        )


def postcodes_can_be_found() -> None:
    """Warns of a search that finds no postcode."""
    if not Postcode.objects.exists():
        raise Warned(
            "None is loaded: nobody finds a place by its postcode.",
            "Run: manage.py load_postcodes FILE (docs/real-data.md)",
        )


def the_map_has_ground() -> None:
    """Refuses a basemap that is broken or not there."""
    if settings.BASEMAP_FILE and not Path(settings.BASEMAP_FILE).is_file():
        raise NotReady("The basemap is not there.", f"No file {settings.BASEMAP_FILE}: mend BASEMAP_FILE.")
    try:
        archive.refuse_unsound_file()
    except archive.BasemapProblem as problem:
        raise NotReady("The basemap is broken.", f"{problem} Mend or remove it.") from problem


def helplines_were_checked() -> None:
    """Tells of helplines nobody has compared with their source for half a year."""
    if old := sum(route.is_stale(on=timezone.localdate()) for route in shown_routes()):
        raise Warned(
            f"{old} were not compared with their source lately.",
            "Run: manage.py list_routes, and check those it names.",
        )


def new_reports_are_shuffled() -> None:
    """Refuses a queue that nobody empties."""
    waiting = unshuffled_reports(current_councils())
    if waiting is not None and waiting.due_on < timezone.localdate():
        raise NotReady(
            f"New reports wait longer than {LONGEST_WAIT.days} days to be shuffled.",
            "Let cron or a timer run each night: manage.py shuffle_intake",
        )


def every_release_has_its_files() -> None:
    """Refuses a release whose folder is gone."""
    missing = [release.pk for release in Release.objects.all() if not _has_files(release)]
    if missing:
        named = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise NotReady(
            "Published files are missing.", f"{len(missing)} releases, {named}. Run: manage.py publish_release"
        )


def _has_files(release: Release) -> bool:
    try:
        return released.release_folder(release).is_dir()
    except (released.NoSuchRelease, released.Replaced):
        return False


def every_page_answers() -> None:
    """Asks for the public pages as a visitor would, in both languages."""
    client = Client(raise_request_exception=False)
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS), "localhost")
    prefix = "/en" if settings.LANGUAGE_CODE == "cy" else "/cy"
    other = [prefix + page for page in PAGES if page not in WITHOUT_WELSH]
    wrong = [
        f"{page} answers {status}"
        for page in (*PAGES, *other)
        if (status := client.get(page, secure=True, headers={"host": host}).status_code) != 200
        and not (status == 404 and page in MAY_BE_MISSING)
    ]
    if wrong:
        raise NotReady("Pages do not answer.", f"{'; '.join(wrong)}. The lines above or the service's log tell why.")


def backups_are_recent(folder: Path | None) -> None:
    """Refuses a folder whose newest backup is old; which folder, nobody has told the service."""
    if folder is None:
        raise CannotTell("The service does not know where they are.", "Say it: manage.py doctor --backups FOLDER")
    times = [file.stat().st_mtime for file in folder.glob("streetsafe-*.backup")] if folder.is_dir() else []
    if not times or timezone.now().timestamp() - max(times) > LATEST_BACKUP.total_seconds():
        raise NotReady("No backup of the last two days.", f"Run each night: manage.py backup {folder}")


def nights_are_done() -> None:
    """Refuses a service whose nights fail or have stopped; one that never had any may run its steps by itself."""
    last = nights.last_night()
    if last is None:
        raise CannotTell("No night was noted.", "Let cron or a timer run each night: manage.py nightly")
    day, failed = last
    if failed:
        raise NotReady("The last night was not done.", f"Failed: {', '.join(failed)}. Run: manage.py nightly")
    if timezone.localdate() - day > LATEST_BACKUP:
        raise NotReady("No night was done for two days.", "Look at the timer: systemctl list-timers")


def files_are_private(backups: Path | None) -> None:
    """Refuses files that others on this machine may read: the database, its journals, the secret, backups."""
    found = own_folder.open_to_others(settings.VAR_DIR) if settings.VAR_DIR.is_dir() else []
    if backups is not None and backups.is_dir():
        found += own_folder.open_to_others(backups)
    if found:
        raise NotReady(
            "Others on this machine may read what is the service's alone.",
            f"Run: chmod go-rw {' '.join(map(str, found))}",
        )


def secrets_are_enough() -> None:
    """Warns of what a former secret is still needed for, of one that nothing needs, and of what is lost without one."""
    today = timezone.localdate()
    if lost := lost_with_former(today):
        raise Warned("What a former SECRET_KEY made is lost.", "Without it: " + "; ".join(lost))
    if len(known_secrets()) == 1:
        return
    if needs := needs_of_former(today):
        raise Warned("SECRET_KEY_FALLBACKS is still needed.", f"For {'; '.join(needs)}. See: manage.py rotate_secret")
    raise Warned("SECRET_KEY_FALLBACKS is not needed any more.", "Take it out.")


def proxy_names_senders() -> None:
    """Tells what the running service found of its proxies; what it did not find cannot be seen from here."""
    said = sender.said_of_the_proxy()
    if said == sender.NAMES_A_CDN:
        raise Warned(said, sender.REMEDY)
    if said:
        raise NotReady(said, sender.REMEDY)
    raise CannotTell(
        "It cannot be seen from here.",
        "It must end TLS, overwrite X-Forwarded-For, set X-Forwarded-Proto and write no log: deploy/nginx/ does.",
    )


def server_cannot_be_seen() -> None:
    """The disk of a database on another machine."""
    if connection.vendor == "postgresql":
        raise CannotTell("The room on PostgreSQL's own disk cannot be seen from here.", "Look there: df -h")


def database_is_not_named() -> None:
    """Which database it is, the settings do not tell."""
    raise CannotTell("Which one it is, the settings do not tell.", "Mend the settings first: see above.")


def doctors_checks(backups: Path | None) -> list[Check]:
    """Everything, in the order in which one mends it."""
    refused = " ".join(one.what for one in environment.found_wrong)
    is_named = "DATABASE_URL" not in refused and "STREETSAFE_VAR" not in refused
    unnamed = Check(THE_DATABASE, database_is_not_named)
    return [
        Check("settings", settings_are_complete),
        Check("production", settings_are_of_production),
        Check("Python", python_is_new_enough),
        Check("the time zone", knows_the_zone),
        Check("Django's own checks", django_finds_nothing),
        *(check if is_named or check.name != THE_DATABASE else unnamed for check in ALL),
        Check("a database no newer than the service", database.is_no_newer, needs=THE_TABLES),
        Check("boundaries", boundaries_are_official, needs="areas"),
        Check("places", places_can_be_found, needs=THE_TABLES),
        Check("stations", stations_can_be_found, needs=THE_TABLES),
        Check("streets", streets_can_be_found, needs="areas"),
        Check("postcodes", postcodes_can_be_found, needs=THE_TABLES),
        Check("the basemap", the_map_has_ground),
        Check("helplines checked lately", helplines_were_checked, needs="helplines"),
        Check("new reports shuffled", new_reports_are_shuffled, needs=THE_TABLES),
        Check("every release's files", every_release_has_its_files, needs=THE_TABLES),
        Check("pages", every_page_answers, needs=THE_TABLES),
        Check("the nights", nights_are_done),
        Check("files for the service alone", lambda: files_are_private(backups)),
        Check("backups", lambda: backups_are_recent(backups)),
        Check("the database server's disk", server_cannot_be_seen, needs=THE_DATABASE),
        Check("former secrets", secrets_are_enough, needs=THE_TABLES),
        Check("the proxy", proxy_names_senders),
    ]
