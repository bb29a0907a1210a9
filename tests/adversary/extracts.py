"""Two extracts of one published quarter, an act between them or none: what a subtraction tells.

What is real: publication, decisions, imports, erasing, moving to another council, the rebuild and the files of an
extract. The adversary holds the first extract, every file of the release, and what it can ask for later.
"""

import datetime
import io
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reports.aggregation.extracts import quarters_cut
from reports.aggregation.rebuilding import rebuild_counts
from reports.council_exports.formats import FORMATS
from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import table_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.importing import import_rows
from reports.intake.models import Report
from reports.intake.reassigning import reassign_councils
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.imported import accept_imports
from reports.moderation.models import RejectionReason, ReportStatus
from reports.moderation.redoing import redo_batch
from reports.publication.expiring import expire_reports
from reports.publication.releasing import publish_release, put_missing_files_in_place
from tests.factories import EASTBY, IN_WESTBY, WESTBY, make_accepted_report, make_report

QUARTER = "2026-Q3"
SUMMER = datetime.date(2026, 8, 3)
NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
LATER = datetime.datetime(2029, 1, 20, 12, tzinfo=datetime.UTC)  # when reports of the summer have had their time
BUSY = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), hexgrid.PARTNER_RESOLUTION)
BESIDE = [cell for cell in hexgrid.children(hexgrid.parent(BUSY, 9)) if cell != BUSY]

Seen = dict[str, bytes]


def fill_summer() -> None:
    """Six reports in one cell, and four and five beside it: nine in all that are small, of which five are shown."""
    for cell, count in ((BUSY, 6), (BESIDE[0], 4), (BESIDE[1], 3), (BESIDE[2], 2)):
        for _ in range(count):
            make_accepted_report(at=hexgrid.centre(cell), accepted_on=SUMMER, received_on=SUMMER)
    rebuild_counts()


def publish() -> None:
    """The summer of both councils of the force."""
    for code in (WESTBY, EASTBY):
        publish_release(Area.objects.get(code=code), quarter=QUARTER, now=NOW)


def taken_away(quarters: tuple[str, ...] = (QUARTER,)) -> Seen:
    """Every question's file in every format, and every file of every release, as they are now."""
    put_missing_files_in_place()
    council = Area.objects.get(code=WESTBY)
    wanted = [quarter for quarter in quarters if quarter in quarters_cut([WESTBY])[WESTBY]]
    tables = [table_of(council, quarter, question) for quarter in wanted for question in QUESTIONS.values()]
    files = {
        f"{table.quarter} {table.question.code} {name}": kind.file(table)
        for table in tables
        for name, kind in FORMATS.items()
    }
    root = Path(settings.RELEASES_DIR)
    return files | {
        str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def _of_busy() -> Report:
    accepted = ReportStatus.objects.filter(state="accepted").values("report")
    inside = Report.objects.filter(cell__range=hexgrid.range_of_descendants(BUSY), council=WESTBY)
    return inside.filter(pk__in=accepted).earliest("id")


def reopen() -> None:
    reopen_reports([_of_busy().id], by=None, now=NOW)


def reject() -> None:
    report = _of_busy()
    reopen_reports([report.id], by=None, now=NOW)
    reject_reports([report.id], reason=RejectionReason.TEST, by=None, now=NOW)


def take_back_and_redo() -> None:
    """All of them are reopened; all but one come back by the way back."""
    ids = list(ReportStatus.objects.filter(state="accepted").values_list("report", flat=True))
    first, *others = sorted(ids, key=lambda report_id: report_id != _of_busy().id)
    reopen_reports([first], by=None, now=NOW)
    redo_batch(reopen_reports(others, by=None, now=NOW), by=None, now=NOW)


def backdate() -> None:
    report = make_report(at=hexgrid.centre(BUSY), received_on=SUMMER)
    accept_reports([report.id], by=None, now=NOW, accepted_on=SUMMER)


def bring_in() -> None:
    longitude, latitude = hexgrid.centre(BUSY)
    row = f"{longitude:.6f},{latitude:.6f},2026-08,18-24,badly-lit\n"
    file = io.BytesIO(f"longitude,latitude,month,band,reasons\n{row}".encode())
    import_rows(file, now=NOW, refuse=lambda refusal: None, again=True)
    list(accept_imports(by_month=True, council=None, now=NOW))


def erase() -> None:
    """As an operator's own hand could, whatever the rules say: four words delete nothing of a published quarter."""
    _of_busy().delete()


def move_in() -> None:
    """Eastby is dissolved, and a report of its summer comes to Westby."""
    make_accepted_report(at=hexgrid.centre(BUSY), council=EASTBY, accepted_on=SUMMER, received_on=SUMMER)
    Area.objects.filter(code=EASTBY).update(is_current=False)
    reassign_councils()


def expire() -> None:
    """Reports are made coarser and erased, and a reopened one with them."""
    reopen()
    expire_reports(now=LATER)


ACTS: dict[str, Callable[[], None]] = {
    act.__name__: act for act in (reopen, reject, take_back_and_redo, backdate, bring_in, erase, move_in, expire)
}


def difference_tells(act: Callable[[], None], plays: int) -> float:
    """How often the adversary is right that the act was done, from whether the later files differ from the first.

    It is done in every second play. Equal files say nothing, so that it then says no.
    """
    first, right = taken_away(), 0
    for play in range(plays):
        is_done = bool(play % 2)
        with transaction.atomic():
            if is_done:
                act()
            rebuild_counts()
            right += (taken_away() != first) == is_done
            transaction.set_rollback(True)
    return right / plays
