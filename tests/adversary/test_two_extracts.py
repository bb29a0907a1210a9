"""Games A18 and A19: what is published of a quarter, taken away twice, tells of nothing decided in between."""

import datetime
import random
from collections.abc import Callable

import pytest
from django.db import transaction

from reports.aggregation import extracts as cuts_read
from reports.aggregation.cutting import cut_of
from reports.aggregation.freezing import freeze_counts
from reports.aggregation.models import CountBlock, FrozenBlock, QuarterCut
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.intake import withdrawal
from reports.intake.closing import ClosedQuarters, closed_quarters
from reports.intake.models import ClosedQuarter, Report
from reports.intake.reassigning import reassign_councils
from reports.intake.withdrawal import NoSuchCode, withdraw_report
from reports.moderation.decisions import accept_reports
from reports.moderation.models import ReportStatus
from reports.publication import map_schedule
from reports.publication.releasing import publish_release
from tests.adversary import extracts
from tests.adversary.extracts import ACTS, NOW, QUARTER, SUMMER
from tests.factories import EASTBY, IN_EASTBY, WESTBY, make_accepted_report

pytestmark = [pytest.mark.adversary, pytest.mark.django_db]

PLAYS = 6
OCTOBER = datetime.date(2026, 10, 1)


@pytest.fixture
def published(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> Area:
    """Westby and Eastby with a published summer and its map; gives Westby."""
    monkeypatch.setattr(map_schedule, "LONGEST_WAIT", 1)
    extracts.fill_summer()
    extracts.publish()
    return country[WESTBY]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutation: extracts of the counts as they are now."""

    def live_cut(council: str, quarter: str, column: str) -> bytes:
        counted = CountBlock.objects.filter(council=council, quarter=quarter).values_list("cell_counts", flat=True)
        return cut_of(council, quarter, bytes(counted.first() or b""))[column]

    monkeypatch.setattr(cuts_read, "_cut", live_cut)
    monkeypatch.setattr(ClosedQuarters, "open_day", lambda _closed, _council, day: day)


each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


@each_act
def test_an_act_on_a_published_quarter_changes_nothing_that_can_be_taken_away(
    published: Area, act: Callable[[], None]
) -> None:
    """A18: equal files leave the adversary with half of the plays, a guess."""
    assert extracts.difference_tells(act, PLAYS) == 0.5


@each_act
def test_extracts_of_live_counts_turn_the_game_red(published: Area, live: None, act: Callable[[], None]) -> None:
    """A18's control: the adversary is right in every play."""
    assert extracts.difference_tells(act, PLAYS) == 1.0


def stated(quarter: str = QUARTER) -> list[int]:
    """Every number of where the reports are, in its order."""
    return [int(count) for count in cuts_read.places_cut(WESTBY, quarter)["count"]]


def offered(council: Area) -> list[str]:
    """The quarters of which figures may be taken away."""
    return cuts_read.quarters_cut([council.code]).get(council.code, [])


def test_what_a_subtraction_of_live_extracts_would_tell(published: Area, live: None) -> None:
    """Fifteen reports of a hexagon, then fourteen, then thirteen: each reopening is seen, and where it was."""
    rebuild_counts()
    before = stated()
    extracts.reopen()
    rebuild_counts()
    assert (before, stated()) == ([15], [14])
    extracts.reopen()
    rebuild_counts()
    assert stated() == [13]


def test_any_history_leaves_what_was_published_as_it_was(published: Area) -> None:
    """Twelve acts in any order, and publications between: each quarter's extract is the one it had at first."""
    chance, first = random.Random(18), {QUARTER: extracts.taken_away()}
    acts = [act for act in ACTS.values() if act is not extracts.expire]
    for quarter in ("2026-Q4", "2027-Q1"):
        for act in chance.sample(acts, 6):
            act()
        rebuild_counts()
        publish_release(published, quarter=quarter, now=datetime.datetime(2027, 9, 1, tzinfo=datetime.UTC))
        first[quarter] = extracts.taken_away((quarter,))
        compare(first)
    extracts.expire()
    rebuild_counts()
    compare(first)


def compare(first: dict[str, extracts.Seen]) -> None:
    """What was taken away of each quarter at first is there, byte for byte."""
    for quarter, files in first.items():
        again = extracts.taken_away((quarter,))
        assert {name: again[name] for name in files} == files


def test_what_comes_late_counts_in_the_next_quarter(published: Area) -> None:
    """Not in the published one, and not nowhere: in the extract of the quarter after it."""
    before = set(ReportStatus.objects.values_list("report", flat=True))
    extracts.backdate()
    extracts.bring_in()
    late = ReportStatus.objects.exclude(report__in=before)
    assert set(late.values_list("state", "accepted_on")) == {("accepted", OCTOBER)}
    for _ in range(4):
        extracts.backdate()
    rebuild_counts()
    publish_release(published, quarter="2026-Q4", now=datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC))
    assert stated("2026-Q4") == [6]
    assert stated() == [15]


def test_a_report_that_was_published_and_reopened_is_never_counted_in_a_second_quarter(published: Area) -> None:
    """It keeps its day, though that is published: what comes late is another thing."""
    extracts.reopen()
    reopened = ReportStatus.objects.get(state="waiting").report_id
    accept_reports([reopened], by=None, now=NOW)
    assert ReportStatus.objects.get(report=reopened).accepted_on == SUMMER


@pytest.mark.parametrize("is_published", [False, True])
def test_four_words_delete_nothing_of_a_published_quarter(country: dict[str, Area], is_published: bool) -> None:
    words = "acid acorn actor adult"
    extracts.fill_summer()
    report = ReportStatus.objects.earliest("report_id").report_id
    Report.objects.filter(pk=report).update(withdrawal_mark=withdrawal._marks(words)[0])
    if is_published:
        extracts.publish()
        with pytest.raises(NoSuchCode):
            withdraw_report(words)
    else:
        withdraw_report(words)
    assert Report.objects.filter(pk=report).exists() == is_published


def test_a_quarter_is_exported_once_it_is_published_and_not_before(country: dict[str, Area]) -> None:
    extracts.fill_summer()
    assert offered(country[WESTBY]) == []
    extracts.publish()
    assert offered(country[WESTBY]) == [QUARTER]
    assert stated() == [15]


def merge() -> Area:
    """Eastby, whose summer is published, is dissolved; Newby stands on its ground and has all its reports."""
    old = Area.objects.get(code=EASTBY)
    values = {name: getattr(old, name) for name in ("kind", "parent_id", "boundary", "west", "south", "east", "north")}
    new = Area.objects.create(code="E06000999", name="Newby", **values)
    Area.objects.filter(code=EASTBY).update(is_current=False)
    reassign_councils()
    rebuild_counts()
    return new


def test_the_same_reports_are_not_taken_away_within_two_boundaries(
    published: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A19: the summer of Eastby's ground was Eastby's to take away; Newby's own quarters begin after it."""
    for _ in range(6):
        make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=SUMMER)
    new = merge()
    assert CountBlock.objects.filter(council=new, quarter=QUARTER).exists()
    publish_release(new, quarter="2026-Q4", now=datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC))
    assert offered(new) == ["2026-Q4"]
    assert closed_quarters([new.code]).open_day(new.code, SUMMER) == datetime.date(2027, 1, 1)
    monkeypatch.setattr("reports.aggregation.freezing.without_counts", lambda counts, part: counts)
    freeze_counts(new.code, until="2026-Q4")
    assert QUARTER in offered(new)  # the control: with what is spent they would be


def test_newby_takes_nothing_late_into_the_summer_even_before_it_publishes(published: Area) -> None:
    make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=SUMMER)
    new = merge()
    assert closed_quarters([new.code]).open_day(new.code, SUMMER) == OCTOBER
    assert closed_quarters([new.code]).open_day(new.code, OCTOBER) == OCTOBER


def test_the_database_refuses_to_change_what_was_frozen(published: Area) -> None:
    for table in (FrozenBlock, QuarterCut, ClosedQuarter):
        with pytest.raises(Exception, match="written once"), transaction.atomic():
            table.objects.update(council=EASTBY)
