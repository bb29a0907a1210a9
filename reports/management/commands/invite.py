"""Invite someone: prints a link by which they choose a password and come in with one role."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from reports.geography.models import Area
from reports.management.days import day_of
from reports.management.service_command import ServiceCommand, Sight
from reports.staff.invitations import VALID_FOR, invite
from reports.staff.models import Membership
from reports.staff.people import NameTaken


class Command(ServiceCommand):
    """`invite USERNAME --role ROLE --area CODE [--expires DATE]`."""

    may_see = Sight.NO_ROW
    help = "Invite somebody by a link that works once. Inviting again makes the older link worthless."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what, where and until when."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Membership.Role.values)
        parser.add_argument("--area", required=True, metavar="CODE", help="GSS code of a council, a force or a nation")
        parser.add_argument("--expires", metavar="DATE", type=day_of, help="last day, 2027-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the invitation and prints its link."""
        if options["expires"] and options["expires"] < timezone.localdate():
            raise CommandError(f"{options['expires']} is over: --expires takes the last day of the role.")
        area = Area.objects.filter(code=options["area"], is_current=True).first()
        if area is None:
            raise CommandError(f"No current area has the code {options['area']}. Load areas first: load_areas.")
        try:
            invited = invite(
                options["username"],
                role=options["role"],
                area=area,
                expires_on=options["expires"],
                by=None,
                now=timezone.now(),
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        except NameTaken:
            raise CommandError(
                f"Somebody is called {options['username']} already. To give them a role: add_person."
            ) from None
        self.stdout.write(
            f"For {options['username']}, valid for {VALID_FOR.total_seconds() / 3600:.0f} hours, shown this once:"
        )
        self.stdout.write(reverse("staff:invitation", args=[invited.key]))
        self.stdout.write("Put the address of your site before it.")
        if invited.replaces:
            self.stdout.write(f"{options['username']} was invited before: the earlier link no longer works.")
