"""How much one source may ask of the addresses for programs in an hour. It needs no key and no name of anybody.

A source is counted under a name that is thrown away with the hour. As everywhere, the measure is a secret number, and
no header tells how much of it is left: that would tell what others behind the same address did.
"""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from streetsafe import open_answers
from streetsafe.limiter import HOUR, READERS
from streetsafe.problems import PROGRAM_PREFIXES, refusal
from streetsafe.sender import source_of

# All councils' files of ten years are read in a fraction of it: 362 councils by 40 quarters in pages are 500 requests.
FEWEST, SPREAD = 6_000, 1_000

View = Callable[[HttpRequest], HttpResponse]


def limit_programs(get_response: View) -> View:
    """Answers 429 with Retry-After once a source has reached its measure; an unknown source has none."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PROGRAM_PREFIXES) or request.method == "OPTIONS":
            return get_response(request)
        now = timezone.now()
        source = READERS.name_of(source_of(request), now=now)
        if not source:
            return get_response(request)
        if READERS.is_full(source, fewest=FEWEST, spread=SPREAD, now=now):
            return _too_many(now)
        READERS.count(source, now=now)
        return get_response(request)

    return answer


def _too_many(now: datetime.datetime) -> HttpResponse:
    refused = refusal(429, _("Too many requests in this hour. Files of a release can be kept: fetch each once."))
    refused.headers["Retry-After"] = str(HOUR - int(now.timestamp()) % HOUR)
    return open_answers.opened(refused)
