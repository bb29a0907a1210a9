"""Where a person may go, by role: the staff home page and the navigation say the same."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import memberships_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Role = Membership.Role


@dataclass(frozen=True)
class NavigationEntry:
    """One part of the staff site: its address by name, its link text, what one does there, and who may."""

    view: str
    label: "_StrPromise"
    purpose: "_StrPromise"
    roles: frozenset[Role]


ENTRIES = (
    NavigationEntry(
        "moderation:queue",
        _("Reports waiting"),
        _("Decide which reports are counted."),
        frozenset({Role.MODERATOR, Role.MANAGER}),
    ),
    NavigationEntry(
        "analyst:hotspots",
        _("Hotspots"),
        _("See where and when accepted reports are concentrated."),
        frozenset({Role.ANALYST, Role.MANAGER}),
    ),
    NavigationEntry(
        "council_exports:exports",
        _("Exports"),
        _("Download counts for your area."),
        frozenset({Role.COUNCIL_OFFICER, Role.ANALYST, Role.MANAGER}),
    ),
    NavigationEntry(
        "imports:imports",
        _("Import reports"),
        _("Bring in reports that another service collected."),
        frozenset({Role.COUNCIL_OFFICER, Role.ANALYST, Role.MANAGER}),
    ),
    NavigationEntry(
        "responses_desk:desk",
        _("Responses"),
        _("Tell the public what was done about places."),
        frozenset({Role.COUNCIL_OFFICER, Role.MANAGER}),
    ),
    NavigationEntry(
        "staff:tokens",
        _("Access tokens"),
        _("Let software download exports or send reports for you."),
        frozenset({Role.COUNCIL_OFFICER, Role.ANALYST, Role.MANAGER}),
    ),
    NavigationEntry(
        "webhooks:webhooks",
        _("Webhooks"),
        _("Have software told when figures are published."),
        frozenset({Role.COUNCIL_OFFICER, Role.MANAGER}),
    ),
    NavigationEntry(
        "staff:people",
        _("People"),
        _("Invite people, give roles and end them."),
        frozenset({Role.MANAGER}),
    ),
    NavigationEntry(
        "feedback:feedback",
        _("Feedback"),
        _("See which pages people found useful."),
        frozenset({Role.MANAGER}),
    ),
    NavigationEntry(
        "staff:audit",
        _("Audit log"),
        _("See who did what in your areas."),
        frozenset({Role.MANAGER}),
    ),
)


def navigation_of(person: StaffUser, *, on: datetime.date) -> list[NavigationEntry]:
    """The parts of the staff site a person may enter on a day."""
    roles = set(memberships_of(person, on=on).values_list("role", flat=True))
    return [entry for entry in ENTRIES if entry.roles & roles]
