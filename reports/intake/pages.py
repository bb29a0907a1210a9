"""Pages that stand outside the questions: what is said after sending, and when there is nothing to go on with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.geography import boundaries, railway
from reports.guidance.choosing import choose_routes
from reports.guidance.needs import needs_of_reasons
from reports.intake.answers import Answers
from reports.intake.draft import Draft
from reports.intake.handoff import mending_link
from reports.intake.withdrawal import NoSuchCode, code_of_submission


@dataclass(frozen=True)
class Page:
    """What to answer with."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def done_page(answers: Answers, sealed: str) -> Page:
    """Thank you; with what asks for the code of this report, its answers left out."""
    nation = boundaries.council_of_cell(answers.cell).nation
    language = (get_language() or "en")[:2]
    needs = needs_of_reasons(answers.reasons)
    at_railway = railway.is_at_railway(answers.cell)
    routes = choose_routes(nation=nation, needs=needs, language=language, at_railway=at_railway)
    link = mending_link(answers.cell, needs)
    return Page("intake/done.html", {"routes": routes, "mending_link": link, "sealed": sealed})


def code_page(draft: Draft) -> Page:
    """The withdrawal code, for who asks for it on the last page."""
    try:
        return Page("intake/code.html", {"code": code_of_submission(draft.submission_id)})
    except NoSuchCode:
        return fault_page(_("No report was sent from this page."))


def fault_page(what: str) -> Page:
    """That what was posted leads nowhere, and why."""
    return Page("intake/fault.html", {"what": what}, 400)
