"""Tell the areas there are, by their codes: what other commands take."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q

from reports.geography.areas import areas_that_stand
from reports.geography.models import Area
from reports.management.service_command import ServiceCommand, Sight
from reports.publication.opening import openings


class Command(ServiceCommand):
    """`manage.py areas bristol`; without words, all of them."""

    may_see = Sight.NO_ROW
    help = "List areas: code, kind, name, what they lie in, and where reports are taken. Words narrow it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is looked for."""
        parser.add_argument("words", nargs="*", metavar="WORD", help="a part of a name, in English or Welsh, or a code")
        parser.add_argument("--kind", choices=Area.Kind.values, help="only these")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each, nations first, and how many; tells where nothing was found."""
        found = areas_that_stand()
        if options["kind"]:
            found = found.filter(kind=options["kind"])
        for word in options["words"]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(name_cy__icontains=word)
                | Q(code__iexact=word)
                | Q(parent__name__icontains=word)
                | Q(parent__code__iexact=word)
            )
        areas = list(found)
        if not areas:
            raise CommandError(
                "There are no areas yet: load_areas FILE …"
                if not areas_that_stand().exists()
                else "No area has such a name or code."
            )
        since = {opening.area_id: opening.opened_on for opening in openings()}
        for area in areas:
            lies_in = f", in {area.parent.name}" if area.parent else ""
            derived = ", derived" if area.is_builtin else ""
            opened = f", reports taken since {since[area.code]}" if area.code in since else ""
            self.stdout.write(f"{area.code} {area.kind} {area.name}{lies_in}{derived}{opened}")
        self.stderr.write(f"{len(areas):,} {'area' if len(areas) == 1 else 'areas'}.")
