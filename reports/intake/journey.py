"""From what was posted to the next page: pure but for the search, the map and the final submission.

Fields that travel: `s` the step answered, `a` the encrypted answers, `k` half of their key if the page's script made
one, `b` the button, and the step's own; with the report `p`, a proof of work, and `f`, which people leave empty. From
the public map come `s` and `at`, a place; the opening page hands it on encrypted, as `h`.
"""

import contextlib
import datetime
from dataclasses import replace

from django.db import DatabaseError
from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.geography import boundaries, hexgrid
from reports.geography.place_search import query_as_typed
from reports.intake import from_map, verification, where
from reports.intake.answers import InvalidAnswers
from reports.intake.assembling import MissingAnswer, answer_rows, answers_of, as_posted
from reports.intake.draft import Draft, DraftExpired, DraftUnreadable, decrypt_draft, encrypt_draft, new_draft
from reports.intake.forms import FORMS, StepForm
from reports.intake.pages import Page, code_page, done_page, ended_page, expired_page, fault_page
from reports.intake.shuffling import shuffle_intake
from reports.intake.steps import (
    BY_NAME,
    CHECK,
    QUESTIONS,
    WHERE,
    Step,
    first_missing,
    may_end_after,
    step_after,
    step_before,
    with_the_rest_skipped,
)
from reports.intake.submission import SubmissionMismatch, submit_report, was_sent
from reports.vocabulary.uk_time import day_in_london
from streetsafe.demonstration import is_demonstration

START, CODE = "start", "code"
FROM_MAP = "map"  # the public map's "Report a place here"
BACK, SKIP, CHANGE, SEND = "back", "skip", "change-", "send"
END, SHOW = "end", "show"  # end: all that is left is skipped; show: the same page, in the other language
RETRY_AFTER = 30  # seconds
AFTER_AN_HOUR = {"Retry-After": "3600"}


def opening_page(encrypted: str = "") -> Page:
    """The stop page; with the encrypted answers when someone came back to it."""
    return Page("intake/stop.html", {"encrypted": encrypted})


def answer_page(post: QueryDict, *, now: datetime.datetime, source: bytes = b"") -> Page:
    """The page that follows a form; never an exception for what a browser or a vandal can post."""
    name, encrypted, key = post.get("s", ""), post.get("a", ""), post.get("k", "")
    if name == FROM_MAP:
        return Page("intake/stop.html", {"encrypted": "", "handed_on": from_map.handed_on(post.get("at", ""), now=now)})
    if name == START and not encrypted:
        view = from_map.view_handed_on(post.get("h", ""), now=now)
        draft = replace(new_draft(key), began=int(now.timestamp()), view=view)
        return _with_challenge(question_page(WHERE, draft, now=now), draft, now=now)
    try:
        draft = decrypt_draft(encrypted, now=now, key=key)
    except DraftExpired:
        return expired_page(key)
    except DraftUnreadable:
        return fault_page(_("Some of your answers did not reach us."))
    if name == CODE:
        return code_page(draft)
    if was_sent(draft.submission_id):
        is_sending = name == CHECK.name and post.get("b") == SEND
        return ended_page(draft, is_sending=is_sending, now=now)
    if name == START and post.get("b") == SHOW:
        return opening_page(encrypted)
    if name == START:
        return question_page(first_missing(draft) or CHECK, draft, now=now)
    step = BY_NAME.get(name)
    if step is None or not step.applies(draft.answers):
        return _lost_page(draft, now=now)
    if step is CHECK and post.get("b") == SEND:
        return _sent_page(draft, post, source=source, now=now)
    page = _moved_page(step, draft, post, now=now)
    return _with_challenge(page, draft, now=now) if page.template == "intake/check.html" else page


def question_page(
    step: Step,
    draft: Draft,
    *,
    now: datetime.datetime,
    form: StepForm | None = None,
    notice: str = "",
    status: int = 200,
) -> Page:
    """A step as a page: its form filled with what was answered before."""
    if step is CHECK:
        return _check_page(draft, now=now, notice=notice, status=status)
    if step is WHERE:
        shown = where.WherePage(draft.view, error=notice, query=draft.query)
        return where_page(shown, draft, now=now, status=status)
    context = {
        "step": step,
        "form": form or _form_of(step, draft, now=now),
        "encrypted": encrypt_draft(draft, now=now),
        "notice": notice,
        "may_end": may_end_after(step, draft),
        **_position(step, draft),
    }
    return Page("intake/step.html", context, status)


def where_page(shown: where.WherePage, draft: Draft, *, now: datetime.datetime, status: int = 200) -> Page:
    """The question «where», which has a search, a list and a map in place of a form."""
    draft = replace(draft, view=shown.view, query=shown.query)
    return Page(
        "intake/where.html",
        {"step": WHERE, "shown": shown, "encrypted": encrypt_draft(draft, now=now), **_position(WHERE, draft)},
        status,
    )


def _moved_page(step: Step, draft: Draft, post: QueryDict, *, now: datetime.datetime) -> Page:
    """The page after a button of a known step."""
    button = post.get("b", "")
    if button.startswith(CHANGE) and step is CHECK:
        target = BY_NAME.get(button.removeprefix(CHANGE))
        return question_page(target, draft, now=now) if target else _lost_page(draft, now=now)
    if button == SHOW:
        return _same_page(step, draft, post, now=now)
    if button == BACK:
        return _page_before(step, draft, post, now=now)
    if step is CHECK:
        return question_page(CHECK, draft, now=now)
    if step is WHERE:
        return _placed_page(draft, post, now=now)
    if button == SKIP and step.is_optional:
        return _page_after(step, _tidied(draft.with_answers(step.name, {}), now=now), now=now)
    form = _form_of(step, draft, now=now, data=post)
    if not form.is_valid():
        return question_page(step, draft, now=now, form=form, status=400 if form.was_tampered_with else 200)
    draft = _tidied(draft.with_answers(step.name, form.values), now=now)
    if button == END and may_end_after(step, draft):
        return question_page(CHECK, with_the_rest_skipped(draft), now=now)
    return _page_after(step, draft, now=now)


def _placed_page(draft: Draft, post: QueryDict, *, now: datetime.datetime) -> Page:
    """The page after a search, a move of the map or the choice of its middle."""
    shown = where.shown_after(draft.view, post, query=draft.query)
    if shown.chosen is None:
        return where_page(shown, draft, now=now, status=shown.status)
    answered = draft.with_answers(WHERE.name, {"cell": [hexgrid.name(shown.chosen)]})
    placed = replace(answered, view=shown.view, query="")  # nothing finer than the cell travels on: no postcode either
    return _page_after(WHERE, placed, now=now)


def _same_page(step: Step, draft: Draft, post: QueryDict, *, now: datetime.datetime) -> Page:
    """The step as it is filled in, whole or not: somebody wants to read it in the other language."""
    if step is WHERE:
        typed = query_as_typed(post.get("q", "")) if "q" in post else draft.query
        return question_page(WHERE, replace(draft, query=typed), now=now)
    if step is CHECK:
        return question_page(CHECK, draft, now=now)
    form = _form_of(step, draft, now=now)
    for name, field in form.fields.items():
        if name in post:
            form.initial[name] = field.widget.value_from_datadict(post, {}, name)
    return question_page(step, draft, now=now, form=form)


def _page_before(step: Step, draft: Draft, post: QueryDict, *, now: datetime.datetime) -> Page:
    """One step back; what is filled in on this page is kept when it is whole."""
    if step not in (CHECK, WHERE):
        form = _form_of(step, draft, now=now, data=post)
        if form.is_valid() and form.values:
            draft = _tidied(draft.with_answers(step.name, form.values), now=now)
    target = step_before(step, draft)
    return question_page(target, draft, now=now) if target else opening_page(encrypt_draft(draft, now=now))


def _page_after(step: Step, draft: Draft, *, now: datetime.datetime) -> Page:
    return question_page(step_after(step, draft), draft, now=now)


def _check_page(draft: Draft, *, now: datetime.datetime, notice: str = "", status: int = 200) -> Page:
    missing = first_missing(draft)
    if missing:
        return question_page(missing, draft, now=now, notice=_("Answer this question first."), status=400)
    draft = replace(draft, was_checked=True)
    context = {
        "step": CHECK,
        "stated": answer_rows(draft, today=day_in_london(now)),
        "encrypted": encrypt_draft(draft, now=now),
        "notice": notice,
        **_position(CHECK, draft),
    }
    return Page("intake/check.html", context, status)


def _with_challenge(page: Page, draft: Draft, *, now: datetime.datetime) -> Page:
    """The page with the work the phone may do meanwhile; without script nothing reads it."""
    challenge = verification.new_challenge(draft.submission_id, now=now)
    return replace(page, context={**page.context, "challenge": challenge})


def _sent_page(draft: Draft, post: QueryDict, *, source: bytes, now: datetime.datetime) -> Page:
    """Keeps the report, then says thank you: in this order."""
    if verification.is_too_many(source, draft.submission_id, now=now):
        notice = _(
            "Too many reports have been sent from your network in the last hour. Your answers "
            "are still here: send them later."
        )
        return replace(question_page(CHECK, draft, now=now, notice=notice, status=429), headers=AFTER_AN_HOUR)
    try:
        answers = answers_of(draft, today=day_in_london(now))
        council = boundaries.council_of_cell(answers.cell)  # once for all that follows
        hint = verification.verification_of(
            draft.submission_id,
            proof=post.get("p", ""),
            trap=post.get("f", ""),
            council=council.code,
            source=source,
            began=datetime.datetime.fromtimestamp(draft.began, tz=datetime.UTC),
            now=now,
        )
        submit_report(answers, council=council, submission_id=draft.submission_id, now=now, verification=hint)
    except MissingAnswer as missing:
        return question_page(missing.step, draft, now=now, notice=_("Answer this question first."), status=400)
    except (InvalidAnswers, boundaries.OutsideTheUK):
        return question_page(CHECK, draft, now=now, notice=_("Check each answer again, then send."), status=400)
    except DatabaseError:  # locked for longer than we wait, or the disk is full: never a false thank-you
        notice = _(
            "We could not save your report. Your answers are still here: wait a moment, then select ‘Send’ again."
        )
        page = question_page(CHECK, draft, now=now, notice=notice, status=503)
        return replace(page, headers={"Retry-After": str(RETRY_AFTER)})
    except SubmissionMismatch:
        return Page("intake/mismatch.html", {}, 422)
    verification.count_kept(draft.submission_id, source=source, council=council.code, hint=hint, now=now)
    if is_demonstration():
        _shuffle_at_once(now)
    return done_page(answers, draft, council=council, now=now)


def _shuffle_at_once(now: datetime.datetime) -> None:
    """For the demonstration: who files a report wants to see it on the desk."""
    with contextlib.suppress(DatabaseError):  # it is kept already; the next one takes it along
        shuffle_intake(now=now, whole=True)


def _lost_page(draft: Draft, *, now: datetime.datetime) -> Page:
    """For an unknown step with intact answers: nothing is lost, carry on from the first gap."""
    return question_page(
        first_missing(draft) or CHECK,
        draft,
        now=now,
        notice=_("That page is not part of the questions. Your answers are still here: continue."),
        status=400,
    )


def _form_of(step: Step, draft: Draft, *, now: datetime.datetime, data: QueryDict | None = None) -> StepForm:
    """The step's form: bound to what was posted, or showing what was answered before."""
    known = {name: value for name, value in draft.answers.items() if name != step.name}
    today = day_in_london(now)
    if data is not None:
        return FORMS[step.name](data, answers=known, today=today)
    before = draft.answers.get(step.name, {})
    form = FORMS[step.name](answers=known, today=today)
    form.initial = {name: values if form.takes_several(name) else values[0] for name, values in before.items()}
    return form


def _tidied(draft: Draft, *, now: datetime.datetime) -> Draft:
    """Without the answers that another answer has made moot or wrong."""
    for step in QUESTIONS:
        if step.name not in draft.answers or step is WHERE:
            continue
        form = FORMS[step.name](as_posted(draft.answers[step.name]), answers=draft.answers, today=day_in_london(now))
        if not step.applies(draft.answers) or not (form.is_valid() or not draft.answers[step.name]):
            draft = draft.without(step.name)
    return draft


def _position(step: Step, draft: Draft) -> dict[str, int]:
    """How far along: the step's number among those this draft meets."""
    met = [one for one in BY_NAME.values() if one.applies(draft.answers)]
    return {"number": met.index(step) + 1, "total": len(met)}
