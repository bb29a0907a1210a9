"""The place of the public map's "Report a place here", handed on by the opening page to the map of the first question.

It is posted, so that it stands in no address, and sealed at once. The seal has no half of a key in the page's memory,
as the map's page is another: so it is good for the short time of a report without a script.
"""

import datetime
from dataclasses import replace

from reports.geography.map_positions import TOWN_ZOOM, NotAPosition
from reports.intake import place_map
from reports.intake.draft import DraftExpired, DraftUnreadable, decrypt_draft, encrypt_draft, new_draft


def handed_on(place: str, *, now: datetime.datetime) -> str:
    """A place, «longitude,latitude», as text for a hidden field; "" for what is no place in the United Kingdom."""
    try:
        view = place_map.view_named(f"{place},{TOWN_ZOOM}")
    except NotAPosition:
        return ""
    return encrypt_draft(replace(new_draft(), view=view), now=now)


def view_handed_on(encrypted: str, *, now: datetime.datetime) -> place_map.MapView | None:
    """The view of it; none without one, and when the opening page stood open too long: then one searches as ever."""
    try:
        return decrypt_draft(encrypted, now=now).view if encrypted else None
    except (DraftExpired, DraftUnreadable):
        return None
