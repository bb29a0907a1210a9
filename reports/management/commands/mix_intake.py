"""The name of `shuffle_intake` before 0.2.0, for the timers that operators have."""

from reports.management.commands.shuffle_intake import Command as ShuffleIntake


class Command(ShuffleIntake):
    """The same act."""

    help = "The former name of shuffle_intake."
