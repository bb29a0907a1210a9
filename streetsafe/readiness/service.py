"""The checks of a running service in their order, and those that end its start."""

import datetime
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest
from django.urls import resolve
from django.utils import timezone, translation

from reports.guidance.routes import BadRoute, all_routes
from streetsafe import environment
from streetsafe.postgresql import UnsafeDatabase
from streetsafe.readiness import Check, Found, NotReady, database, files, findings, rules

# No clock that is right shows a time before this code was written, or one that its certificates will not see.
EARLIEST, LATEST = (
    datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC),
)


def secret_is_kept() -> None:
    """Refuses a secret that is empty, or too short to be one in production."""
    try:
        length = len(settings.SECRET_KEY)
    except Exception:  # noqa: BLE001  # Django's own refusal of an empty one
        length = 0
    if length < (environment.SECRET_LENGTH if settings.PRODUCTION else 1):
        raise NotReady(
            "The service has no secret.", f"Set SECRET_KEY to {environment.SECRET_LENGTH} random characters or more."
        )


def answers_to_a_name() -> None:
    """Refuses a site that has no name, or every name, in production."""
    if not settings.ALLOWED_HOSTS or (settings.PRODUCTION and "*" in settings.ALLOWED_HOSTS):
        raise NotReady("The service has no host names.", "Set ALLOWED_HOSTS to the site's host names.")


def is_no_demonstration() -> None:
    """Refuses made-up figures in production."""
    if settings.PRODUCTION and (settings.VAR_DIR / "demonstration").exists():
        raise NotReady(
            "This is a demonstration.", "Start with an empty STREETSAFE_VAR and an empty database: docs/operating.md"
        )


def is_of_our_time(now: datetime.datetime) -> bool:
    """Whether a clock that is right could show it."""
    return EARLIEST <= now <= LATEST


def clock_is_right() -> None:
    """Refuses a clock that is absurd, or behind the last change of the database's tables."""
    now = timezone.now()
    try:
        changed = MigrationRecorder.Migration.objects.order_by("-applied").values_list("applied", flat=True).first()
    except Error:
        changed = None
    if not is_of_our_time(now) or (changed is not None and changed > now + datetime.timedelta(days=1)):
        raise NotReady(
            "The clock is wrong.", f"It says {now:%Y-%m-%d %H:%M} UTC. Set it; timedatectl tells how it is kept."
        )


def knows_who_to_call() -> None:
    """Refuses an unreadable list of helplines: no page that names one could be drawn."""
    try:
        all_routes()
    except (BadRoute, OSError) as fault:
        raise NotReady(
            "The list of helplines cannot be read.", f"{fault}. Mend ROUTES_FILE, or leave it out."
        ) from fault


def draws_the_report() -> None:
    """Draws the first page of the journey, as a request does."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/report", "/report"
    request.META = {"SERVER_NAME": (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip("."), "SERVER_PORT": "443"}
    view, args, named = resolve("/report")
    try:
        with translation.override(settings.LANGUAGE_CODE):
            status = view(request, *args, **named).status_code
    except Exception as fault:  # whatever keeps it from being drawn
        kind = type(fault).__name__
        raise NotReady(
            "The report's page cannot be drawn.", f"{kind}: {fault}. The service's log says more."
        ) from fault
    if status != 200:
        raise NotReady("The report's page cannot be drawn.", f"It answers {status}. The service's log says more.")


THE_DATABASE, THE_FOLDER, THE_TABLES = "the database", "the service's folder", "the tables"
# What no waiting mends: production does not start with it.
AT_THE_START: tuple[Check, ...] = (
    Check("the secret", secret_is_kept),
    Check("the host names", answers_to_a_name),
    Check("no made-up figures in production", is_no_demonstration),
    Check(THE_FOLDER, files.can_be_written),
    Check("styles and scripts", files.has_every_static_file),
    Check("templates", files.has_every_template),
    Check("Welsh", files.speaks_welsh),
    Check("helplines", knows_who_to_call),
)
# What an operator, another machine or a little time may mend under a service that runs.
ITS_DATABASE = (
    Check(THE_DATABASE, database.answers),
    Check("the database's role", database.hides_what_it_must, needs=THE_DATABASE),
)
WHILE_IT_RUNS = (
    Check("room on the disk", files.has_room, needs=THE_FOLDER),
    *ITS_DATABASE,
    Check(THE_TABLES, database.has_every_table, needs=THE_DATABASE),
    Check("migrations", database.is_migrated, needs=THE_TABLES),
    Check("the database's rules", rules.keeps_every_rule, needs=THE_TABLES),
    Check("the clock", clock_is_right, needs=THE_TABLES),
    Check("writing", database.takes_what_is_written, needs=THE_TABLES),
    Check("areas", database.holds_areas, needs=THE_TABLES),
    Check("published files", files.holds_what_was_published, needs=THE_TABLES),
    Check("the report's first page", draws_the_report, needs=THE_TABLES),
)
ALL = (*AT_THE_START, *WHILE_IT_RUNS)


def faults_now() -> list[NotReady]:
    """What keeps a report from being taken at this moment."""
    return [found.fault for found in findings(ALL) if found.fault]


class Shared:
    """One answer for all who ask at once: however many do, a process looks once at a time, and nobody gets an answer
    that was begun before the last fault and kept."""

    def __init__(self, look: Callable[[], list[NotReady]]) -> None:
        self._look, self._lock = look, Lock()
        self._under_way: Future[list[NotReady]] | None = None

    def __call__(self) -> list[NotReady]:
        """The faults."""
        with self._lock:
            waits, future = self._under_way is not None, self._under_way or Future()
            self._under_way = future
        if waits:
            return future.result()
        try:
            future.set_result(self._look())
        except BaseException as fault:
            future.set_exception(fault)
            raise
        finally:
            with self._lock:
                self._under_way = None
        return future.result()


shared_faults = Shared(faults_now)


def refuse_the_start() -> None:
    """Raises NotStarted for what must not or cannot serve, in production; a database that is away may come back."""
    checks = AT_THE_START if settings.PRODUCTION else ()
    if connection.vendor == "postgresql":
        checks = (*checks, *ITS_DATABASE)
    found = [one for one in findings(checks) if one.fault and ends_the_start(one)]
    connection.close()  # a worker forked from this process must not share it
    if found:
        raise environment.NotStarted(
            [environment.Refused(one.fault.said, one.fault.remedy) for one in found if one.fault]
        )


def ends_the_start(found: Found) -> bool:
    """Whether no waiting mends it: of the database, what is unsafe and not what is away."""
    if found.name != THE_DATABASE:
        return settings.PRODUCTION
    return found.fault is not None and isinstance(found.fault.__cause__, UnsafeDatabase)
