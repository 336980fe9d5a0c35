"""As little of Django as serves a view."""

import os

from kracht.config import env

SECRET_KEY = "reference"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "ref.urls"
WSGI_APPLICATION = "ref.wsgi.application"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
USE_TZ = True
USE_I18N = False
DATABASES = {"default": env.database(os.environ["DATABASE_URL"])}
