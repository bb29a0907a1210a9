"""Writing, publishing, correcting and withdrawing a response: the only writer of Response.

Whoever publishes names the revision they saw: words that a colleague changed meanwhile never go out unread.
"""

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from reports.geography.models import Area
from reports.responses.content_rules import refuse_slips
from reports.responses.models import Response, ResponseState
from reports.responses.workflow import may_follow
from reports.staff import audit
from reports.staff.models import StaffUser

Act = audit.Act


class ChangedMeanwhile(Exception):
    """Somebody else changed, published, withdrew or threw away what the person saw."""


class NotPossible(Exception):
    """The wording stands in a state from which this cannot be done."""


@dataclass(frozen=True)
class Wording:
    """What is told: at least one of the texts is not empty, and `done_in` is the first day of a month."""

    kind: str
    done_in: datetime.date
    text_en: str = ""
    text_cy: str = ""
    place: str = ""
    place_cy: str = ""

    def __post_init__(self) -> None:
        """Refuses what must not be published, raising MustNotStand."""
        for text in (self.text_en, self.text_cy):
            refuse_slips(text)


def write_draft(wording: Wording, *, council: Area) -> Response:
    """Keeps a first wording, which nobody but the council's people sees."""
    return Response.objects.create(council=council, **asdict(wording))


@transaction.atomic
def change_draft(response: Response, wording: Wording, *, seen: int) -> Response:
    """Other words for a draft; raises ChangedMeanwhile, NotPossible."""
    draft = _draft(response, seen=seen)
    for name, value in asdict(wording).items():
        setattr(draft, name, value)
    return _saved(draft)


@transaction.atomic
def discard_draft(response: Response, *, seen: int) -> None:
    """Throws a draft away; raises ChangedMeanwhile, NotPossible."""
    _draft(response, seen=seen).delete()


@transaction.atomic
def correct_response(response: Response) -> Response:
    """A draft with the same words, to be corrected and published in their place; the one there is, if there is one.

    What is published stays until then. Raises NotPossible.
    """
    if response.state == ResponseState.DRAFT:
        raise NotPossible(response)
    _lock_story(response)  # of two at once the second finds the first one's draft
    begun = Response.objects.filter(story=response.story, state=ResponseState.DRAFT).first()
    if begun is not None:
        return begun
    names = ("story", "council_id", "kind", "done_in", "place", "place_cy", "text_en", "text_cy")
    return Response.objects.create(**{name: getattr(response, name) for name in names})


@transaction.atomic
def publish_response(response: Response, *, seen: int, by: StaffUser | None, now: datetime.datetime) -> Response:
    """Lets everybody read a draft, or once more what was withdrawn; another wording of it that was told is withdrawn.

    Raises ChangedMeanwhile, NotPossible.
    """
    _lock_story(response)
    wording = _as_seen(response, seen=seen)
    if not may_follow(wording.state, ResponseState.PUBLISHED):
        raise NotPossible(wording)
    today = timezone.localdate(now)
    replaced = Response.objects.filter(story=wording.story, state=ResponseState.PUBLISHED).first()
    if replaced is not None:
        replaced.state, replaced.withdrawn_on = ResponseState.WITHDRAWN, today
        _saved(replaced)
    wording.state, wording.published_on, wording.withdrawn_on = ResponseState.PUBLISHED, today, None
    detail: dict[str, str | int | bool | None] = {"response": wording.pk, "kind": wording.kind}
    detail |= {"replaces": replaced.pk} if replaced else {}
    audit.record(Act.PUBLISH_RESPONSE, by=by, now=now, area=wording.council, detail=detail)
    return _saved(wording)


@transaction.atomic
def withdraw_response(response: Response, *, seen: int, by: StaffUser | None, now: datetime.datetime) -> Response:
    """Hides a published response from the public at once, and keeps it; raises ChangedMeanwhile, NotPossible."""
    wording = _as_seen(response, seen=seen)
    if not may_follow(wording.state, ResponseState.WITHDRAWN):
        raise NotPossible(wording)
    wording.state, wording.withdrawn_on = ResponseState.WITHDRAWN, timezone.localdate(now)
    detail: audit.Detail = {"response": wording.pk, "kind": wording.kind}
    audit.record(Act.WITHDRAW_RESPONSE, by=by, now=now, area=wording.council, detail=detail)
    return _saved(wording)


def _lock_story(response: Response) -> None:
    """Keeps all wordings of it from others, always in one order: two of them published at once would be two told."""
    list(Response.objects.select_for_update().filter(story=response.story).order_by("pk").values_list("pk"))


def _as_seen(response: Response, *, seen: int) -> Response:
    """The row as it stands now, kept from others until the transaction ends."""
    found = Response.objects.select_for_update().filter(pk=response.pk).first()
    if found is None or found.revision != seen:
        raise ChangedMeanwhile(response)
    return found


def _draft(response: Response, *, seen: int) -> Response:
    draft = _as_seen(response, seen=seen)
    if draft.state != ResponseState.DRAFT:
        raise NotPossible(draft)
    return draft


def _saved(response: Response) -> Response:
    response.revision += 1
    response.save()
    return response
