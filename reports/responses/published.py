"""Public interface: published responses as values, all that anybody outside reads of them.

A council that no longer stands is left out: nobody is left who could withdraw its words.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import QuerySet
from django.utils.translation import get_language

from reports.geography import areas
from reports.geography.models import Area
from reports.responses.models import Response, ResponseKind, ResponseState, month_text

_WELSH = "cy"
KIND_CODES: tuple[str, ...] = tuple(ResponseKind.values)
_LANGUAGE_TAGS = {"en": "en-GB", "cy": "cy"}


@dataclass(frozen=True)
class PublishedResponse:
    """One response, as the page's language has it."""

    id: str
    council_code: str
    council_name: str
    kind: str
    kind_label: str
    place: str
    done_in: datetime.date
    text: str
    language: str  # of the text, as a tag, where it is not the page's: it was written in the other one alone
    published_on: datetime.date | None  # none in the preview of a draft
    texts: dict[str, str]  # by language, "en" and "cy"; empty where it was not written
    places: dict[str, str]

    @property
    def month(self) -> str:
        """The month in which it was done, such as 2026-09."""
        return month_text(self.done_in)


class PublishedResponses(Sequence[PublishedResponse]):
    """Responses in an order, read from the database a slice at a time."""

    def __init__(self, rows: QuerySet[Response]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, at: int) -> PublishedResponse: ...
    @overload
    def __getitem__(self, at: slice) -> list[PublishedResponse]: ...
    def __getitem__(self, at: int | slice) -> PublishedResponse | list[PublishedResponse]:
        return [published_as(row) for row in self._rows[at]] if isinstance(at, slice) else published_as(self._rows[at])


def published_responses(council_code: str = "") -> PublishedResponses:
    """What all councils, or one, told: what was done last first."""
    return PublishedResponses(_published(council_code).select_related("council").defer("council__boundary"))


def councils_that_responded() -> list[Area]:
    """The councils with something to read, by name."""
    codes = _published().order_by().values("council").distinct()
    return sorted(areas.current_councils().filter(code__in=codes), key=lambda council: council.local_name)


def published_as(response: Response) -> PublishedResponse:
    """A wording as the public reads it, or would; in the language of the page."""
    texts = {"en": response.text_en, "cy": response.text_cy}
    places = {"en": response.place, "cy": response.place_cy or response.place}
    here, other = (_WELSH, "en") if get_language() == _WELSH else ("en", _WELSH)
    return PublishedResponse(
        id=str(response.story),
        council_code=response.council_id,
        council_name=response.council.local_name,
        kind=response.kind,
        kind_label=str(kind_label(response.kind)),
        place=places[here],
        done_in=response.done_in,
        text=texts[here] or texts[other],
        language="" if texts[here] else _LANGUAGE_TAGS[other],
        published_on=response.published_on,
        texts=texts,
        places=places,
    )


def kind_label(code: str) -> object:
    """A kind in words, translated when it is read."""
    return ResponseKind(code).label


def _published(council_code: str = "") -> QuerySet[Response]:
    found = Response.objects.filter(state=ResponseState.PUBLISHED, council__is_current=True)
    if council_code:
        found = found.filter(council=council_code)
    return found.order_by("-done_in", "-published_on", "-pk")
