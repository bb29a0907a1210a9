"""What a program that watches the service reads at /metrics, on the node alone: nothing that moves as somebody reports.

Every series is read from what a night, a release or a member of staff wrote. There is no count of requests, no time
they took, no memory, no processor and no size of a file: each of these moves when one person opens a page. Why there is
no library for it: docs/decisions/0068-what-a-watcher-may-see.md.
"""

import datetime
import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from reports.guidance.routes import shown_routes
from reports.publication.models import Release
from reports.staff.models import AuditEntry
from reports.vocabulary.uk_time import LONDON
from streetsafe import day_figures, faults, nights
from streetsafe.readiness.service import shared_faults

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# What no router of the internet carries. Python's own `is_private` knows addresses besides that anybody may be given.
_OF_THE_NODE = tuple(
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
)
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via")


@dataclass(frozen=True)
class Series:
    """One name with its values, by the value of one label; without a label there is one value, under ''."""

    name: str
    says: str
    values: Mapping[str, float]
    label: str = ""
    kind: str = field(default="gauge")

    def lines(self) -> Iterator[str]:
        """As Prometheus reads it."""
        yield f"# HELP {self.name} {self.says}"
        yield f"# TYPE {self.name} {self.kind}"
        for value_of_label, number in self.values.items():
            labels = f'{{{self.label}="{_escaped(value_of_label)}"}}' if self.label else ""
            yield f"{self.name}{labels} {number:g}" if abs(number) < 1_000_000 else f"{self.name}{labels} {number:.0f}"


def metrics(request: HttpRequest) -> HttpResponse:
    """All series; 404 to whoever comes through a proxy or from elsewhere than this machine and its private network."""
    if not _is_of_the_node(request):
        return faults.not_found(request, ValueError("not of the node"))
    lines = [line for series in series_now(today=datetime.datetime.now(tz=LONDON).date()) for line in series.lines()]
    return HttpResponse("\n".join([*lines, ""]), content_type=CONTENT_TYPE)


def series_now(*, today: datetime.date) -> Iterator[Series]:
    """Each with what it says; those of the database are left out while it cannot answer, and `ready` tells why."""
    found = shared_faults()
    yield Series("streetsafe_ready", "1 while a report can be taken; as /readyz.", {"": float(not found)})
    yield from _of_the_night()
    yield from _of_the_day()
    yield from _of_the_backups()
    yield Series(
        "streetsafe_helplines_stale",
        "Helplines, laws and figures that nobody compared with their source lately.",
        {"": sum(route.is_stale(on=today) for route in shown_routes())},
    )
    try:
        yield from list(_of_the_database())
    except DatabaseError:
        return


def _of_the_night() -> Iterator[Series]:
    last = nights.last_night()
    if last is not None:
        day, failed = last
        yield Series("streetsafe_night_day_seconds", "The day of the last night, its beginning.", {"": _seconds(day)})
        yield Series("streetsafe_night_steps_failed", "Steps of the last night that failed.", {"": len(failed)})


def _of_the_day() -> Iterator[Series]:
    last = day_figures.last_day()
    if last is None:
        return
    day = datetime.date.fromisoformat(last.day)
    yield Series("streetsafe_day_seconds", "The day that streetsafe_day_ figures are of.", {"": _seconds(day)})
    yield Series("streetsafe_day_reports_received", "Reports of that day, in tens.", {"": last.received})
    yield Series(
        "streetsafe_day_reports_unshuffled", "Reports not shuffled that night, in tens.", {"": last.unshuffled}
    )
    yield Series(
        "streetsafe_day_reports_deleted_last_month",
        "Reports deleted by their words in the last whole month, in tens.",
        {"": last.deleted_last_month},
    )
    yield Series(
        "streetsafe_day_disk_free_percent", "Free of the service's disk that night.", {"": last.disk_free_percent}
    )
    yield Series(
        "streetsafe_day_proxy_names_nobody", "1 when senders could not be told apart.", {"": last.proxy_names_nobody}
    )


def _of_the_backups() -> Iterator[Series]:
    """By the day in the name: the time of a file is the night's, and tells no more."""
    folder = Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None
    if folder is None:
        return
    try:
        names = sorted(file.name for file in folder.glob("streetsafe-*.backup"))
        day = datetime.date.fromisoformat(names[-1].removeprefix("streetsafe-")[:10]) if names else None
    except (OSError, ValueError):
        day = None
    seconds = _seconds(day) if day else 0.0
    yield Series("streetsafe_backup_day_seconds", "The day of the newest backup; 0: none.", {"": seconds})


def _of_the_database() -> Iterator[Series]:
    yield Series("streetsafe_releases", "Releases published.", {"": Release.objects.count()})
    acts = dict(AuditEntry.objects.values_list("act").annotate(number=Count("number")).order_by("act"))
    yield Series("streetsafe_staff_acts_total", "Acts of staff in the audit log.", acts, label="act", kind="counter")


def _is_of_the_node(request: HttpRequest) -> bool:
    """What came through a proxy names it; what came past it from afar has a public address."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    asked_from = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(asked_from.removeprefix("::ffff:"))
    except ValueError:
        return not asked_from  # a socket of this machine
    return any(address in network for network in _OF_THE_NODE)


def _seconds(day: datetime.date) -> float:
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=LONDON).timestamp()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
