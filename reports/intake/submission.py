"""The only way a report of the journey is born, in the queue; a retry is harmless."""

import datetime
import hashlib
import hmac
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction

from reports.geography import boundaries
from reports.geography.models import Area
from reports.intake import withdrawal
from reports.intake.about_you import keep_about_you
from reports.intake.answers import Answers, InvalidAnswers
from reports.intake.arriving import hide_arrivals_soon
from reports.intake.models import IncomingReport, Submission, Verification
from reports.vocabulary.reasons import bits_of, reason_of_code
from reports.vocabulary.uk_time import day_in_london


class SubmissionMismatch(Exception):
    """Other answers came under a submission id that was used already."""


class CodeShown(Exception):
    """The four words of this report were shown: nobody is shown them twice."""


def submit_report(
    answers: Answers,
    *,
    submission_id: uuid.UUID,
    now: datetime.datetime,
    verification: Verification | None = None,
    council: Area | None = None,
) -> None:
    """Keeps one report and what was said of oneself, on disk when this returns; the same answers again change nothing.

    `council` is that of the answers' cell, for who has looked it up already. Raises SubmissionMismatch, InvalidAnswers
    (a month to come) and `boundaries.OutsideTheUK`.
    """
    today = day_in_london(now)
    if answers.felt_in and answers.felt_in > today:
        raise InvalidAnswers("felt_in")
    council = council or boundaries.council_of_cell(answers.cell)
    digest, kept_id = _digest(answers, submission_id), withdrawal.kept_id(submission_id)
    try:
        with transaction.atomic():
            ticket = withdrawal.ticket_of(submission_id)
            Submission.objects.create(id=kept_id, digest=digest, ticket=ticket, received_on=today)
            _keep_report(answers, submission_id, council, today, verification)
            keep_about_you(answers.about, council=council, day=today)
            forget_submissions(now)
    except IntegrityError:
        # Either the id was used before or two requests raced for it: the stored digest says which answers won.
        stored = Submission.objects.filter(id=kept_id).values_list("digest", flat=True).first()
        if stored is None:
            raise
        if not hmac.compare_digest(stored, digest):
            raise SubmissionMismatch from None
    hide_arrivals_soon()


def was_sent(submission_id: uuid.UUID) -> bool:
    """Whether a report came of this form, lately."""
    return Submission.objects.filter(id=withdrawal.kept_id(submission_id)).exists()


def was_sent_so(answers: Answers, submission_id: uuid.UUID) -> bool:
    """Whether just these answers came of this form, lately."""
    stored = Submission.objects.filter(id=withdrawal.kept_id(submission_id)).values_list("digest", flat=True).first()
    return stored is not None and hmac.compare_digest(stored, _digest(answers, submission_id))


def take_code(submission_id: uuid.UUID) -> str:
    """The four words of the report a form became, the first time; raises CodeShown, or NoSuchCode when none came of it.

    Of two who ask at once, by any workers, one is shown them.
    """
    code = withdrawal.code_of_submission(submission_id)
    kept_id, ticket = withdrawal.kept_id(submission_id), withdrawal.ticket_of(submission_id)
    if not Submission.objects.filter(id=kept_id, ticket=ticket).update(ticket=uuid.uuid4()):
        raise CodeShown
    hide_arrivals_soon()
    return code


def forget_submissions(now: datetime.datetime) -> int:
    """Deletes the submission ids received before yesterday; how many."""
    yesterday = day_in_london(now) - datetime.timedelta(days=1)
    deleted, _ = Submission.objects.filter(received_on__lt=yesterday).delete()
    return deleted


def _keep_report(
    answers: Answers,
    submission_id: uuid.UUID,
    council: Area,
    today: datetime.date,
    verification: Verification | None,
) -> None:
    IncomingReport.objects.create(
        cell=answers.cell,
        council=council,
        received_on=today,
        felt_in=answers.felt_in,
        band=answers.band,
        day_kind=answers.day_kind,
        frequency=answers.frequency,
        reasons=bits_of(reason_of_code(code) for code in answers.reasons),
        main_reason=reason_of_code(answers.main_reason).number,
        incident=answers.incident,
        why_not_reported=answers.why_not_bits,
        verification=verification,
        withdrawal_mark=withdrawal.mark_of_submission(submission_id),
    )


def _digest(answers: Answers, submission_id: uuid.UUID) -> str:
    """The answers keyed with the site's secret and the id.

    `about` is left out: a digest over it would be a thread from the report to the count for whoever holds the secret.
    """
    stated = (
        answers.cell,
        sorted(answers.reasons),
        answers.main_reason,
        str(answers.felt_in),
        *map(int, (answers.band, answers.day_kind, answers.frequency, answers.incident, answers.why_not_bits)),
    )
    key = settings.SECRET_KEY.encode() + b"reports.intake.submission"
    return hmac.new(key, submission_id.bytes + repr(stated).encode(), hashlib.sha256).hexdigest()
