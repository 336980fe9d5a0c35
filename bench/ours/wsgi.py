"""Our site as a WSGI application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ours.settings")

from kracht.config.wsgi import application

__all__ = ["application"]
