"""Taking decisions back: the true number, a question first, and the way back."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.intake.closing import close_quarters
from reports.intake.models import Report
from reports.moderation import history
from reports.moderation.decisions import (
    AlreadyDecided,
    NothingToUndo,
    accept_reports,
    reject_reports,
    reopen_reports,
    undo_batch,
)
from reports.moderation.models import Decision, RejectionReason, ReportStatus
from reports.moderation.redoing import redo_batch
from reports.moderation.taking_back import ASKED_FROM
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, NOW, TODAY, WESTBY
from tests.moderation.pages import FURTHER, QUEUE, group_url, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

HISTORY = reverse("moderation:history")
MANY = ASKED_FROM + 20
SUMMER = datetime.date(2026, 8, 10)
LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def mo(desk: Client) -> StaffUser:
    return StaffUser.objects.get(username="mo")


def made(count: int, **changes: Any) -> list[uuid.UUID]:
    """So many waiting reports in Westby."""
    first = factories.make_report(**changes)
    kept = {field.attname: getattr(first, field.attname) for field in Report._meta.fields if field.name != "id"}
    others = Report.objects.bulk_create([Report(**kept) for _ in range(count - 1)])
    return [first.id, *(report.id for report in others)]


def undo_url(batch: uuid.UUID) -> str:
    return reverse("moderation:undo", args=[batch])


def states() -> dict[str, int]:
    """How many reports stand in each state."""
    found: dict[str, int] = {}
    for state in ReportStatus.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_the_history_tells_the_true_number_however_many(
    desk: Client, mo: StaffUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It told 2,689 of 7,617: as many as were among the last three thousand decisions."""
    monkeypatch.setattr(history, "BATCHES_SHOWN", 2)
    many = made(7_617)
    batches = [accept_reports(many, by=mo, now=NOW)]
    batches += [accept_reports(made(count), by=mo, now=NOW) for count in (3, 2, 1)]
    page = desk.get(HISTORY)
    assert [(batch.id, batch.count) for batch in page.context["batches"]] == [(batches[3], 1), (batches[2], 2)]
    older = desk.get(HISTORY, {"before": str(batches[2])})
    assert [(batch.id, batch.count) for batch in older.context["batches"]] == [(batches[1], 3), (batches[0], 7_617)]
    assert "7,617 reports accepted." in text_of(older)
    assert f"?before={batches[2]}" in page.content.decode()
    assert older.context["page"].older_than is None
    for nonsense in ("nonsense", str(uuid.uuid4())):
        assert desk.get(HISTORY, {"before": nonsense}).status_code == 404


def test_the_history_asks_before_anything_is_taken_back(desk: Client, mo: StaffUser) -> None:
    batch = accept_reports(made(MANY) + made(30, at=FURTHER), by=mo, now=NOW)
    page = desk.get(HISTORY).content.decode()
    assert f'href="{undo_url(batch)}"' in page
    assert f'action="{undo_url(batch)}"' not in page
    asked = desk.get(undo_url(batch))
    assert asked.status_code == 200
    words = text_of(asked)
    for said in (
        "Take 150 decisions back",
        "They are in 2 places: Westby (150)",
        "150 reports wait again, and are not counted anywhere until someone decides about them.",
        "Nothing that is published changes",
        "You can put the decisions back afterwards",
    ):
        assert said in words
    assert states() == {"accepted": 150}
    done = desk.post(undo_url(batch), {"count": "150"}, follow=True)
    assert states() == {"waiting": 150}
    assert "150 reports wait again." in text_of(done)


def test_one_press_takes_no_large_batch_back(desk: Client, mo: StaffUser) -> None:
    batch = accept_reports(made(MANY), by=mo, now=NOW)
    for sent in ({}, {"count": ""}, {"count": str(MANY - 1)}, {"count": "many"}):
        refused = desk.post(undo_url(batch), sent)
        assert refused.status_code == 409
        assert f"Take {MANY} decisions back" in text_of(refused)
    assert states() == {"accepted": MANY}


def test_what_was_decided_a_moment_ago_is_undone_by_one_press(desk: Client, mo: StaffUser) -> None:
    batch = accept_reports(made(ASKED_FROM), by=mo, now=NOW)
    assert f'action="{undo_url(batch)}"' in desk.get(QUEUE, {"batch": str(batch)}).content.decode()
    desk.post(undo_url(batch))
    assert states() == {"waiting": ASKED_FROM}


def test_an_undoing_is_undone_and_all_of_it_is_written_down(desk: Client, mo: StaffUser) -> None:
    accepted, rejected = made(3), made(2)
    accepted_batch = accept_reports(accepted, by=mo, now=NOW)
    rejected_batch = reject_reports(rejected, reason=RejectionReason.TEST, by=mo, now=NOW)
    before = list(Decision.objects.order_by("id").values())
    stood = sorted(ReportStatus.objects.values_list("report", "state", "accepted_on"))
    for batch in (accepted_batch, rejected_batch):
        undone = desk.post(undo_url(batch), follow=True)
        (again,) = set(Decision.objects.filter(state="waiting").values_list("batch", flat=True)) & {
            undone.context["notice"].id
        }
        assert "Decide as before" in text_of(undone)
        page = desk.get(HISTORY).content.decode()
        assert f'href="{undo_url(again)}"' in page
        assert "as before" in text_of(desk.get(undo_url(again)))
        done = desk.post(undo_url(again), follow=True)
        assert ("3 reports accepted." if batch == accepted_batch else "2 reports rejected. A test") in text_of(done)
    assert sorted(ReportStatus.objects.values_list("report", "state", "accepted_on")) == stood
    assert list(Decision.objects.order_by("id").values())[: len(before)] == before
    appended = Decision.objects.order_by("id")[len(before) :].values_list("state", "reason", "sequence")
    assert list(appended) == [
        *[("waiting", "", 2)] * 3,
        *[("accepted", "", 3)] * 3,
        *[("waiting", "", 2)] * 2,
        *[("rejected", "test", 3)] * 2,
    ]


def test_the_way_back_of_a_large_undoing_is_asked_too(desk: Client, mo: StaffUser) -> None:
    undone = undo_batch(accept_reports(made(MANY), by=mo, now=NOW), by=mo, now=NOW)
    assert desk.post(undo_url(undone)).status_code == 409
    assert states() == {"waiting": MANY}
    assert f"Decide {MANY} reports as before" in text_of(desk.get(undo_url(undone)))
    assert f"{MANY} reports are accepted again." in text_of(desk.get(undo_url(undone)))
    desk.post(undo_url(undone), {"count": str(MANY)})
    assert states() == {"accepted": MANY}


def test_published_numbers_are_told_and_asked_about_even_for_one(desk: Client, mo: StaffUser) -> None:
    close_quarters(WESTBY, [(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))])
    published, late = factories.make_report(), factories.make_report(at=FURTHER)
    summer = datetime.datetime(2026, 8, 10, 12, tzinfo=datetime.UTC)
    Decision.objects.create(
        report=published, sequence=1, state="accepted", by=mo, decided_on=SUMMER, accepted_on=SUMMER, batch=BATCH
    )
    ReportStatus.objects.create(report=published, state="accepted", accepted_on=SUMMER, sequence=1)
    assert desk.post(undo_url(BATCH)).status_code == 409
    words = text_of(desk.get(undo_url(BATCH)))
    assert "1 of them belongs to a quarter that is published. What is published of it" in words
    assert "stays as it is. Only what analysts see changes." in words
    desk.post(undo_url(BATCH), {"count": "1"})
    assert states() == {"waiting": 1}
    # And what comes late does not go where it would change what is published.
    accept_reports([late.id], by=mo, now=summer)
    assert ReportStatus.objects.get(report=late).accepted_on == datetime.date(2026, 10, 1)


BATCH = uuid.UUID("00000000-0000-4000-8000-00000000000b")


def test_what_was_erased_or_decided_since_is_told(desk: Client, mo: StaffUser) -> None:
    ids = made(4)
    batch = accept_reports(ids, by=mo, now=NOW)
    Report.objects.filter(pk=ids[0]).delete()
    words = text_of(desk.get(undo_url(batch)))
    assert "Take 3 decisions back" in words
    assert "1 more report of that decision has been erased since, and does not come back." in words
    undo_batch(accept_reports([factories.make_report(at=FURTHER).id], by=mo, now=NOW), by=mo, now=NOW)
    undone = undo_batch(batch, by=mo, now=NOW)
    reject_reports([ids[1]], reason=RejectionReason.TEST, by=mo, now=NOW)
    words = text_of(desk.get(undo_url(undone)))
    assert "1 of these reports was decided again since, so this cannot be done." in words
    assert desk.post(undo_url(undone), {"count": "3"}).status_code == 409
    assert states() == {"waiting": 3, "rejected": 1}
    with pytest.raises(AlreadyDecided):
        redo_batch(undone, by=mo, now=NOW)


def test_a_batch_is_redone_once_and_only_an_undoing_is() -> None:
    batch = accept_reports(made(2), by=None, now=NOW)
    with pytest.raises(NothingToUndo):
        redo_batch(batch, by=None, now=NOW)
    undone = undo_batch(batch, by=None, now=NOW)
    redone = redo_batch(undone, by=None, now=NOW)
    with pytest.raises(AlreadyDecided):
        redo_batch(undone, by=None, now=NOW)
    undo_batch(redone, by=None, now=NOW)
    assert states() == {"waiting": 2}


def test_a_redone_report_counts_from_its_former_day_unless_that_is_published_by_now() -> None:
    autumn, winter = TODAY, datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
    batches = {
        report.id: accept_reports([report.id], by=None, now=NOW)
        for report in (factories.make_report(), factories.make_report())
    }
    undone = {report_id: undo_batch(batch, by=None, now=LATER) for report_id, batch in batches.items()}
    open_one, late_one = batches
    redo_batch(undone[open_one], by=None, now=winter)
    close_quarters(WESTBY, [(datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))])
    redo_batch(undone[late_one], by=None, now=winter)
    assert dict(ReportStatus.objects.values_list("report", "accepted_on")) == {
        open_one: autumn,
        late_one: datetime.date(2027, 1, 1),
    }


def test_another_areas_batch_is_neither_asked_about_nor_touched(desk: Client, mo: StaffUser) -> None:
    una = factories.make_person("moderator", EASTBY, username="una")
    batch = accept_reports(made(2, at=IN_EASTBY, council=EASTBY), by=una, now=NOW)
    both = accept_reports([*made(1), *made(1, at=IN_EASTBY, council=EASTBY)], by=una, now=NOW)
    assert desk.get(undo_url(batch)).status_code == 404
    assert desk.post(undo_url(batch)).status_code == 404
    asked = text_of(desk.get(undo_url(both)))
    assert "Take 1 decision back" in asked
    assert "Eastby" not in asked
    assert desk.post(undo_url(both), {"count": "2"}).status_code == 409
    assert states() == {"accepted": 4}
    undone = desk.post(undo_url(both), {"count": "1"}, follow=True)
    assert "1 report waits again." in text_of(undone)
    assert set(ReportStatus.objects.values_list("report__council", "state")) == {
        (EASTBY, "accepted"),
        (WESTBY, "waiting"),
    }


def test_the_desk_says_of_reports_of_a_published_quarter_that_nothing_published_changes(desk: Client) -> None:
    """What the next release will count is told without them."""
    report, other = factories.make_accepted_report(accepted_on=SUMMER), factories.make_report()
    words = "1 of them was accepted before, in a quarter that is published by now. Whatever you decide about it"
    reopen_reports([report.id], by=None, now=NOW)
    pages = (group_url(IN_WESTBY), f"{group_url(IN_WESTBY)}/all")
    for page in pages:
        assert words not in text_of(desk.get(page))
    assert "2 reports will be counted in the next release" in text_of(desk.get(pages[1]))
    close_quarters(WESTBY, [(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))])
    for page in pages:
        assert words in text_of(desk.get(page))
    assert "1 report will be counted in the next release" in text_of(desk.get(pages[1]))
    accept_reports([report.id, other.id], by=None, now=NOW)
    assert dict(ReportStatus.objects.values_list("report", "accepted_on")) == {report.id: SUMMER, other.id: TODAY}
