"""Which public pages are drawn beforehand: all that lead from one to another, of the newest figures, in each language.

What a visitor adds of their own is drawn when it is asked for: an older period, another order of a table, a search.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from reports.geography.models import Area
from reports.guidance import hours
from reports.guidance import urls as guidance_urls
from reports.guidance.other_languages import CODES
from reports.guidance.routes import shown_routes
from reports.public_map import pages
from reports.public_map.selection import MANY_COUNCILS, SUM, Choice, make_choice
from reports.publication import released
from streetsafe.prepared_pages.edition import OF_EVERYBODY
from streetsafe.prepared_pages.files import MadeOf

# One is a hop away from the site, and the last tells a day of its own.
_NOT_PAGES = {"leave", "leave_out", "security_txt"}
OF_GUIDANCE, OF_RELEASES = MadeOf(published=False), MadeOf(published=True)


@dataclass(frozen=True)
class PublicPage:
    """A page, and what it is made of."""

    path: str
    made_of: MadeOf


def public_pages() -> Iterator[PublicPage]:
    """Every page that is drawn beforehand, those asked for most first."""
    choices = list(_choices())
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield from _guidance()
            yield from _of_published(choices)
    for code in CODES:
        yield PublicPage(reverse(f"languages:{code}"), OF_GUIDANCE)
    yield PublicPage(reverse("public_map:release_index"), OF_RELEASES)


def holds_until(page: PublicPage, *, now: datetime.datetime) -> datetime.datetime:
    """The next instant at which the clock alone changes what a page says."""
    if page.made_of.published:
        return pages.next_publication(now)
    return hours.next_change((route.hours for route in shown_routes()), now)


def _guidance() -> Iterator[PublicPage]:
    for pattern in guidance_urls.urlpatterns:
        if pattern.name not in _NOT_PAGES:
            yield PublicPage(reverse(f"guidance:{pattern.name}"), OF_GUIDANCE)


def _of_published(choices: list[Choice]) -> Iterator[PublicPage]:
    for name in ("map", "table", "open_data", "method"):
        yield PublicPage(reverse(f"public_map:{name}"), OF_RELEASES)
    yield PublicPage(reverse("responses:responses"), MadeOf(published=True, responses=OF_EVERYBODY))
    for choice in choices:
        yield from _of_choice(choice)


def _of_choice(choice: Choice) -> Iterator[PublicPage]:
    """The pages of one area by the addresses under which the site itself names them."""
    chosen = {"area": choice.area_code, "period": choice.period}
    of_its_responses = MadeOf(published=True, responses=_shown(choice))
    if choice.area:
        yield PublicPage(_address("map", {"area": choice.area_code}), of_its_responses)
        yield PublicPage(_address("embed", {"area": choice.area_code}), OF_RELEASES)
    for name, made_of in (("table", of_its_responses), ("open_data", OF_RELEASES), ("ground", of_its_responses)):
        yield PublicPage(_address(name, chosen), made_of)


def _shown(choice: Choice) -> str:
    """Whose responses stand beside the figures of an area."""
    if choice.area and choice.area.kind == Area.Kind.COUNCIL:
        return choice.area.code
    return OF_EVERYBODY if len(choice.releases) <= MANY_COUNCILS else ""


def _address(name: str, query: dict[str, str]) -> str:
    return f"{reverse(f'public_map:{name}')}?{urlencode(query)}"


def _choices() -> Iterator[Choice]:
    """The newest figures of the country, its nations, forces and councils: what an address without a period shows."""
    periods = released.released_quarters()
    if not periods:
        return
    country = make_choice(periods, SUM + periods[0], None)
    councils = [release.council for release in country.all_releases]
    above = Area.objects.filter(is_current=True).exclude(kind=Area.Kind.COUNCIL).defer("boundary")
    forces = {council.parent_id for council in councils}
    nations = {council.nation for council in councils}
    wider = [it for it in above if it.code in forces or (it.kind == Area.Kind.NATION and it.nation in nations)]
    yield country
    for area in (*wider, *councils):
        yield make_choice(periods, SUM + periods[0], area)
