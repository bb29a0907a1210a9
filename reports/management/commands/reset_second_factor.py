"""Take every second factor from someone who lost them: the next sign-in sets up a new one."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from reports.management.service_command import ServiceCommand, Sight
from reports.staff.models import StaffUser
from reports.staff.second_factor import reset_second_factor


class Command(ServiceCommand):
    """`reset_second_factor USERNAME`: for a manager whom no other manager can help."""

    may_see = Sight.NO_ROW
    help = "Take every second factor from somebody who lost them, and end their sessions. It is in the audit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Resets, in the name of whoever has the server."""
        person = StaffUser.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody is called {options['username']}.")
        reset_second_factor(person, by=None, now=timezone.now())
        self.stdout.write(f"{person.username} sets up a new second factor at the next sign-in.")
