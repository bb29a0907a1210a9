"""Bulk intake of reports from a CSV file."""

import argparse
import csv
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from reports.geography.boundaries import NoAreasLoaded
from reports.intake.importing import ImportedBefore, import_rows
from reports.intake.judging import NothingToImport, Refusal
from reports.management.service_command import ServiceCommand, Sight
from reports.vocabulary.experience import DayKind, Frequency, TimeOfDay
from reports.vocabulary.reasons import REASONS
from streetsafe.written_whole import file_in_the_making

SOME_REFUSED, NOTHING_READ = 1, 2


class Command(ServiceCommand):
    """`manage.py import_reports FILE.csv`."""

    may_see = Sight.NO_ROW
    help = (
        "Keeps each good row of a CSV file as a waiting report, all in one transaction; each other row is "
        "named on standard error with its line and why."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, with the columns and the exit status below the options."""
        kwargs |= {"epilog": _epilog(), "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and what to do with it."""
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--refused", metavar="FILE", type=Path, help="also write line,why of each refused row here")
        parser.add_argument("--again", action="store_true", help="import a file that was imported before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with status 0, 1 or 2 as the help says."""
        path: Path = options["file"]
        try:
            with (
                path.open("rb") as file,
                ExitStack() as unfinished,
                tqdm(total=path.stat().st_size, unit="B", unit_scale=True, disable=not sys.stderr.isatty()) as bar,
            ):
                refused = csv.writer(unfinished.enter_context(_list_of_refused(options["refused"], path)))
                refused.writerow(("line", "why"))

                def refuse(refusal: Refusal) -> None:
                    refused.writerow((refusal.line, refusal.why))
                    self.stderr.write(f"line {refusal.line}: {refusal.why}", self.style.NOTICE)

                def advance(position: int) -> None:
                    bar.update(position - bar.n)

                result = import_rows(
                    file,
                    now=timezone.now(),
                    refuse=refuse,
                    progress=advance,
                    judged=lambda _result: (
                        unfinished.close()
                    ),  # the list is whole before a row is kept: it could not be made again
                    again=options["again"],
                )
        except OSError as error:
            where = error.filename or options["refused"] or path
            raise CommandError(f"{where}: {error.strerror}. Nothing was kept.", returncode=NOTHING_READ) from None
        except (NothingToImport, NoAreasLoaded) as why:
            raise CommandError(f"{path}: {why}. Nothing was kept.", returncode=NOTHING_READ) from None
        except ImportedBefore as why:
            raise CommandError(f"{path}: {why}. To keep its rows twice: --again", returncode=NOTHING_READ) from None
        self.stdout.write(f"{result.kept:,} rows kept, {result.refused:,} refused.")
        if result.late:
            self.stdout.write(
                f"{result.late:,} of them tell of months whose quarter is published. What is published does not "
                "change: once accepted, they count in the next quarter."
            )
        if result.refused:
            raise CommandError(
                "Correct the refused rows and import them as a file of their own.", returncode=SOME_REFUSED
            )


@contextmanager
def _list_of_refused(file: Path | None, imported: Path) -> Iterator[TextIO]:
    """Where refused rows are listed: whole or not at all; straight into what is no file, such as /dev/stdout."""
    if file is None or (file.exists() and not file.is_file()):
        with open(file or os.devnull, "w", encoding="utf-8", newline="") as straight:
            yield straight
        return
    if file.exists() and file.samefile(imported):
        raise CommandError(
            f"{file} is the file to import: name another for its refused rows. Nothing was kept.",
            returncode=NOTHING_READ,
        )
    with file_in_the_making(file.resolve()) as made:
        text = io.TextIOWrapper(made, encoding="utf-8", newline="")
        yield text
        text.detach()


def _epilog() -> str:
    bands, days, often = (", ".join(map(str, kind.labels)) for kind in (TimeOfDay, DayKind, Frequency))
    return (
        "columns: longitude,latitude (or easting,northing),month,band,reasons and, if you have them,\n"
        "         day_kind,frequency (UTF-8, any order)\n"
        "  easting    metres of the British National Grid; in Northern Ireland give longitude,latitude\n"
        f"  month      like 2026-03\n  band       {bands}\n"
        f"  reasons    the main one first, then others, with ; between:\n             "
        f"{', '.join(reason.code for reason in REASONS)}\n"
        f"  day_kind   {days}\n  frequency  {often}\n\n"
        "exit status: 0 every row kept; 1 some rows refused, the others kept; 2 nothing was kept, because the file\n"
        "could not be read, has no such header or no row, or was imported before\n"
    )
