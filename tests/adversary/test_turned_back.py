"""A backup from before a publication, brought back: what was drawn since of a report is not drawn again.

Each case is one way in which a report was counted elsewhere and stands otherwise, or elsewhere, in the backup. What is
spent is counted from what the draws were given, as in the histories.
"""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from reports.aggregation import counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import IncomingReport, Report, Source
from reports.intake.reassigning import reassign_councils
from reports.moderation import spending
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason, Spent
from reports.publication import map_schedule, quarters, releasing, tables
from reports.publication.due import MayBeDrawn
from reports.publication.expiring import expire_reports
from reports.publication.models import PerhapsDrawn
from reports.publication.place import Elsewhere
from reports.publication.taking_over import CouncilNotLoaded, TurnedBack, refuse_turned_back, take_over
from tests.adversary.histories import BUDGET, MERGED, NEW, History, no_noise
from tests.factories import ENGLAND, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("where_it_publishes")]
A_QUARTER = datetime.timedelta(days=110)  # and its publication


class Story(History):
    """A history whose acts are written down; chance chooses nothing that matters."""

    def __init__(self) -> None:
        super().__init__(1)
        self.report()
        place = Report.objects.get()
        Area.objects.filter(code__in=(WESTBY, NEW)).update(is_current=False)
        Area.objects.filter(code=place.council_id).update(is_current=True)
        self.home = place.council_id

    def decides(self, act: Callable[..., object], **more: object) -> None:
        """About the one report, today."""
        act([Report.objects.get().pk], by=None, now=self.now, **more)

    def publishes(self, council: str, *, with_map: bool) -> None:
        """The newest quarter that may be."""
        refuse_turned_back(now=self.now)
        rebuild_counts()
        quarter = quarters.latest_publishable(self.now)
        with patch.object(map_schedule, "REPORTS_FOR_A_MAP", 0 if with_map else 10**6):
            releasing.publish_release(Area.objects.get(pk=council), quarter=quarter, now=self.now, draw=no_noise)

    def stands(self, council: str) -> None:
        """New boundaries: one council on all the ground; reports follow."""
        Area.objects.filter(kind="council", code__in=(WESTBY, NEW, MERGED)).update(is_current=False)
        Area.objects.filter(code=council).update(is_current=True)
        reassign_councils()

    def comes_back(self, *, in_its_place: bool = False) -> None:
        """The backup, in its own place or another."""
        with patch.object(self.chance, "random", lambda: 0.2 if in_its_place else 0.7):
            self.restore()

    def takes_over(self, *, leaving: tuple[str, ...] = (), with_folders: bool = True) -> None:
        """With the folders of the place before, but for some."""
        assert self.before
        for release in leaving:
            shutil.rmtree(self.before / release)
        take_over(now=self.now, from_folders=(self.before,) if with_folders and self.before.exists() else ())

    @property
    def most(self) -> int:
        """Tenths of epsilon spent on the report."""
        return max(self.spent.values(), default=0)


@pytest.fixture
def story(settings: Any) -> Iterator[Story]:
    """One report waits; nothing is published."""
    settings.RELEASES_DIR = settings.RELEASES_DIR.with_name("releases-of-a-story")
    stated = Story()
    with (
        patch.object(tables, "noisy_total", stated._noting("total", tables.noisy_total)),
        patch.object(tables, "noisy_leaves", stated._noting("map", tables.noisy_leaves)),
        patch.object(tables, "noisy_breakdown", stated._noting("mix", tables.noisy_breakdown)),
    ):
        yield stated


@pytest.fixture(params=["spent", "nothing is spent"])
def is_kept(request: pytest.FixtureRequest) -> Iterator[bool]:
    """The control: without what is noted as spent, each of these stories counts the report a second time."""
    if request.param == "spent":
        yield True
        return
    with patch.object(spending, "_spent", lambda reports: 0):
        yield False


def _rejected(story: Story) -> None:
    story.decides(reject_reports, reason=RejectionReason.TEST)


def _reopened(story: Story) -> None:
    story.decides(accept_reports)
    story.decides(reopen_reports)


@pytest.mark.parametrize("stood", [id, _rejected, _reopened])
@pytest.mark.parametrize("how", ["elsewhere", "elsewhere, without the folders", "in its place"])
@pytest.mark.parametrize("when", ["accepted after", "accepted before anybody took over"])
def test_what_was_accepted_and_drawn_since_the_backup_is_not_drawn_again(
    story: Story, is_kept: bool, stood: Callable[[Story], object], how: str, when: str
) -> None:
    stood(story)  # `id`: nobody had decided about it
    story.keep()
    if stood is _rejected:
        story.decides(reopen_reports)
    story.decides(accept_reports)
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    assert story.most == BUDGET
    story.comes_back(in_its_place=how == "in its place")

    def accept() -> None:
        if stood is _rejected:
            story.decides(reopen_reports)
        story.decides(accept_reports)

    if when != "accepted after":
        accept()
    if how == "in its place":
        found = refuse_turned_back(now=story.now)
        assert found is not None
        assert len(found.adopted) == 1
    else:
        with pytest.raises(Elsewhere):
            refuse_turned_back(now=story.now)
        story.takes_over(with_folders="without" not in how)
    if when == "accepted after":
        accept()
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    assert (story.most == BUDGET) is is_kept
    assert Report.objects.get().council_id == story.home


def test_what_waits_in_the_queue_of_the_backup_is_brought_in_and_spent(story: Story, is_kept: bool) -> None:
    """It has another id when it is shuffled again; it is the same report."""
    report = Report.objects.get()
    names = [field.attname for field in IncomingReport._meta.fields if field.attname not in ("id", "withdrawal_mark")]
    Report.objects.all().delete()
    IncomingReport.objects.create(**{name: getattr(report, name) for name in names if hasattr(report, name)})
    story.keep()
    report.save(force_insert=True)  # what the shuffle elsewhere made of it
    IncomingReport.objects.all().delete()
    story.decides(accept_reports)
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    story.comes_back()
    assert not Report.objects.exists()
    story.takes_over()
    story.decides(accept_reports)
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    assert (story.most == BUDGET) is is_kept


@pytest.mark.parametrize("by_month", [True, False])
def test_a_file_that_was_lost_and_is_imported_again_is_spent(story: Story, is_kept: bool, *, by_month: bool) -> None:
    """It came after the backup, which knows nothing of it."""
    imported = Report.objects.get()
    imported.source, imported.received_on = Source.IMPORT, imported.received_on.replace(day=1)
    Report.objects.all().delete()
    story.keep()
    for where in ("elsewhere", "here"):
        imported.save(force_insert=True)
        story.decides(accept_reports, accepted_on=imported.received_on if by_month else None)
        story.now += A_QUARTER
        story.publishes(story.home, with_map=True)
        assert (story.most == BUDGET) is (is_kept or where == "elsewhere")
        if where == "elsewhere":
            story.comes_back()
            story.takes_over()


def test_a_report_that_came_in_since_counts(story: Story) -> None:
    """Nothing more is spent than what may have been drawn."""
    story.keep()
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    story.comes_back()
    story.takes_over()
    old = Report.objects.get().pk
    story.report()
    fresh = Report.objects.exclude(pk=old).get()
    assert list(Spent.objects.values_list("report", flat=True)) == [old]
    accept_reports([old, fresh.pk], by=None, now=story.now)
    rebuild_counts()
    quarter = quarters.quarter_of(story.now.date())
    counted = {code: int(counts.group_band_counts(code, quarter).sum()) for code in {story.home, fresh.council_id}}
    assert counted[fresh.council_id] == 1
    assert sum(counted.values()) == 1


def test_no_map_goes_over_quarters_whose_release_was_adopted(story: Story) -> None:
    """The folder that tells of the map that counted them may be the one that is lost."""
    story.decides(accept_reports)
    story.now += A_QUARTER
    story.publishes(story.home, with_map=False)
    story.keep()
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    assert story.most == BUDGET
    lost = f"{story.home}-{quarters.latest_publishable(story.now)}"
    story.now += A_QUARTER
    story.publishes(story.home, with_map=False)
    story.comes_back()
    story.takes_over(leaving=(lost,))
    story.now += A_QUARTER
    story.publishes(story.home, with_map=True)
    assert story.most == BUDGET


def test_a_report_that_was_drawn_in_another_council_is_not_drawn_where_the_backup_has_it(story: Story) -> None:
    """Boundaries went forth and back since the backup; in the place where it was turned back all is to be found."""
    story.decides(accept_reports)
    story.keep()
    home = story.home
    story.stands(MERGED)
    story.now += A_QUARTER
    story.publishes(MERGED, with_map=True)
    assert story.most == BUDGET
    story.stands(home)
    story.comes_back(in_its_place=True)
    assert Report.objects.get().council_id == home
    with pytest.raises(MayBeDrawn):
        story.publishes(home, with_map=True)
    story.now += A_QUARTER
    story.publishes(home, with_map=True)
    assert story.most == BUDGET


@pytest.mark.parametrize("with_folders", [True, False])
def test_what_no_map_will_count_is_erased_in_its_time(story: Story, *, with_folders: bool) -> None:
    """It stands accepted in a quarter that was drawn elsewhere, and would else be kept for ever."""
    story.decides(accept_reports)
    accepted_in = quarters.quarter_of(story.now.date())
    story.keep()
    story.now += A_QUARTER
    story.publishes(story.home, with_map=False)
    story.comes_back()
    story.takes_over(with_folders=with_folders)
    story.now += datetime.timedelta(days=500)
    assert expire_reports(now=story.now).accepted == 0
    assert hexgrid.resolution_of(Report.objects.get().cell) == hexgrid.PARTNER_RESOLUTION
    story.now += datetime.timedelta(days=200)
    assert expire_reports(now=story.now).accepted == 1
    assert not Report.objects.exists()
    rebuild_counts()
    assert counts.cell_totals([story.home], quarters=[accepted_in])[0].count == 1


def test_a_council_that_comes_later_begins_after_what_may_have_been_drawn(story: Story) -> None:
    """It may have published elsewhere, and its folder is nowhere."""
    Area.objects.filter(pk=MERGED).delete()
    story.keep()
    story.now += A_QUARTER
    story.comes_back()
    story.takes_over()
    area = Area.objects.get(pk=story.home)
    area.pk = MERGED
    area.save(force_insert=True)
    with pytest.raises(MayBeDrawn):
        story.publishes(MERGED, with_map=True)
    assert PerhapsDrawn.objects.filter(council=ENGLAND).exists()  # told of the nation, for whoever comes


def test_a_folder_of_a_council_that_is_not_loaded_stops_publication(story: Story, settings: Any) -> None:
    (Path(settings.RELEASES_DIR) / "E06000777-2024-Q1").mkdir(parents=True)
    story.now += A_QUARTER
    with pytest.raises(CouncilNotLoaded, match="E06000777-2024-Q1 lies among the releases"):
        story.publishes(story.home, with_map=True)
    assert story.most == 0


def test_releases_beside_the_backups_that_are_not_known_stop_publication(story: Story, tmp_path: Path) -> None:
    """A machine was turned back with its folder of releases; the disk of the backups was not."""
    (tmp_path / f"{story.home}-2024-Q1").mkdir()
    with pytest.raises(TurnedBack, match="2024-Q1 lies beside the backups"):
        refuse_turned_back(now=story.now, kept=[tmp_path])
