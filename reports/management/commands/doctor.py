"""Says at once everything that is wrong with this service, and what to do about each."""

import logging
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from reports.management.service_command import ServiceCommand, Sight
from streetsafe.readiness import Found, findings
from streetsafe.readiness.doctor import CannotTell, Warned, doctors_checks

WIDTH = len("not checked")


class Command(ServiceCommand):
    """`doctor [--backups FOLDER]`: works also where the settings themselves are refused."""

    may_see = Sight.NO_ROW
    help = __doc__ or ""
    requires_system_checks = []  # noqa: RUF012  # Django's own shape; its findings are told among the rest

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the backups are."""
        parser.add_argument(
            "--backups", metavar="FOLDER", type=Path, help="where `backup` writes: to see how old they are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each check; exits 1 when something is wrong."""
        logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a page that fails is told here
        found = list(findings(doctors_checks(options["backups"])))
        for one in found:
            self._tell(one)
        wrong = sum(_word_for(one) == "wrong" for one in found)
        warned = sum(_word_for(one) == "warning" for one in found)
        unseen = sum(_word_for(one) == "not checked" for one in found)
        good = len(found) - wrong - warned - unseen
        self.stdout.write(f"\n{good} ok, {wrong} wrong, {warned} with a warning, {unseen} not checked.")
        if wrong:
            raise CommandError("Something is wrong: see the lines that begin with «wrong».")

    def _tell(self, one: Found) -> None:
        said = one.fault.said if one.fault else "another check comes first." if one.was_left_out else ""
        self.stdout.write(f"{_word_for(one):<{WIDTH}}  {one.name}{': ' if said else ''}{said}")
        for line in one.fault.remedy.splitlines() if one.fault else []:
            self.stdout.write(f"{'':<{WIDTH}}  → {line}")


def _word_for(one: Found) -> str:
    if one.was_left_out or isinstance(one.fault, CannotTell):
        return "not checked"
    if isinstance(one.fault, Warned):
        return "warning"
    return "wrong" if one.fault else "ok"
