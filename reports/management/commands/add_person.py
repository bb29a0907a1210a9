"""Lets a person in: makes the account when there is none, and gives a role in an area."""

import getpass
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from reports.geography.models import Area
from reports.management.days import day_of
from reports.management.service_command import ServiceCommand, Sight
from reports.staff.models import Membership, StaffUser
from reports.staff.people import AlreadyHolds, NameTaken, add_person, give_role

PASSWORD_BYTES = 15  # 120 bits, 20 characters: nobody guesses it and a person can still type it


class Command(ServiceCommand):
    """`add_person USERNAME --role ROLE --area CODE [--expires DATE] [--ask-password]`."""

    may_see = Sight.NO_ROW
    help = "Let a person in, with a role in an area. A second call for the same name adds another role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what, where and until when."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Membership.Role.values)
        parser.add_argument("--area", required=True, metavar="CODE", help="GSS code of a council, a force or a nation")
        parser.add_argument("--expires", metavar="DATE", type=day_of, help="last day, 2027-03-31")
        parser.add_argument("--ask-password", action="store_true", help="ask for a password instead of making one")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the person and the membership together, or neither."""
        if options["expires"] and options["expires"] < timezone.localdate():
            raise CommandError(f"{options['expires']} is over: --expires takes the last day of the role.")
        area = Area.objects.filter(code=options["area"], is_current=True).first()
        if area is None:
            raise CommandError(f"No current area has the code {options['area']}. Load areas first: load_areas.")
        person = StaffUser.objects.filter(username=options["username"]).first()
        made = ""
        if person is None:
            password = getpass.getpass() if options["ask_password"] else secrets.token_urlsafe(PASSWORD_BYTES)
            made = "" if options["ask_password"] else password
            try:
                person = add_person(options["username"], password=password)
            except ValidationError as refused:
                raise CommandError(" ".join(refused.messages)) from None
            except NameTaken:
                raise CommandError("Somebody is called that already, in other capitals.") from None
        try:
            membership = give_role(
                person, role=options["role"], area=area, expires_on=options["expires"], by=None, now=timezone.now()
            )
        except AlreadyHolds:
            raise CommandError(f"{person.username} has this role there already. Nothing was changed.") from None
        until = f" until {membership.expires_on}" if membership.expires_on else ""
        self.stdout.write(f"{person.username} is now {membership.get_role_display()} of {area.name}{until}.")
        if made:
            self.stdout.write(f"Password, shown this once: {made}")
