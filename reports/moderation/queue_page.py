"""The desk's first page as its template reads it: what is asked of one, likely bursts, filters, list and map."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports.components.tables import page_links
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.shuffling import unshuffled_reports
from reports.moderation import service
from reports.moderation.asked_of import asked_of
from reports.moderation.burst_panel import likely_bursts
from reports.moderation.desk_filter import ORDERS, SHOWN, Show
from reports.moderation.group_page import may_decide
from reports.moderation.svg_map import picture_of_queue
from reports.moderation.together import first_free_of_hints
from reports.moderation.waiting import groups_of
from reports.moderation.work_queue import WorkQueue
from reports.staff.models import StaffUser
from reports.vocabulary.reasons import REASONS

GROUPS_PER_PAGE = 20


def queue_page(
    work_queue: WorkQueue, person: StaffUser, councils: QuerySet[Area], *, page: str | None, today: datetime.date
) -> dict[str, Any]:
    """All that the page shows."""
    asked = work_queue.filter
    clusters = work_queue.clusters
    bursts = []
    if asked.show == Show.ALL:  # a thing of their own there; in the list of bursts they are rows
        bursts = likely_bursts([one for one in clusters if not work_queue.is_aside(one.cell)], councils, today=today)
    above = {burst.name for burst in bursts}
    listed = [cluster for cluster in clusters if hexgrid.name(cluster.cell) not in above]
    shown = Paginator(listed, GROUPS_PER_PAGE).get_page(page)
    groups = groups_of(list(shown.object_list), councils)
    return {
        "groups": groups,
        "rows": [
            (group, work_queue.attention.get(group.cluster.cell), (today - group.cluster.oldest).days)
            for group in groups
        ],
        "pages": page_links(shown, lambda number: f"?{asked.query_with(page=number)}", label=_("Pages")),
        "picture": picture_of_queue(groups, bursts),
        "filter": asked,
        "kept": asked.query,
        "choices": _choices(work_queue),
        "areas": [(council.code, council.local_name) for council in councils],
        "reasons": [(reason.code, reason.label) for reason in REASONS],
        "orders": [*ORDERS.items()],
        "asked_of_you": asked_of(person),
        "bursts": bursts,
        "in_one_look": len(first_free_of_hints(work_queue)),
        "following": work_queue.following(0),
        "can_decide": may_decide(person),
        "waiting": work_queue.waiting,
        "shown": work_queue.shown,
        "elsewhere": work_queue.waiting - work_queue.shown,
        "places": len(clusters),
        "oldest_days": service.days_waited(work_queue.oldest, today=today),
        "target_days": service.TARGET_DAYS,
        "late_days": service.TARGET_DAYS - 1,
        "stranded": service.stranded_reports(councils),
        "unshuffled": unshuffled_reports(councils),
        "today": today,
    }


def _choices(work_queue: WorkQueue) -> list[tuple[str, int, str, bool]]:
    """Each choice of places: its label, how many reports it has, its query, and whether it is on."""
    asked, counts = work_queue.filter, work_queue.counts
    return [
        (str(label), counts[show], asked.query_with(show=show), show == asked.show) for show, label in SHOWN.items()
    ]
