"""A place's number begins with how unimportant it is: by their numbers, places come the most important first."""

MOST_IMPORTANT = 1_000
STATION_IMPORTANCE = 400  # more than any street's, less than a town's of a thousand people
_BITS = 32


def number_of(importance: int, serial: int) -> int:
    """The number of a place, among which none has been given the same serial."""
    return (MOST_IMPORTANT - importance << _BITS) + serial


def serial_in(column: str) -> str:
    """SQL for the serial in a number."""
    return f"{column} & {(1 << _BITS) - 1}"


def last_number_of(importance: int) -> int:
    """No place as important or more has a higher one."""
    return number_of(importance, (1 << _BITS) - 1)
