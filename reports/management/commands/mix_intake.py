"""The name of `shuffle_intake` before 0.2.0, for the timers that operators have."""

from reports.management.commands import shuffle_intake
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """The same act."""

    may_see = Sight.NO_ROW
    help = "The former name of shuffle_intake."
    add_arguments = shuffle_intake.Command.add_arguments
    handle = shuffle_intake.Command.handle
