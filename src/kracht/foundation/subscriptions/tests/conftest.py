"""The words of the test's own mail."""

import pytest
from pytest_django import Settings

WORDS = "Nieuws: {{ label }}\n\nGebeurd: {{ numbers }}\n\n{{ manage_url }}\n{{ stop_url }}"


@pytest.fixture(autouse=True)
def _words(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    options = {
        **engine["OPTIONS"],
        "loaders": [
            ("django.template.loaders.locmem.Loader", {"tests/mail/news.txt": WORDS}),
            "django.template.loaders.app_directories.Loader",
        ],
    }
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]
