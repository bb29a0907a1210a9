"""Reports follow their place to the council that stands there now."""

import io

import pytest
from django.core.management import CommandError, call_command
from shapely import wkb
from shapely.geometry import box

from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.reassigning import Reassigned, reassign_councils
from reports.publication.models import PublishingPlace
from tests import factories

NEW_WESTBY = "E06000999"


def close_westby(*, with_successor: bool) -> None:
    """Westby stands no longer; its western half goes to a new council."""
    old = Area.objects.get(code=factories.WESTBY)
    if with_successor:
        Area.objects.create(
            code=NEW_WESTBY,
            kind="council",
            name="New Westby",
            parent_id=factories.BORDERSHIRE,
            boundary=wkb.dumps(box(-2.7, 51.3, -2.45, 51.6)),
            west=-2.7,
            south=51.3,
            east=-2.45,
            north=51.6,
        )
    old.is_current = False
    old.save()


def test_reports_move_to_the_council_at_their_place(country: dict[str, Area]) -> None:
    moved, left = factories.make_report(), factories.make_report(at=(-2.425, 51.45))
    stays = factories.make_report(at=factories.IN_EASTBY, council=factories.EASTBY)
    close_westby(with_successor=True)
    result = reassign_councils()
    councils = dict(Report.objects.values_list("pk", "council"))
    # The strip between the new council and Eastby is 1.7 km from either: the nearest takes it.
    assert result == Reassigned(moved=2, left=0)
    assert councils[moved.pk] == NEW_WESTBY
    assert councils[left.pk] in {NEW_WESTBY, factories.EASTBY}
    assert councils[stays.pk] == factories.EASTBY
    assert reassign_councils() == Reassigned(moved=0, left=0)


def test_reports_where_no_council_stands_are_left_and_counted(country: dict[str, Area]) -> None:
    factories.make_report()
    close_westby(with_successor=False)
    out = io.StringIO()
    call_command("assign_councils", stdout=out)
    assert out.getvalue().splitlines() == [
        "0 reports moved to the council that stands at their place now.",
        "1 reports stand where no council is loaded: load its boundary.",
    ]
    assert Report.objects.get().council_id == factories.WESTBY


def test_a_copy_moves_no_report_before_it_has_taken_over(country: dict[str, Area]) -> None:
    """What a report may still tell is known by the council it stands in: moved first, it would be drawn again."""
    report = factories.make_report()
    close_westby(with_successor=True)
    PublishingPlace.objects.update(fingerprint="that of the place before")
    with pytest.raises(CommandError, match=r"copied or restored.*run take_over_publication.*No report was moved"):
        call_command("assign_councils")
    assert Report.objects.get(pk=report.pk).council_id == factories.WESTBY
    call_command("take_over_publication", stdout=io.StringIO())
    call_command("assign_councils", stdout=io.StringIO())
    assert Report.objects.get(pk=report.pk).council_id == NEW_WESTBY
