"""A council's releases and responses as Atom (RFC 4287), in English or in Welsh."""

import datetime
import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.components.quarters_in_words import quarters_in_words
from reports.geography.models import Area
from reports.publication import released
from reports.publication.models import Release
from reports.responses.published import PublishedResponse, published_responses
from reports.vocabulary.uk_time import LONDON

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
LANGUAGES = {"en": "en-gb", "cy": "cy"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST_ENTRIES = 40  # ten years of quarters; a reader of feeds keeps what it has seen

Absolute = Callable[[str], str]  # from an address on this site to a whole one
AtomFeed = Callable[[Area, Absolute], str]


class _Feed(Atom1Feed):
    """An empty feed is not new each time it is asked for."""

    def latest_post_date(self) -> datetime.datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))


def release_feed(council: Area, absolute: Absolute) -> str:
    """An entry for each quarter; one from which a hexagon was withdrawn is new again."""
    title = _("Places where people felt unsafe: %(council)s") % {"council": council.local_name}
    feed = _feed(council, absolute, "releases", title, page=_on_the_map(council))
    releases = released.releases_of_council(council.code)[-MOST_ENTRIES:]
    prefetch_related_objects(releases, "withdrawals")
    for release in reversed(releases):
        feed.add_item(
            title=quarters_in_words(release.quarter, release.quarter),
            link=absolute(_on_the_map(council, release.quarter)),
            description=_as_html(_said_of(release)),
            unique_id=absolute(reverse("api:release", args=[release.pk])),
            pubdate=release.published_at,
            updateddate=_changed(release),
        )
    return str(feed.writeString("utf-8"))


def response_feed(council: Area, absolute: Absolute) -> str:
    """An entry for each response; one that was put in other words is new again."""
    title = _("What was done: %(council)s") % {"council": council.local_name}
    page = f"{reverse('responses:responses')}?{urlencode({'council': council.code})}"
    feed = _feed(council, absolute, "responses", title, page=page)
    stated = sorted(published_responses(council.code)[0:], key=_published, reverse=True)
    for response in stated[:MOST_ENTRIES]:
        feed.add_item(
            title=f"{response.kind_label}: {response.place}" if response.place else response.kind_label,
            link=absolute(page),
            description=_as_html(response.text),
            unique_id=f"urn:uuid:{response.id}",
            pubdate=_published(response),
            updateddate=_published(response),
        )
    return str(feed.writeString("utf-8"))


def _feed(council: Area, absolute: Absolute, name: str, title: str, *, page: str) -> _Feed:
    language = "cy" if get_language() == "cy" else "en"
    here = absolute(reverse(f"feeds:{name}", args=[language, council.code]))
    return _Feed(
        title=title,
        link=absolute(page),
        description="",
        language=language,
        author_name=council.local_name if name == "responses" else settings.RELEASES_PUBLISHER,
        feed_url=here,
        feed_guid=here,
    )


def _on_the_map(council: Area, quarter: str = "") -> str:
    period = {"period": quarter} if quarter else {}
    return f"{reverse('public_map:map')}?{urlencode({'area': council.code} | period)}"


def _as_html(text: str) -> str:
    """The library says of a summary that it is HTML. XML cannot hold control characters at all."""
    return escape(_NOT_IN_XML.sub("", text))


def _said_of(release: Release) -> str:
    total = released.total_in_words(release)
    covers = released.map_of(release)
    if covers is None:
        return _("Total for these months: %(total)s. There are not yet enough reports for a map.") % {"total": total}
    months = quarters_in_words(covers.first, covers.last)
    return _("Total for these months: %(total)s. The map covers %(covers)s.") % {"total": total, "covers": months}


def _changed(release: Release) -> datetime.datetime:
    withdrawn = [_midnight(withdrawal.withdrawn_on) for withdrawal in release.withdrawals.all()]
    return max([release.published_at, *withdrawn])


def _published(response: PublishedResponse) -> datetime.datetime:
    if response.published_on is None:
        raise ValueError(response.id)  # what is published has its day: the database says so
    return _midnight(response.published_on)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, LONDON)
