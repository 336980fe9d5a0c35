"""The settings of the site, with the addresses of the site and one more."""

from kracht.config.settings import *  # noqa: F403

ROOT_URLCONF = "ours.urls"
WSGI_APPLICATION = "ours.wsgi.application"
