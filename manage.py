#!/usr/bin/env python
"""Django's command line for this checkout."""

import os

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kracht.config.settings")
    execute_from_command_line()
