"""Pages that stand outside the questions: what is said after sending, and when there is nothing to go on with."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.basemap import railway
from reports.geography import boundaries
from reports.geography.models import Area
from reports.guidance.needs import needs_of_reasons
from reports.guidance.route_matching import choose_routes
from reports.intake.answers import Answers, InvalidAnswers
from reports.intake.assembling import MissingAnswer, answers_of
from reports.intake.draft import Draft, encrypt_draft
from reports.intake.repairs import repair_link
from reports.intake.submission import CodeShown, take_code, was_sent_so
from reports.intake.taken_back import was_taken_back
from reports.intake.withdrawal import NoSuchCode, marks_of_submission
from reports.vocabulary.uk_time import day_in_london


@dataclass(frozen=True)
class Page:
    """What to answer with."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def done_page(answers: Answers, draft: Draft, *, now: datetime.datetime, council: Area | None = None) -> Page:
    """Thank you; with what asks for the code of this report, its answers left out.

    `council` is that of the answers' cell, for who has looked it up already.
    """
    encrypted = encrypt_draft(Draft(draft.submission_id, key=draft.key), now=now)
    nation = (council or boundaries.council_of_cell(answers.cell)).nation
    language = (get_language() or "en")[:2]
    needs = needs_of_reasons(answers.reasons)
    at_railway = railway.is_at_railway(answers.cell)
    routes = choose_routes(nation=nation, needs=needs, language=language, at_railway=at_railway, now=now)
    link = repair_link(answers.cell, needs)
    return Page("intake/done.html", {"routes": routes, "repair_link": link, "encrypted": encrypted})


def code_page(draft: Draft) -> Page:
    """The withdrawal code, for who asks for it on the last page: the first time, and never again."""
    if is_deleted(draft):
        return deleted_page()
    try:
        return Page("intake/code.html", {"code": take_code(draft.submission_id)})
    except NoSuchCode:
        return fault_page(_("No report was sent from this page."))
    except CodeShown:
        lines = [_("They were shown, or they were lost on the way. Nobody can show them again.")]
        return _ended(_("The 4 words are shown once"), lines, status=410)


def ended_page(draft: Draft, *, is_sending: bool, now: datetime.datetime) -> Page:
    """What a field does whose report was sent: it shows no answer and no word, for whoever found it.

    The page that sent it and has not heard yet holds its key, and is thanked as if it were the first time.
    """
    if is_deleted(draft):
        return deleted_page()
    try:
        answers = answers_of(draft, today=day_in_london(now))
    except (MissingAnswer, InvalidAnswers):
        is_the_same = False
    else:
        is_the_same = was_sent_so(answers, draft.submission_id)
    if is_the_same and draft.key:
        return done_page(answers, draft, now=now)
    if is_sending and not is_the_same:
        return Page("intake/mismatch.html", {}, 422)
    lines = [
        _("We have received your report, once only, however often it is sent."),
        _("Your answers and the 4 words are not shown again, because someone else could have found this page."),
    ]
    if is_sending:
        return _ended(_("Thank you"), lines, status=200)
    return _ended(_("Your report was sent before"), lines, status=410)


def is_deleted(draft: Draft) -> bool:
    """Whether the report of this form was deleted by its words."""
    return was_taken_back(marks_of_submission(draft.submission_id))


def deleted_page() -> Page:
    """That the report is gone, for a page that was open meanwhile."""
    lines = [_("It was deleted with its 4 words. Nothing was sent now.")]
    return _ended(_("The report is deleted"), lines, status=410)


def _ended(heading: str, lines: list[str], *, status: int) -> Page:
    return Page("intake/ended.html", {"heading": heading, "lines": lines}, status)


def expired_page(key: str) -> Page:
    """That a page was open for longer than its answers last."""
    if key:
        return fault_page(
            _("This page was open for more than 2 hours. To protect you, your answers have been cleared.")
        )
    return fault_page(_("This page was open for more than 20 minutes. To protect you, your answers have been cleared."))


def fault_page(what: str) -> Page:
    """That what was posted leads nowhere, and why."""
    return Page("intake/fault.html", {"what": what}, 400)
