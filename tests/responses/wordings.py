"""Fixed-value makers of responses."""

import datetime
from typing import Any

from reports.geography.models import Area
from reports.responses.models import Response, ResponseKind
from reports.responses.writing import Wording, publish_response, withdraw_response, write_draft
from tests.factories import NOW, WESTBY

SEPTEMBER = datetime.date(2026, 9, 1)
ENGLISH, WELSH = "We mended the lamps in Mill Lane.", "Trwsiwyd y lampau yn Lôn y Felin."


def wording(**changes: Any) -> Wording:
    """Lamps mended in September, in both languages."""
    values: dict[str, Any] = {"kind": ResponseKind.LIGHTING, "done_in": SEPTEMBER, "text_en": ENGLISH, "text_cy": WELSH}
    return Wording(**values | changes)


def draft(council: str = WESTBY, **changes: Any) -> Response:
    """A draft as somebody just saved it."""
    return write_draft(wording(**changes), council=Area.objects.get(code=council))


def published(council: str = WESTBY, **changes: Any) -> Response:
    """A response everybody reads."""
    made = draft(council, **changes)
    return publish_response(made, seen=made.revision, by=None, now=NOW)


def withdrawn(council: str = WESTBY, **changes: Any) -> Response:
    """A response everybody could read."""
    made = published(council, **changes)
    return withdraw_response(made, seen=made.revision, by=None, now=NOW)
