"""Django's own, which moves rows from one table to another: it must miss none."""

from django.core.management.commands import migrate

from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand, migrate.Command):
    """`manage.py migrate`."""

    may_see = Sight.EVERY_ROW
