"""Says in one sentence that this Python is too old, in words that every Python can read: it runs before all else."""

import sys

OLDEST = (3, 11, 2)  # Debian 12's: the suite is run on it, see on_debian_python.py


def refuse_an_older_one(found):
    """Ends the process with what to do."""
    if tuple(found) < OLDEST:
        needed, here = [".".join(str(part) for part in version) for version in (OLDEST, tuple(found)[:3])]
        stated = (
            "Python {} or later is needed; this is {}.\nWhat to do: name another, such as make PYTHON=python3.11 run"
        )
        sys.exit(stated.format(needed, here))


if __name__ == "__main__":
    refuse_an_older_one(sys.version_info[:3])
