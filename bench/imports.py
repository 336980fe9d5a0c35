"""50,000 generated rows through the import, measured: seconds and memory of each step, progress from outside, a stop.

    DATABASE_URL=postgresql:///… .venv/bin/python bench/imports.py [rows]

Prints a table; leaves the database as it was. Bounds of the design: under 300 s in all, under 500 MB.
"""

import importlib
import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kracht.config.settings")
    django.setup()
    importlib.import_module("importing").main()
