"""Production refuses to start without its secrets, and each refusal says what is missing."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kracht.config import env

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "KRACHT_MODE": "production",
    "KRACHT_SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://kracht:secret@db.example:5432/kracht",
    "KRACHT_HOSTS": "kracht.example",
    "KRACHT_URL": "https://kracht.example",
    "KRACHT_MAIL": "smtp://user:password@mail.example:587",
    "KRACHT_MAIL_FROM": "Kracht <kracht@kracht.example>",
}
READ = (
    "import json; from kracht.config import settings as s;"
    "print(json.dumps([s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.DEBUG, s.LOOPBACK_ALLOWED, s.DATABASES['default']['HOST']]))"
)


def start(changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("KRACHT_", "DATABASE_", "DJANGO_"))}
    wanted = {key: value for key, value in (COMPLETE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", READ], env=plain | wanted, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_production_starts_with_all_it_needs_and_is_strict() -> None:
    done = start({})
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == '[true, 63072000, false, false, "db.example"]'


@pytest.mark.parametrize(
    "name",
    ["KRACHT_SECRET_KEY", "DATABASE_URL", "KRACHT_HOSTS", "KRACHT_URL", "KRACHT_MAIL", "KRACHT_MAIL_FROM"],
)
def test_production_refuses_without(name: str) -> None:
    done = start({name: None})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KRACHT_SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://localhost/kracht"),
        ("KRACHT_MAIL", "mail.example"),
        ("KRACHT_MODE", "produktion"),
    ],
)
def test_production_refuses_nonsense(name: str, value: str) -> None:
    done = start({name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_number_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRACHT_N", "veel")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("KRACHT_N", 1)


def test_a_secret_outside_production_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KRACHT_X", raising=False)
    first = env.secret("KRACHT_X", tmp_path, required=False)
    assert len(first) >= 40
    assert env.secret("KRACHT_X", tmp_path, required=False) == first
    assert (tmp_path / "kracht_x").stat().st_mode & 0o077 == 0


def test_django_finds_nothing_to_say_about_production() -> None:
    database = settings.DATABASES["default"]
    address = f"postgresql:///postgres?host={database['HOST']}&user={database['USER']}"
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("KRACHT_", "DATABASE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=plain | COMPLETE | {"KRACHT_SECRET_KEY": secrets.token_urlsafe(50), "DATABASE_URL": address},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
