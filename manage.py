#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from streetsafe import environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    environment.IS_DOCTOR = sys.argv[1:2] == ["doctor"]
    try:
        settings._setup()  # read before any command looks at them: a refusal is a sentence, not a traceback
        execute_from_command_line(sys.argv)
    except environment.NotStarted as refused:
        sys.exit(str(refused))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)
