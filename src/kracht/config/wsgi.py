"""What the web server starts."""

import os

import django

from kracht.config.lanes import Lanes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kracht.config.settings")
# libpq reads this at each connection of the web server: no visitor keeps a thread for longer; jobs and commands may
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=15s -c idle_in_transaction_session_timeout=60s")

django.setup(set_prefix=False)

application = Lanes()
