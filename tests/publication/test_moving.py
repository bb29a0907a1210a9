"""Councils change hands, also back and forth: no report that was published is counted in public again."""

import datetime

import pytest
from django.db import connection
from shapely import wkb
from shapely.geometry import box

from reports.aggregation import counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.reassigning import reassign_councils
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason, Spent
from reports.publication.models import Release
from reports.publication.releasing import publish_release
from tests.factories import BORDERSHIRE, EASTBY, IN_WESTBY, NOW, WESTBY, make_accepted_report, make_report
from tests.publication.conftest import FIRST_OF_JULY
from tests.publication.releases import QUARTER, no_noise

NEW = "E06000999"
NEXT, NEXT_NOW = "2026-Q4", NOW + datetime.timedelta(days=90)


@pytest.fixture
def new_westby(counted: dict[str, Area]) -> Area:
    """A council that will stand on Westby's ground; not yet."""
    return Area.objects.create(
        code=NEW,
        kind="council",
        name="New Westby",
        parent_id=BORDERSHIRE,
        boundary=wkb.dumps(box(-2.7, 51.3, -2.4, 51.6)),
        west=-2.7,
        south=51.3,
        east=-2.4,
        north=51.6,
        is_current=False,
    )


def stands(code: str, *, instead_of: str) -> None:
    """New boundaries are loaded: one council in another's place; reports follow, as the operator is told to do."""
    Area.objects.filter(code=instead_of).update(is_current=False)
    Area.objects.filter(code=code).update(is_current=True)
    assert reassign_councils().left == 0
    rebuild_counts()


def public_count(code: str, quarter: str) -> tuple[int, int]:
    """What a release of the council would count of a quarter: for total and mix, and for the map."""
    return int(counts.group_band_counts(code, quarter).sum()), int(counts.arrivals(code, quarter).count.sum())


def exact_count(code: str, quarter: str) -> int:
    """What analysts of the council see of a quarter."""
    return sum(total.count for total in counts.cell_totals([code], quarters=[quarter]))


def test_what_the_old_council_published_the_new_one_does_not_count(counted: dict[str, Area], new_westby: Area) -> None:
    """Analysts go on seeing it; what comes after counts; the old map's reports are in no new map."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    later = make_accepted_report(accepted_on=datetime.date(2026, 10, 5))
    stands(NEW, instead_of=WESTBY)
    assert Report.objects.get(pk=later.pk).council_id == NEW
    assert (public_count(NEW, QUARTER), exact_count(NEW, QUARTER)) == ((0, 0), 40)
    assert (public_count(NEW, NEXT), exact_count(NEW, NEXT)) == ((1, 1), 1)
    again = publish_release(new_westby, quarter=QUARTER, now=NOW, draw=no_noise)
    assert again.figures.get(table="T0").noisy == 0
    assert publish_release(new_westby, quarter=NEXT, now=NEXT_NOW, draw=no_noise).figures.get(table="T0").noisy == 1


def test_an_extract_of_the_new_council_holds_nothing_of_what_the_old_one_published(
    counted: dict[str, Area], new_westby: Area
) -> None:
    """The same reports within two boundaries could be subtracted; what came after the old one's is in it."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    assert counts.export_rows([WESTBY]).count.sum() == 40
    make_accepted_report(accepted_on=datetime.date(2026, 10, 5))
    stands(NEW, instead_of=WESTBY)
    publish_release(new_westby, quarter=NEXT, now=NEXT_NOW)
    assert counts.export_rows([NEW]).count.tolist() == [1]


def test_what_the_old_council_had_not_published_counts_once_in_the_new_one(
    counted: dict[str, Area], new_westby: Area
) -> None:
    """And not again in the old one, which may still publish late."""
    stands(NEW, instead_of=WESTBY)
    assert public_count(NEW, QUARTER) == (40, 40)
    late = publish_release(counted[WESTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    assert late.figures.get(table="T0").noisy == 0


def test_back_to_the_earlier_boundaries(counted: dict[str, Area], new_westby: Area) -> None:
    """Counted here, moved, counted there, moved back: what was counted anywhere is spent everywhere."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    fresh = make_accepted_report(accepted_on=datetime.date(2026, 10, 5))
    stands(NEW, instead_of=WESTBY)
    publish_release(new_westby, quarter=NEXT, now=NEXT_NOW)
    newer = make_accepted_report(council=NEW, accepted_on=datetime.date(2027, 1, 5))
    stands(WESTBY, instead_of=NEW)
    assert set(Spent.objects.values_list("report", flat=True)) == set(
        Report.objects.filter(council=WESTBY).exclude(pk=newer.pk).values_list("pk", flat=True)
    )
    assert fresh.pk in Spent.objects.values_list("report", flat=True)
    assert [public_count(WESTBY, quarter) for quarter in (QUARTER, NEXT, "2027-Q1")] == [(0, 0), (0, 0), (1, 1)]
    stands(NEW, instead_of=WESTBY)
    assert [public_count(NEW, quarter) for quarter in (QUARTER, NEXT, "2027-Q1")] == [(0, 0), (0, 0), (1, 1)]


def test_one_that_waits_while_it_moves_is_spent_if_it_was_counted_before(
    counted: dict[str, Area], new_westby: Area
) -> None:
    """Accepted and published, reopened, moved, accepted again: its day is kept, and it is not counted."""
    report = make_report(at=IN_WESTBY)
    accept_reports([report.pk], by=None, now=NOW, accepted_on=FIRST_OF_JULY)
    untouched = make_report(at=IN_WESTBY)
    rebuild_counts()
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    reopen_reports([report.pk], by=None, now=NOW)
    stands(NEW, instead_of=WESTBY)
    accept_reports([report.pk, untouched.pk], by=None, now=NOW)
    rebuild_counts()
    assert (public_count(NEW, QUARTER), exact_count(NEW, QUARTER)) == ((0, 0), 41)
    assert public_count(NEW, NEXT) == (1, 1)


def test_a_rejected_report_that_was_never_counted_is_not_spent(counted: dict[str, Area], new_westby: Area) -> None:
    report = make_report(at=IN_WESTBY)
    reject_reports([report.pk], reason=RejectionReason.TEST, by=None, now=NOW)
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    stands(NEW, instead_of=WESTBY)
    assert not Spent.objects.filter(report=report.pk).exists()


def test_a_council_beside_keeps_all_of_its_own(counted: dict[str, Area], new_westby: Area) -> None:
    """Until now its own reports of such quarters were left out with the others'."""
    publish_release(counted[EASTBY], quarter="2026-Q2", now=NOW)
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    stands(NEW, instead_of=WESTBY)
    released = publish_release(counted[EASTBY], quarter=QUARTER, now=NOW, draw=no_noise)
    assert released.figures.get(table="T0").noisy == 1


@pytest.mark.parametrize("how", ["a query past the code", "one report at a time"])
def test_however_a_report_is_moved_the_database_notes_it(counted: dict[str, Area], new_westby: Area, how: str) -> None:
    """Assigning is one way; nothing that moves a report can forget."""
    publish_release(counted[WESTBY], quarter=QUARTER, now=NOW)
    if how == "one report at a time":
        for report in Report.objects.filter(council=WESTBY):
            report.council = new_westby
            report.save()
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET council_id = %s WHERE council_id = %s", [NEW, WESTBY])
    assert Spent.objects.count() == 40
    Report.objects.all().delete()
    assert not Spent.objects.exists()
    assert Release.objects.count() == 1
