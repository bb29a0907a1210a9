"""A new SECRET_KEY costs nobody anything: each feature is used across the change, with the old one as a fallback."""

import datetime
import io
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from reports.geography.models import Area
from reports.intake import about_you, page_answers, verification
from reports.intake.draft import DraftUnreadable, decrypt_draft, encrypt_draft, new_draft
from reports.intake.former_secrets import note_secret
from reports.intake.models import AboutYouTally, EncryptedAboutYou, IncomingReport, PageAnswers, Report, TakenBack
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import CodeShown, SubmissionMismatch, submit_report, take_code, was_sent_so
from reports.intake.taken_back import follow_list, was_taken_back, write_list
from reports.intake.withdrawal import NoSuchCode, code_of_submission, marks_of_submission, withdraw_report
from reports.staff.models import StaffUser
from reports.staff.password_links import LinkGone, make_password_link, person_of_link
from streetsafe.readiness import doctor
from tests import factories
from tests.factories import NOW, WESTBY
from tests.intake.test_submission import ANSWERS, ID
from tests.intake.test_verification import solved
from tests.intake.walking import Reporter, make_places
from tests.staff.conftest import Clock
from tests.staff.second_factors import HOME, give_app, give_recovery_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

OLD, NEW, NEWEST = "old " * 13, "new " * 13, "newest " * 8
NEXT_MONTH = datetime.datetime(2026, 12, 1, 3, 0, tzinfo=datetime.UTC)

Change = Callable[..., None]


@pytest.fixture
def change(settings: Any) -> Change:
    """Puts another secret into use; the one before it is kept, or not."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []

    def put(secret: str, *before: str) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secret, list(before)

    return put


def rotated(*words: str) -> str:
    said = io.StringIO()
    call_command("rotate_secret", *words, stdout=said)
    return said.getvalue()


def test_words_given_out_before_delete_and_a_form_sent_before_is_not_sent_twice(change: Change) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    words = code_of_submission(ID)
    change(NEW, OLD)
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    assert (IncomingReport.objects.count(), was_sent_so(ANSWERS, ID)) == (1, True)
    with pytest.raises(SubmissionMismatch):
        submit_report(replace(ANSWERS, felt_in=None), submission_id=ID, now=NOW)
    assert take_code(ID) == code_of_submission(ID) == words
    with pytest.raises(CodeShown):
        take_code(ID)
    change(NEWEST, NEW, OLD)
    other = uuid.uuid4()
    submit_report(ANSWERS, submission_id=other, now=NOW)
    withdraw_report(words)
    assert [row.withdrawal_mark for row in IncomingReport.objects.all()] == [marks_of_submission(other)[0]]
    assert was_taken_back(marks_of_submission(ID))
    assert not was_taken_back(marks_of_submission(other))
    withdraw_report(code_of_submission(other))
    change(NEWEST)
    with pytest.raises(NoSuchCode):
        code_of_submission(ID)


def test_words_given_out_before_delete_a_shuffled_report_on_the_page(change: Change, client: Client) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    words = code_of_submission(ID)
    shuffle_intake(now=NOW, whole=True)
    change(NEW)
    assert "is deleted" not in client.post("/withdraw", {"w": words}).text
    change(NEW, OLD)
    assert "is deleted" in client.post("/withdraw", {"w": words}).text
    assert Report.objects.count() == 0


def test_what_was_deleted_before_is_deleted_again_after_a_restore(change: Change, tmp_path: Path) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    withdraw_report(code_of_submission(ID))
    write_list(tmp_path)
    TakenBack.objects.all().delete()
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    IncomingReport.objects.update(withdrawal_mark=marks_of_submission(ID)[0])  # a backup brings it back
    change(NEW)
    assert follow_list(tmp_path) == 0
    change(NEW, OLD)
    assert follow_list(tmp_path) == 1
    assert IncomingReport.objects.count() == 0


def test_answers_about_people_are_counted_before_and_after_they_are_encrypted_anew(change: Change) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    change(NEW, OLD)
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    before = {row.pk: bytes(row.encrypted) for row in EncryptedAboutYou.objects.all()}
    assert about_you.former_about_you() == 3
    assert "Encrypted anew: 0 second factors, 3 answers about people," in rotated()
    after = {row.pk: bytes(row.encrypted) for row in EncryptedAboutYou.objects.all()}
    assert sum(before[pk] != after[pk] for pk in before) == 3
    assert before.keys() == after.keys()
    assert {len(one) for one in after.values()} == {len(one) for one in before.values()}
    change(NEW)
    assert about_you.unreadable_about_you() == 0
    shuffle_intake(now=NEXT_MONTH)
    assert set(AboutYouTally.objects.values_list("question", "count")) == {("age", 2), ("gender", 2)}


def test_without_being_encrypted_anew_they_are_counted_by_the_fallback(change: Change) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    change(NEW, OLD)
    shuffle_intake(now=NEXT_MONTH)
    assert set(AboutYouTally.objects.values_list("question", "count")) == {("age", 1), ("gender", 1)}


def test_a_run_killed_in_the_middle_is_gone_on_with(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    change(NEW, OLD)
    monkeypatch.setattr(about_you, "_AT_ONCE", 1)
    encrypt = about_you._of_text
    done: list[bytes] = []

    def killed(text: bytes) -> bytes:
        if done:
            raise KeyboardInterrupt
        done.append(text)
        return encrypt(text)

    monkeypatch.setattr(about_you, "_of_text", killed)
    with pytest.raises(KeyboardInterrupt):
        rotated()
    monkeypatch.setattr(about_you, "_of_text", encrypt)
    assert about_you.former_about_you() == 2
    assert ", 2 answers about people," in rotated()
    assert ", 0 answers about people," in rotated()


def test_answers_about_pages_of_every_quarter_are_encrypted_anew(change: Change) -> None:
    for _ in range(10):
        page_answers.count_answer("guidance:help", is_useful=True, now=NOW)
        page_answers.count_answer("guidance:help", is_useful=True, now=NOW - datetime.timedelta(days=100))
    shown = page_answers.shown_answers()
    change(NEW, OLD)
    assert page_answers.former_answers() == ["2026-Q3", "2026-Q4"]
    rotated()
    change(NEW)
    assert (page_answers.shown_answers(), len(shown)) == (shown, 2)
    PageAnswers.objects.update(encrypted=b"x" * 40)
    assert page_answers.unreadable_answers() == ["2026-Q3", "2026-Q4"]


def test_a_journey_and_a_proof_under_way_go_on(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "COST", 10)
    draft, now = new_draft(), timezone.now()
    encrypted, proof = encrypt_draft(draft, now=now), solved(verification.new_challenge(draft.submission_id, now=now))
    change(NEW, OLD)
    assert decrypt_draft(encrypted, now=now) == draft
    assert verification.is_solved(proof, draft.submission_id)
    assert not verification.is_solved(proof, uuid.uuid4())
    change(NEW)
    assert not verification.is_solved(proof, draft.submission_id)
    with pytest.raises(DraftUnreadable):
        decrypt_draft(encrypted, now=now)


def test_a_report_begun_before_the_change_is_sent_after_it(change: Change, client: Client) -> None:
    make_places()
    reporter = Reporter(client).to_check()
    change(NEW, OLD)
    assert reporter.press("send").heading == "Thank you"
    assert IncomingReport.objects.count() == 1


def test_nobody_is_signed_out_and_a_link_for_a_password_still_opens(change: Change, clock: Clock) -> None:
    person = factories.make_person("moderator", WESTBY, username="mo")
    secret, client = give_app(person), Client()
    sign_in(client, person, secret)
    assert client.get(HOME).status_code == 200
    other = factories.make_person("moderator", WESTBY, username="other")
    key = make_password_link(other, by=None, now=NOW)
    change(NEW, OLD)
    assert client.get(HOME).status_code == 200
    assert person_of_link(other.pk, key) == other
    change(NEW)
    assert client.get(HOME).status_code == 200  # the session was given the new secret's mark meanwhile
    with pytest.raises(LinkGone):
        person_of_link(other.pk, key)
    change(NEWEST)
    assert client.get(HOME).status_code == 302


def factors_of(person: StaffUser) -> dict[str, Any]:
    return {one.type: one.data for one in Authenticator.objects.filter(user=person)}


def test_second_factors_are_encrypted_anew_and_used(change: Change, clock: Clock) -> None:
    person = factories.make_person("moderator", WESTBY, username="mo")
    secret, codes = give_app(person), give_recovery_codes(person)
    change(NEW, OLD)
    assert "second factors of mo" in rotated("--look")
    assert "Encrypted anew: 2 second factors," in rotated()
    assert "Encrypted anew: 0 second factors," in rotated()
    change(NEW)
    assert sign_in(Client(), person, secret) == HOME
    assert Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes() == codes


def test_whose_factor_is_lost_is_named_and_nothing_of_it_is_changed(change: Change) -> None:
    lost, kept = (factories.make_person("moderator", WESTBY, username=name) for name in ("lost", "kept"))
    give_app(lost)
    change(NEW)
    give_app(kept)
    before = factors_of(lost)
    said = rotated()
    assert "- second factors of lost: manage.py reset_second_factor NAME\n" in said
    assert "kept" not in said
    assert factors_of(lost) == before
    with pytest.raises(doctor.Warned, match="reset_second_factor"):
        doctor.secrets_are_enough()
    change(NEW, OLD)
    assert "lost: " not in rotated()


def test_it_says_until_when_a_former_secret_is_needed_and_tells_deleted_words_from_lost_ones(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = NOW
    monkeypatch.setattr("django.utils.timezone.now", lambda: today)
    note_secret(timezone.localdate())
    doctor.secrets_are_enough()
    sent = [uuid.uuid4() for _ in range(3)]
    for one in sent:
        submit_report(ANSWERS, submission_id=one, now=NOW)
    withdraw_report(code_of_submission(sent[0]))
    shuffle_intake(now=NOW, whole=True)
    change(NEW, OLD)
    said = rotated()
    assert re.findall(r"^- (.*)$", said, re.M) == [
        "the words of 2 reports, until their quarters are published",
        "1 reports deleted by their words, for two months",
        "reports just sent, for two days",
        "journeys, sessions and links of the last days",
    ]
    assert rotated().split("\n", 1)[1] == said.split("\n", 1)[1]
    with pytest.raises(doctor.Warned, match="is still needed"):
        doctor.secrets_are_enough()
    change(NEW)
    said = rotated()
    assert said.split("\n", 2)[1:] == [
        "SECRET_KEY_FALLBACKS is empty: there is one secret.",
        "Lost, unless you put the former secret into SECRET_KEY_FALLBACKS:\n"
        "- the words of at most 2 reports: with them nobody deletes anything\n"
        "- 1 reports deleted by their words: a restore brings them back\n",
    ]
    with pytest.raises(doctor.Warned, match="is lost"):
        doctor.secrets_are_enough()
    today = NOW + datetime.timedelta(days=4)
    change(NEW, OLD)
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=today)  # of the new secret: the old one has no part in it
    Report.objects.update(withdrawal_mark=None)  # as a release does
    TakenBack.objects.all().delete()
    assert rotated().endswith("Nothing needs SECRET_KEY_FALLBACKS any more: take it out.\n")
    with pytest.raises(doctor.Warned, match="not needed any more"):
        doctor.secrets_are_enough()
    change(NEW)
    assert rotated().endswith("SECRET_KEY_FALLBACKS is empty: there is one secret.\n")
    doctor.secrets_are_enough()


def test_a_look_changes_nothing(change: Change, country: dict[str, Area]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    change(NEW, OLD)
    before = sorted(bytes(row.encrypted) for row in EncryptedAboutYou.objects.all())
    assert "- 3 answers about people\n" in rotated("--look")
    assert sorted(bytes(row.encrypted) for row in EncryptedAboutYou.objects.all()) == before


def test_every_key_comes_from_where_the_secrets_before_it_are_known() -> None:
    """Django's own code knows SECRET_KEY_FALLBACKS; ours does in one module."""
    root = Path(__file__).parents[2]
    reads = {
        f"{file.relative_to(root)}"
        for folder in ("reports", "streetsafe")
        for file in (root / folder).rglob("*.py")
        if re.search(r"settings\.SECRET_KEY\b|import SECRET_KEY", file.read_text(encoding="utf-8"))
    }
    assert reads == {
        "streetsafe/site_secrets.py",
        "reports/intake/former_secrets.py",  # which is in use, by its fingerprint
        "reports/management/commands/restore.py",  # hands it on, and the environment hands on those before it
        "streetsafe/readiness/service.py",  # how long it is
    }
